package sample

import (
	"math"

	"grove/analysis/figure"
)

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
