//go:build unix

package analysis

import (
	"context"
	"syscall"
	"testing"
	"time"

	"grove/analysis/figure"
	"grove/analysis/report"
)

// BenchmarkKetamine draws every figure of the ketamine review: each format by
// itself on one processor, and all of them as a run does, on as many as there
// are. cores is how many were busy.
func BenchmarkKetamine(b *testing.B) {
	in, err := Load("../data/ketamine")
	if err != nil {
		b.Fatal(err)
	}
	r, err := Run(context.Background(), in)
	if err != nil {
		b.Fatal(err)
	}
	figures := r.AllFigures()
	svg := func(f report.Figure) ([]byte, error) { return figure.SVG(f.Drawing), nil }
	for _, row := range formats {
		render := row.render
		if render == nil {
			render = svg
		}
		b.Run(row.name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = 0
				for _, f := range figures {
					data, err := render(f)
					if err != nil {
						b.Fatal(f.Name, err)
					}
					size += len(data)
				}
			}
			b.ReportMetric(float64(len(figures)), "figures")
			b.ReportMetric(float64(size)/1e6, "MB")
		})
	}
	b.Run("run", func(b *testing.B) {
		before, started := spent(b), time.Now()
		for b.Loop() {
			if _, err := Files(context.Background(), r, []string{"pdf", "png"}, nil); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric((spent(b)-before).Seconds()/time.Since(started).Seconds(), "cores")
	})
}

// spent is the processor time of this program so far.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
