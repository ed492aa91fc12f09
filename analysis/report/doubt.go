package report

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/missing"
	"grove/analysis/pool"
	"grove/analysis/probe"
)

// Missing is what the answer is under assumptions about people whose outcome is
// not known.
type Missing struct {
	ID, Title       string
	Asked           Asked
	Measure         effect.Measure
	Method          missing.Method
	T, C            float64 // how many are missing from each arm, of the trials that say so
	Silent          int     // trials that do not say, or whose effect is not that of two arms
	SD, Correlation float64 // how sure one is of a belief, on the method's scale
	Rows            []MissingRow
	Map             []MissingCell  // every pair of beliefs, those of the experimental arm changing fastest
	Boundary        []figure.Point // between where the statement holds and where not: the experimental arm's belief, the control arm's
	Failed          string
}

// MissingRow is one assumption with the answer under it.
type MissingRow struct {
	Title              string
	Result             pool.Result
	Holds, OnlyDegrees bool
	Failed             string
}

// MissingCell is a pair of beliefs, on their natural scale, with the answer.
type MissingCell struct {
	T, C   float64
	Result pool.Result
	Holds  bool
	Failed string
}

// Next is what one more trial would have to find to change the statement.
type Next struct {
	ID, Title string
	Asked     Asked
	Measure   effect.Measure
	Rows      []NextRow
	Failed    string
}

// NextRow is a trial of one size. People are as many as a trial of that variance
// would have, going by the trials there are; NaN where they do not say.
type NextRow struct {
	Size   string
	People float64
	Next   probe.Next
}

// Fragility is how many people's outcomes would have to be others to change the
// statement.
type Fragility struct {
	ID, Title string
	Asked     Asked
	Measure   effect.Measure
	Trials    []Trial
	Changes   []probe.Change
	Last      pool.Result
	Done      bool
	Failed    string
}

// MissingBelief is a belief about the missing of an arm in words.
func MissingBelief(m missing.Method, belief float64) string {
	if m.Code == missing.IMOR.Code {
		return fmt.Sprintf("the odds of the event %s times those of the observed", Number(belief))
	}
	return fmt.Sprintf("the mean of the missing less that of the observed %s", Effect(belief, false))
}

func missingLab(x Missing) Lab {
	l := Lab{ID: x.ID, Title: x.Title}
	if x.Failed != "" {
		l.Brief = "Not answered: " + x.Failed + "."
		l.Said = []string{l.Brief}
		return l
	}
	ratio := x.Measure.Ratio
	holds, rows, turned := 0, 0, []string{}
	t := LabTable{Name: "assumptions", Title: "The answer under each assumption", Heads: []string{"What is assumed of the missing", x.Measure.Code + " (interval)", "Statement"}}
	for _, r := range x.Rows {
		if r.Failed != "" {
			t.Rows = append(t.Rows, []string{r.Title, "", "no estimate: " + r.Failed})
			continue
		}
		rows++
		if r.Holds {
			holds++
		} else {
			turned = append(turned, r.Title)
		}
		back := x.Measure.Back
		t.Rows = append(t.Rows, []string{r.Title, EffectCI(back(r.Result.Estimate), back(r.Result.CILower), back(r.Result.CIUpper), ratio), verdict(r.Holds, r.OnlyDegrees)})
	}
	people := fmt.Sprintf("%s people of the experimental and %s of the control arms have no outcome", Count(x.T), Count(x.C))
	if x.Silent > 0 {
		people += fmt.Sprintf("; of %s it is not known how many were randomised, or the effect is not that of two arms: it stays as it is", Plural(x.Silent, "trial", "trials"))
	}
	l.Said = append(l.Said, people+".")
	l.Brief = fmt.Sprintf("Under %d of %s %s, as in the main result.", holds, Plural(rows, "assumption", "assumptions"), x.Asked.says(ratio))
	l.Said = append(l.Said, l.Brief)
	if len(turned) > 0 {
		l.Said = append(l.Said, "Not under: "+strings.Join(turned, "; ")+".")
	}
	bears, without := 0, 0
	for _, c := range x.Map {
		if c.Failed != "" || math.IsNaN(c.Result.Estimate) || x.Asked.Statement.Interval && !hasInterval(c.Result) {
			without++
		} else if c.Holds {
			bears++
		}
	}
	where := fmt.Sprintf("On the map of beliefs about either arm the statement holds in %d of %d pairs", bears, len(x.Map))
	if without > 0 {
		where += fmt.Sprintf("; %s no estimate", Plural(without, "pair has", "pairs have"))
	}
	if bears == len(x.Map) && len(x.Map) > 0 {
		where += ": nothing in its range turns it"
	}
	l.Said = append(l.Said, where+".", "The same belief is held of every trial. "+Capital(x.Method.Name)+sure(x))
	l.Tables = []LabTable{t}
	return l
}

