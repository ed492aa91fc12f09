package effect

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The Cochrane Handbook's examples, to their printed digits: 6.3.2 (a risk
// difference of 0.03 with P = 0.008: Z = 2.652, SE 0.011) and 6.5.2.2 (interval 30
// to 34.2 of 25 people: SD 5.09).
func TestConversionsOfTheHandbook(t *testing.T) {
	if se := SEFromP(0.03, 0.008, math.Inf(1)); math.Abs(se-0.011) > 5e-4 || math.Abs(0.03/se-2.652) > 5e-4 {
		t.Errorf("SE %v", se)
	}
	if sd := SDFromInterval(30, 34.2, 25); math.Abs(sd-5.09) > 5e-3 {
		t.Errorf("SD %v", sd)
	}
	if d := DesignEffect(20, 0.02); d != 1.38 {
		t.Errorf("design effect %v", d)
	}
}

// A conversion and what it undoes give the number back.
func TestConversionsInvert(t *testing.T) {
	for _, df := range []float64{3, 17, math.Inf(1)} {
		for _, z := range []float64{0.1, 1.5, 4} {
			p := 2 * tail(z, df)
			if se := SEFromP(-2, p, df); math.Abs(se-2/z) > 1e-9*2/z {
				t.Errorf("df %v, z %v: SE %v", df, z, se)
			}
		}
	}
	for _, bad := range []float64{0, 1, -1, math.NaN()} {
		if se := SEFromP(1, bad, math.Inf(1)); !math.IsNaN(se) {
			t.Errorf("P %v: SE %v", bad, se)
		}
	}
	if !math.IsNaN(SEFromP(0, 0.5, math.Inf(1))) || !math.IsNaN(SDFromInterval(1, 2, 1)) {
		t.Error("a number from nothing")
	}
}

// An effect is marked by what it rests on only.
func TestWhatAnEffectRestsOn(t *testing.T) {
	all := make([]string, len(Conversions))
	for i, c := range Conversions {
		all[i] = c.Code
	}
	for _, c := range []struct {
		m        Measure
		reported bool
		want     []string
	}{
		{OR, false, []string{"design-effect", "correlation-declared"}},
		{MD, false, []string{"sd-from-se", "sd-from-interval", "mean-from-quantiles", "design-effect"}},
		{MN, false, []string{"sd-from-se", "sd-from-interval", "mean-from-quantiles", "design-effect"}},
		{SDLN, false, []string{"sd-from-se", "sd-from-interval", "mean-from-quantiles", "design-effect"}},
		{SMCR, false, []string{"sd-from-se", "sd-from-interval", "mean-from-quantiles", "design-effect", "correlation-declared"}},
		{COR, false, []string{"design-effect"}},
		{MD, true, []string{"se-from-interval", "se-from-p", "se-from-statistic"}},
	} {
		if got := c.m.Rests(all, c.reported); !slices.Equal(got, c.want) {
			t.Errorf("%s, reported %v: %v", c.m.Code, c.reported, got)
		}
	}
}

// tail is the probability above z.
func tail(z, df float64) float64 {
	if math.IsInf(df, 1) {
		return distuv.UnitNormal.CDF(-z)
	}
	return distuv.StudentsT{Sigma: 1, Nu: df}.CDF(-z)
}
