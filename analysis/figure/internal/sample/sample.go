// Package sample makes figures of every kind and size to test the layout on.
// Its numbers mean nothing.
package sample

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/figure"
)

// Labels are ways to name a study.
var Labels = []struct {
	Name string
	Of   func(i int) string
}{
	{"short", func(i int) string { return fmt.Sprintf("Aronson %d", 1900+i) }},
	{"long", func(i int) string {
		return fmt.Sprintf("%.76s %d", "The Collaborative Randomised Evaluation of Vaccination in Young Adults Study Gro", 1900+i)
	}},
	{"norwegian", func(i int) string { return fmt.Sprintf("Tromsø og Ærøskøbing, Ås %d", 1900+i) }},
	{"cjk", func(i int) string { return fmt.Sprintf("東京大学病院 %d", 1900+i) }},
	{"hostile", func(i int) string {
		return []string{"<script>alert(1)</script>&amp;", "\u202eevil\u202c \x00\x1b", strings.Repeat("W", 60), "", "=1+1; 😀 \ufffd", "\"'`]]>", strings.Repeat("a b ", 30)}[i%7]
	}},
}

// Kind is one kind of figure.
type Kind struct {
	Name   string
	Make   func(k int, label func(int) string, o figure.Options) []figure.Drawing
	Counts bool // cells of counts, in which no single row is seen
}

// Kinds are all kinds of figure, in all their pages.
var Kinds = []Kind{
	{Name: "forest", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{figure.Layout(Forest(k, label, o))}
	}},
	{Name: "pages", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return figure.Pages(Forest(k, label, o), 240)
	}},
	{Name: "subgroups", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{figure.Layout(Subgroups(k, label, o))}
	}},
	{Name: "grouped", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return figure.Pages(Grouped(k, label, o), 240)
	}},
	{Name: "signs", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{figure.Layout(Signs(k, label, o))}
	}},
	{Name: "scenarios", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return figure.Pages(Scenarios(k, label, o), 240)
	}},
	one("funnel", Funnel),
	one("drapery", Drapery),
	one("baujat", Baujat),
	{Name: "subsets", Counts: true, Make: one("", Subsets).Make},
	one("specifications", Specifications),
	one("radial", Radial),
	one("labbe", LAbbe),
	one("timecourse", TimeCourse),
	one("bubble", Bubble),
	one("beliefs", Beliefs),
	one("evidence", Evidence),
	one("traffic", Traffic),
	{Name: "traffic-pages", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return Traffic(k, label, o).Pages(200)
	}},
}

func one[F interface{ Draw() figure.Drawing }](name string, make func(int, func(int) string, figure.Options) F) Kind {
	return Kind{Name: name, Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{make(k, label, o).Draw()}
	}}
}

var nan = math.NaN()

// effect is a log ratio with its standard error.
func effect(i int) (y, se float64) {
	return -0.5 + 0.6*math.Sin(float64(7*i)), 0.12 + 0.09*float64(i%7)
}

func frame(title string, o figure.Options) figure.Frame {
	return figure.Frame{Title: title, Description: "What it shows.", Notes: []string{"τ² = 0.31, I² = 92%. A note that is long enough to need a second line in a narrow figure."}, Options: o}
}

// Forest is a forest plot of k studies with a wide, a cut and an empty one.
func Forest(k int, label func(int) string, o figure.Options) figure.Forest {
	number := func(v float64) string { return fmt.Sprintf("%.2f", v) }
	f := figure.Forest{
		Title: "BCG vaccine against tuberculosis", Description: "What it shows.", Options: o,
		Columns: []figure.Column{{Head: "Trial"}, {Head: "BCG\nevents/N", Align: figure.AlignRight}, {Head: "Control\nevents/N", Align: figure.AlignRight},
			{Head: "Risk ratio [95% CI]", Align: figure.AlignDecimal, Side: figure.Right}, {Head: "Weight", Align: figure.AlignRight, Side: figure.Right, Bar: true}},
		Axis:    figure.Axis{Log: true, Null: 1, Low: nan, High: nan, Label: "Risk ratio (log scale)"},
		Favours: [2]string{"Favours BCG", "Favours control"}, Reference: 0.6,
		Notes: []string{"Heterogeneity: τ² = 0.31 (REML), I² = 92%; Q = 152.23, df = 12, " + o.P("<0.001") + ". 13 of 13 listed trials. Interval: Hartung–Knapp."},
	}
	for i := range k {
		y, se := effect(i)
		if i%11 == 7 {
			se = 3
		}
		x, lo, hi := math.Exp(y), math.Exp(y-1.96*se), math.Exp(y+1.96*se)
		r := figure.NewRow(figure.Study, label(i), fmt.Sprintf("%d/%s", 4+i*41, o.Number(fmt.Sprint(123+i*6777))), fmt.Sprintf("%d/%s", 11+i*37, o.Number(fmt.Sprint(139+i*6777))),
			o.Interval(number(x), number(lo), number(hi)), o.Number(fmt.Sprintf("%.1f", 100/float64(k)))+"%")
		r.X, r.Low, r.High, r.Weight = x, lo, hi, 1/(se*se+0.3)
		if i%13 == 12 {
			r = figure.NewRow(figure.Remark, label(i), "0/29", "0/31", "not estimable", "")
		}
		f.Rows = append(f.Rows, r)
	}
	if k == 0 {
		f.Rows = append(f.Rows, figure.NewRow(figure.Remark, "No trial left"))
	}
	if k > 1 {
		p := figure.NewRow(figure.Pooled, fmt.Sprintf("Random effects, %d trials", k), "", "", o.Interval("0.60", "0.50", "0.72"), "100%")
		p.X, p.Low, p.High = 0.6, 0.5, 0.72
		q := figure.NewRow(figure.Prediction, "95% prediction interval", "", "", o.Interval("", "0.20", "1.80"))
		q.Low, q.High = 0.2, 1.8
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), p, q)
	}
	return f
}

