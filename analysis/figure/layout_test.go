package figure

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// usual is the look of a figure without options.
var usual = Options{}.look(ladder[0])

var testColumns = []Column{
	{Head: "Study"},
	{Head: "Treatment\nevents/N", Align: AlignRight},
	{Head: "Control\nevents/N", Align: AlignRight},
	{Head: "Risk ratio [95% CI]", Align: AlignDecimal, Side: Right},
	{Head: "Weight", Align: AlignRight, Side: Right, Bar: true},
}

// forest returns a risk ratio forest of k studies with a pooled row and a
// prediction interval.
func forest(k int) Forest {
	f := Forest{
		Title: "Title of the figure", Description: "What it shows.", Columns: testColumns,
		Axis:    Axis{Log: true, Null: 1, Low: nan, High: nan, Label: "Risk ratio (log scale)"},
		Favours: [2]string{"Favours treatment", "Favours control"}, Reference: 0.6,
		Notes: []string{"Heterogeneity: τ² = 0.31, I² = 92%; Q = 152.23, df = 12, P < 0.001. " + strings.Repeat("A caveat. ", 30)},
	}
	for i := range k {
		x := 0.6 * math.Exp(0.3*math.Sin(float64(i)))
		half := math.Exp(0.2 + 0.4*float64(i%5))
		r := NewRow(Study, fmt.Sprintf("Tromsø & Ærø %d", 1950+i), "505/88,391", "4/88,391", fmt.Sprintf("%.2f [%.2f, %.2f]", x, x/half, x*half), "12.3%")
		r.X, r.Low, r.High, r.Weight = x, x/half, x*half, float64(1+i%7)
		f.Rows = append(f.Rows, r)
	}
	p := NewRow(Pooled, "Random effects (REML), k = 13, n = 357,347", "", "", "0.60 [0.50, 0.72]", "100.0%")
	p.X, p.Low, p.High = 0.6, 0.5, 0.72
	q := NewRow(Prediction, "95% prediction interval, t with 12 df", "", "", "[0.20, 1.80]")
	q.Low, q.High = 0.2, 1.8
	f.Rows = append(f.Rows, NewRow(Gap), p, q)
	return f
}

// layouts are the figures the layout rules are checked on.
func layouts() map[string]Forest {
	cases := map[string]Forest{}
	for _, k := range []int{0, 1, 2, 13, 60} {
		cases[fmt.Sprint("k = ", k)] = forest(k)
	}
	f := forest(6)
	f.Rows[0].Cells[0] = strings.Repeat("long name ", 8)
	f.Rows[1].Cells[0] = strings.Repeat("unbreakable", 8)
	f.Rows[1].Mark = "‡"
	f.Rows[2].Cells[0] = strings.Repeat("Æ Ø Å Tromsø ", 40)
	f.Rows[2].Mark = "†"
	f.Rows[3].Indent = 50
	f.Rows[4].Cells[3] = "−1,234,567,890.123 [−9,999,999,999.99, 9,999,999,999.99]"
	f.Rows[5].Cells[4] = strings.Repeat("9", 200)
	f.Title, f.Axis.Label = strings.Repeat("A long title ", 30), strings.Repeat("A long label ", 30)
	f.Favours = [2]string{strings.Repeat("Favours this ", 20), strings.Repeat("unbreakable", 60)}
	cases["long texts"] = f

	f = forest(5)
	f.Axis.Low, f.Axis.High = 0.59, 0.61
	f.Rows[0].Low, f.Rows[0].High = 0, math.Inf(1)
	cases["cut on both sides"] = f

	f = forest(5)
	f.Axis.Low, f.Axis.High = 20, 30
	cases["everything off the axis"] = f

	f = forest(3)
	for i := range f.Rows {
		f.Rows[i] = NewRow(f.Rows[i].Kind, f.Rows[i].Cells...)
	}
	cases["all NaN"] = f

	cases["nothing"] = Forest{Axis: Axis{Null: nan, Low: nan, High: nan}, Reference: nan}
	cases["no columns"] = Forest{Axis: Axis{Null: 0, Low: -5e5, High: 9.9e5}, Reference: nan, Favours: [2]string{strings.Repeat("left ", 30), strings.Repeat("right ", 30)}}
	cases["sensitivity"] = sensitivity()
	return cases
}

