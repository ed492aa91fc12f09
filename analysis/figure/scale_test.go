package figure

import (
	"math"
	"strings"
	"testing"
)

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		log    bool
		lo, hi float64
		want   string
	}{
		{true, 0.08, 12, "0.1 0.2 0.5 1 2 5 10"},
		{true, 0.09, 4, "0.1 0.2 0.5 1 2"},
		{true, 0.008, 120, "0.01 0.1 1 10 100"},
		{true, 0.009, 11, "0.01 0.03 0.1 0.3 1 3 10"},
		{true, 0.45, 2.2, "0.5 0.7 1 1.5 2"},
		{true, 0.94, 1.06, "0.94 0.96 0.98 1 1.02 1.04 1.06"},
		{true, 1e-12, 1e12, "1e−12 1e−8 0.0001 1 10000 1e8 1e12"},
		{false, -16, 3, "−15 −10 −5 0"},
		{false, -0.35, 0.35, "−0.3 −0.2 −0.1 0.0 0.1 0.2 0.3"},
		{false, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{false, -3e6, 3e6, "−3e6 −2e6 −1e6 0 1e6 2e6 3e6"},
		{false, 1000.1, 1000.4, "1000.1 1000.2 1000.3 1000.4"},
	} {
		s := scale{log: c.log, lo: c.lo, hi: c.hi, x0: 100, x1: 300}
		if c.log {
			s.lo, s.hi = math.Log(c.lo), math.Log(c.hi)
		}
		var got []string
		for _, tick := range s.ticks(face{usual.fontSize, false}.across(400), usual.Locale) {
			got = append(got, tick.label)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v to %v (log %v): %s, want %s", c.lo, c.hi, c.log, strings.Join(got, " "), c.want)
		}
	}
}

func rows(kind Kind, values ...[3]float64) []Row {
	var rows []Row
	for _, v := range values {
		r := NewRow(kind)
		r.X, r.Low, r.High = v[0], v[1], v[2]
		rows = append(rows, r)
	}
	return rows
}

// TestLimits: what must stand inside the limits, and how wide they may be.
func TestLimits(t *testing.T) {
	usual := [][3]float64{{1, 0.5, 2}, {0.8, 0.4, 1.6}, {1.2, 0.7, 2.1}, {0.9, 0.5, 1.7}}
	with := func(v ...[3]float64) []Row { return rows(Study, append(append([][3]float64{}, usual...), v...)...) }
	for _, c := range []struct {
		name   string
		rows   []Row
		inside [2]float64 // natural values that must be inside
		most   float64    // largest ratio of the limits
	}{
		{"all in full", with(), [2]float64{0.4, 2.1}, 6},
		{"one huge interval", with([3]float64{1, 1e-6, 1e6}), [2]float64{0.4, 2.1}, 10},
		{"one far away", with([3]float64{1e9, 1e8, 1e10}), [2]float64{0.4, 2.1}, 6},
		{"infinite ends", with([3]float64{1, 0, math.Inf(1)}), [2]float64{0.4, 2.1}, 10},
		{"wide pooled interval is shown", append(with(), rows(Pooled, [3]float64{1, 0.05, 20})...), [2]float64{0.05, 20}, 600},
		{"absurd pooled interval is not", append(with(), rows(Pooled, [3]float64{1, 1e-9, 1e9})...), [2]float64{0.4, 2.1}, 6},
		{"wide prediction interval is cut", append(with(), rows(Prediction, [3]float64{nan, 1e-3, 1e3})...), [2]float64{0.4, 2.1}, 6},
		{"two, one huge", rows(Study, [3]float64{1, 0.8, 1.25}, [3]float64{1.1, 1e-4, 1e4}), [2]float64{0.8, 1.25}, 4},
		{"one single", rows(Study, [3]float64{2, 1, 4}), [2]float64{1, 4}, 5},
		{"nothing", nil, [2]float64{1, 1}, 5},
	} {
		lo, hi := limits(Forest{Rows: c.rows, Axis: Axis{Log: true, Null: 1}, Reference: nan})
		if !(math.Exp(lo) <= c.inside[0] && math.Exp(hi) >= c.inside[1]) || math.Exp(hi-lo) > c.most {
			t.Errorf("%s: limits %v to %v", c.name, math.Exp(lo), math.Exp(hi))
		}
	}
}

func TestWrap(t *testing.T) {
	font := face{10, false}
	for _, c := range []struct {
		text string
		ems  float64
		want string
		cut  bool
	}{
		{"", 5, "", false},
		{"short", 5, "short", false},
		{"two words", 3, "two|words", false},
		{"mmmmmmm", 3, "mmm|mmm|m", false},
		{"one two three four", 3, "one|two|thre…", true},
		{"mmmmmmmmmmmmmmmmmmm", 3, "mmm|mmm|mm…", true},
	} {
		lines, cut := font.wrap(c.text, c.ems*10, 3)
		if got := strings.Join(lines, "|"); got != c.want || cut != c.cut {
			t.Errorf("%q: %q %v, want %q %v", c.text, got, cut, c.want, c.cut)
		}
	}
}

// TestIntervalsStayWhole: a cell breaks before its brackets, and inside them
// only where they are wider than the column.
func TestIntervalsStayWhole(t *testing.T) {
	font := face{10, false}
	for _, c := range []struct {
		text string
		ems  float64
		want string
	}{
		{"0.41 [0.13, 1.26]", 20, "0.41 [0.13, 1.26]"},
		{"0.41 [0.13, 1.26]", 6, "0.41|[0.13, 1.26]"},
		{"0.41 [0.13, 1.26]", 3, "0.41|[0.13,|1.26]"},
		{"0,41 (0,13 til 1\u00a0122,46)", 7, "0,41|(0,13 til|1\u00a0122,46)"},
		{"not estimable", 5, "not|estimable"},
		{"255/88,391", 4, "255/|88,391"},
		{"[a, b] c [d, e]", 3, "[a, b]|c|[d, e]"},
	} {
		lines, cut := font.wrapCell(c.text, c.ems*10, 4)
		if got := strings.Join(lines, "|"); got != c.want || cut {
			t.Errorf("%q in %v em: %q %v, want %q", c.text, c.ems, got, cut, c.want)
		}
	}
}

// TestResultsBelowDoNotSqueeze: sub-totals and predictions widen the axis by no
// more than the range of the trials on each side, however many there are, and one
// that is wider is cut.
func TestResultsBelowDoNotSqueeze(t *testing.T) {
	f := Forest{Axis: Axis{Log: true, Null: 1, Low: nan, High: nan}, Reference: nan}
	add := func(kind Kind, x, lo, hi float64) {
		r := NewRow(kind, "A")
		r.X, r.Low, r.High = x, lo, hi
		f.Rows = append(f.Rows, r)
	}
	add(Study, 0.8, 0.5, 1.5)
	add(Study, 1.2, 0.8, 2)
	lo, hi := limits(f)
	own := hi - lo
	for _, half := range []float64{2, 5, 20, 1e3} {
		add(Hollow, 1, 1/half, half)
		add(Prediction, 1, 1/half, half)
	}
	if lo, hi = limits(f); hi-lo > 3*own || hi-lo < 1.5*own {
		t.Errorf("%.2f wide, the trials %.2f", hi-lo, own)
	}
	arrows := map[int]int{}
	for _, b := range Boxes(Layout(f)) {
		if b.Role == RoleArrow {
			arrows[b.Row]++
		}
	}
	for i := range f.Rows {
		if cut := i >= 6; (arrows[i] > 0) != cut {
			t.Errorf("row %d has %d arrows", i, arrows[i])
		}
	}
}
