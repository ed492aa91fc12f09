package record

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/report"
)

// JSON is the whole comparison.
func (c Comparison) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(c, "", "  ")
	return append(data, '\n'), err
}

// Text is the comparison in a few lines for a terminal: the kind of change,
// what was changed, the main estimates, the conclusions.
func (c Comparison) Text() string {
	var b strings.Builder
	for _, l := range c.lines() {
		b.WriteString(report.Plain(l) + "\n")
	}
	for _, l := range c.pictures() {
		b.WriteString("  " + report.Plain(l) + "\n")
	}
	return b.String()
}

// Markdown is the comparison for a pull request or the summary of a job, with
// every estimate that changed in a table.
func (c Comparison) Markdown() string {
	var b strings.Builder
	for i, l := range c.lines() {
		if i == 0 {
			fmt.Fprintf(&b, "**%s**\n\n", report.Escape(l))
		} else {
			fmt.Fprintf(&b, "* %s\n", report.Escape(l))
		}
	}
	if len(c.Estimates) == 0 {
		return b.String()
	}
	if p := c.pictures(); len(p) > 0 {
		b.WriteString("\n```text\n" + report.Plain(p[0]))
		for _, l := range p[1:] {
			b.WriteString("\n" + report.Plain(l))
		}
		b.WriteString("\n```\n")
	}
	b.WriteString("\n<details><summary>Every estimate that changed</summary>\n\n| analysis | estimate | old | new | interval width | Wald width |\n|---|---|---|---|---|---|\n")
	for _, e := range c.Estimates {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", report.Escape(e.Analysis), report.Escape(e.name()), report.Escape(said(e.Was, e.Old)), report.Escape(said(e.Measure, e.New)), times(e, e.Width), times(e, e.Wald))
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// pictures are the main estimates that changed, old and new under each other.
func (c Comparison) pictures() []string {
	var lines []string
	for _, e := range c.Estimates {
		if p := picture(e); e.Scenario == "main" && p != nil {
			lines = append(append(lines, e.Analysis+", "+e.Measure), p...)
		}
	}
	return lines
}

// most is how many trials, cells or settings a line names.
const most = 8

func (c Comparison) lines() []string {
	lines := []string{c.headline()}
	add := func(what string, parts []string) {
		if len(parts) > most {
			parts = append(parts[:most:most], fmt.Sprintf("and %d more", len(parts)-most))
		}
		if len(parts) > 0 {
			lines = append(lines, what+": "+strings.Join(parts, "; "))
		}
	}
	for _, change := range []string{"added", "removed", "edited"} {
		var names []string
		for _, t := range c.Trials {
			if t.Change == change {
				names = append(names, t.Study)
			}
		}
		add("trials "+change, names)
	}
	var cells, settings []string
	for _, x := range c.Cells {
		cells = append(cells, fmt.Sprintf("%s, %s: %s → %s (%s)", x.Study, x.Column, or(x.Old, "empty"), or(x.New, "empty"), x.Source))
	}
	for _, s := range c.Settings {
		settings = append(settings, fmt.Sprintf("%s, %s: %s → %s", s.Analysis, s.Setting, or(s.Old, "none"), or(s.New, "none")))
	}
	add("cells", cells)
	add("settings", settings)
	others := 0
	for _, e := range c.Estimates {
		if e.Scenario != "main" {
			others++
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s → %s%s", e.Analysis, said(e.Was, e.Old), said(e.Measure, e.New), e.apart()))
	}
	if others > 0 {
		lines = append(lines, fmt.Sprintf("other estimates that changed: %d", others))
	}
	var answers []string
	for _, x := range c.Answers {
		answers = append(answers, x.Analysis+", "+strings.ReplaceAll(x.Key, "_", " "))
	}
	add("other answers that changed", answers)
	for _, x := range c.Conclusions {
		alone := ""
		switch {
		case x.OnlyDegrees:
			alone = " (degrees of freedom alone: estimate and Wald interval are as they were)"
		case x.WaldStands:
			alone = " (by the Wald intervals it would not have changed)"
		}
		lines = append(lines, fmt.Sprintf("CONCLUSION CHANGED: %s: %s [%s]%s", x.Analysis, x.Text, x.Rule, alone))
	}
	if c.Changed() && len(c.Conclusions) == 0 {
		lines = append(lines, "no watched conclusion changed")
	}
	add("not held against the rules", c.Unwatched)
	if c.Looks > 0 {
		lines = append(lines, "looks at the results so far: "+fmt.Sprint(c.Looks))
	}
	return lines
}

func (c Comparison) headline() string {
	said := c.Said
	if c.OldVersion != c.NewVersion {
		said += " (" + c.OldVersion + " → " + c.NewVersion + ")"
	}
	if !c.Changed() && len(c.Settings) == 0 && c.Class != "identical" {
		said += "; every number is as it was"
	}
	return said
}

// apart tells the change of the estimate from the change of its interval.
func (e EstimateChange) apart() string {
	if !e.comparable() {
		return ""
	}
	scale := ""
	switch m, ok := effect.Lookup(e.Measure); {
	case ok && m.Ratio:
		scale = " on the log scale"
	case ok && m.Back(2) != 2:
		scale = " on the scale on which it is pooled"
	}
	shift := "estimate unchanged"
	if e.Shift != 0 {
		shift = "estimate moved by " + report.Human(e.Shift, 3) + scale
	}
	width := "interval as wide as before"
	switch percent := math.Round(100 * (e.Width - 1)); {
	case percent > 0:
		width = fmt.Sprintf("interval %.0f%% wider", percent)
	case percent < 0:
		width = fmt.Sprintf("interval %.0f%% narrower", -percent)
	}
	switch narrower, same := e.Width < 1-1e-6, math.Abs(e.Wald-1) < 1e-6; {
	case same && math.Abs(e.Width-1) > 1e-6:
		width += ", while the Wald interval is as wide as before"
	case narrower && e.Wald > 1:
		width += fmt.Sprintf(" by its reference distribution alone: the Wald interval is %.0f%% wider", 100*(e.Wald-1))
	}
	return "; " + shift + ", " + width
}

// comparable says whether both estimates are there, on one measure.
func (e EstimateChange) comparable() bool {
	return e.Old != nil && e.New != nil && e.Measure == e.Was && e.Old.Estimate != nil && e.New.Estimate != nil
}

func (e EstimateChange) name() string {
	if e.Subgroup != "" {
		return e.Scenario + ": " + e.Subgroup
	}
	return e.Scenario
}

func said(code string, b *Brief) string {
	if b == nil {
		return "not there"
	}
	m, _ := effect.Lookup(code)
	return fmt.Sprintf("%s %s, %s", code, report.EffectCI(value(b.Estimate), value(b.Lower), value(b.Upper), m.Ratio), report.Plural(b.K, "trial", "trials"))
}

func times(e EstimateChange, x float64) string {
	if !e.comparable() {
		return ""
	}
	return "× " + report.Human(x, 3)
}

func or(s, empty string) string {
	if s == "" {
		return empty
	}
	return s
}
