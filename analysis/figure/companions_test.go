package figure_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

// TestLabelsCrossNoLine: a point's label meets no line of its plot.
func TestLabelsCrossNoLine(t *testing.T) {
	labels := 0
	for _, kind := range sample.Kinds {
		for _, k := range []int{0, 2, 13, 60} {
			for _, d := range kind.Make(k, sample.Labels[0].Of, figure.Options{}) {
				for _, item := range d.Items {
					label := item.Box()
					if label.Role != figure.RoleLabel {
						continue
					}
					labels++
					for _, other := range d.Items {
						for _, s := range segments(other) {
							if crosses(label, s[0], s[1]) {
								t.Errorf("%s, k = %d: %q is crossed by a %s", kind.Name, k, label.String, other.Box().Role)
							}
						}
					}
				}
			}
		}
	}
	if labels < 120 {
		t.Errorf("%d labels", labels)
	}
}

// segments are the lines of an item that is drawn across the plot.
func segments(item figure.Item) (all [][2]figure.Point) {
	switch i := item.(type) {
	case figure.Line:
		return [][2]figure.Point{{{X: i.X1, Y: i.Y1}, {X: i.X2, Y: i.Y2}}}
	case figure.Polyline:
		for k := 1; k < len(i.Points); k++ {
			all = append(all, [2]figure.Point{i.Points[k-1], i.Points[k]})
		}
	}
	return all
}

// crosses samples the segment.
func crosses(b figure.Box, p, q figure.Point) bool {
	for i := 0.0; i <= 400; i++ {
		x, y := p.X+(q.X-p.X)*i/400, p.Y+(q.Y-p.Y)*i/400
		if x > b.X0 && x < b.X1 && y > b.Y0 && y < b.Y1 {
			return true
		}
	}
	return false
}

// TestEverySVGParses, with a title and a description, whatever the labels.
func TestEverySVGParses(t *testing.T) {
	for _, kind := range sample.Kinds {
		for _, label := range sample.Labels {
			for _, d := range kind.Make(13, label.Of, figure.Options{Width: 120, Locale: figure.Locales[1]}) {
				found := map[string]int{}
				if svg := figure.SVG(d); !strings.HasPrefix(string(svg), "<svg ") || !strings.Contains(string(svg[:400]), ` role="img" aria-labelledby=`) {
					t.Errorf("%s, %s: %.400s", kind.Name, label.Name, svg)
				}
				decoder := xml.NewDecoder(strings.NewReader(string(figure.SVG(d))))
				for {
					token, err := decoder.Token()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil {
						t.Fatalf("%s, %s: %v", kind.Name, label.Name, err)
					}
					if e, ok := token.(xml.StartElement); ok {
						found[e.Name.Local]++
					}
				}
				if found["svg"] != 1 || found["title"] < 1 || found["desc"] != 1 || found["script"] > 0 {
					t.Errorf("%s, %s: %v", kind.Name, label.Name, found)
				}
			}
		}
	}
}

// TestGlyphsThatAreMissingAreNamed, in every kind of figure that prints them.
func TestGlyphsThatAreMissingAreNamed(t *testing.T) {
	for _, kind := range sample.Kinds {
		var warnings, printed string
		for _, d := range kind.Make(2, func(int) string { return "東" }, figure.Options{}) {
			warnings += strings.Join(d.Warnings, "\n")
			for _, b := range figure.Boxes(d) {
				printed += b.String
			}
		}
		if strings.Contains(printed, "東") != strings.Contains(warnings, "U+6771") || !strings.Contains(printed, "東") && kind.Name != "drapery" && kind.Name != "timecourse" {
			t.Errorf("%s: printed %.60q, warned %q", kind.Name, printed, warnings)
		}
	}
}

// TestOtherFontsShowWhatTheFontLacks: an SVG holds the characters themselves and
// names a family that every program resolves, so that a program with another
// font shows them.
func TestOtherFontsShowWhatTheFontLacks(t *testing.T) {
	for _, kind := range sample.Kinds {
		svg := string(figure.SVG(kind.Make(2, sample.Labels[3].Of, figure.Options{})[0]))
		if !strings.Contains(svg, `, sans-serif" font-kerning`) || strings.Contains(svg, "<text") && kind.Name != "drapery" && kind.Name != "timecourse" && !strings.Contains(svg, "東京大学病院") {
			t.Errorf("%s: %.300s", kind.Name, svg)
		}
	}
}

