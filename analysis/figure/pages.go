package figure

// Pages lays a forest plot out on pages no taller than so many millimetres,
// each with title, heads and the same axis; the notes stand on the last. No
// page ends with a heading or begins with a gap. A page always takes a row,
// however tall; height 0 gives one page.
func Pages(f Forest, height float64) []Drawing {
	p := newPlan(f)
	n := len(p.forest.Rows)
	if !(height > 0) {
		return []Drawing{p.sheet(0, n, true)}
	}
	height *= perMillimetre
	var pages []Drawing
	for from := 0; ; {
		plain, noted := p.around(from, false), p.around(from, true)
		rest := 0.0
		for _, h := range p.heights[from:] {
			rest += h
		}
		if noted+rest <= height || n-from <= 1 {
			return append(pages, p.sheet(from, n, true))
		}
		to, used := from, plain
		for to < n-1 && used+p.heights[to] <= height {
			used += p.heights[to]
			to++
		}
		to = p.breakBefore(from, to)
		pages = append(pages, p.sheet(from, to, false))
		for to < n-1 && p.forest.Rows[to].Kind == Gap {
			to++
		}
		from = to
	}
}

// around returns the height of a page without its rows.
func (p *plan) around(from int, last bool) float64 {
	seen, warnings := p.seen, p.warnings
	p.seen, p.warnings = map[rune]bool{}, nil
	d := p.sheet(from, from, last)
	p.seen, p.warnings = seen, warnings
	return d.Height - (d.Plot.Y1 - d.Plot.Y0)
}

// breakBefore moves the end of a page up so that no heading stands alone at
// its foot; it keeps at least one row.
func (p *plan) breakBefore(from, to int) int {
	end := to
	for end > from+1 && (p.forest.Rows[end-1].Kind == Heading || p.forest.Rows[end-1].Kind == Gap) {
		end--
	}
	return max(end, from+1)
}
