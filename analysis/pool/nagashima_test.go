package pool

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// cisapride are the log odds ratios, a half added to each cell, of the thirteen
// trials of cisapride in Hartung and Knapp, Stat Med 2001;20:3875.
func cisapride() Data {
	a, n1 := []float64{15, 12, 29, 42, 14, 44, 14, 29, 10, 17, 38, 19, 21}, []float64{16, 16, 34, 56, 22, 54, 17, 58, 14, 26, 44, 29, 38}
	c, n2 := []float64{9, 1, 18, 31, 6, 17, 7, 23, 3, 6, 12, 22, 19}, []float64{16, 16, 34, 56, 22, 55, 15, 58, 15, 27, 45, 30, 38}
	var d Data
	for i := range a {
		w, x, y, z := a[i]+0.5, n1[i]-a[i]+0.5, c[i]+0.5, n2[i]-c[i]+0.5
		d.Y, d.V = append(d.Y, math.Log(w*z/(x*y))), append(d.V, 1/w+1/x+1/y+1/z)
	}
	return d
}

func predicted(t *testing.T, d Data, level float64) Result {
	t.Helper()
	r, err := Fit(d, Settings{Model: "random", Tau2: "DL", Interval: "hk", Prediction: "nagashima", Few: "off", Level: level})
	if err != nil || r.Prediction != "nagashima" {
		t.Fatalf("%v, %+v", err, r)
	}
	return r
}

// The interval of the trials of cisapride that the vignette of the authors' package
// pimeta prints, 0.533 to 33.692, from 25,000 draws: four standard errors of such a
// quantile on either side.
func TestNagashimaPrinted(t *testing.T) {
	r := predicted(t, cisapride(), 95)
	density := 0.025 * 2.3 / (math.Log(33.692) - math.Log(0.533)) * 4 // about that of a normal distribution at its limits
	se := math.Sqrt(0.025*0.975/25000) / density
	if !(math.Abs(r.PILower-math.Log(0.533)) <= 4*se && math.Abs(r.PIUpper-math.Log(33.692)) <= 4*se) {
		t.Errorf("%v to %v, printed 0.533 to 33.692 (%v)", math.Exp(r.PILower), math.Exp(r.PIUpper), se)
	}
	if math.Abs(math.Exp(r.Estimate)-4.141) > 5e-4 || math.Abs(r.Tau2-0.718) > 5e-4 {
		t.Errorf("%v with τ² %v, printed 4.141 and 0.718", math.Exp(r.Estimate), r.Tau2)
	}
}

// The paper's own algorithm: τ² is drawn from its confidence distribution, here as
// the τ² at which a sum of χ² variables, weighted by the eigenvalues of Q, is the
// observed Q; then z and t. As many draws lie beyond each limit as should.
func TestNagashimaSimulated(t *testing.T) {
	const draws = 100_000
	for _, k := range []int{3, 6, 13} {
		d := cisapride()
		d.Y, d.V = d.Y[:k], d.V[:k]
		r := predicted(t, d, 90)
		random := rand.New(rand.NewPCG(2019, uint64(k)))
		chi := distuv.ChiSquared{K: 1, Src: random}
		student := distuv.StudentsT{Sigma: 1, Nu: float64(k - 1), Src: random}
		grid, eigenvalues := formOf(d)
		about, _, _, _ := mean(d.Y, d.V, 0)
		var q float64
		for i := range d.Y {
			q += (d.Y[i] - about) * (d.Y[i] - about) / d.V[i]
		}
		var lower, upper int
		x := make([]float64, k-1)
		for range draws {
			for i := range x {
				x[i] = chi.Rand()
			}
			at := func(j int) (sum float64) {
				for i, l := range eigenvalues[j] {
					sum += l * x[i]
				}
				return sum
			}
			tau2 := 0.0
			if j, _ := slices.BinarySearchFunc(grid, q, func(g, q float64) int {
				if at(slices.Index(grid, g)) < q {
					return -1
				}
				return 1
			}); j == len(grid) {
				tau2 = grid[j-1]
			} else if j > 0 {
				low, high := at(j-1), at(j)
				tau2 = grid[j-1] + (grid[j]-grid[j-1])*(q-low)/(high-low)
			}
			mu, se, _, spread := mean(d.Y, d.V, tau2)
			theta := mu + math.Sqrt(tau2)*random.NormFloat64() - student.Rand()*math.Sqrt(spread)*se
			if theta < r.PILower {
				lower++
			}
			if theta > r.PIUpper {
				upper++
			}
		}
		for _, n := range []int{lower, upper} {
			if share := float64(n) / draws; !(math.Abs(share-0.05) <= 4*math.Sqrt(0.05*0.95/draws)) {
				t.Errorf("%d trials: %v of the draws lie beyond a limit", k, share)
			}
		}
	}
}

