package report

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"grove/analysis/probe/subsets"
)

// Lab is a section on many refits: what is said of them, and its tables.
type Lab struct {
	ID, Title string
	Brief     string   // the answer in a line
	Said      []string // in sentences, the answer among them
	Tables    []LabTable
	Figure    *Figure // nil for none
}

// LabTable is a table of texts; Muted rows repeat earlier ones.
type LabTable struct {
	Name, Title string
	Heads       []string
	Rows        [][]string
	Muted       []bool
}

// Labs are the sections of an analysis, subsets first.
func Labs(a Analysis) []Lab {
	var all []Lab
	for _, x := range a.Subsets {
		all = append(all, subsetsLab(a, x))
	}
	for _, x := range a.Choices {
		all = append(all, choicesLab(a, x))
	}
	for _, x := range a.Regressions {
		all = append(all, regressionLab(x))
	}
	for _, x := range a.Missing {
		all = append(all, missingLab(x))
	}
	for _, x := range a.Next {
		all = append(all, nextLab(x))
	}
	for _, x := range a.Fragility {
		all = append(all, fragilityLab(x))
	}
	for i := range all {
		for j := range a.Figures {
			if path.Base(a.Figures[j].Name) == all[i].ID {
				all[i].Figure = &a.Figures[j]
			}
		}
	}
	return all
}

// inLab says that a figure stands with a section on many refits.
func inLab(a Analysis, f Figure) bool {
	return slices.ContainsFunc(a.Missing, func(x Missing) bool { return x.ID == path.Base(f.Name) }) ||
		slices.ContainsFunc(a.Subsets, func(x Subsets) bool { return x.ID == path.Base(f.Name) }) ||
		slices.ContainsFunc(a.Choices, func(x Choices) bool { return x.ID == path.Base(f.Name) })
}

// says is the statement in words: where the main result stands to the value.
func (x Asked) says(ratio bool) string {
	at := Effect(x.At, ratio)
	if x.Statement.At == "null" {
		at = Number(x.At)
	}
	if !x.Statement.Interval {
		return map[int]string{1: "the estimate lies above " + at, -1: "the estimate lies below " + at, 0: "the estimate is " + at}[x.Stands]
	}
	return map[int]string{1: "the interval lies above " + at, -1: "the interval lies below " + at, 0: "the interval includes " + at}[x.Stands]
}

// subsetsLab says in which share of the subsets the statement holds, what the
// estimates are, and which removals change it.
func subsetsLab(a Analysis, x Subsets) Lab {
	l := Lab{ID: x.ID, Title: x.Title}
	if x.Failed != "" {
		l.Brief = "No subsets were pooled: " + x.Failed + "."
		l.Said = []string{l.Brief}
		return l
	}
	r, ratio := x.Answer, x.Measure.Ratio
	back := func(y float64) string { return Effect(x.Measure.Back(y), ratio) }
	of := shareOf
	if len(r.Rows) > 0 {
		of = func(s subsets.Share) string { return fmt.Sprint(s.Count) } // a share of so few would read as a probability
	}
	which := fmt.Sprintf("In %s of the %s of the %d trials", of(r.Holds), Plural(r.Subsets, "subset", "subsets"), r.K)
	if r.Sampled {
		which = fmt.Sprintf("In %s (standard error %s) of %s subsets drawn from all of the %d trials (seed %d)", shareOf(r.Holds), Percent(100*r.Holds.SE), Count(float64(r.Subsets)), r.K, r.Seed)
	}
	l.Said = append(l.Said, fmt.Sprintf("%s %s, as with all trials together.", which, x.Asked.says(ratio)))
	if x.Asked.Statement.Interval {
		l.Said = append(l.Said, fmt.Sprintf("By Wald intervals %s in %s; in %s the statement fails only by the interval's own rule, its standard error and degrees of freedom: the Wald interval of the same estimate still bears it out.",
			says(x, r.StandsWald), of(r.HoldsWald), of(r.OnlyDegrees)))
	}
	out := removals(x)
	l.Brief = l.Said[0] + " " + strings.Join(out, " ")
	if r.K < subsets.Few {
		l.Brief += " " + fewSubsets
	}
	l.Said = append(l.Said, out...)
	q := r.Quantiles
	l.Said = append(l.Said, fmt.Sprintf("The estimates lie between %s and %s, half of them between %s and %s; the median is %s.", back(r.Low.Estimate), back(r.High.Estimate), back(q[1]), back(q[3]), back(q[2])))
	if r.K > 1 && len(x.Trials) == r.K {
		p := r.Trials[r.Splits]
		with, without := Percent(100*p.HoldsWith), Percent(100*p.HoldsWithout)
		if len(r.Rows) > 0 {
			half := 1 << (r.K - 1)
			with, without = partOf(p.HoldsWith, half), partOf(p.HoldsWithout, half-1)
		}
		l.Said = append(l.Said, fmt.Sprintf("%s splits them most: the mean estimate is %s in subsets with it and %s in those without; the statement holds in %s and in %s.",
			x.Trials[r.Splits].Label, back(p.With), back(p.Without), with, without))
	}
	if r.K < subsets.Few {
		l.Said = append(l.Said, fewSubsets)
		l.Tables = append(l.Tables, rowTable(x))
	} else {
		l.Said = append(l.Said, "Subsets share trials: the shares describe this set of trials and are no probabilities.")
	}
	if t := removalTable(x); len(t.Rows) > 0 {
		l.Tables = append(l.Tables, t)
	}
	return l
}

