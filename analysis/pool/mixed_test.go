package pool

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"grove/analysis/study"

	"gonum.org/v1/gonum/stat/distuv"
)

// integrated is a case of testdata/mixed.json: what mixed.R made of the models'
// definitions by plain sums and a maximiser without derivatives.
type integrated struct {
	Name, Measure, Model string
	Data                 map[string][]float64
	Expected             struct{ Beta, SE, Tau2, Sigma2, LL, Wald, LRT *float64 }
}

func (c integrated) data() Data {
	nan := math.NaN()
	d := Data{Measure: c.Measure}
	if c.Measure == "OR" {
		for i, a := range c.Data["ai"] {
			d.add(a, a+c.Data["bi"][i], c.Data["ci"][i], c.Data["ci"][i]+c.Data["di"][i])
		}
		return d
	}
	for i, x := range c.Data["x1i"] {
		d.Y, d.V = append(d.Y, nan), append(d.V, nan)
		d.T = append(d.T, study.Group{Events: x, Time: c.Data["t1i"][i], N: nan})
		d.C = append(d.C, study.Group{Events: c.Data["x2i"][i], Time: c.Data["t2i"][i], N: nan})
	}
	return d
}

func integratedCases(t *testing.T) (all []integrated) {
	t.Helper()
	raw, err := os.ReadFile("testdata/mixed.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// The integrals of random trial levels and the exact conditional likelihood, as
// R writes them out.
func TestMixedAgainstIntegration(t *testing.T) {
	for _, c := range integratedCases(t) {
		s := Settings{Model: "glmm", GLMM: c.Model, Interval: "wald", Prediction: "none", Few: "off", Level: 95}
		if c.Expected.Tau2 == nil {
			s.Model = "glmm-common"
		}
		r := fitted(t, c.data(), s)
		same := func(name string, got float64, want *float64, tol float64) {
			if want != nil && !(math.Abs(got-*want) <= tol*(math.Abs(*want)+1e-3)) {
				t.Errorf("%s %s: %s %.12g, expected %.12g", c.Name, c.Model, name, got, *want)
			}
		}
		same("estimate", r.Estimate, c.Expected.Beta, 1e-6)
		same("se", r.SE, c.Expected.SE, 1e-6)
		same("τ²", r.Tau2, c.Expected.Tau2, 1e-5)
		for _, test := range r.Tests {
			same(test.Code, test.Statistic, map[string]*float64{"wald": c.Expected.Wald, "lrt": c.Expected.LRT}[test.Code], 1e-7)
		}
	}
}

// The log-likelihood of one random effect, standard deviations of 0.3 to 15, as
// R's integrate has it in short pieces of η. The counts are of empty, full, small
// and large arms.
func TestLikelihoodOfOneRandomEffect(t *testing.T) {
	binomials, poissons := Data{Measure: "PLO"}, Data{Measure: "IRLN"}
	for _, x := range [][2]float64{{0, 12}, {3, 7}, {10, 10}, {200, 200}, {17, 90}, {0, 200}} {
		binomials.T = append(binomials.T, study.Group{Events: x[0], N: x[1]})
	}
	for _, x := range [][2]float64{{0, 2}, {3, 5}, {10, 0.5}, {150, 40}} {
		poissons.T = append(poissons.T, study.Group{Events: x[0], Time: x[1]})
	}
	for i, tau := range []float64{0.3, 1, 3, 8, 15} {
		for _, c := range []struct {
			d    Data
			want []float64
		}{
			{binomials, []float64{-126.85884538445067, -39.594838442517251, -17.617553826254088, -14.150336675921837, -14.258924872920737}},
			{poissons, []float64{-30.069750076188413, -17.080780479308999, -16.13999317272744, -18.348028693961837, -20.098345275715513}},
		} {
			c.d.C = c.d.T
			if got := newMixed(single, c.d, 1).slope(vector{0.4, tau}).value; math.Abs(got-c.want[i]) > 1e-12*math.Abs(got) {
				t.Errorf("%s, τ %v: %.16g, R %.16g", c.d.Measure, tau, got, c.want[i])
			}
		}
	}
}

// The log-likelihood of two random effects, at standard deviations σ of 0.5 to 4
// and τ of 0.6 to 15, as plain sums over the plane of both η in R have it, in
// steps of 0.05 and of 0.04, which agree. The counts are of empty, full, small and
// large arms.
func TestLikelihoodOfTwoRandomEffects(t *testing.T) {
	v, _ := find(GLMMs, func(v GLMM) string { return v.Code }, "UM.RS")
	binomials, poissons := Data{Measure: "OR"}, Data{Measure: "IRR"}
	for _, x := range [][4]float64{{3, 12, 7, 15}, {0, 20, 4, 22}, {10, 10, 0, 8}, {200, 210, 3, 190}, {17, 90, 40, 85}} {
		binomials.T, binomials.C = append(binomials.T, study.Group{Events: x[0], N: x[1]}), append(binomials.C, study.Group{Events: x[2], N: x[3]})
	}
	for _, x := range [][4]float64{{3, 5, 7, 4}, {0, 20, 4, 22}, {60, 0.5, 3, 9}, {150, 40, 0, 35}} {
		poissons.T, poissons.C = append(poissons.T, study.Group{Events: x[0], Time: x[1]}), append(poissons.C, study.Group{Events: x[2], Time: x[3]})
	}
	for i, sd := range [][2]float64{{0.5, 0.6}, {0.7, 3}, {4, 6}, {2, 15}} {
		for _, c := range []struct {
			d    Data
			want []float64
		}{
			{binomials, []float64{-76.58847097597959, -34.670190056097155, -34.82095290277809, -34.67275983134526}},
			{poissons, []float64{-84.379428883682955, -38.04235135329988, -33.373137097347445, -35.20751400229764}},
		} {
			m := newMixed(v, c.d, 2)
			p := vector{-0.3, 0.4, sd[0], sd[1]}
			if got := m.slope(p).value; math.Abs(got-c.want[i]) > 1e-13*math.Abs(got) {
				t.Errorf("%s, σ and τ %v: %.16g, R %.16g", c.d.Measure, sd, got, c.want[i])
			}
			m.apart = coarse
			if got := m.slope(p).value; math.Abs(got-c.want[i]) > 1e-6*math.Abs(got) {
				t.Errorf("%s, σ and τ %v, coarse: %.16g, R %.16g", c.d.Measure, sd, got, c.want[i])
			}
		}
	}
}

// With one node the quadrature is Laplace's approximation, and
// the highest likelihood is where R's glmer, which has no more for two random
// effects, found it (goldens, rma.glmm).
func TestLaplaceIsOneNode(t *testing.T) {
	raw, err := os.ReadFile("../goldens/testdata/g04_mh_glmm.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID       string
			Expected json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	v, _ := find(GLMMs, func(v GLMM) string { return v.Code }, "UM.RS")
	for _, c := range integratedCases(t) {
		if c.Model != v.Code || c.Expected.Tau2 == nil || *c.Expected.Tau2 == 0 {
			continue
		}
		m := newMixed(v, c.data(), 2)
		m.apart = 0
		p, top, ok := climb(differences(func(p vector) float64 { return m.slope(p).value }, 4), m.start(), m.all())
		if !ok {
			t.Fatalf("%s: no maximum", c.Name)
		}
		for _, g := range file.Cases {
			if g.ID != "rma.glmm/"+c.Name+"/"+c.Measure+".UM.RS.ML" {
				continue
			}
			var want struct {
				Beta             []float64
				Tau2, Sigma2, LL float64
			}
			if err := json.Unmarshal(g.Expected, &want); err != nil {
				t.Fatal(err)
			}
			theta, tau2, sigma2 := p[1], p[3]*p[3], p[2]*p[2]
			if math.Abs(theta-want.Beta[0]) > 1e-3*math.Abs(theta)+1e-5 || math.Abs(tau2-want.Tau2) > 2e-3*tau2 || math.Abs(top.value-want.LL) > 1e-5*math.Abs(top.value) {
				t.Errorf("%s: θ %v, τ² %v, σ² %v, log-likelihood %v; R: %+v", g.ID, theta, tau2, sigma2, top.value, want)
			}
		}
	}
}

// differences is a function with its first and second derivatives by central
// differences.
func differences(f func(vector) float64, n int) func(vector) slope {
	const h = 1e-3
	return func(p vector) slope {
		at := func(i, j int, a, b float64) float64 {
			q := p
			q[i] += a
			q[j] += b
			return f(q)
		}
		s := slope{value: f(p)}
		for i := range n {
			s.gradient[i] = (at(i, i, h/2, h/2) - at(i, i, -h/2, -h/2)) / (2 * h)
			for j := range n {
				s.hessian[i][j] = (at(i, j, h, h) - at(i, j, h, -h) - at(i, j, -h, h) + at(i, j, -h, -h)) / (4 * h * h)
			}
		}
		return s
	}
}

// Counts that are none or all in nearly every arm leave the levels of the trials
// almost open: the search for the upper limit then ends at the largest lattice,
// and says so, instead of going on to ever larger ones.
func TestLatticeBeyondCount(t *testing.T) {
	d := Data{Measure: "OR"}
	for _, x := range [][4]float64{{0, 2, 0, 160}, {35, 35, 168, 168}, {1, 1, 159, 160}} {
		d.T, d.C = append(d.T, study.Group{Events: x[0], N: x[1]}), append(d.C, study.Group{Events: x[2], N: x[3]})
		d.Y, d.V, d.N = append(d.Y, 0), append(d.V, 1), append(d.N, x[1]+x[3])
	}
	r, err := Fit(d, Settings{Model: "glmm", GLMM: "UM.RS", Tau2: "REML", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	if err != nil || !math.IsNaN(r.Tau2Upper) || !slices.Contains(r.Notes, unsettled("upper")) || math.IsNaN(r.Estimate) {
		t.Errorf("%v, upper limit %v, %v, %q", r.Estimate, r.Tau2Upper, err, r.Notes)
	}
}

// An upper limit of τ just short of the end of the search is found, and one beyond
// it is noted with where the search ended.
func TestLimitsFar(t *testing.T) {
	for _, limit := range []float64{12, 19.5, 25} {
		f := found{tau: 5, upper: math.NaN()}
		c := distuv.ChiSquared{K: 1}.Quantile(0.95) / 2 / math.Pow(limit-f.tau, 2)
		f.limits(func(tau float64, from vector) profiled {
			return profiled{from, -c * math.Pow(tau-f.tau, 2), -2 * c * (tau - f.tau), true}
		}, 0, 0, 95)
		if limit < far && !(math.Abs(f.upper-limit) <= 1e-9) || limit > far && !slices.Equal(f.notes, []string{"the upper limit of τ² is not estimable: the likelihood does not fall far enough up to a τ of 20"}) {
			t.Errorf("%v: %v %q", limit, f.upper, f.notes)
		}
	}
}
