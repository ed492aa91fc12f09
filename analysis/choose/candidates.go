package choose

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/study"
)

// fromArms makes the candidates of a study from the long table: for each time,
// scale and kind at which an experimental and a control arm have what the
// measure needs, one contrast.
func fromArms(t Tables, s protocol.Select, m effect.Measure, st listed, out *trail) []Chosen {
	if t.Arms == nil {
		return nil
	}
	var all []Chosen
	for _, rows := range groups(t.Arms, s.Outcome) {
		exp := side(rows, s.Experimental, s.ArmsOnly)
		ctl := side(rows, s.Control, s.ArmsOnly)
		if m.Needs.OneGroup() {
			ctl = nil
		}
		first := rows[0]
		if len(exp) == 0 || len(ctl) == 0 && !m.Needs.OneGroup() {
			out.stop(stageCompare, missingArm(s, exp, ctl))
			continue
		}
		used := append(slices.Clone(exp), ctl...)
		if reason := outside(s.Time, first.Time); reason != "" {
			out.stop(stageTime, reason)
			continue
		}
		if reason := failsRows(t, t.Arms, s, used); reason != "" {
			out.stop(stageFilter, reason)
			continue
		}
		c := Chosen{Time: first.Time, Scale: first.Scale, Kind: first.Kind, Source: "arms",
			Contrast: study.Contrast{Study: st.key, Label: st.label, Y: math.NaN(), V: math.NaN(),
				T: effect.Combine(numbers(exp)), C: effect.Combine(numbers(ctl))}}
		if reason := lacks(m, c.Contrast); reason != "" {
			out.stop(stageNeeds, reason)
			continue
		}
		var base []read.Row
		c.Contrast.BaseT, base = before(t.Arms, s.Baseline, exp, base)
		c.Contrast.BaseC, base = before(t.Arms, s.Baseline, ctl, base)
		if c.Contrast.BaseT != nil && c.Contrast.BaseC != nil {
			used = append(base, used...)
		}
		for _, r := range used {
			for _, n := range r.Notes {
				if !slices.Contains(c.Contrast.Notes, n) { // what is true of both arms is said once
					c.Contrast.Notes = append(c.Contrast.Notes, n)
				}
			}
			c.Contrast.Converted = append(c.Contrast.Converted, r.Converted...)
			c.Rows = append(c.Rows, Ref{t.Arms.File, r.Line})
		}
		slices.SortFunc(c.Rows, func(a, b Ref) int { return a.Line - b.Line })
		rule := effect.ArmRuleOf(s.Arms)
		for _, arms := range [][]read.Row{exp, ctl} {
			if len(arms) > 1 {
				c.Contrast.Notes = append(c.Contrast.Notes, rule.Note+": "+names(arms))
			}
		}
		if rule.Apart && len(exp)+len(ctl) > 2 {
			c.Contrast.Apart = &study.Apart{Rule: rule.Code, T: numbers(exp), C: numbers(ctl)}
		}
		all = append(all, c)
	}
	return all
}

// before is the same arms of a study, combined in the same way, in their rows of the given
// kind before treatment, on the same outcome and scale, with those rows added to
// the ones given; nil when it is not asked for or an arm lacks it. A change from
// before is not adjusted again. The number of people is that of the later rows.
func before(t *read.Table, kind string, arms, rows []read.Row) (*study.Group, []read.Row) {
	if kind == "" || len(arms) == 0 || arms[0].Kind == "change" {
		return nil, rows
	}
	var groups []study.Group
	for _, a := range arms {
		i := slices.IndexFunc(t.Rows, func(r read.Row) bool {
			return r.Kind == kind && r.Arm == a.Arm && r.Outcome == a.Outcome && r.Scale == a.Scale && !math.IsNaN(r.Group.Mean+r.Group.SD)
		})
		if i < 0 {
			return nil, rows
		}
		g := t.Rows[i].Group
		g.N = a.Group.N
		groups, rows = append(groups, g), append(rows, t.Rows[i])
	}
	g := effect.Combine(groups)
	return &g, rows
}

