package report

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
	"grove/analysis/tau"
)

// functions is the part of reproduce.R that is the same for every review.
//
//go:embed reproduce.R
var functions string

// Reproduce is reproduce.R: every estimate of the review again in R's package
// metafor, asserted at 1e-8. The script holds each distinct effect once, with
// the counts or means that R computes it from; an estimate names its trials by
// their places and reads its settings and our numbers from estimates.csv. It is
// plain ASCII whatever the labels are.
func Reproduce(r Review) []byte {
	s := script{place: map[string]int{}}
	var body strings.Builder
	row, explained := 0, false
	for _, a := range r.Analyses {
		fmt.Fprintf(&body, "\n# %s\n", quoted(a.ID+": "+a.Title))
		for _, e := range a.Estimates() {
			row++
			fmt.Fprintf(&body, "%s\n", s.estimate(row, e))
			if e.Kind == "main" {
				for _, x := range a.Absolute {
					fmt.Fprintf(&body, "absolute(%d, %q, %s, %s, %s, %s)\n", row, a.Measure.Code, rNumber(x.Risk), rNumber(x.More), rNumber(x.Low), rNumber(x.High))
				}
			}
		}
		for _, t := range a.Between {
			body.WriteString(s.between(a, t))
		}
		for _, x := range a.Regressions {
			body.WriteString(s.regression(a, x))
			explained = true
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", quoted(r.Title))
	b.WriteString("# Every estimate of this review again in R's metafor, held against estimates.csv\n# and studies.csv at 1e-8. Run in this folder: Rscript reproduce.R\n\n")
	b.WriteString(functions)
	if explained {
		b.WriteString(regressionFunctions)
	}
	b.WriteString("\n# --- the review: its effects ---------------------------------------------------\n")
	b.WriteString(strings.Join(s.trials, ""))
	for _, why := range s.given {
		fmt.Fprintf(&b, "not_asserted(%s, %s)\n", quoted(why.what), quoted(why.reason))
	}
	b.WriteString("\n# --- the review: its estimates -------------------------------------------------\n")
	b.WriteString(body.String())
	b.WriteString("\nfinish()\n")
	return []byte(b.String())
}

// script gathers the distinct effects while the estimates are written.
type script struct {
	trials []string       // their lines, in the order of first use
	place  map[string]int // of a line, from 1
	given  []unasserted
}

type unasserted struct{ what, reason string }

// at are the places of an estimate's trials.
func (s *script) at(e Estimate) []int {
	var at []int
	for _, t := range e.Trials {
		if math.IsNaN(t.Y) {
			continue
		}
		made, why := remade(t, e.Measure, e.Options)
		if made != "" {
			made = ",\n  " + made
		}
		line := fmt.Sprintf("trial(%s, %s, %s%s)\n", quoted(t.Label), rNumber(t.Y), rNumber(t.V), made)
		if s.place[line] == 0 {
			s.trials = append(s.trials, line)
			s.place[line] = len(s.trials)
			if why != "" {
				s.given = append(s.given, unasserted{t.Label + ", " + e.Measure.Code, why})
			}
		}
		at = append(at, s.place[line])
	}
	return at
}

// estimate is the line of one estimate, the row-th of estimates.csv.
func (s *script) estimate(row int, e Estimate) string {
	where := e.Analysis + ", " + e.Scenario
	switch {
	case e.Failed != "":
		return fmt.Sprintf("not_asserted(%s, %s)", quoted(where), quoted("there is no estimate: "+e.Failed))
	case e.Result.K == 0:
		return fmt.Sprintf("not_asserted(%s, \"no trial left\")", quoted(where))
	case unasked(e.Result) != "":
		return fmt.Sprintf("not_asserted(%s, %s)", quoted(where), quoted(unasked(e.Result)))
	case countsInR[e.Result.Model] != "":
		return s.counts(row, e)
	case e.Result.Interval == pool.Permutation.Code && e.Result.K > 22:
		return fmt.Sprintf("not_asserted(%s, \"R would hold every set of more than 22 trials at once\")", quoted(where))
	}
	more := ""
	if prior := e.Settings.Prior; e.Result.Model == pool.Bayes.Code {
		if prior != pool.HalfNormal(prior.Scale) {
			return fmt.Sprintf("not_asserted(%s, %s)", quoted(where), quoted("this script integrates half-normal priors only, not the "+prior.String()))
		}
		if c := e.Result.Posterior.Credible; c != pool.Credibles[0].Code {
			return fmt.Sprintf("not_asserted(%s, %s)", quoted(where), quoted("this script has equal-tailed credible intervals only, not the "+c))
		}
		more += ", prior = " + rNumber(prior.Scale)
	}
	if e.Result.Tau2 < 0 {
		more += ", tau2_min = " + rNumber(e.Settings.Tau2Min)
	}
	if e.Kind == "main" {
		more += ", listed = " + quoted(e.Analysis)
	}
	return fmt.Sprintf("estimate(%d, %s%s) # %s", row, vector(s.at(e), strconv.Itoa), more, quoted(e.Scenario))
}

// countsInR are the functions of the script for the models that pool counts.
var countsInR = map[string]string{pool.MantelHaenszel.Code: "mantel_haenszel", pool.Peto.Code: "peto", pool.Mixed.Code: "mixed", pool.MixedCommon.Code: "mixed"}

// unasked says why the script does not ask R for an estimate, empty where it does.
func unasked(r pool.Result) string {
	switch {
	case r.Model == pool.BetaBinomial.Code:
		return "metafor has no beta-binomial model"
	case r.Model == pool.SampleSize.Code:
		return "this script gives metafor no weights of its own"
	case r.Model == pool.Equal.Code && r.Interval == pool.T.Code:
		return "this script refers equal weights to the normal distribution only"
	case r.Interval == pool.SJ.Code:
		return "metafor has not this variance of the mean"
	case r.Tau2Method == tau.GENQM.Code:
		return "metafor's distribution of the generalised Q has fewer digits"
	}
	return ""
}

// counts brings the counts themselves, over people or person-time, and the places of the trials that have an
// effect of their own, for Q.
func (s *script) counts(row int, e Estimate) string {
	column := func(of func(Trial) float64) string {
		return vector(e.Trials, func(t Trial) string { return rNumber(of(t)) })
	}
	over := func(g study.Group) float64 { return g.N }
	if e.Measure.Needs == effect.Rates || e.Measure.Needs == effect.Rate {
		over = func(g study.Group) float64 { return g.Time }
	}
	return fmt.Sprintf("%s(%d, %s, %q, # %s\n  ai = %s, n1i = %s,\n  ci = %s, n2i = %s)", countsInR[e.Result.Model], row, vector(s.at(e), strconv.Itoa), e.Measure.Code, quoted(e.Scenario),
		column(func(t Trial) float64 { return t.T.Events }), column(func(t Trial) float64 { return over(t.T) }),
		column(func(t Trial) float64 { return t.C.Events }), column(func(t Trial) float64 { return over(t.C) }))
}

// between is the line of one test between subgroups, empty when none was made.
// The subgroups in it are the first DF+1: a class without a name stands last.
func (s *script) between(a Analysis, t pool.Between) string {
	if math.IsNaN(t.Q) {
		return ""
	}
	where := a.ID + ", test between subgroups, tau2 " + t.Tau2
	var groups, methods []string
	for _, e := range a.Subgroups[:int(t.DF)+1] {
		method := e.Result.Tau2Method
		switch {
		case unasked(e.Result) != "":
			return fmt.Sprintf("not_asserted(%s, %s)\n", quoted(where), quoted(unasked(e.Result)))
		case e.Result.Tau2 < 0:
			return fmt.Sprintf("not_asserted(%s, \"a subgroup has a tau^2 below 0\")\n", quoted(where))
		case e.Result.Model == pool.Common.Code:
			method = "EE"
		case e.Result.Model != pool.Random.Code:
			return fmt.Sprintf("not_asserted(%s, %s)\n", quoted(where), quoted("its subgroups are pooled by "+modelName(e.Result.Model)))
		}
		groups = append(groups, vector(s.at(e), strconv.Itoa))
		methods = append(methods, quoted(method))
	}
	return fmt.Sprintf("between(%s, list(%s), %q, c(%s), q = %s, df = %s, p = %s)\n", quoted(where), strings.Join(groups, ", "), t.Tau2,
		strings.Join(methods, ", "), rNumber(t.Q), rNumber(t.DF), rNumber(t.P))
}

// vector is c(...) of the texts of its elements.
func vector[T any](all []T, text func(T) string) string {
	var texts []string
	for _, x := range all {
		texts = append(texts, text(x))
	}
	return "c(" + strings.Join(texts, ", ") + ")"
}

// rNumber is Number, or NA.
func rNumber(x float64) string {
	if s := Number(x); s != "" {
		return s
	}
	return "NA"
}

func rTruth(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}

// quoted is a text as a string of R in ASCII, on one line, without control and
// direction-changing characters: quotes and backslashes are escaped, and so is
// every character beyond ASCII.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range Plain(text) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < unicode.MaxASCII:
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			fmt.Fprintf(&b, "\\U%08x", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