// Signs is a forest plot with judgements beside the numbers.
func Signs(k int, label func(int) string, o figure.Options) figure.Forest {
	f := Forest(k, label, o)
	f.Columns[4].Bar = false
	domains := []string{"D1", "D2", "D3", "D4", "D5", "Overall"}
	for _, d := range domains {
		f.Columns = append(f.Columns, figure.Column{Head: d, Side: figure.Right, Signs: figure.RiskOfBias})
	}
	for i := range f.Rows {
		if f.Rows[i].Kind == figure.Study {
			for c := range domains {
				f.Rows[i].Cells = append(f.Rows[i].Cells, figure.RiskOfBias[(i+c*i)%4].Name)
			}
		}
	}
	return f
}

// Grouped is a forest plot under headings with sub-totals, other models and the
// densities of predictions, one of which leaves the axis.
func Grouped(k int, label func(int) string, o figure.Options) figure.Forest {
	f := Signs(k, label, o)
	rows := f.Rows
	f.Rows = nil
	hollow := func(name string, x, half float64, indent int) {
		r := figure.NewRow(figure.Hollow, name, "", "", o.Interval("0.60", "0.50", "0.72"), o.Number("12.3")+"%")
		r.X, r.Low, r.High, r.Indent = x, x/half, x*half, indent
		f.Rows = append(f.Rows, r)
	}
	for i, r := range rows {
		if i < k && i%5 == 0 {
			f.Rows = append(f.Rows, figure.NewRow(figure.Heading, "Allocation: systematic, as the reports say"))
		}
		if i < k {
			r.Indent = 1
		}
		f.Rows = append(f.Rows, r)
		if i < k && i%5 == 4 {
			hollow("Random effects (REML), 5 trials; τ² = 0.76", 0.5, 1.2+float64(i), 1)
		}
	}
	if k < 2 {
		return f
	}
	hollow("Common effect (assumes one effect)", 0.7, 1.02, 0)
	for _, s := range []float64{0.5, 3} {
		r := figure.NewRow(figure.Prediction, "95% prediction interval (t, 12 df)", "", "", o.Interval("", "0.20", "1.80"))
		r.Low, r.High = math.Exp(-0.5-2.18*s), math.Exp(-0.5+2.18*s)
		for t := -3.0; t <= 3; t += 0.25 {
			r.Shape = append(r.Shape, figure.Point{X: math.Exp(-0.5 + t*s), Y: math.Exp(-t * t / 2)})
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

// Subgroups is a summary of k groups.
func Subgroups(k int, label func(int) string, o figure.Options) figure.Forest {
	f := figure.Forest{Title: "By subgroup", Description: "What it shows.", Options: o,
		Columns: []figure.Column{{Head: "Group"}, {Head: "Trials", Align: figure.AlignRight}, {Head: "Odds ratio", Align: figure.AlignDecimal, Side: figure.Right}, {Head: o.P("")[:1], Align: figure.AlignDecimal, Side: figure.Right}},
		Axis:    figure.Axis{Log: true, Null: 1, Low: nan, High: nan, Label: "Odds ratio (log scale)"}, Reference: nan}
	for i := range k {
		if i%4 == 0 {
			f.Rows = append(f.Rows, figure.NewRow(figure.Heading, fmt.Sprintf("By column %d", i/4)))
		}
		y, se := effect(i)
		r := figure.NewRow(figure.Scenario, label(i), fmt.Sprint(i%9+1), o.Interval(fmt.Sprintf("%.2f", math.Exp(y)), fmt.Sprintf("%.2f", math.Exp(y-2*se)), fmt.Sprintf("%.2f", math.Exp(y+2*se))), o.Number("0.034"))
		r.X, r.Low, r.High, r.Indent = math.Exp(y), math.Exp(y-2*se), math.Exp(y+2*se), 1
		f.Rows = append(f.Rows, r)
	}
	return f
}

// Scenarios is a sensitivity forest of k refits with a second interval, some on
// another scale, some that repeat a row or rest on one trial.
func Scenarios(k int, label func(int) string, o figure.Options) figure.Forest {
	f := figure.Forest{Title: "What changes when one thing changes", Description: "What it shows.", Options: o,
		Columns: []figure.Column{{Head: "What changes"}, {Head: "Trials", Align: figure.AlignRight}, {Head: "Odds ratio [95% CI]", Align: figure.AlignDecimal, Side: figure.Right}, {Side: figure.Right}},
		Axis:    figure.Axis{Log: true, Null: 1, Low: nan, High: nan, Label: "Odds ratio (log scale)"}, Favours: [2]string{"Favours ketamine", "Favours control"}, Reference: 0.6,
		Rows:  []figure.Row{figure.NewRow(figure.Heading, "Published reviews, for comparison: not pooled here")},
		Notes: []string{"Thick: the interval of the main estimate's rule. Thin: the Wald interval of the same estimate. † Narrower by its reference distribution alone."}}
	if k == 0 {
		f.Rows = append(f.Rows, figure.NewRow(figure.Remark, "No trial left"))
	}
	for i := range k {
		if i%9 == 2 {
			f.Rows = append(f.Rows, figure.NewRow(figure.Gap), figure.NewRow(figure.Heading, "One thing changed"))
		}
		y, se := effect(i)
		number := func(t float64) string { return fmt.Sprintf("%.2f", math.Exp(t)) }
		r := figure.NewRow(figure.Scenario, "Without "+label(i), fmt.Sprint(i%9+1), o.Interval(number(y), number(y-2*se), number(y+2*se)))
		r.X, r.Low, r.High, r.ThinLow, r.ThinHigh = math.Exp(y), math.Exp(y-2*se), math.Exp(y+2*se), math.Exp(y-1.5*se), math.Exp(y+1.5*se)
		switch i % 9 {
		case 0:
			r.Kind = figure.Single
		case 4:
			r.Mark = "†"
		case 5:
			r.Muted = true
			r.Cells = append(r.Cells, "repeats a row above")
		case 7:
			r = figure.NewRow(figure.Scenario, append(r.Cells, "RR")...)
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

func ratio() figure.Axis {
	return figure.Axis{Log: true, Null: 1, Low: nan, High: nan, Label: "Risk ratio (log scale)"}
}

// Funnel has contours around no effect.
func Funnel(k int, label func(int) string, o figure.Options) figure.Funnel {
	f := figure.Funnel{Frame: frame("Funnel plot", o), X: ratio(), YLabel: "Standard error (log scale)", Centre: 1, Beyond: o.P("<0.01"), Reference: 0.6, Limits: 1.96,
		Contours: []figure.Contour{{Name: "P > 0.10", Z: 1.645}, {Name: "0.05 < P ≤ 0.10", Z: 1.96}, {Name: "0.01 < P ≤ 0.05", Z: 2.576}}}
	for i := range k {
		y, se := effect(i)
		d := figure.NewDot(label(i), math.Exp(y), se)
		d.Open = i%5 == 4
		f.Dots = append(f.Dots, d)
	}
	return f
}

// Drapery has a curve a study.
func Drapery(k int, label func(int) string, o figure.Options) figure.Drapery {
	f := figure.Drapery{Frame: frame("Drapery plot", o), X: ratio(), Y: figure.Axis{Null: nan, Low: 0, High: 1, Label: "P value"}, Levels: []figure.Level{{At: 0.05, Name: "95%"}, {At: 0.1, Name: "90%"}, {At: 0.2, Name: "80%"}}}
	curve := func(name string, y, se float64, kind figure.CurveKind) figure.Curve {
		c := figure.Curve{Name: name, Kind: kind}
		for t := -3.5; t <= 3.5; t += 0.1 {
			c.Points = append(c.Points, figure.Point{X: math.Exp(y + t*se), Y: math.Erfc(math.Abs(t) / math.Sqrt2)})
		}
		return c
	}
	for i := range k {
		y, se := effect(i)
		name := ""
		if i == 0 {
			name = label(i) + " and the others"
		}
		f.Curves = append(f.Curves, curve(name, y, se, figure.Own))
	}
	if k > 0 {
		f.Curves = append(f.Curves, curve("Random effects", -0.5, 0.09, figure.Main), curve("Prediction", -0.5, 0.5, figure.Expected))
	}
	return f
}

// Baujat has a few studies far from the others.
func Baujat(k int, label func(int) string, o figure.Options) figure.Baujat {
	f := figure.Baujat{Frame: frame("Baujat plot", o), XLabel: "Contribution to Q", YLabel: "Influence on the pooled effect"}
	for i := range k {
		y, se := effect(i)
		f.Dots = append(f.Dots, figure.NewDot(label(i), (y+0.5)*(y+0.5)/(se*se), math.Abs(y+0.5)*float64(i%4)))
	}
	return f
}

// Subsets has k columns of cells around an effect, and the result of all trials.
func Subsets(k int, label func(int) string, o figure.Options) figure.Subsets {
	f := figure.Subsets{Frame: frame("All subsets", o), X: ratio(), Y: figure.Axis{Null: nan, Low: nan, High: nan, Label: "I² (%)"},
		Names: [3]string{"Mostly with " + label(0), "Both alike", "Mostly without " + label(0)}, Mark: figure.NewDot("All trials", 0.7, 55)}
	const rows = 20
	for i := range k + 1 {
		f.ColumnEdges = append(f.ColumnEdges, math.Exp(-1+1.5*float64(i)/float64(max(k, 1))))
	}
	for i := range rows + 1 {
		f.RowEdges = append(f.RowEdges, 100*float64(i)/rows)
	}
	for r := range rows {
		for c := range k {
			n := int(500*math.Exp(-math.Pow(float64(c)-float64(k)/2, 2)/float64(k)-math.Pow(float64(r)-10, 2)/20) + 0.3)
			f.With, f.Without = append(f.With, n*c), append(f.Without, n*(k-c))
		}
	}
	return f
}

// Specifications has k results on two scales under four choices.
func Specifications(k int, label func(int) string, o figure.Options) figure.Specifications {
	f := figure.Specifications{Frame: frame("Specification curve", o), Scales: []figure.Axis{ratio(), {Null: 0, Low: nan, High: nan, Label: "Risk difference"}},
		Choices: []figure.Choice{{Name: "measure", Options: []string{"RR", "RD"}}, {Name: "interval", Options: []string{"hk-guarded", "wald", "t"}}, {Name: "where trial", Options: []string{"main", label(0)}}},
		Names:   [3]string{"The statement holds", "It fails by degrees of freedom alone", "It fails"}}
	for i := range k {
		y, se := effect(i)
		s := figure.Specification{Scale: i % 2, Options: [][]int{{i % 2}, {i % 3}, {i / 6 % 2}}, Value: math.Exp(y), Low: math.Exp(y - 2*se), High: math.Exp(y + 2*se), State: i % 3}
		if s.Scale == 1 {
			s.Value, s.Low, s.High = y/5, (y-2*se)/5, (y+2*se)/5
		}
		f.Results = append(f.Results, s)
	}
	return f
}

// Radial has effects named on the arc.
func Radial(k int, label func(int) string, o figure.Options) figure.Radial {
	f := figure.Radial{Frame: frame("Radial plot", o), XLabel: "1 / standard error", YLabel: "Log risk ratio / standard error", Slope: -0.5, Low: -0.62, High: -0.38, Band: 1.96, Effects: ratio()}
	for i := range k {
		y, se := effect(i)
		f.Dots = append(f.Dots, figure.NewDot(label(i), 1/se, y/se))
	}
	return f
}

// LAbbe has two groups and weights.
func LAbbe(k int, label func(int) string, o figure.Options) figure.LAbbe {
	f := figure.LAbbe{Frame: frame("L'Abbé plot", o), X: figure.Axis{Null: 0, Low: nan, High: nan, Label: "Events under control (%)"}, Y: figure.Axis{Null: 0, Low: nan, High: nan, Label: "Events under treatment (%)"},
		Groups: []string{"Blinded", "Open"}, Curves: []figure.Curve{{Name: "Risk ratio 0.60", Points: []figure.Point{{X: 0, Y: 0}, {X: 100, Y: 60}}}}}
	for i := range k {
		y, se := effect(i)
		d := figure.NewDot(label(i), 5+float64(i*7%60), math.Exp(y)*(5+float64(i*7%60)))
		d.Weight, d.Group = 1/(se*se), i%2
		f.Dots = append(f.Dots, d)
	}
	return f
}

// TimeCourse has three groups and an interval that runs off the axis.
func TimeCourse(k int, label func(int) string, o figure.Options) figure.TimeCourse {
	f := figure.TimeCourse{Frame: frame("Time course", o), X: figure.Axis{Null: nan, Low: nan, High: nan, Label: "Hours after the dose"}, Y: figure.Axis{Null: 0, Low: nan, High: nan, Label: "Standardised mean difference"}, Groups: []string{"Saline", "Midazolam", "Other"}}
	for i := range k {
		y, se := effect(i)
		if i%11 == 7 {
			se = 9
		}
		d := figure.NewDot(label(i), float64(4+i*13%168), y)
		d.Low, d.High, d.Group = y-2*se, y+2*se, i%3
		f.Dots = append(f.Dots, d)
	}
	return f
}

// Bubble has a regression line with a band.
func Bubble(k int, label func(int) string, o figure.Options) figure.Bubble {
	f := figure.Bubble{Frame: frame("Bubble plot", o), X: figure.Axis{Null: nan, Low: nan, High: nan, Label: "Absolute latitude (degrees)"}, Y: ratio(), Groups: []string{"Alternate", "Random"}}
	f.Y.Label = "Risk ratio (log scale)"
	for i := range k {
		y, se := effect(i)
		d := figure.NewDot(label(i), float64(13+i*9%45), math.Exp(y))
		d.Weight, d.Group = 1/(se*se), i%2
		f.Dots = append(f.Dots, d)
	}
	line := figure.Curve{Name: "Regression", Kind: figure.Main}
	for x := 10.0; x <= 60; x += 2.5 {
		fit := 0.3 - 0.025*x
		line.Points = append(line.Points, figure.Point{X: x, Y: math.Exp(fit)})
		f.Band = append(f.Band, figure.Limits{X: x, Low: math.Exp(fit - 0.15 - math.Abs(x-35)/60), High: math.Exp(fit + 0.15 + math.Abs(x-35)/60)})
	}
	f.Curves = []figure.Curve{line}
	return f
}

// Beliefs is a map of k pairs of beliefs, without names, and of the line at which
// a statement turns.
func Beliefs(k int, label func(int) string, o figure.Options) figure.Bubble {
	axis := func(arm string) figure.Axis {
		return figure.Axis{Log: true, Null: 1, Low: 0.02, High: 50, Label: "Odds of the missing over those of the observed, " + arm}
	}
	f := figure.Bubble{Frame: frame("What is assumed of the missing", o), X: axis(label(0)), Y: axis("control"), Groups: []string{"The statement holds", "It does not"}}
	side := max(1, int(math.Ceil(math.Sqrt(float64(k)))))
	at := func(i int) float64 { return math.Exp(math.Log(50) * (2*float64(i)/float64(max(side-1, 1)) - 1)) }
	for i := range k {
		d := figure.NewDot("", at(i%side), at(i/side))
		if d.Y > 3*d.X {
			d.Group = 1
		}
		f.Dots = append(f.Dots, d)
	}
	f.Curves = []figure.Curve{{Name: "Where it turns", Points: []figure.Point{{X: 0.02, Y: 0.06}, {X: 50. / 3, Y: 50}}, Kind: figure.Main}}
	return f
}

// Evidence is a missing-evidence matrix.
func Evidence(k int, label func(int) string, o figure.Options) figure.Matrix {
	return matrix("Which results are missing", figure.FoundEvidence, []string{"Response", "Remission", "Symptom score", "Suicidality", "Quality of life"}, k, label, o)
}

// Traffic is a risk of bias traffic light plot.
func Traffic(k int, label func(int) string, o figure.Options) figure.Matrix {
	return matrix("Risk of bias", figure.RiskOfBias, []string{"Randomisation", "Deviations", "Missing data", "Measurement", "Selection", "Overall"}, k, label, o)
}

func matrix(title string, legend []figure.Sign, columns []string, k int, label func(int) string, o figure.Options) figure.Matrix {
	m := figure.Matrix{Frame: frame(title, o), RowHead: "Trial", Columns: columns, Legend: legend}
	for i := range k {
		m.Rows = append(m.Rows, label(i))
		cells := make([]int, len(columns))
		for c := range cells {
			cells[c] = (i*c + i + 2*c) % (len(legend) + 1)
		}
		m.Cells = append(m.Cells, cells)
	}
	return m
}
