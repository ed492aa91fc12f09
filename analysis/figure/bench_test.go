package figure_test

import (
	"fmt"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

func BenchmarkLayout(b *testing.B) {
	for _, k := range []int{13, 60} {
		for _, width := range []float64{0, 80} {
			f := sample.Forest(k, sample.Labels[0].Of, figure.Options{Width: width})
			b.Run(fmt.Sprintf("k=%d/mm=%v", k, width), func(b *testing.B) {
				for b.Loop() {
					figure.Layout(f)
				}
			})
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	for _, k := range []int{13, 60} {
		d := figure.Layout(sample.Forest(k, sample.Labels[0].Of, figure.Options{}))
		b.Run(fmt.Sprintf("k=%d", k), func(b *testing.B) {
			for b.Loop() {
				figure.SVG(d)
			}
		})
	}
}
