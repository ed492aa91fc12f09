package report

import (
	"fmt"

	"grove/analysis/effect"
)

// trialTable is the data of the main estimate, a row a trial.
func trialTable(w *words, a Analysis) *htmlTable {
	if len(a.Main.Trials) == 0 {
		return nil
	}
	t := &htmlTable{ID: a.ID + "_trials", Name: a.ID + "-trials", Title: a.Title + ": " + w.of("data"), Groups: make([]htmlGroup, 1)}
	heads, cells := Groups(a.Main.Trials, a.Measure)
	t.Heads = []htmlCell{w.head("trial")}
	for _, h := range heads {
		t.Heads = append(t.Heads, saidCell(h))
	}
	for _, c := range a.Columns {
		t.Heads = append(t.Heads, plainCell(Capital(c)))
	}
	t.Heads = append(t.Heads, plainCell(a.Measure.Code), w.head("weight"), w.head("source"), w.head("remark"))
	for i, x := range a.Main.Trials {
		r := []htmlCell{plainCell(Marked(x))}
		for j := range heads {
			text := ""
			if j < len(cells[i]) {
				text = cells[i][j]
			}
			r = append(r, numberCell(text))
		}
		for _, c := range x.Columns {
			r = append(r, plainCell(c))
		}
		r = append(r, fixedCell(EffectCI(x.Natural.Estimate, x.Natural.CILower, x.Natural.CIUpper, a.Measure.Ratio)), numberCell(Weight(x)), plainCell(x.Source), saidCell(joined(x.Notes)))
		t.Groups[0].Rows = append(t.Groups[0].Rows, row(r...))
	}
	return t.full()
}

// refitKinds are the groups of the table of refits, in its order; each has the
// key of its title.
var refitKinds = []struct{ kind, title string }{
	{"beside", "beside"}, {"subgroup", "subgroups"}, {"refit", "refit"}, {"cumulative", "cumulative"},
}

// refitTable is the main estimate and every change from it but the trials left
// out in turn, which have a table of their own.
func refitTable(w *words, a Analysis) *htmlTable {
	t := &htmlTable{ID: a.ID + "_refits", Name: a.ID + "-refits", Title: a.Title + ": " + w.of("sensitivity"),
		Heads: []htmlCell{w.head("change"), w.head("trials"), w.head("effect"), w.head("model"), plainCell("τ²"), w.head("exactly"), w.head("remark")}}
	one := func(e Estimate) htmlRow {
		title := e.Title
		if e.Kind == "main" {
			title = w.of("main")
		}
		r := row(plainCell(title), numberCell(fmt.Sprint(e.Result.K)), fixedCell(e.Measure.Code+" "+natural(e)), saidCell(Model(e.Result)+", "+IntervalName(e.Result)),
			numberCell(tau2(e.Result)), saidCell(e.Change), saidCell(note(e, a)))
		r.Muted = e.SameAs != ""
		return r
	}
	t.Groups = []htmlGroup{{Rows: []htmlRow{one(a.Main)}}}
	for _, k := range refitKinds {
		g := htmlGroup{Title: w.of(k.title)}
		for _, e := range a.Estimates()[1:] {
			if e.Kind == k.kind {
				g.Rows = append(g.Rows, one(e))
			}
		}
		if len(g.Rows) > 0 {
			t.Groups = append(t.Groups, g)
		}
	}
	if len(t.Groups) == 1 {
		return nil
	}
	return t.full()
}

// leftOneTable is the rows that leave out one trial or group at a time.
func leftOneTable(w *words, a Analysis) *htmlTable {
	t := &htmlTable{ID: a.ID + "_left-one", Name: a.ID + "-leave-one-out", Title: a.Title + ": " + w.of("influence"), Groups: make([]htmlGroup, 1),
		Heads: []htmlCell{w.head("left-one"), w.head("trials"), w.head("effect"), w.head("interval-null"), plainCell("τ²"), plainCell("I²"), w.head("remark")}}
	for _, series := range LeftOut(a) {
		for _, e := range series {
			null, i2 := w.of("includes"), ""
			if ExcludesNull(e) {
				null = w.of("excludes")
			}
			if e.Failed != "" || e.Result.K == 0 || !hasNull(e.Measure) {
				null = ""
			}
			if e.Result.K > 1 {
				i2 = Percent(e.Result.I2Q)
			}
			r := row(plainCell(e.Title), numberCell(fmt.Sprint(e.Result.K)), fixedCell(e.Measure.Code+" "+natural(e)), plainCell(null), numberCell(tau2(e.Result)), numberCell(i2), saidCell(note(e, a)))
			r.Muted = e.SameAs != ""
			t.Groups[0].Rows = append(t.Groups[0].Rows, r)
		}
	}
	if len(t.Groups[0].Rows) == 0 {
		return nil
	}
	return t.full()
}

// leftTable is the listed trials of which a number was found and not used, with
// the reason.
func leftTable(w *words, a Analysis) *htmlTable {
	t := &htmlTable{ID: a.ID + "_left", Name: a.ID + "-left-out", Title: a.Title + ": " + w.of("left", len(a.Main.Left), a.Listed), Groups: make([]htmlGroup, 1),
		Heads: []htmlCell{w.head("trial"), w.head("reason")}}
	for _, l := range a.Main.Left {
		if l.Found {
			t.Groups[0].Rows = append(t.Groups[0].Rows, row(plainCell(l.Label), saidCell(l.Reason)))
		}
	}
	if len(t.Groups[0].Rows) == 0 {
		return nil
	}
	return t.full()
}

// publishedTable is the published results beside the main estimate.
func publishedTable(w *words, a Analysis) *htmlTable {
	if len(a.Published) == 0 {
		return nil
	}
	t := &htmlTable{ID: a.ID + "_published", Name: a.ID + "-published", Title: a.Title + ": " + w.of("published"), Groups: make([]htmlGroup, 1),
		Heads: []htmlCell{w.head("review"), w.head("control"), w.head("timepoint"), w.head("trials"), w.head("people"), w.head("effect"), w.head("comparable"), w.head("source")}}
	for _, p := range a.Published {
		m, _ := effect.Lookup(p.Measure)
		t.Groups[0].Rows = append(t.Groups[0].Rows, row(plainCell(p.Review), plainCell(p.Control), plainCell(p.Timepoint), numberCell(p.K), numberCell(p.N),
			fixedCell(p.Measure+" "+EffectCI(p.Estimate, p.Low, p.High, m.Ratio)), plainCell(p.Comparable), plainCell(p.Source)))
	}
	return t.full()
}
