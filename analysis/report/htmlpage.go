package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"grove/analysis/cite"
)

// htmlPage is everything the page shows, in its order.
type htmlPage struct {
	Lang                            string
	Title, About, Profile, Version  string
	Policy                          string // what the page may load: nothing
	Style                           template.CSS
	Script                          template.JS
	Total, PooledFrom, Single, None int // analyses; those of two trials or more, of one, of none
	Findings                        []string
	Summary                         htmlTable
	Analyses                        []htmlAnalysis
	Listed                          int
	Listing                         *htmlTable // nil when the protocol shows no list
	Figures                         []htmlFigure
	Undrawn                         []string // figures asked for that are not there, with why
	HasListing                      bool     // any of the three
	Works                           []htmlWork
}

// htmlWork is a paper with its number in the page's list.
type htmlWork struct {
	Number    int
	Key       string
	Text, DOI string
}

// newPage lays a review out in the language at place at.
func newPage(r Review, at int) (htmlPage, error) {
	p := htmlPage{Lang: Languages[at].Tag, Title: r.Title, About: r.About, Profile: r.Profile, Version: r.Version,
		Findings: r.Findings, Total: len(r.Analyses), Listed: r.Listed, Works: papers(Keys(r))}
	word := words{at: at}
	for i, a := range r.Analyses {
		switch k := a.Main.Result.K; {
		case k > 1:
			p.PooledFrom++
		case k == 1:
			p.Single++
		default:
			p.None++
		}
		p.Analyses = append(p.Analyses, newAnalysis(&word, a, i, p.Works))
	}
	p.Summary = summaryOfFindings(&word, r)
	if len(r.Listing) > 0 {
		t := listedTrials(&word, r)
		p.Listing = &t
	}
	for i, f := range r.Figures {
		p.Figures = append(p.Figures, newFigure(f, fmt.Sprintf("_figure-%d", i+1)))
	}
	p.Undrawn = r.Undrawn
	p.HasListing = p.Listing != nil || len(p.Figures)+len(p.Undrawn) > 0
	return p, word.err
}

// words looks words up and keeps the first error.
type words struct {
	at  int
	err error
}

func (w *words) of(key string, args ...any) string {
	s, err := htmlWord(w.at, key, args...)
	if w.err == nil {
		w.err = err
	}
	return s
}

// head is a column's head in words of the page.
func (w *words) head(key string) htmlCell { return plainCell(w.of(key)) }

// papers are the works with the given keys, numbered, each with the address
// its text ends in.
func papers(keys []string) []htmlWork {
	var all []htmlWork
	for i, k := range keys {
		work, _ := cite.Lookup(k)
		text, doi, _ := strings.Cut(work.Text, " doi:")
		all = append(all, htmlWork{Number: i + 1, Key: k, Text: text, DOI: doi})
	}
	return all
}

// summaryOfFindings is the table of all outcomes: effect, absolute effect at
// each declared baseline risk, trials and people, certainty.
func summaryOfFindings(w *words, r Review) htmlTable {
	t := htmlTable{ID: "_summary-table", Name: "summary-of-findings", Title: w.of("sof"), Groups: make([]htmlGroup, 1)}
	risks := slices.ContainsFunc(r.Analyses, func(a Analysis) bool { return len(InThousand(a)) > 0 })
	t.Heads = []htmlCell{w.head("outcome"), w.head("effect")}
	if risks {
		t.Heads = append(t.Heads, w.head("baseline"), w.head("difference"))
	}
	t.Heads = append(t.Heads, w.head("trials"), w.head("people"), w.head("certainty"))
	for _, a := range r.Analyses {
		e, down := a.Main, max(1, len(a.Absolute))
		cells := []htmlCell{
			{Text: a.Title, Link: "#" + a.ID, Long: true, Down: down},
			{Text: a.Measure.Code + " " + natural(e), Down: down, Fixed: true},
		}
		rest := []htmlCell{
			{Text: w.of("k-of", e.Result.K, a.Listed), Number: true, Down: down},
			{Text: Count(e.Result.N), Number: true, Down: down},
			{Text: w.of("not-assessed"), Down: down},
		}
		all := a.Absolute
		if x := difference(a); x != nil && len(all) == 0 {
			all = []Absolute{*x}
		}
		if len(all) == 0 {
			if risks {
				cells = append(cells, numberCell(""), plainCell(""))
			}
			t.Groups[0].Rows = append(t.Groups[0].Rows, row(append(cells, rest...)...))
		}
		for i, x := range all {
			if i > 0 {
				cells, rest = nil, nil
			}
			cells = append(cells, numberCell(baseline(x)), saidCell(withTreatment(x)))
			t.Groups[0].Rows = append(t.Groups[0].Rows, row(append(cells, rest...)...))
		}
	}
	return t
}

// baseline is the risk without the experimental treatment, empty where the
// difference holds at any.
func baseline(x Absolute) string {
	if math.IsNaN(x.Risk) {
		return ""
	}
	return Human(1000*x.Risk, 0)
}

// withTreatment is an absolute effect as a cell: "206 more (50 more to 412
// more): the lowest".
func withTreatment(x Absolute) string {
	if math.IsNaN(x.More) {
		return "not estimable: " + x.Source
	}
	said := fmt.Sprintf("%s (%s to %s)", MoreOrFewer(x.More), MoreOrFewer(x.Low), MoreOrFewer(x.High))
	if x.Source != "" {
		said += ": " + x.Source
	}
	return said
}

// listedTrials is the table of all listed trials: what each analysis has of
// them first, then the columns the protocol shows.
func listedTrials(w *words, r Review) htmlTable {
	t := htmlTable{ID: "_listing-table", Name: "listed-trials", Title: w.of("listing"), Groups: make([]htmlGroup, 1), Wide: true}
	t.Heads = []htmlCell{w.head("trial")}
	for _, a := range r.Analyses {
		t.Heads = append(t.Heads, htmlCell{Text: a.ID, Link: "#" + a.ID, Turned: true})
	}
	for _, l := range r.Listing {
		t.Heads = append(t.Heads, plainCell(Capital(l)))
	}
	meanings := map[Evidence]string{Pooled: "pooled", Shown: "found-not-pooled", Nothing: "nothing"}
	for _, x := range r.Trials {
		cells := []htmlCell{plainCell(x.Label)}
		for _, e := range x.Evidence {
			for _, m := range marks {
				if m.evidence == e {
					cells = append(cells, htmlCell{Text: m.mark, Meaning: w.of(meanings[e])})
				}
			}
		}
		for _, c := range x.Cells {
			cells = append(cells, plainCell(c))
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row(cells...))
	}
	return t
}
