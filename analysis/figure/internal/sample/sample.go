// Package sample makes figures of every kind and size to test the layout on.
// Its numbers mean nothing.
package sample

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/figure"
)

// Labels are ways to name a study.
var Labels = []struct {
	Name string
	Of   func(i int) string
}{
	{"short", func(i int) string { return fmt.Sprintf("Aronson %d", 1900+i) }},
	{"long", func(i int) string {
		return fmt.Sprintf("%.76s %d", "The Collaborative Randomised Evaluation of Vaccination in Young Adults Study Gro", 1900+i)
	}},
	{"norwegian", func(i int) string { return fmt.Sprintf("Tromsø og Ærøskøbing, Ås %d", 1900+i) }},
	{"cjk", func(i int) string { return fmt.Sprintf("東京大学病院 %d", 1900+i) }},
	{"hostile", func(i int) string {
		return []string{"<script>alert(1)</script>&amp;", "\u202eevil\u202c \x00\x1b", strings.Repeat("W", 60), "", "=1+1; 😀 \ufffd", "\"'`]]>", strings.Repeat("a b ", 30)}[i%7]
	}},
}

// Kind is one kind of figure.
type Kind struct {
	Name   string
	Make   func(k int, label func(int) string, o figure.Options) []figure.Drawing
	Counts bool // cells of counts, in which no single row is seen
}

// Kinds are all kinds of figure, in all their pages.
var Kinds = []Kind{
	{Name: "forest", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{figure.Layout(Forest(k, label, o))}
	}},
	{Name: "pages", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return figure.Pages(Forest(k, label, o), 240)
	}},
	{Name: "subgroups", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{figure.Layout(Subgroups(k, label, o))}
	}},
	{Name: "grouped", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return figure.Pages(Grouped(k, label, o), 240)
	}},
	{Name: "signs", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{figure.Layout(Signs(k, label, o))}
	}},
	{Name: "scenarios", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return figure.Pages(Scenarios(k, label, o), 240)
	}},
	one("funnel", Funnel),
	one("drapery", Drapery),
	one("baujat", Baujat),
	{Name: "subsets", Counts: true, Make: one("", Subsets).Make},
	one("specifications", Specifications),
	one("radial", Radial),
	one("labbe", LAbbe),
	one("timecourse", TimeCourse),
	one("bubble", Bubble),
	one("beliefs", Beliefs),
	one("evidence", Evidence),
	one("traffic", Traffic),
	{Name: "traffic-pages", Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return Traffic(k, label, o).Pages(200)
	}},
}

func one[F interface{ Draw() figure.Drawing }](name string, make func(int, func(int) string, figure.Options) F) Kind {
	return Kind{Name: name, Make: func(k int, label func(int) string, o figure.Options) []figure.Drawing {
		return []figure.Drawing{make(k, label, o).Draw()}
	}}
}

var nan = math.NaN()

// effect is a log ratio with its standard error.
func effect(i int) (y, se float64) {
	return -0.5 + 0.6*math.Sin(float64(7*i)), 0.12 + 0.09*float64(i%7)
}

func frame(title string, o figure.Options) figure.Frame {
	return figure.Frame{Title: title, Description: "What it shows.", Notes: []string{"τ² = 0.31, I² = 92%. A note that is long enough to need a second line in a narrow figure."}, Options: o}
}
