package report

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// Terminal is what grove pool prints: the trials, the pooled estimate under
// them, and the lines a forest plot would carry.
func Terminal(a Analysis) string {
	e := a.Main
	groups, cells := Groups(e.Trials, e.Measure)
	head := append(append([]string{"Trial"}, groups...), "Weight", a.Measure.Code+fmt.Sprintf(" [%s%% CI]", Level(e.Settings.Level)))
	rows := append(lines(head), nil)
	for i, t := range e.Trials {
		row := append([]string{marked(short(Plain(t.Label)), t)}, cells[i]...)
		rows = append(rows, append(row, Weight(t), Brackets(t.Natural.Estimate, t.Natural.CILower, t.Natural.CIUpper, a.Measure.Ratio)))
	}
	pad := make([]string, len(groups))
	rows = append(rows, nil)
	for _, p := range append([]Estimate{e}, a.Beside...) {
		label := Model(p.Result)
		if p.Kind != "main" {
			label = "  beside it: " + BesideName(p.Result)
		}
		weights := ""
		if p.Kind == "main" && p.Result.K > 0 {
			weights = "100%"
		}
		rows = append(rows, append(append([]string{label}, pad...), weights, Brackets(p.Natural.Estimate, p.Natural.CILower, p.Natural.CIUpper, a.Measure.Ratio)))
	}
	if e.Result.Prediction != "" {
		rows = append(rows, append(append([]string{"Prediction interval"}, pad...), "", "["+Interval(e.Natural.PILower, e.Natural.PIUpper, a.Measure.Ratio)+"]"))
	}
	var b strings.Builder
	columns(&b, rows)
	b.WriteString("\n")
	people := ""
	if !math.IsNaN(e.Result.N) {
		people = ", " + Count(e.Result.N) + " people"
	}
	p := " " + PValue(e.Result.P)
	if e.Measure.Null != 0 {
		p = ""
	}
	fmt.Fprintf(&b, "%s%s. Interval: %s.%s\n", Plural(e.Result.K, "trial", "trials"), people, IntervalName(e.Result), p)
	if h := Heterogeneity(e.Result); h != "" {
		b.WriteString(h + "\n")
	}
	if t := Tests(e.Result); t != "" {
		b.WriteString("Tests: " + t + "\n")
	}
	if p := PredictionName(e.Result); e.Result.Prediction != "" {
		b.WriteString("Prediction interval: " + p + "\n")
	}
	if p := PosteriorSentence(e.Result, e.Settings); p != "" {
		b.WriteString(p + "\n")
	}
	if c := ConvertedNote(e.Trials); c != "" {
		b.WriteString(c + "\n")
	}
	for _, n := range e.Notes {
		b.WriteString("Note: " + Plain(n) + "\n")
	}
	for _, l := range e.Left {
		b.WriteString("Left out: " + Plain(l.Label) + ": " + Plain(l.Reason) + "\n")
	}
	return b.String()
}

// short is a label of at most 48 characters, so that a table stays a table.
func short(s string) string {
	const most = 48
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// lines splits the two lines of heads into two rows, the second one's texts
// where a head has only one.
func lines(head []string) [][]string {
	first, second := make([]string, len(head)), make([]string, len(head))
	for i, h := range head {
		var two bool
		if first[i], second[i], two = strings.Cut(h, "\n"); !two {
			first[i], second[i] = "", h
		}
	}
	return [][]string{first, second}
}

// columns prints rows of one width, the first column flush left and the others
// flush right; an empty row is a rule.
func columns(b *strings.Builder, rows [][]string) {
	var width []int
	for _, r := range rows {
		for i, c := range r {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	total := 2 * (len(width) - 1)
	for _, w := range width {
		total += w
	}
	for _, r := range rows {
		if r == nil {
			b.WriteString(strings.Repeat("─", total) + "\n")
			continue
		}
		line := ""
		for i, c := range r {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i == 0 {
				line += c + pad
			} else {
				line += "  " + pad + c
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