// TestPointsOffTheAxisAreShown: each has an arrow at its edge, in its
// direction, and a value without a place is named.
func TestPointsOffTheAxisAreShown(t *testing.T) {
	axis := figure.Axis{Null: math.NaN(), Low: 0, High: 10}
	f := figure.Bubble{X: axis, Y: axis, Dots: []figure.Dot{
		figure.NewDot("left", -5, 5), figure.NewDot("right", 15, 5), figure.NewDot("above", 5, 15), figure.NewDot("below", 5, math.Inf(-1)), figure.NewDot("inside", 5, 5), figure.NewDot("nowhere", math.NaN(), 5)}}
	d := f.Draw()
	middle := figure.Point{X: (d.Plot.X0 + d.Plot.X1) / 2, Y: (d.Plot.Y0 + d.Plot.Y1) / 2}
	want := []func(figure.Box) bool{
		func(b figure.Box) bool { return b.X1 < middle.X }, func(b figure.Box) bool { return b.X0 > middle.X },
		func(b figure.Box) bool { return b.Y1 < middle.Y }, func(b figure.Box) bool { return b.Y0 > middle.Y }}
	arrows := 0
	for _, item := range d.Items {
		arrow, ok := item.(figure.Polygon)
		if !ok || arrow.Role != figure.RoleArrow {
			continue
		}
		arrows++
		b, tip := arrow.Box(), arrow.Points[0]
		if b.Row >= len(want) || !want[b.Row](b) {
			t.Errorf("arrow of %q at %+v", f.Dots[b.Row].Label, b)
		}
		if outwards := math.Hypot(tip.X-middle.X, tip.Y-middle.Y); outwards < math.Hypot(arrow.Points[1].X-middle.X, arrow.Points[1].Y-middle.Y) {
			t.Errorf("arrow of %q points inwards", f.Dots[b.Row].Label)
		}
	}
	if arrows != 4 {
		t.Errorf("%d arrows", arrows)
	}
	if all := strings.Join(d.Warnings, "\n"); !strings.Contains(all, "nowhere") {
		t.Errorf("warnings: %q", all)
	}
}

// TestAreaOfABubbleIsTheWeight.
func TestAreaOfABubbleIsTheWeight(t *testing.T) {
	f := figure.Bubble{X: figure.Axis{Null: math.NaN(), Low: 0, High: 10}, Y: figure.Axis{Null: math.NaN(), Low: 0, High: 10}}
	for i, w := range []float64{1, 4} {
		d := figure.NewDot("", 3+3*float64(i), 5)
		d.Weight = w
		f.Dots = append(f.Dots, d)
	}
	radius := map[int]float64{}
	for _, item := range f.Draw().Items {
		if c, ok := item.(figure.Circle); ok && c.Role == figure.RoleMark {
			radius[c.Row] = c.R
		}
	}
	if math.Abs(radius[1]/radius[0]-2) > 1e-9 {
		t.Errorf("radii %v", radius)
	}
}

// TestFunnelIsSymmetric: the reference stands in the middle, and points on
// opposite sides at the same distance stand at the same distance.
func TestFunnelIsSymmetric(t *testing.T) {
	d := figure.Funnel{X: figure.Axis{Log: true, Null: 1, Low: math.NaN(), High: math.NaN()}, Reference: 0.5, Centre: math.NaN(), Dots: []figure.Dot{figure.NewDot("", 0.25, 0.2), figure.NewDot("", 1, 0.4)}}.Draw()
	var x []float64
	for _, b := range figure.Boxes(d) {
		if b.Role == figure.RoleMark {
			x = append(x, (b.X0+b.X1)/2)
		}
	}
	middle := (d.Plot.X0 + d.Plot.X1) / 2
	if len(x) != 2 || math.Abs(x[0]+x[1]-2*middle) > 1e-6 || x[0] > middle-50 {
		t.Errorf("marks at %v around %v", x, middle)
	}
}

