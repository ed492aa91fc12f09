package probe

import (
	"math"
	"testing"

	"grove/analysis/pool"
)

// The coordinates are those of metafor 3.8-1:
//
//	dat <- escalc(measure="RR", ai=tpos, bi=tneg, ci=cpos, di=cneg, data=dat.bcg)
//	baujat(rma(yi, vi, data=dat, method=M, control=list(threshold=1e-14)))
//
// with M "REML" and "EE", printed to 12 digits.
func TestSharesAreMetafors(t *testing.T) {
	bcg := [13][4]float64{{4, 123, 11, 139}, {6, 306, 29, 303}, {3, 231, 11, 220}, {62, 13598, 248, 12867}, {33, 5069, 47, 5808}, {180, 1541, 372, 1451}, {8, 2545, 10, 629},
		{505, 88391, 499, 88391}, {29, 7499, 45, 7277}, {17, 1716, 65, 1665}, {186, 50634, 141, 27338}, {5, 2498, 3, 2341}, {27, 16913, 29, 17854}}
	var d pool.Data
	for _, x := range bcg {
		d.Y = append(d.Y, math.Log(x[0]/x[1]/(x[2]/x[3])))
		d.V = append(d.V, 1/x[0]-1/x[1]+1/x[2]-1/x[3])
	}
	want := map[string][13]Share{
		"random": {{0.0478183405468, 0.001537500918464}, {1.4934114075929, 0.112107073414490}, {0.5508753366658, 0.024349046895050}, {1.5860500734647, 0.237773641745484},
			{0.6777110311298, 0.066985834997829}, {0.0160055560011, 0.000333272180159}, {1.5319030625855, 0.107909485433817}, {1.6638459497329, 0.198964671902802},
			{0.1625233292090, 0.018381621780553}, {1.1168477625428, 0.111389615903818}, {0.4322210972250, 0.048970640673486}, {1.5922385451032, 0.061834563955093}, {1.2637881718027, 0.115312876242489}},
		"common": {{0.6471587360257, 0.00327659923900}, {6.8571096271727, 0.05829078499175}, {2.0279242863942, 0.00803933802646}, {51.1073136255054, 4.56309948547637},
			{0.8837578017084, 0.02924134954406}, {18.3351122200536, 5.71123117941320}, {6.3562772563152, 0.04709268099282}, {49.3676862704565, 34.87951031283187},
			{0.0271351610359, 0.00081223590621}, {12.1272954277502, 0.27863933782141}, {0.6660857178975, 0.10141785652880}, {1.4417192428418, 0.00445429838936}, {2.3884327092162, 0.05615154772269}},
	}
	for model, all := range want {
		s := settings
		s.Model, s.Tau2, s.Interval = model, "REML", "hk"
		got, err := Shares(d, s)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, x := range got {
			sum += x.Heterogeneity
			for _, pair := range [][2]float64{{x.Heterogeneity, all[i].Heterogeneity}, {x.Result, all[i].Result}} {
				if !(math.Abs(pair[0]-pair[1]) < 1e-8*math.Max(pair[1], 0.01)) {
					t.Errorf("%s, trial %d: %v, want %v", model, i+1, x, all[i])
				}
			}
		}
		if full, err := pool.Fit(d, s); model == "common" && (err != nil || math.Abs(sum-full.Q) > 1e-9*full.Q) {
			t.Errorf("the contributions sum to %v, Q is %v: %v", sum, full.Q, err)
		}
	}
}

// Two trials leave one, of which there is an estimate; one leaves none.
func TestSharesOfFew(t *testing.T) {
	got, err := Shares(pool.Data{Y: []float64{1}, V: []float64{1}}, settings)
	if err != nil || len(got) != 1 || !math.IsNaN(got[0].Result) {
		t.Errorf("%v, %v", got, err)
	}
	s := settings
	s.Model = "mh"
	if _, err := Shares(pool.Data{Y: []float64{1, 2}, V: []float64{1, 1}}, s); err == nil {
		t.Error("a model without measures of influence has shares")
	}
}