// fewSubsets goes wherever a share of the subsets of few trials does.
const fewSubsets = "So few trials make a table, not a distribution: which of them bear it out is mostly a matter of degrees of freedom and precision, which the number of trials decides, and no share of them is a probability."

// says is the statement by Wald intervals.
func says(x Subsets, stands int) string {
	y := x.Asked
	y.Stands = stands
	return y.says(x.Measure.Ratio)
}

// removals says which smallest sets of trials change the statement when they are
// left out.
func removals(x Subsets) []string {
	least, moved := x.Answer.Least, x.Answer.Moved
	k := x.Answer.K
	if least.Size == 0 {
		if least.Looked < k-1 {
			return []string{fmt.Sprintf("Leaving out any %s changes it nowhere; larger sets were not searched.", upTo(least.Looked))}
		}
		return []string{"No set of trials changes it when it is left out."}
	}
	said := fmt.Sprintf("The smallest sets whose removal changes it are of %s", Plural(least.Size, "trial", "trials"))
	switch {
	case least.Size == 1:
		said = fmt.Sprintf("Leaving out one trial changes it (%s)", inWords(x, least.Sets))
	case least.Count <= 6:
		said += fmt.Sprintf(" (%s)", inWords(x, least.Sets))
	default:
		said += fmt.Sprintf("; there are %s of them", Count(float64(least.Count)))
	}
	if x.Asked.Statement.Interval && least.OnlyDegrees == least.Count {
		said += ", each time by degrees of freedom alone: the Wald interval of what is left does not change it"
	} else if least.OnlyDegrees > 0 {
		said += fmt.Sprintf(", %d of them by degrees of freedom alone", least.OnlyDegrees)
	}
	all := []string{said + "."}
	switch {
	case !x.Asked.Statement.Interval || moved.Size == least.Size:
	case moved.Size == 0 && moved.Looked < k-1:
		all = append(all, fmt.Sprintf("No set of %s changes it by the Wald interval too; larger sets were not searched.", upTo(moved.Looked)))
	case moved.Size == 0:
		all = append(all, "No set changes it by the Wald interval too.")
	default:
		said := fmt.Sprintf("The smallest sets that change it by the Wald interval too are of %s", Plural(moved.Size, "trial", "trials"))
		if moved.Count <= 6 {
			said += ": " + inWords(x, moved.Sets)
		} else {
			said += fmt.Sprintf("; there are %s of them", Count(float64(moved.Count)))
		}
		all = append(all, said+".")
	}
	return all
}

func upTo(n int) string {
	if n == 1 {
		return "one trial"
	}
	return fmt.Sprintf("up to %d trials", n)
}

