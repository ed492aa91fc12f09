package pool

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// split draws trials in two to four classes.
func split(t *rapid.T) (Data, []string) {
	var d Data
	var class []string
	for _, name := range []string{"a", "b", "c", "d"}[:rapid.IntRange(2, 4).Draw(t, "classes")] {
		for range rapid.IntRange(2, 6).Draw(t, "k") {
			d.Y = append(d.Y, rapid.Float64Range(-3, 3).Draw(t, "y"))
			d.V = append(d.V, rapid.Float64Range(0.01, 2).Draw(t, "v"))
			class = append(class, name)
		}
	}
	return d, class
}

func subdivided(t rapid.TB, d Data, class []string, s Settings) ([]Subgroup, []Between) {
	t.Helper()
	groups, tests, err := Subgroups(d, class, s)
	if err != nil {
		t.Fatal(err)
	}
	return groups, tests
}

// Each subgroup is its own analysis; the order of the trials and a constant
// added to all change no test, one added to a class does; between two classes Q
// is the square of the difference over its standard error.
func TestSubgroups(t *testing.T) {
	s := profile
	s.Few = "off"
	rapid.Check(t, func(t *rapid.T) {
		d, class := split(t)
		groups, tests := subdivided(t, d, class, s)
		for _, g := range groups {
			alone := fitted(t, members(d, class, g.Name), s)
			if g.Err != nil || g.Result.Estimate != alone.Estimate || g.Result.CILower != alone.CILower {
				t.Fatalf("%s: %+v, alone %+v", g.Name, g.Result, alone)
			}
		}
		moved, turned, names := Data{V: d.V}, Data{}, slices.Clone(class)
		for i := range d.Y {
			moved.Y = append(moved.Y, d.Y[i]+4)
			turned.Y, turned.V = append(turned.Y, d.Y[len(d.Y)-1-i]), append(turned.V, d.V[len(d.Y)-1-i])
		}
		slices.Reverse(names)
		_, again := subdivided(t, moved, class, s)
		_, backward := subdivided(t, turned, names, s)
		for i, b := range tests {
			if !near(b.Q, again[i].Q, 1e-8) || !near(b.Q, backward[i].Q, 1e-8) || !near(b.P, backward[i].P, 1e-8) || b.DF != float64(len(groups)-1) || !(b.P > 0 && b.P <= 1) {
				t.Fatalf("%+v, moved %+v, backward %+v", b, again[i], backward[i])
			}
		}
		if len(groups) == 2 {
			s := s
			s.Interval = "wald"
			one, two := fitted(t, members(d, class, "a"), s), fitted(t, members(d, class, "b"), s)
			z := (one.Estimate - two.Estimate) / math.Hypot(one.SE, two.SE)
			if !near(tests[1].Q, z*z, 1e-9) {
				t.Fatalf("Q %v, z² %v", tests[1].Q, z*z)
			}
		}
	})
}

// Classes with the same trials do not differ, and have each other's τ².
func TestEqualSubgroups(t *testing.T) {
	d := Data{Y: []float64{0, 1, 3, 0, 1, 3}, V: []float64{0.1, 0.2, 0.3, 0.1, 0.2, 0.3}}
	class := []string{"a", "a", "a", "b", "b", "b"}
	s := profile
	s.Few, s.Tau2 = "off", "DL"
	groups, tests := subdivided(t, d, class, s)
	for _, b := range tests {
		if math.Abs(b.Q) > 1e-20 || !near(b.P, 1, 1e-9) {
			t.Errorf("%+v", b)
		}
	}
	if !near(tests[0].Common, groups[0].Result.Tau2, 1e-12) || !(tests[0].Common > 0) || !math.IsNaN(tests[1].Common) {
		t.Errorf("common τ² %v, of one class %v", tests[0].Common, groups[0].Result.Tau2)
	}
	s.Model, s.Tau2 = "common", ""
	if _, tests := subdivided(t, d, class, s); len(tests) != 1 || tests[0].Tau2 != "none" || !math.IsNaN(tests[0].Common) || tests[0].DF != 1 {
		t.Errorf("common effect: %+v", tests)
	}
}

