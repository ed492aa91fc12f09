package figure

import (
	"fmt"
	"math"
	"strings"
)

// Layout places everything a forest plot shows. It has no error: what cannot
// be drawn is left out and named in the drawing's warnings.
func Layout(f Forest) Drawing {
	p := &page{seen: map[rune]bool{}}
	for i, r := range f.Rows {
		if len(r.Cells) > len(f.Columns) {
			p.warn(fmt.Sprintf("row %d: %d texts for %d columns", i+1, len(r.Cells), len(f.Columns)))
		}
	}
	f = cleaned(f)
	t := arrange(f)
	p.drawing.Width = t.width
	p.drawing.Title, p.drawing.Description = accessible(f)
	y := p.title(f.Title, margin)
	top := p.head(f, t, y)
	heights, bottom := rowHeights(f, t, top)
	s := axisScale(f, t, p)
	p.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: t.plot[0], Y0: top, X1: t.plot[1], Y1: bottom}
	p.lines(f, s)
	m := &marks{page: p, scale: s, edge: t.plot, most: heaviest(f.Rows)}
	y = top
	for i, r := range f.Rows {
		p.cells(f, t, i, y, heights[i], m.most)
		p.check(f, i)
		m.begin(i, r, y+heights[i]/2)
		kinds[r.Kind].draw(m, r)
		y += heights[i]
	}
	y = p.axis(f, s)
	y = p.notes(f.Notes, y)
	return p.finish(y)
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

// rowHeights returns the height of each row and where the last one ends. An
// empty figure keeps room for one row.
func rowHeights(f Forest, t *table, top float64) (heights []float64, bottom float64) {
	space := rowSpace
	if len(f.Rows) >= tightFrom {
		space = tightSpace
	}
	bottom = top
	heights = make([]float64, len(f.Rows))
	for i, r := range f.Rows {
		lines := 1
		for _, cell := range t.cells[i] {
			lines = max(lines, len(cell.lines))
		}
		heights[i] = float64(float64(lines)*lineStep*fontSize) + space
		if r.Kind == Gap {
			heights[i] = gapHeight
		}
		bottom += heights[i]
	}
	return heights, math.Max(bottom, top+2*fontSize)
}

// axisScale maps the limits, chosen or given, to the plot.
func axisScale(f Forest, t *table, p *page) scale {
	s := scale{log: f.Axis.Log, x0: t.plot[0] + arrowRoom, x1: t.plot[1] - arrowRoom}
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
		p.warn(fmt.Sprintf("axis limits %v to %v cannot be used; chosen from the rows", f.Axis.Low, f.Axis.High))
	}
	return s
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