// inWords are sets of trials by their labels.
func inWords(x Subsets, removed []subsets.Removal) string {
	var all []string
	for _, s := range removed {
		all = append(all, members(x, s.Removed, " + "))
	}
	return strings.Join(all, "; ")
}

func members(x Subsets, s subsets.Set, between string) string {
	var all []string
	for i, t := range x.Trials {
		if s.Has(i) {
			all = append(all, t.Label)
		}
	}
	return strings.Join(all, between)
}

// rowTable is every subset of few trials.
func rowTable(x Subsets) LabTable {
	t := LabTable{Name: "subsets", Title: "Every subset", Heads: []string{"Trials", "", x.Measure.Code + " (interval)", "Wald interval", "I²", "Statement"}}
	for _, r := range x.Answer.Rows {
		i2 := ""
		if !math.IsNaN(r.I2Q) {
			i2 = Percent(r.I2Q)
		}
		back, ratio := x.Measure.Back, x.Measure.Ratio
		t.Rows = append(t.Rows, []string{members(x, r.Set, "; "), fmt.Sprint(r.Set.Size()), EffectCI(back(r.Estimate), back(r.Lower), back(r.Upper), ratio),
			Interval(back(r.WaldLower), back(r.WaldUpper), ratio), i2, x.outcome(r)})
	}
	return t
}

// outcome says of a subset whether the statement holds in it.
func (x Subsets) outcome(r subsets.Row) string {
	own := x.Asked.Statement.Stands(r.Estimate, r.Lower, r.Upper, x.at())
	wald := x.Asked.Statement.Stands(r.Estimate, r.WaldLower, r.WaldUpper, x.at())
	return verdict(own == x.Answer.Stands, own != x.Answer.Stands && wald == x.Answer.StandsWald)
}

// at is the value of the statement on the analysis scale.
func (x Subsets) at() float64 {
	if x.Measure.Ratio {
		return math.Log(x.Asked.At)
	}
	return x.Asked.At
}

// verdict says whether a statement holds.
func verdict(holds, onlyDegrees bool) string {
	switch {
	case holds:
		return "holds"
	case onlyDegrees:
		return "fails by degrees of freedom alone"
	}
	return "fails"
}

// removalTable is the smallest removals with what is left, where they are more
// than a sentence bears.
func removalTable(x Subsets) LabTable {
	least, moved := x.Answer.Least, x.Answer.Moved
	sets := least.Sets
	if moved.Size > least.Size {
		sets = append(sets[:len(sets):len(sets)], moved.Sets...)
	}
	t := LabTable{Name: "removals", Title: "The smallest removals that change it", Heads: []string{"Left out", x.Measure.Code + " of the others (interval)", "Wald interval", "Changed by"}}
	for _, s := range sets {
		r := s.Left
		back, ratio := x.Measure.Back, x.Measure.Ratio
		by := "the estimate or its precision"
		if s.OnlyDegrees {
			by = "degrees of freedom alone"
		}
		t.Rows = append(t.Rows, []string{members(x, s.Removed, "; "), EffectCI(back(r.Estimate), back(r.Lower), back(r.Upper), ratio), Interval(back(r.WaldLower), back(r.WaldUpper), ratio), by})
	}
	for _, part := range []subsets.Removals{least, moved} {
		if part.Count > len(part.Sets) {
			t.Title = fmt.Sprintf("The smallest removals that change it, the first %d of each size", subsets.Listed)
		}
	}
	return t
}