// When a test between subgroups is not shown, and what it says then.
func TestNoTestBetweenFew(t *testing.T) {
	trials := func(names ...string) (Data, []string) {
		var d Data
		for i := range names {
			d.Y, d.V = append(d.Y, float64(i%3)), append(d.V, 0.2)
		}
		return d, names
	}
	ten := []string{"a", "a", "a", "a", "a", "b", "b", "b", "b", "b"}
	eleven := []string{"a", "b", "a", "a", "a", "a", "b", "b", "b", "b", "c"}
	for _, c := range []struct {
		name  string
		class []string
		few   string
		model string
		order []string
		shown bool
		note  string
	}{
		{"ten", ten, "grove-2026", "random", []string{"a", "b"}, true, "one τ² behind all subgroups, by DerSimonian and Laird"},
		{"nine", ten[1:], "grove-2026", "random", []string{"a", "b"}, false, "no test between subgroups: fewer than 10 trials in all"},
		{"nine without the rule", ten[1:], "off", "random", []string{"a", "b"}, true, "one τ² behind all subgroups, by DerSimonian and Laird"},
		{"a single trial", eleven, "grove-2026", "random", []string{"a", "b", "c"}, false, "no test between subgroups: a subgroup has fewer than 2 trials"},
		{"two trials", append([]string{"c", "c"}, ten...), "grove-2026", "random", []string{"c", "a", "b"}, true, "one τ² behind all subgroups, by DerSimonian and Laird"},
		{"one class", []string{"a", "a", "a", "a", "a", "a", "a", "a", "a", "a"}, "off", "random", []string{"a"}, false, "no test between subgroups: fewer than two subgroups"},
		{"no class last", append([]string{"", ""}, ten...), "grove-2026", "random", []string{"a", "b", ""}, true, "trials that report no class are outside the test"},
		{"no class does not count", append([]string{""}, ten[1:]...), "grove-2026", "random", []string{"a", "b", ""}, false, "trials that report no class are outside the test"},
		{"a posterior", ten, "grove-2026", "bayes", []string{"a", "b"}, false, "no test between subgroups: a posterior has no test"},
	} {
		d, class := trials(c.class...)
		s := profile
		s.Few, s.Model, s.Prior = c.few, c.model, HalfNormal(0.5)
		groups, tests := subdivided(t, d, class, s)
		var order []string
		for _, g := range groups {
			order = append(order, g.Name)
		}
		b := tests[0]
		if !slices.Equal(order, c.order) || math.IsNaN(b.Q) == c.shown || math.IsNaN(b.P) == c.shown || math.IsNaN(b.DF) == c.shown || b.Notes[len(b.Notes)-1] != c.note {
			t.Errorf("%s: %v, %+v", c.name, order, b)
		}
	}
}

func TestSubgroupsRefuse(t *testing.T) {
	d := Data{Y: []float64{1, 2}, V: []float64{1, 1}}
	if _, _, err := Subgroups(d, []string{"a"}, profile); !errors.Is(err, ErrData) {
		t.Errorf("one class for two trials: %v", err)
	}
	for _, change := range []func(*Settings){func(s *Settings) { s.Model = "x" }, func(s *Settings) { s.Few = "x" }, func(s *Settings) { s.Level = 0 }} {
		s := profile
		change(&s)
		if _, _, err := Subgroups(d, []string{"a", "b"}, s); !errors.Is(err, ErrSettings) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	s := profile
	s.Few, s.Tau2 = "off", "no such estimator"
	groups, tests, err := Subgroups(d, []string{"a", "b"}, s)
	if err != nil || groups[0].Err == nil || !math.IsNaN(tests[1].Q) || tests[1].Notes[0] != "no test between subgroups: one could not be pooled" {
		t.Errorf("%+v, %+v, %v", groups, tests, err)
	}
}