// sensitivity returns a figure with one row a scenario.
func sensitivity() Forest {
	f := Forest{
		Columns: []Column{{Head: "Scenario"}, {Head: "k", Align: AlignRight}, {Head: "Odds ratio [95% CI]", Align: AlignDecimal, Side: Right}},
		Axis:    Axis{Log: true, Null: 1, Low: nan, High: nan}, Reference: 4.2,
		Rows: []Row{NewRow(Heading, "Published reviews, which are set apart from what follows")},
	}
	for i, kind := range []Kind{Pooled, Scenario, Scenario, Single, Scenario, Scenario} {
		r := NewRow(kind, "A scenario", "12", "4.20 [2.40, 7.35]")
		r.X, r.Low, r.High, r.ThinLow, r.ThinHigh = 4.2+float64(i)/3, 2.4, 7.35, 2.6, 6.7
		f.Rows = append(f.Rows, r)
	}
	f.Rows[5].Muted, f.Rows[5].Mark = true, "†"
	f.Rows[6].Low, f.Rows[6].High, f.Rows[6].ThinHigh = 1e-9, 1e9, 1e7
	f.Rows = append(f.Rows, NewRow(Scenario, "No trials", "0", "not estimable"), NewRow(Remark, "A remark"))
	return f
}

func isText(r Role) bool {
	return slices.Contains([]Role{RoleTitle, RoleHead, RoleCell, RoleTick, RoleAxisLabel, RoleFavours, RoleNote}, r)
}

type reporter interface{ Errorf(string, ...any) }

// checkLayout asserts what holds for every figure.
func checkLayout(t reporter, f Forest, d Drawing) {
	boxes := Boxes(d)
	drawn := make([]int, len(f.Rows))
	for i, b := range boxes {
		if !(b.X0 >= -1e-9 && b.Y0 >= -1e-9 && b.X1 <= d.Width+1e-9 && b.Y1 <= d.Height+1e-9 && b.X0 <= b.X1 && b.Y0 <= b.Y1) {
			t.Errorf("%s %q is cut: %+v on %v x %v", b.Role, b.String, b, d.Width, d.Height)
		}
		switch {
		case isText(b.Role):
			if b.Meets(d.Plot) {
				t.Errorf("%s %q meets the plot", b.Role, b.String)
			}
			for _, c := range boxes[i+1:] {
				if (isText(c.Role) || c.Role == RoleBar) && b.Meets(c) {
					t.Errorf("%s %q meets %s %q", b.Role, b.String, c.Role, c.String)
				}
			}
		case b.Row >= 0 && b.Role != RoleBar:
			if b.X0 < d.Plot.X0-1e-9 || b.X1 > d.Plot.X1+1e-9 || b.Y0 < d.Plot.Y0 || b.Y1 > d.Plot.Y1 {
				t.Errorf("row %d: %s leaves the plot: %+v", b.Row, b.Role, b)
			}
			drawn[b.Row]++
		}
	}
	for i, r := range f.Rows {
		lo, hi := axisValue(f.Axis.Log, r.Low), axisValue(f.Axis.Log, r.High)
		if kinds[r.Kind].group != groupNone && lo <= hi && drawn[i] == 0 {
			t.Errorf("row %d (%v to %v) has neither mark nor arrow", i, r.Low, r.High)
		}
	}
}

func TestLayout(t *testing.T) {
	for name, f := range layouts() {
		t.Run(name, func(t *testing.T) { checkLayout(t, f, Layout(f)) })
	}
}

