package analysis

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/regress"
	"grove/analysis/report"
)

// covariate is what a regression calls the column of a bubble plot, whatever
// its name is.
const covariate = "x"

// bubble is the effects against a column of numbers, with the line of their
// regression on it.
func bubble(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	v, err := s.m.moderator(s.in, protocol.Column{Name: p.By})
	if errors.Is(err, choose.ErrAmbiguous) {
		return report.Figure{}, undrawn(err.Error())
	}
	if err != nil {
		return report.Figure{}, err
	}
	if v.Words != nil {
		return report.Figure{}, undrawn(p.By + " is not a number for every trial that reports it")
	}
	v.Name = covariate
	f := figure.Bubble{Frame: frame, X: figure.Axis{Null: math.NaN(), Low: math.NaN(), High: math.NaN(), Label: report.Capital(p.By)}, Y: s.axis(s.Analysis)}
	low, high := math.Inf(1), math.Inf(-1)
	var silent []string
	for i, t := range s.Main.Trials {
		x := v.Numbers[i]
		switch {
		case math.IsNaN(x):
			silent = append(silent, t.Label)
		case !math.IsNaN(t.Y):
			low, high = min(low, x), max(high, x)
			f.Dots = append(f.Dots, weighted(t, x, t.Natural.Estimate))
		}
	}
	if err := few(kindOf(p), len(f.Dots), "trial reports "+p.By, "trials report "+p.By); err != nil {
		return report.Figure{}, err
	}
	f.Notes = []string{s.say("The area of a mark is the trial's weight in the main estimate.")}
	said, err := s.regression(&f, v, p.By, low, high)
	if err != nil {
		said = s.say("No line: ") + err.Error() + "."
	}
	f.Notes = append(f.Notes, said)
	if silent != nil {
		f.Notes = append(f.Notes, s.say("Not reported: ")+strings.Join(silent, ", ")+".")
	}
	f.Description = s.say(fmt.Sprintf("Effects of %s against a covariate.", report.Plural(len(f.Dots), "trial", "trials"))) + " " + said
	return report.Figure{Drawing: f.Draw()}, nil
}

// regression draws the line with its interval from low to high, and says what
// it is.
func (s subject) regression(f *figure.Bubble, v regress.Variable, by string, low, high float64) (string, error) {
	d := regress.Data{Y: s.m.data.Y, V: s.m.data.V, Variables: []regress.Variable{v}}
	for _, e := range s.m.effects {
		d.Study = append(d.Study, e.Label)
	}
	model, err := regress.New(d, covariate)
	if err != nil {
		return "", err
	}
	c := s.asked.Settings
	settings := regress.Settings{Model: c.Model, Tau2: c.Tau2, Interval: c.Interval, Prediction: "none", Level: c.Level, Prior: c.Prior, Credible: c.Credible}
	r, err := regress.Fit(model, settings)
	if err != nil {
		return "", err
	}
	const steps = 40
	var rows [][]float64
	for i := range steps + 1 {
		row, err := model.Row([]regress.Value{{Name: covariate, Number: low + float64(float64(i)/steps*(high-low))}})
		if err != nil {
			return "", err
		}
		rows = append(rows, row)
	}
	line, err := regress.Predict(model, settings, rows)
	if err != nil {
		return "", err
	}
	back := wayBack(s.Main)
	curve := figure.Curve{Name: s.say(fmt.Sprintf("Regression (shaded: %s)", limitsOf(r, c.Level))), Kind: figure.Main}
	for i, at := range line {
		x := rows[i][1]
		curve.Points = append(curve.Points, figure.Point{X: x, Y: back(at.Estimate)})
		f.Band = append(f.Band, figure.Limits{X: x, Low: back(at.CILower), High: back(at.CIUpper)})
	}
	f.Curves = []figure.Curve{curve}
	return s.slope(r, by, c.Level), nil
}

// limitsOf is what kind of limits a regression has.
func limitsOf(r regress.Result, level float64) string {
	if r.Posterior.Prior != "" {
		return report.Level(level) + "% credible interval"
	}
	return report.Level(level) + "% CI"
}

// slope is a regression on one number in a sentence.
func (s subject) slope(r regress.Result, by string, level float64) string {
	b, m := r.Coefficients[1], s.Measure
	more := 1.0
	if size := math.Abs(b.Estimate); size > 0 && size < 0.1 { // or the change could not be seen
		more = 10
	}
	differs := " more the effect differs by "
	back := m.Back
	switch {
	case m.Ratio:
		differs = " more the effect is multiplied by "
	case !straight(m):
		differs, back = " more the effect differs, on the scale on which it is pooled, by ", func(y float64) float64 { return y }
	}
	said := report.Capital(by) + ": " + s.say(fmt.Sprintf("per %s", report.Number(more))+differs) + s.interval(back(more*b.Estimate), back(more*b.CILower), back(more*b.CIUpper), m.Ratio) +
		s.say(fmt.Sprintf(" (%s)", limitsOf(r, level)))
	switch {
	case r.Posterior.Prior != "":
		said += s.say(fmt.Sprintf(". Remaining τ² %s.", report.Variance(r.Tau2)))
	case r.Tau2Method != "":
		said += s.say(fmt.Sprintf(", %s. Remaining τ² %s, R² %s.", report.PValue(b.P), report.Variance(r.Tau2), report.Percent(r.R2)))
	default:
		said += s.say(fmt.Sprintf(", %s.", report.PValue(b.P)))
	}
	return said + s.say(" An association: nobody allocated the trials to it.")
}
