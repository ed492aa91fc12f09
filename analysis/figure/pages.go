package figure

// Pages lays a forest plot out on pages no taller than so many millimetres,
// each with title, heads and the same axis; the notes stand on the last. No
// page ends with a heading or begins with a gap; a group that goes on has its
// heading again. A page always takes a row, however tall; height 0 gives one
// page.
func Pages(f Forest, height float64) []Drawing {
	p := newPlan(f)
	n := len(p.forest.Rows)
	if !(height > 0) {
		return []Drawing{p.sheet(0, n, true)}
	}
	height *= perMillimetre
	var pages []Drawing
	for from := 0; ; {
		again := p.continued(from).height
		plain, noted := again+p.around(from, false), again+p.around(from, true)
		if noted+tall(p.lines[from:]) <= height || n-from <= 1 {
			return append(pages, p.sheet(from, n, true))
		}
		to, used := from, plain
		for to < n-1 && used+p.lines[to].height <= height {
			used += p.lines[to].height
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

// repeated is the heading of a group that goes on on a further page.
type repeated struct {
	row          int
	text         string
	lines        []string
	x, y, height float64 // y from the top of the heading to that of its text
}

// continued returns the heading to repeat over a row, nothing where a page
// begins with a row of no group, or a group begins.
func (p *plan) continued(from int) repeated {
	rows, t := p.forest.Rows, p.table
	at := from
	for at > 0 && at < len(rows) && rows[at].Kind != Heading && rows[at].Kind != Gap {
		at--
	}
	if at == from || rows[at].Kind != Heading || t.first < 0 {
		return repeated{}
	}
	font := p.cellFace(Heading)
	x0, x1 := t.labelRoom(p.forest, rows[at])
	r := repeated{row: at, text: rows[at].Cells[t.first] + " (" + p.Locale.Words.Continued + ")", x: x0}
	r.lines, _ = font.wrap(r.text, x1-x0, t.maxLines)
	r.y = t.space/2 + p.em((lineStep-ascent-descent)/2)
	r.height = float64(float64(len(r.lines))*p.em(lineStep)) + t.space
	return r
}

// continued prints a repeated heading.
func (p *page) continued(r repeated, top float64) {
	p.block(Tag{RoleCell, r.row}, p.cellFace(Heading), r.x, top+r.y, Start, p.Style.Ink, r.lines, whole(r.text, r.lines))
}
