package report

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"
)

// htmlAnalysis is one analysis of the page. Its own name is its place in the
// page; every other name of the page has an underscore, which no analysis has.
type htmlAnalysis struct {
	ID, Title     string
	First         bool // answered in words at the top of the page
	Folded        bool // rests on one trial or none: all but the answer and the plot is folded away
	Question      string
	Answer        []htmlPart
	Remarks       []htmlRemarks
	Margin        string
	Forest        *htmlFigure
	Sensitivity   *htmlFigure
	Companions    []htmlFigure // further plots
	Undrawn       []string     // plots asked for that are not there, with why
	Labs          []htmlLab
	Heterogeneity string
	Tests         string
	Notes         []string
	Published     *htmlTable
	Trials        *htmlTable
	Refits        *htmlTable
	Between       []string
	Influence     []string
	LeftOne       *htmlTable
	Left          *htmlTable
	LeftCount     int
	Listed        int
	Nothing       []string // labels of the trials of which nothing was found
	Method        []string
	Works         []htmlWork
}

// abouts are the words for what remarks are about, in the order of the page.
var abouts = []string{"in-1000", "rests-on", "would-change", "missing"}

// htmlRemarks are sentences under one word.
type htmlRemarks struct {
	Title string
	Texts []string
}

// htmlPart is a piece of a sentence, set strong or not.
type htmlPart struct {
	Text   string
	Strong bool
}

// parts are the pieces of a headline: what stands between its first two double
// asterisks, strong, and the rest.
func parts(headline string) []htmlPart {
	strong, rest, _ := strings.Cut(strings.TrimPrefix(headline, "**"), "**")
	return []htmlPart{{strong, true}, {rest, false}}
}

// newAnalysis lays out the analysis at place i of the review. works are the
// papers of the whole review.
func newAnalysis(w *words, a Analysis, i int, works []htmlWork) htmlAnalysis {
	e := a.Main
	h := htmlAnalysis{ID: a.ID, Title: a.Title, First: i == 0, Folded: e.Result.K < 2, Question: a.Question, Answer: parts(Headline(a)),
		Notes: e.Result.Notes, LeftCount: len(e.Left), Listed: a.Listed}
	for _, about := range abouts {
		said := htmlRemarks{Title: w.of(about)}
		for _, r := range remarks(a) {
			if r.about == about {
				said.Texts = append(said.Texts, r.text)
			}
		}
		if len(said.Texts) > 0 {
			h.Remarks = append(h.Remarks, said)
		}
	}
	if a.Margin != nil {
		h.Margin = MarginReading(a)
	}
	for j, f := range a.Figures {
		drawn := newFigure(f, fmt.Sprintf("_figure-%d-%d", i+1, j+1))
		if inLab(a, f) {
			continue
		}
		switch path.Base(f.Name) {
		case "forest":
			h.Forest = &drawn
		case "sensitivity":
			h.Sensitivity = &drawn
		default:
			h.Companions = append(h.Companions, drawn)
		}
	}
	h.Undrawn = a.Undrawn
	if e.Result.K > 1 {
		h.Heterogeneity = Heterogeneity(e.Result) + "."
	}
	if t := Tests(e.Result); t != "" {
		h.Tests = t + "."
	}
	h.Published = publishedTable(w, a)
	h.Trials = trialTable(w, a)
	h.Refits = refitTable(w, a)
	for j, t := range a.Between {
		if j == 0 || !math.IsNaN(t.Q) {
			h.Between = append(h.Between, TestBetween(t))
		}
	}
	for _, series := range LeftOut(a) {
		if s := Influence(a, series); s != "" && !repeated(series) {
			h.Influence = append(h.Influence, s)
		}
	}
	h.LeftOne = leftOneTable(w, a)
	for j, l := range Labs(a) {
		h.Labs = append(h.Labs, newLab(a, l, fmt.Sprintf("_lab-%d-%d", i+1, j+1)))
	}
	h.Left = leftTable(w, a)
	for _, l := range e.Left {
		if !l.Found {
			h.Nothing = append(h.Nothing, l.Label)
		}
	}
	if e.Result.K > 0 {
		h.Method = usedMethods(e)
	}
	keys := used(e)
	for _, f := range a.Figures {
		keys = append(keys, f.Cites...)
	}
	for _, work := range works {
		if slices.Contains(keys, work.Key) {
			h.Works = append(h.Works, work)
		}
	}
	return h
}

// repeated says whether every row of a series repeats an earlier one.
func repeated(series []Estimate) bool {
	return !slices.ContainsFunc(series, func(e Estimate) bool { return e.SameAs == "" })
}

// usedMethods are the methods of one estimate in words.
func usedMethods(e Estimate) []string {
	r := e.Result
	all := []string{Capital(e.Measure.Name), Model(r), "interval: " + IntervalName(r)}
	if name := TauName(r); name != "" {
		all = append(all, "τ²: "+name)
	}
	if r.Prediction != "" {
		all = append(all, "prediction interval: "+PredictionName(r))
	}
	return all
}
