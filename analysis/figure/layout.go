package figure

import (
	"fmt"
	"math"
	"strings"
)

// Layout places everything a forest plot shows. It has no error: what cannot
// be drawn is left out and named in the drawing's warnings.
func Layout(f Forest) Drawing {
	p := newPlan(f)
	return p.sheet(0, len(p.forest.Rows), true)
}

// plan is a forest plot fitted to its width, before it is cut into pages.
type plan struct {
	look
	forest   Forest
	table    *table
	lines    []line
	scale    scale
	warnings []string
	seen     map[rune]bool // characters already warned about
}

func newPlan(f Forest) *plan {
	p := &plan{seen: map[rune]bool{}}
	for i, r := range f.Rows {
		if len(r.Cells) > len(f.Columns) {
			p.warnings = append(p.warnings, fmt.Sprintf("row %d: %d texts for %d columns", i+1, len(r.Cells), len(f.Columns)))
		}
	}
	p.forest = cleaned(f)
	p.fit()
	p.axisScale()
	return p
}

// fit climbs down the ladder until the columns fit the width asked for. Of the
// other folds of that rung one is taken that is much lower.
func (p *plan) fit() {
	want := p.forest.Options.Width * perMillimetre
	for i, r := range ladder {
		if fits := p.set(r, r.folds[0], want); !fits && i < len(ladder)-1 {
			continue
		}
		for _, fold := range r.folds[1:] {
			other := *p
			if other.set(r, fold, want) && tall(other.lines) < muchLower*tall(p.lines) {
				*p = other
			}
		}
		break
	}
	if want > 0 && p.table.width > want+1e-6 {
		p.warnings = append(p.warnings, fmt.Sprintf("%d columns need %.0f mm, not %.4g", len(p.forest.Columns), math.Ceil(p.table.width/perMillimetre), p.forest.Options.Width))
	}
}

// muchLower is how tall a figure of another fold may be, of the usual one's height.
const muchLower = 0.9

// set lays the columns out by a rung and reports whether they fit. What is left of
// the width goes to labels that are wrapped, and then to the plot.
func (p *plan) set(r rung, fold fold, want float64) (fits bool) {
	p.look = p.forest.Options.look(r)
	p.fold = fold
	p.table = arrange(p.forest, p.look)
	fits = !(want > 0) || p.table.width <= want
	if fits && want > 0 {
		p.roomForLabels(want)
		p.table.widen(want - p.table.width)
	}
	p.lineHeights()
	return fits
}

// widestLabels is the share of a figure that its labels may take of what
// would otherwise widen the plot.
const widestLabels = 0.35

// roomForLabels widens the first column where that keeps labels in one line.
func (p *plan) roomForLabels(want float64) {
	t := p.table
	if t.first < 0 {
		return
	}
	wider := p.look
	wider.firstMin = math.Min(t.x1[t.first]-t.x0[t.first]+want-t.width, widestLabels*want)
	if wider.firstMin <= p.look.firstMin {
		return
	}
	if other := arrange(p.forest, wider); other.width <= want {
		p.look, p.table = wider, other
	}
}

// sheet draws the rows from one to before another; the last sheet has the
// notes.
func (p *plan) sheet(from, to int, last bool) Drawing {
	f, t := p.forest, p.table
	g := &page{look: p.look, seen: p.seen}
	if from == 0 {
		g.drawing.Warnings = append(g.drawing.Warnings, p.warnings...)
	}
	g.drawing.Width, g.drawing.Lang = t.width, g.Locale.Lang
	g.drawing.Title, g.drawing.Description = accessible(f)
	title := f.Title
	if from > 0 {
		more := "(" + g.Locale.Words.Continued + ")"
		title = strings.TrimSpace(title + " " + more)
		g.drawing.Title += " " + more
	}
	again := p.continued(from)
	top := g.head(f, t, p.scale, g.title(title, g.margin))
	bottom := top + again.height
	for _, l := range p.lines[from:to] {
		bottom += l.height
	}
	bottom = math.Max(bottom, top+g.em(2)) // an empty figure keeps room for one row
	g.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: t.plot[0], Y0: top, X1: t.plot[1], Y1: bottom}
	g.lines(f, p.scale)
	m := &marks{page: g, scale: p.scale, edge: t.plot, most: heaviest(f.Rows)}
	y := top + again.height
	g.continued(again, top)
	for i := from; i < to; i++ {
		r, l := f.Rows[i], p.lines[i]
		g.cells(f, t, i, y, l, m.most)
		g.check(f, i)
		m.begin(i, r, y+l.tiers[Left][0].middle())
		kinds[r.Kind].draw(m, r)
		y += l.height
	}
	y = g.legend(signKeys(f.signs()), g.foot(g.axis(f, t, p.scale)))
	if last {
		y = g.notes(f.Notes, y)
	}
	return g.finish(y)
}

// accessible returns the figure's accessible name and its text alternative.
func accessible(f Forest) (title, description string) {
	title, description = f.Title, f.Description
	if title == "" {
		title = "Forest plot"
	}
	if description == "" {
		var b strings.Builder
		for _, r := range f.Rows {
			if line := clean(strings.Join(r.Cells, " ")); line != "" {
				b.WriteString(line + ". ")
			}
		}
		if description = clean(b.String()); description == "" {
			description = title
		}
	}
	return title, description
}

// axisScale maps the limits, chosen or given, to the plot.
func (p *plan) axisScale() {
	f := p.forest
	s := scale{log: f.Axis.Log, x0: p.table.plot[0] + p.arrowRoom, x1: p.table.plot[1] - p.arrowRoom}
	s.lo, s.hi = limits(f)
	lo, hi := s.lo, s.hi
	if g := axisValue(s.log, f.Axis.Low); finite(g) {
		lo = g
	}
	if g := axisValue(s.log, f.Axis.High); finite(g) {
		hi = g
	}
	given := !math.IsNaN(f.Axis.Low) || !math.IsNaN(f.Axis.High)
	if lo < hi {
		s.lo, s.hi = lo, hi
	} else if given {
		p.warnings = append(p.warnings, fmt.Sprintf("axis limits %v to %v cannot be used; chosen from the rows", f.Axis.Low, f.Axis.High))
	}
	p.scale = s
}

// heaviest returns the largest weight of a study, 0 without weights.
func heaviest(rows []Row) float64 {
	most := 0.0
	for _, r := range rows {
		if r.Kind == Study && r.Weight > most && !math.IsInf(r.Weight, 0) {
			most = r.Weight
		}
	}
	return most
}