// TestRadialReadsEffects: the line through the origin with the slope of an
// effect ends on the arc where that effect's tick begins, and every point of the
// arc is as far from the origin.
func TestRadialReadsEffects(t *testing.T) {
	axis := figure.Axis{Log: true, Null: 1, Low: math.NaN(), High: math.NaN()}
	d := figure.Radial{Slope: math.Log(2), Low: math.NaN(), High: math.NaN(), Effects: axis, Dots: []figure.Dot{figure.NewDot("", 4, 3), figure.NewDot("", 8, 3), figure.NewDot("", 8, 8)}}.Draw()
	var origin, end, label figure.Point
	var ticks []figure.Line
	var arc []figure.Point
	for _, item := range d.Items {
		switch i := item.(type) {
		case figure.Polyline:
			if i.Role == figure.RoleAxis {
				arc = i.Points
			} else {
				origin, end = i.Points[0], i.Points[len(i.Points)-1]
			}
		case figure.Line:
			if i.Role == figure.RoleAxis && i.X1 != i.X2 && i.Y1 != i.Y2 {
				ticks = append(ticks, i)
			}
		case figure.Text:
			if i.String == "2" && i.X > end.X {
				label = figure.Point{X: i.X, Y: (i.Box().Y0 + i.Box().Y1) / 2}
			}
		}
	}
	found := false
	for _, l := range ticks {
		if math.Hypot(l.X1-end.X, l.Y1-end.Y) < 1e-6 {
			found = math.Hypot(l.X2-label.X, l.Y2-label.Y) < 4
		}
	}
	if !found {
		t.Errorf("the line ends at %v, its label is at %v, ticks %v", end, label, ticks)
	}
	for _, p := range arc {
		if r := math.Hypot(end.X-origin.X, end.Y-origin.Y); math.Abs(math.Hypot(p.X-origin.X, p.Y-origin.Y)-r) > 1e-6 {
			t.Errorf("%v of the arc is not %v from the origin", p, r)
		}
	}
	if len(arc) < 20 {
		t.Errorf("%d points of an arc", len(arc))
	}
}