// TestLayoutOfAnything draws random figures with hostile numbers and texts.
func TestLayoutOfAnything(t *testing.T) {
	number := rapid.OneOf(rapid.SampledFrom([]float64{nan, math.Inf(1), math.Inf(-1), 0, -1, 1, 1e300, -1e300, 1e-300, 1e-12}), rapid.Float64Range(0.01, 50), rapid.Float64())
	label := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "Tromsø", "0.41 [0.13, 1.26]", "−12.5", "[1.0, 2.0]", "\u202eABC\x00", strings.Repeat("W", 300), strings.Repeat("two words ", 30)}))
	rapid.Check(t, func(t *rapid.T) {
		f := Forest{
			Title: label.Draw(t, "title"), Axis: Axis{Log: rapid.Bool().Draw(t, "log"), Null: number.Draw(t, "null"), Low: number.Draw(t, "from"), High: number.Draw(t, "to"), Label: label.Draw(t, "axis")},
			Favours: [2]string{label.Draw(t, "left"), label.Draw(t, "right")}, Reference: number.Draw(t, "reference"), Notes: rapid.SliceOfN(label, 0, 2).Draw(t, "notes"),
		}
		for range rapid.IntRange(0, 5).Draw(t, "columns") {
			f.Columns = append(f.Columns, Column{label.Draw(t, "head"), Align(rapid.IntRange(0, 2).Draw(t, "align")), Side(rapid.IntRange(0, 1).Draw(t, "side")), rapid.Bool().Draw(t, "bar"), nil})
		}
		for range rapid.IntRange(0, 8).Draw(t, "rows") {
			r := Row{Kind(rapid.IntRange(0, int(Gap)-1).Draw(t, "kind")), rapid.SliceOfN(label, 0, 6).Draw(t, "cells"), number.Draw(t, "x"), number.Draw(t, "low"), number.Draw(t, "high"),
				number.Draw(t, "thin low"), number.Draw(t, "thin high"), number.Draw(t, "weight"), rapid.Bool().Draw(t, "muted"), label.Draw(t, "mark"), rapid.IntRange(-1, 99).Draw(t, "indent"), nil}
			for range rapid.IntRange(0, 4).Draw(t, "points") {
				r.Shape = append(r.Shape, Point{number.Draw(t, "at"), number.Draw(t, "density")})
			}
			f.Rows = append(f.Rows, r)
		}
		checkLayout(t, f, Layout(f))
	})
}

// TestLongNamesLeaveRoom: the first column is no wider than three tenths, and a
// shortened label keeps its footnote mark.
func TestLongNamesLeaveRoom(t *testing.T) {
	f := forest(3)
	f.Rows[0].Cells[0] = strings.Repeat("Æ Ø Å Tromsø ", 40)
	f.Rows[0].Mark = "†"
	d := Layout(f)
	widest, marked := 0.0, false
	for _, b := range Boxes(d) {
		if b.Role == RoleCell && b.Row == 0 && b.X0 == usual.margin {
			widest = math.Max(widest, b.X1-b.X0)
			marked = marked || strings.HasSuffix(b.String, "…†")
		}
	}
	if widest > 0.3*d.Width || widest < 0.25*d.Width || !marked {
		t.Errorf("labels take %v of %v, mark kept: %v", widest, d.Width, marked)
	}
}

func TestLayoutLeavesItsArgumentAlone(t *testing.T) {
	f, same := layouts()["long texts"], layouts()["long texts"]
	for i := range f.Rows { // NaN differs from itself
		f.Rows[i].ThinLow, f.Rows[i].ThinHigh, same.Rows[i].ThinLow, same.Rows[i].ThinHigh = 1, 2, 1, 2
	}
	f.Rows, same.Rows = f.Rows[:6], same.Rows[:6]
	f.Axis.Low, f.Axis.High, same.Axis.Low, same.Axis.High = 0.1, 9, 0.1, 9
	f.Rows[0].Cells[0], same.Rows[0].Cells[0] = "a\x00b", "a\x00b"
	Layout(f)
	if !reflect.DeepEqual(f, same) {
		t.Error("Layout changed its argument")
	}
}

// TestNothingIsLostInSilence: an end beyond the axis has its arrow, on its
// side only, and an end inside has none.
func TestNothingIsLostInSilence(t *testing.T) {
	f := forest(0)
	f.Axis.Low, f.Axis.High = 0.5, 2
	f.Rows = nil
	for _, kind := range []Kind{Study, Pooled, Hollow, Prediction, Scenario, Single} {
		for _, v := range [][3]float64{{0.9, 0.6, 1.5}, {0.9, 0.2, 1.5}, {0.9, 0.6, 4}, {0.9, 0, math.Inf(1)}, {0.1, 0.05, 0.2}, {5, 4, 6}, {0.1, 0.05, 0.8}} {
			r := NewRow(kind, "A")
			r.X, r.Low, r.High = v[0], v[1], v[2]
			f.Rows = append(f.Rows, r)
			if kind == Prediction { // as a density too
				for _, x := range []float64{v[1] / 2, v[1], v[0], v[2], 2 * v[2]} {
					r.Shape = append(r.Shape, Point{x, 1})
				}
				f.Rows = append(f.Rows, r)
			}
		}
	}
	d := Layout(f)
	for i, r := range f.Rows {
		var left, right bool
		for _, b := range Boxes(d) {
			if b.Role == RoleArrow && b.Row == i {
				left = left || b.X0 == d.Plot.X0
				right = right || b.X1 == d.Plot.X1
			}
		}
		if left != (r.Low < 0.5) || right != (r.High > 2) {
			t.Errorf("kind %d, %v to %v: arrow left %v, right %v", r.Kind, r.Low, r.High, left, right)
		}
	}
}

