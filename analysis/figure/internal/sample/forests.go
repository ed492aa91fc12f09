package sample

import (
	"fmt"
	"math"

	"grove/analysis/figure"
)

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