// choicesLab says in which share of the specifications the statement holds, and
// which choice matters most.
func choicesLab(a Analysis, x Choices) Lab {
	l := Lab{ID: x.ID, Title: x.Title}
	said := fmt.Sprintf("%d combinations of %s: %d distinct specifications with an estimate", len(x.Cells), counts(x.Axes), x.Distinct)
	if x.Repeat > 0 {
		said += fmt.Sprintf(", %d that repeat an earlier one", x.Repeat)
	}
	if x.Failed > 0 {
		said += fmt.Sprintf(", %d without an estimate", x.Failed)
	}
	l.Brief = said + "."
	l.Said = append(l.Said, l.Brief)
	if x.Distinct == 0 {
		return l
	}
	holds := fmt.Sprintf("In %d of the %d distinct ones (%s) %s, as in the main result", x.Agree, x.Distinct, Percent(100*float64(x.Agree)/float64(x.Distinct)), x.Asked.says(a.Measure.Ratio))
	if x.OnlyDegrees > 0 {
		holds += fmt.Sprintf("; in %d it fails by degrees of freedom alone, the Wald interval of the same estimate bears it out", x.OnlyDegrees)
	}
	l.Brief = holds + "."
	l.Said = append(l.Said, l.Brief)
	if x.Most >= 0 {
		m := x.Axes[x.Most]
		if m.Changes > 0 {
			s := fmt.Sprintf("The choice that matters most is %s: of %s alike in all else, %d stand apart on the statement", m.Name, Plural(m.Pairs, "pair", "pairs"), m.Changes)
			if m.OnlyDegrees == m.Changes {
				s += ", each by degrees of freedom alone"
			} else if m.OnlyDegrees > 0 {
				s += fmt.Sprintf(", %d of them by degrees of freedom alone", m.OnlyDegrees)
			}
			if x.Repeat > 0 {
				s += "; combinations that repeat another count in these pairs"
			}
			l.Said = append(l.Said, s+".")
		} else {
			l.Said = append(l.Said, fmt.Sprintf("No choice changes the statement. The one that moves the result most is %s: by %s standard errors on average.", m.Name, Human(m.Moves, 2)))
		}
	}
	if x.Most >= 0 {
		l.Brief += " " + l.Said[len(l.Said)-1]
	}
	l.Said = append(l.Said, "Specifications share trials: the share counts choices and is neither a probability nor a test.")
	t := LabTable{Name: "choices", Title: "What each choice does", Heads: []string{"Choice", "Options", "Pairs alike in all else", "Stand apart", "by degrees of freedom alone", "Moves, in standard errors"}}
	for _, axis := range x.Axes {
		moves := ""
		if axis.Pairs > 0 {
			moves = Human(axis.Moves, 2)
		}
		t.Rows = append(t.Rows, []string{axis.Name, strings.Join(axis.Options, " · "), fmt.Sprint(axis.Pairs), fmt.Sprint(axis.Changes), fmt.Sprint(axis.OnlyDegrees), moves})
	}
	l.Tables = []LabTable{t, cellTable(x)}
	return l
}

// counts is "measure (2) × interval (3)".
func counts(axes []ChoiceAxis) string {
	var all []string
	for _, x := range axes {
		all = append(all, fmt.Sprintf("%s (%d)", x.Name, len(x.Options)))
	}
	return strings.Join(all, " × ")
}

// cellTable is every specification.
func cellTable(x Choices) LabTable {
	t := LabTable{Name: "specifications", Title: "Every specification", Heads: []string{"No."}}
	for _, axis := range x.Axes {
		t.Heads = append(t.Heads, axis.Name)
	}
	t.Heads = append(t.Heads, "Trials", "Estimate (interval)", "Statement")
	for i, c := range x.Cells {
		row := []string{fmt.Sprint(i + 1)}
		for j, o := range c.At {
			row = append(row, x.Axes[j].Options[o])
		}
		e := c.Estimate
		what, k := verdict(c.Holds, c.OnlyDegrees), fmt.Sprint(e.Result.K)
		switch {
		case e.Failed != "":
			what, k = "no estimate: "+e.Failed, ""
		case e.Result.K == 0:
			what = "no trial left"
		case c.SameAs >= 0:
			what = fmt.Sprintf("same as %d", c.SameAs+1)
		}
		t.Rows = append(t.Rows, append(row, k, e.Measure.Code+" "+natural(e), what))
		t.Muted = append(t.Muted, c.SameAs >= 0)
	}
	return t
}

// shareOf is a share of subsets in percent, never rounded to none or all.
func shareOf(s subsets.Share) string { return Percent(100 * s.Share) }

// partOf is a share of n things as a count.
func partOf(share float64, n int) string {
	return fmt.Sprintf("%.0f of %d", share*float64(n), n)
}