func TestPositionsFollowTheScale(t *testing.T) {
	f := forest(0)
	f.Axis.Low, f.Axis.High = 0.25, 4
	f.Rows = nil
	for _, x := range []float64{0.25, 0.5, 1, 2, 4} {
		r := NewRow(Study, "A")
		r.X = x
		f.Rows = append(f.Rows, r)
	}
	d := Layout(f)
	for i := range f.Rows {
		want := d.Plot.X0 + usual.arrowRoom + float64(i)/4*(usual.plotWidth-2*usual.arrowRoom)
		for _, b := range Boxes(d) {
			if b.Role == RoleMark && b.Row == i && math.Abs((b.X0+b.X1)/2-want) > 1e-9 {
				t.Errorf("mark at %v, want %v", (b.X0+b.X1)/2, want)
			}
		}
	}
}

func TestAreaOfTheSquareIsTheWeight(t *testing.T) {
	f := forest(0)
	f.Rows = nil
	for _, w := range []float64{10, 40} {
		r := NewRow(Study, "A")
		r.X, r.Weight = 1, w
		f.Rows = append(f.Rows, r)
	}
	var area []float64
	for _, item := range Layout(f).Items {
		if r, ok := item.(Rect); ok && r.Role == RoleMark {
			area = append(area, r.W*r.H)
		}
	}
	if len(area) != 2 || math.Abs(area[1]/area[0]-4) > 1e-9 {
		t.Errorf("areas %v, want 1 to 4", area)
	}
}

// TestDecimalsLineUp: the points of estimates stand below each other, and a
// lone interval's bracket below the others' brackets.
func TestDecimalsLineUp(t *testing.T) {
	f := forest(0)
	cells := []string{"0.41 [0.13, 1.26]", "−12.30 [−0.5, 110.00]", "1,234.56 [1.00, 2.00]", "7 [1, 2]", "[0.1, 2.0]", "not estimable"}
	f.Rows = nil
	for _, c := range cells {
		f.Rows = append(f.Rows, NewRow(Remark, "A", "", "", c))
	}
	at := map[string]Box{}
	for _, b := range Boxes(Layout(f)) {
		at[b.String] = b
	}
	point := func(s string) float64 {
		return at[s].X0 + TextWidth(s[:strings.IndexAny(s, ". ")], usual.fontSize, false)
	}
	bracket := func(s string) float64 { return at[s].X0 + TextWidth(s[:strings.Index(s, "[")], usual.fontSize, false) }
	for _, c := range cells[1:4] {
		if math.Abs(point(c)-point(cells[0])) > 1e-9 {
			t.Errorf("%q: point at %v, not %v", c, point(c), point(cells[0]))
		}
	}
	if math.Abs(bracket(cells[4])-bracket(cells[0])) > 1e-9 {
		t.Errorf("bracket at %v, not %v", bracket(cells[4]), bracket(cells[0]))
	}
	if at[cells[5]].X1 == 0 {
		t.Error("words are missing")
	}
}

func TestWarnings(t *testing.T) {
	f := forest(4)
	f.Rows[0].Cells[0] = "Snow ☃ and ☃"
	f.Rows[1].X = -1
	f.Rows[2].Low = nan
	f.Rows[3].Cells = append(f.Rows[3].Cells, "one", "too many")
	f.Rows[3].Cells[0] = strings.Repeat("word ", 500)
	f.Reference = 1e9
	f.Axis.Low, f.Axis.High = 3, 2
	all := strings.Join(Layout(f).Warnings, "\n")
	for _, want := range []string{"'☃' (U+2603)", "row 2: -1 has no place", "row 3: the interval NaN", "row 4: 7 texts for 5 columns", "shortened", "reference, 1e+09, is outside", "axis limits 3 to 2"} {
		if strings.Count(all, want) != 1 {
			t.Errorf("%q stands %d times in:\n%.2000s", want, strings.Count(all, want), all)
		}
	}
	if w := Layout(forest(13)).Warnings; len(w) != 0 {
		t.Errorf("warnings of a plain figure: %q", w)
	}
}
