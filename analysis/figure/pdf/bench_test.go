package pdf

import (
	"fmt"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

func BenchmarkEncode(b *testing.B) {
	for _, k := range []int{13, 60} {
		d := figure.Layout(sample.Forest(k, sample.Labels[0].Of, figure.Options{}))
		b.Run(fmt.Sprintf("k=%d", k), func(b *testing.B) {
			for b.Loop() {
				if _, err := Encode(d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