// fromContrasts makes the candidates of a study from the wide table, one a row.
func fromContrasts(t Tables, s protocol.Select, m effect.Measure, st listed, out *trail) []Chosen {
	if t.Contrasts == nil {
		return nil
	}
	var all []Chosen
	for _, r := range t.Contrasts.Rows {
		if s.Outcome != "" && r.Outcome != s.Outcome {
			continue
		}
		if !compares(s, r) {
			out.stop(stageCompare, fmt.Sprintf("compares %s with %s", r.TreatmentT, r.TreatmentC))
			continue
		}
		if reason := outside(s.Time, r.Time); reason != "" {
			out.stop(stageTime, reason)
			continue
		}
		if reason := failsRows(t, t.Contrasts, s, []read.Row{r}); reason != "" {
			out.stop(stageFilter, reason)
			continue
		}
		c := Chosen{Time: r.Time, Scale: r.Scale, Kind: r.Kind, Source: "contrasts", Rows: []Ref{{t.Contrasts.File, r.Line}},
			Contrast: study.Contrast{Study: st.key, Label: st.label, T: r.T, C: r.C, Pairs: r.Pairs, Within: r.Within, Y: r.Y, V: r.V, Converted: slices.Clone(r.Converted), Notes: slices.Clone(r.Notes)}}
		hint := ""
		if !speaks(m, r.Measure) {
			if !math.IsNaN(r.Y) {
				hint = fmt.Sprintf(" (the effect it reports is on %s, not on %s)", cmp.Or(r.Measure, "a measure that no column measure names"), m.Code)
			}
			c.Contrast.Y, c.Contrast.V = math.NaN(), math.NaN() // on another measure: what counts is the arms, if it has them
		}
		if m.Needs.OneGroup() {
			c.Contrast = m.Declare(c.Contrast, s.Pairing)
		}
		if reason := lacks(m, c.Contrast); reason != "" {
			out.stop(stageNeeds, reason+hint)
			continue
		}
		all = append(all, c)
	}
	return all
}

// compares says whether a reported contrast compares what the selection does.
func compares(s protocol.Select, r read.Row) bool {
	return (len(s.Experimental) == 0 || slices.Contains(s.Experimental, r.TreatmentT)) &&
		(len(s.Control) == 0 || slices.Contains(s.Control, r.TreatmentC))
}

// speaks says whether a reported effect is on the measure asked for. measure is
// what its table says, which may be nothing; then it stands only for an effect
// taken as reported.
func speaks(m effect.Measure, measure string) bool {
	return measure == m.Code || measure == "" && m.Needs == effect.Reported
}

// groups are the rows of an outcome that share time, scale and kind, in order of
// first appearance.
func groups(t *read.Table, outcome string) [][]read.Row {
	type address struct {
		time        string
		scale, kind string
	}
	at := map[address]int{}
	var all [][]read.Row
	for _, r := range t.Rows {
		if outcome != "" && r.Outcome != outcome {
			continue
		}
		a := address{fmt.Sprint(r.Time), r.Scale, r.Kind}
		i, ok := at[a]
		if !ok {
			i = len(all)
			at[a] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}

// side is the arms whose treatment is wanted; where one of them is the arm
// named alone, that arm only.
func side(rows []read.Row, treatments []string, only string) []read.Row {
	var arms []read.Row
	for _, r := range rows {
		if slices.Contains(treatments, r.Treatment) {
			arms = append(arms, r)
		}
	}
	for _, r := range arms {
		if only != "" && r.Arm == only {
			return []read.Row{r}
		}
	}
	return arms
}

func missingArm(s protocol.Select, exp, ctl []read.Row) string {
	var lack []string
	if len(exp) == 0 {
		lack = append(lack, strings.Join(s.Experimental, " or "))
	}
	if len(ctl) == 0 {
		lack = append(lack, strings.Join(s.Control, " or "))
	}
	return "no arm with " + strings.Join(lack, ", nor with ")
}

func numbers(rows []read.Row) []study.Group {
	g := make([]study.Group, len(rows))
	for i, r := range rows {
		g[i] = r.Group
	}
	return g
}

func names(rows []read.Row) string {
	n := make([]string, len(rows))
	for i, r := range rows {
		n[i] = r.Arm
	}
	return strings.Join(n, ", ")
}

// outside is the reason why a time is not in the window, empty when it is.
func outside(w *protocol.Window, hours float64) string {
	if w == nil || hours >= w.From && hours <= w.To {
		return ""
	}
	if math.IsNaN(hours) {
		return "no time given"
	}
	return fmt.Sprintf("at %g h, outside %g to %g h", hours, w.From, w.To)
}

// lacks is the reason why a contrast does not carry what the measure needs.
func lacks(m effect.Measure, c study.Contrast) string {
	if !math.IsNaN(c.Y) && !math.IsNaN(c.V) {
		return ""
	}
	reason := m.Lacks(c)
	if reason != "" && !math.IsNaN(c.Y) {
		reason = "the variance of the reported effect is not reported, nor all of what it follows from; and of the arms: " + reason
	}
	return reason
}