// formOf are values of τ² with the eigenvalues of Q at each, Q being Σλχ².
func formOf(d Data) (grid []float64, eigenvalues [][]float64) {
	k := len(d.Y)
	var sum float64
	for _, v := range d.V {
		sum += 1 / v
	}
	for j := range 2000 {
		tau2 := 0.0
		if j > 0 {
			tau2 = math.Exp(-9 + 0.015*float64(j))
		}
		a := mat.NewSymDense(k, nil)
		for i := range k {
			for l := i; l < k; l++ {
				x := -1 / (d.V[i] * d.V[l] * sum)
				if i == l {
					x += 1 / d.V[i]
				}
				a.SetSym(i, l, x*math.Sqrt((d.V[i]+tau2)*(d.V[l]+tau2)))
			}
		}
		var e mat.EigenSym
		e.Factorize(a, false)
		grid, eigenvalues = append(grid, tau2), append(eigenvalues, e.Values(nil)[1:])
	}
	return grid, eigenvalues
}

// With equal variances v, θ is the mean ȳ of the effects plus τz − ts with s the same
// whatever τ², and τ² is max(0, qv/χ² − v). By sums over z and χ², with t's
// distribution function, half of what the level leaves lies beyond each limit.
func TestNagashimaOfEqualVariances(t *testing.T) {
	for _, d := range []Data{
		{Y: []float64{0.1, 0.9, -0.4}, V: []float64{0.2, 0.2, 0.2}},
		{Y: []float64{0.1, 0.2, 0.15, 0.3}, V: []float64{0.2, 0.2, 0.2, 0.2}},
		{Y: []float64{1, 3, -2, 0.5, 7, 2}, V: []float64{1, 1, 1, 1, 1, 1}},
	} {
		for _, level := range []float64{50, 95, 99} {
			r := predicted(t, d, level)
			k := float64(len(d.Y))
			centre, _, _, q := mean(d.Y, d.V, 0)
			student := distuv.StudentsT{Sigma: 1, Nu: k - 1}
			s := math.Sqrt(q * d.V[0] / k)
			const step = 1. / 32
			var below, above, sum float64
			for u := -20.; u <= 5; u += step {
				chi := (k - 1) * math.Exp(u)
				tau := math.Sqrt(math.Max(0, q*(k-1)*d.V[0]/chi-d.V[0]))
				for z := -8.; z <= 8; z += step {
					w := math.Exp((k-1)/2*(u-math.Exp(u)) - z*z/2)
					sum += w
					below += w * student.CDF((r.PILower-centre-tau*z)/s)
					above += w * student.CDF((centre+tau*z-r.PIUpper)/s)
				}
			}
			want := (1 - level/100) / 2
			if !(math.Abs(below/sum-want) <= 2e-4*want && math.Abs(above/sum-want) <= 2e-4*want) {
				t.Errorf("%v at %v: %v and %v, not %v", d.Y, level, below/sum, above/sum, want)
			}
		}
	}
}

// Where nothing is known of the distribution of τ², or it is not wanted, there is no
// interval, and a note says why.
func TestNagashimaRefuses(t *testing.T) {
	d := cisapride()
	for _, c := range []struct {
		k                int
		model, tau2, why string
		equal            bool
	}{
		{2, "random", "DL", "fewer than three trials", false},
		{13, "random", "0.5", "τ² is declared", false},
		{13, "equal", "DL", "only Wald's standard error", false},
		{13, "random", "DL", "the standard error is zero", true},
		{13, "ivhet", "DL", "of the mean alone", false},
	} {
		x := Data{Y: slices.Clone(d.Y[:c.k]), V: d.V[:c.k]}
		if c.equal {
			for i := range x.Y {
				x.Y[i] = 0.3
			}
		}
		r, err := Fit(x, Settings{Model: c.model, Tau2: c.tau2, Interval: "wald", Prediction: "nagashima", Few: "off", Level: 95})
		if err != nil || r.Prediction != "" || !math.IsNaN(r.PILower) || !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, c.why) }) {
			t.Errorf("%+v: %v, %q", c, err, r.Notes)
		}
	}
}