// TestTrafficLightsAreReadWithoutColour: signs differ by symbol, and in the
// lightness of their ground from their symbol.
func TestTrafficLightsAreReadWithoutColour(t *testing.T) {
	for _, signs := range [][]figure.Sign{figure.RiskOfBias, figure.FoundEvidence} {
		seen := map[string]bool{}
		for _, s := range signs {
			if seen[s.Symbol] {
				t.Errorf("%s: symbol %q stands twice", s.Name, s.Symbol)
			}
			seen[s.Symbol] = true
		}
	}
	ground := map[int]figure.Color{}
	n := 0
	for _, item := range sample.Evidence(13, sample.Labels[0].Of, figure.Options{}).Draw().Items {
		switch i := item.(type) {
		case figure.Rect:
			ground[i.Row] = i.Fill
		case figure.Text:
			if i.Role == figure.RoleSymbol && i.Row >= 0 {
				n++
				if math.Abs(lightness(i.Color)-lightness(ground[i.Row])) < 90 {
					t.Errorf("%q on %v in %v", i.String, ground[i.Row], i.Color)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("%d symbols", n)
	}
}

func lightness(c figure.Color) float64 {
	return 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
}

// TestStylesKeepLightnessApart: what is drawn over each other, or beside each
// other with another meaning, is told apart in greyscale.
func TestStylesKeepLightnessApart(t *testing.T) {
	for _, s := range figure.Styles {
		for _, pair := range [][2]figure.Color{{s.Ink, s.Study}, {s.Study, s.Pooled}, {s.Pooled, s.Prediction}, {s.Study, {R: 255, G: 255, B: 255}}, {s.Ink, s.HeadFill}} {
			if math.Abs(lightness(pair[0])-lightness(pair[1])) < 45 {
				t.Errorf("%s: %v and %v", s.Name, pair[0], pair[1])
			}
		}
	}
}

// TestNoLabelIsTakenForAnothers: a label stands clear of the marks that are
// not its own.
func TestNoLabelIsTakenForAnothers(t *testing.T) {
	labels := 0
	for _, kind := range sample.Kinds {
		for _, d := range kind.Make(60, sample.Labels[0].Of, figure.Options{}) {
			marks := map[int]figure.Box{}
			for _, b := range figure.Boxes(d) {
				if b.Role == figure.RoleMark {
					marks[b.Row] = b
				}
			}
			for _, b := range figure.Boxes(d) {
				if b.Role != figure.RoleLabel || b.Row < 0 {
					continue
				}
				labels++
				b.X0, b.X1 = b.X0-8, b.X1+8
				for row, m := range marks {
					if row != b.Row && b.Meets(m) && !m.Meets(marks[b.Row]) {
						t.Errorf("%s: %q stands beside the mark of row %d", kind.Name, b.String, row)
					}
				}
			}
		}
	}
	if labels < 60 {
		t.Errorf("%d labels", labels)
	}
}

// TestEveryPointIsNamed: a point without room for its label has its name in
// the SVG all the same.
func TestEveryPointIsNamed(t *testing.T) {
	f := sample.LAbbe(200, sample.Labels[0].Of, figure.Options{Width: 80})
	svg := string(figure.SVG(f.Draw()))
	for _, d := range f.Dots {
		if !strings.Contains(svg, "<title>"+d.Label+"</title>") {
			t.Errorf("%s is not named", d.Label)
		}
	}
}

// TestSubsetsAreReadWithoutColour: cells with the trial fill their height, those
// without it less of it, and alike ones something between.
func TestSubsetsAreReadWithoutColour(t *testing.T) {
	nan := math.NaN()
	axis := figure.Axis{Null: nan, Low: nan, High: nan}
	f := figure.Subsets{X: axis, Y: axis, ColumnEdges: []float64{0, 1, 2, 3}, RowEdges: []float64{0, 1}, With: []int{9, 9, 0}, Without: []int{0, 9, 9}, Mark: figure.NewDot("", nan, nan)}
	var tall []float64
	for _, item := range f.Draw().Items {
		if p, ok := item.(figure.Polygon); ok && p.Role == figure.RoleArea {
			tall = append(tall, p.Box().Y1-p.Box().Y0)
		}
	}
	if len(tall) != 3 || !(tall[0] > 1.15*tall[1] && tall[1] > 1.15*tall[2]) {
		t.Errorf("heights %v", tall)
	}
}

// TestThoseNamedAreTheFirst: among many points only the first by the plot's rule
// are named, and a note says which they are.
func TestThoseNamedAreTheFirst(t *testing.T) {
	const most, k = 24, 60
	funnel, radial := sample.Funnel(k, sample.Labels[0].Of, figure.Options{}), sample.Radial(k, sample.Labels[0].Of, figure.Options{})
	bubble, baujat := sample.Bubble(k, sample.Labels[0].Of, figure.Options{}), sample.Baujat(k, sample.Labels[0].Of, figure.Options{})
	// The axes of a Baujat plot begin at 0 and end at the largest value.
	right, top := 0.0, 0.0
	for _, d := range baujat.Dots {
		right, top = math.Max(right, d.X), math.Max(top, d.Y)
	}
	for _, c := range []struct {
		name, note string
		drawing    figure.Drawing
		dots       []figure.Dot
		rank       func(figure.Dot) float64
	}{
		{"funnel", "standard errors", funnel.Draw(), funnel.Dots, func(d figure.Dot) float64 { return math.Abs(math.Log(d.X/funnel.Reference)) / d.Y }},
		{"radial", "standard errors", radial.Draw(), radial.Dots, func(d figure.Dot) float64 { return math.Abs(d.Y - radial.Slope*d.X) }},
		{"bubble", "largest", bubble.Draw(), bubble.Dots, func(d figure.Dot) float64 { return d.Weight }},
		{"baujat", "corner", baujat.Draw(), baujat.Dots, func(d figure.Dot) float64 { return math.Hypot(d.X/right, d.Y/top) }},
	} {
		named, note := map[int]bool{}, ""
		for _, b := range figure.Boxes(c.drawing) {
			switch b.Role {
			case figure.RoleLabel:
				named[b.Row] = true
			case figure.RoleNote:
				note += b.String + " "
			}
		}
		for row := range named {
			above := 0
			for _, d := range c.dots {
				if c.rank(d) > c.rank(c.dots[row])*(1+1e-6) {
					above++
				}
			}
			if above >= most {
				t.Errorf("%s: %s is named, and %d come before it", c.name, c.dots[row].Label, above)
			}
		}
		if want := fmt.Sprintf("%d of %d, ", len(named), k); len(named) < 5 || !strings.Contains(note, want) || !strings.Contains(note, c.note) {
			t.Errorf("%s: %d named; the note says %q", c.name, len(named), note)
		}
	}
}

// TestLinesToLabelsLeadToTheirMarks, and cross no other mark and no label.
func TestLinesToLabelsLeadToTheirMarks(t *testing.T) {
	lines := 0
	for _, kind := range sample.Kinds {
		for _, k := range []int{13, 60} {
			for _, d := range kind.Make(k, sample.Labels[1].Of, figure.Options{}) {
				for _, item := range d.Items {
					l, ok := item.(figure.Line)
					if !ok || l.Role != figure.RoleLeader {
						continue
					}
					lines++
					for _, b := range figure.Boxes(d) {
						own := b.Row == l.Row && b.Role == figure.RoleMark
						if own && math.Hypot(l.X1-(b.X0+b.X1)/2, l.Y1-(b.Y0+b.Y1)/2) > math.Hypot(b.X1-b.X0, b.Y1-b.Y0)/2+1e-6 {
							t.Errorf("%s, k = %d: the line of row %d begins at %v, %v, not at its mark", kind.Name, k, l.Row, l.X1, l.Y1)
						}
						if (b.Role == figure.RoleLabel || b.Role == figure.RoleMark && !own) && crosses(b, figure.Point{X: l.X1, Y: l.Y1}, figure.Point{X: l.X2, Y: l.Y2}) {
							t.Errorf("%s, k = %d: the line of row %d crosses the %s of row %d", kind.Name, k, l.Row, b.Role, b.Row)
						}
					}
				}
			}
		}
	}
	if lines < 30 {
		t.Errorf("%d lines", lines)
	}
}

// TestNothingToShowIsSaid in every figure but those of cells and of forests.
func TestNothingToShowIsSaid(t *testing.T) {
	for _, kind := range sample.Kinds {
		if kind.Counts || strings.Contains("forest pages subgroups grouped signs scenarios", kind.Name) {
			continue
		}
		said := ""
		for _, b := range figure.Boxes(kind.Make(0, sample.Labels[0].Of, figure.Options{})[0]) {
			said += b.String + "\n"
		}
		if !strings.Contains(said, "Nothing to show\n") {
			t.Errorf("%s: %q", kind.Name, said)
		}
	}
}

// TestSpecificationsShowTheirStates: beneath the curve every result has a mark in
// the row of its state, however many there are.
func TestSpecificationsShowTheirStates(t *testing.T) {
	f := sample.Specifications(200, sample.Labels[0].Of, figure.Options{Width: 80})
	d := f.Draw()
	rows := map[float64]int{}
	first, last := math.Inf(1), 0.0
	for _, b := range figure.Boxes(d) {
		if b.Role == figure.RoleKey || b.Role == figure.RoleSwatch {
			first, last = math.Min(first, (b.Y0+b.Y1)/2), math.Max(last, (b.Y0+b.Y1)/2)
		}
	}
	for _, item := range d.Items {
		if r, ok := item.(figure.Rect); ok && r.Role == figure.RoleMark {
			if middle := r.Y + r.H/2; middle > first-1 && middle < last+1 {
				rows[math.Round(middle)]++
			}
		}
	}
	total := 0
	for _, n := range rows {
		total += n
	}
	if len(rows) != len(f.Names) || total != len(f.Results) {
		t.Errorf("%v marks in the rows of %v", rows, f.Names)
	}
}