// sure says how sure the belief of the unsure row is.
func sure(x Missing) string {
	unit := "of its logarithm"
	if x.Method.Code != missing.IMOR.Code {
		unit = "in units of the outcome"
	}
	return fmt.Sprintf("s; where one is held without being sure, the standard deviation is %s %s, the correlation of the arms %s.", Human(x.SD, 2), unit, Human(x.Correlation, 2))
}

func nextLab(x Next) Lab {
	l := Lab{ID: x.ID, Title: x.Title}
	if x.Failed != "" {
		l.Brief = "Not answered: " + x.Failed + "."
		l.Said = []string{l.Brief}
		return l
	}
	ratio, back := x.Measure.Ratio, x.Measure.Back
	t := LabTable{Name: "next", Title: "What one more trial would have to find", Heads: []string{"A trial as informative", "About so many people", x.Measure.Code + " at or below", x.Measure.Code + " at or above"}}
	cell := func(y float64) string {
		if math.IsNaN(y) {
			return "none"
		}
		return Effect(back(y), ratio)
	}
	for _, r := range x.Rows {
		people := "not reported"
		if !math.IsNaN(r.People) {
			people = Count(r.People)
		}
		low, high := cell(r.Next.Low), cell(r.Next.High)
		if r.Next.Always {
			low, high = "any, even the present estimate", ""
		}
		t.Rows = append(t.Rows, []string{r.Size, people, low, high})
	}
	l.Brief = fmt.Sprintf("Now %s.", x.Asked.says(ratio))
	l.Said = []string{l.Brief + " One more trial would change that if it found what the table says, for trials of four sizes.",
		"A far effect can change it by the disagreement it brings, not by its direction. The trial is added as it is: whether it would be like the others is not asked."}
	if len(x.Rows) > 0 {
		large := x.Rows[len(x.Rows)-1]
		switch {
		case large.Next.Always:
			l.Brief += " A trial as informative as all of them together would change it even with the present estimate."
		case !math.IsNaN(large.Next.Low) || !math.IsNaN(large.Next.High):
			l.Brief += fmt.Sprintf(" A trial as informative as all of them together would change it with %s %s at or below, or %s at or above.", x.Measure.Code, cell(large.Next.Low), cell(large.Next.High))
		}
	}
	l.Tables = []LabTable{t}
	return l
}

func fragilityLab(x Fragility) Lab {
	l := Lab{ID: x.ID, Title: x.Title}
	if x.Failed != "" {
		l.Brief = "Not answered: " + x.Failed + "."
		l.Said = []string{l.Brief}
		return l
	}
	ratio, back := x.Measure.Ratio, x.Measure.Back
	if !x.Done {
		l.Brief = fmt.Sprintf("%s other outcomes, each the one that moves it most, do not change that %s.", Count(float64(len(x.Changes))), x.Asked.says(ratio))
	} else {
		l.Brief = fmt.Sprintf("%s, each the one that moves it most, would change that %s: the %s would then be %s.", Plural(len(x.Changes), "other outcome", "other outcomes"), x.Asked.says(ratio),
			x.Measure.Name, EffectCI(back(x.Last.Estimate), back(x.Last.CILower), back(x.Last.CIUpper), ratio))
	}
	l.Said = []string{l.Brief, "The search is greedy: fewer might do. The number depends on the size of the trials and on how near the interval is to the value; it measures no bias."}
	var order []string
	count := map[string]int{}
	for _, c := range x.Changes {
		arm, what := "experimental arm", "one more event"
		if c.Control {
			arm = "control arm"
		}
		if c.By < 0 {
			what = "one event fewer"
		}
		key := x.Trials[c.Trial].Label + "\x00" + arm + "\x00" + what
		if count[key] == 0 {
			order = append(order, key)
		}
		count[key]++
	}
	t := LabTable{Name: "changes", Title: "Whose outcomes", Heads: []string{"Trial", "Arm", "Change", "Times"}}
	for _, key := range order {
		t.Rows = append(t.Rows, append(strings.Split(key, "\x00"), fmt.Sprint(count[key])))
	}
	if len(t.Rows) > 0 {
		l.Tables = []LabTable{t}
	}
	return l
}
