package subsets

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
)

func BenchmarkSubsets(b *testing.B) {
	for _, k := range []int{10, 16, 22} {
		d := trials(8, k, -0.5, 0.35, 1.5)
		for _, m := range models {
			b.Run(fmt.Sprintf("k=%d/%s", k, m.name), func(b *testing.B) {
				s := base
				s.Model, s.Tau2 = m.model, m.tau2
				b.ReportAllocs()
				var n atomic.Int64
				fallbacks := 0
				for b.Loop() {
					f, err := Walk(context.Background(), d, s, func(_ int, rows []Row) { n.Add(int64(len(rows))) })
					if err != nil {
						b.Fatal(err)
					}
					fallbacks += f
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n.Load()), "ns/subset")
				b.ReportMetric(float64(fallbacks)/float64(n.Load()), "fallbacks/subset")
			})
		}
	}
}
