package figure_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"grove/analysis/figure"
)

// TestCompanionsOfAnything draws plots of points with hostile numbers: everything
// has a place on the page, and nothing is printed over.
func TestCompanionsOfAnything(t *testing.T) {
	nan := math.NaN()
	number := rapid.OneOf(rapid.SampledFrom([]float64{nan, math.Inf(1), math.Inf(-1), 0, -1, 1, 1e300, -1e300, 1e150, 1e-300, 5e-324, 1e12, 1e-12, math.Nextafter(1, 2)}), rapid.Float64Range(-50, 50), rapid.Float64())
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) float64 { return number.Draw(t, name) }
		axis := func(name string) figure.Axis {
			return figure.Axis{Log: rapid.Bool().Draw(t, name+" log"), Null: n(name + " null"), Low: nan, High: nan, Label: name}
		}
		frame := figure.Frame{Options: figure.Options{Width: rapid.SampledFrom([]float64{0, 20, 80, 174}).Draw(t, "width")}}
		var dots, upright []figure.Dot
		for range rapid.IntRange(0, 8).Draw(t, "dots") {
			d := figure.NewDot("Tromsø 1900", n("x"), n("y"))
			d.Weight = n("weight")
			dots = append(dots, d)
			d.Low, d.High = n("low"), n("high")
			upright = append(upright, d)
		}
		for _, f := range []interface{ Draw() figure.Drawing }{
			figure.Radial{Frame: frame, Dots: dots, Slope: n("slope"), Low: n("from"), High: n("to"), Band: n("band"), Effects: axis("effect")},
			figure.Funnel{Frame: frame, Dots: dots, X: axis("effect"), Centre: n("centre"), Reference: n("reference"), Limits: n("limits"), Contours: []figure.Contour{{Name: "P > 0.10", Z: 1.645}}},
			figure.Baujat{Frame: frame, Dots: dots},
			figure.Bubble{Frame: frame, Dots: dots, X: axis("covariate"), Y: axis("effect")},
			figure.LAbbe{Frame: frame, Dots: dots, X: axis("control"), Y: axis("treatment")},
			figure.TimeCourse{Frame: frame, Dots: upright, X: axis("time"), Y: axis("effect")},
		} {
			d := f.Draw()
			for _, bad := range faults(d) {
				t.Errorf("%T: %s", f, bad)
			}
		}
	})
}
