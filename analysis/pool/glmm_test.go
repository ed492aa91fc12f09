package pool

import (
	"errors"
	"math"
	"strings"
	"testing"

	"grove/analysis/study"
)

// bcg are the counts of the trials of BCG vaccine.
func bcg() Data {
	d := Data{Measure: "OR"}
	for _, x := range [][4]float64{{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619}, {33, 5036, 47, 5761}, {180, 1361, 372, 1079}, {8, 2537, 10, 619},
		{505, 87886, 499, 87892}, {29, 7470, 45, 7232}, {17, 1699, 65, 1600}, {186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825}} {
		d.add(x[0], x[0]+x[1], x[2], x[2]+x[3])
	}
	return d
}

// add adds a trial with its own log odds ratio where that is defined.
func (d *Data) add(a, n1, c, n2 float64) {
	nan := math.NaN()
	t, k := study.Group{Events: a, N: n1, Mean: nan, SD: nan, Time: nan}, study.Group{Events: c, N: n2, Mean: nan, SD: nan, Time: nan}
	y, v := math.Log(a*(n2-c)/((n1-a)*c)), 1/a+1/(n1-a)+1/c+1/(n2-c)
	if math.IsInf(v, 0) {
		y, v = nan, nan
	}
	d.Y, d.V, d.T, d.C, d.N = append(d.Y, y), append(d.V, v), append(d.T, t), append(d.C, k), append(d.N, n1+n2)
}

func BenchmarkMixed(b *testing.B) {
	for _, v := range GLMMs {
		b.Run(v.Code, func(b *testing.B) {
			s := Settings{Model: "glmm", GLMM: v.Code, Interval: "wald", Prediction: "none", Few: "off", Level: 95}
			for b.Loop() {
				if _, err := Fit(bcg(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The exact likelihood says which counts are too many for it.
func TestExactLikelihoodIsBounded(t *testing.T) {
	s := Settings{Model: "glmm", GLMM: "CM.EL", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	d := bcg()
	fitted(t, d, s)
	d.add(3e5, 1e6, 3e5, 1e6)
	if _, err := Fit(d, s); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "trial 14 has too many events") {
		t.Fatalf("%v", err)
	}
}
