package figure

// place is the room of some lines of a row, in points below its top.
type place struct{ top, bottom float64 }

func (p place) middle() float64 { return (p.top + p.bottom) / 2 }

// line says where the texts and marks of one row stand.
type line struct {
	label  place
	tiers  [2][]place // by side; the first, where the marks are, is the same on both
	height float64
}

// lineHeights gives each row its height and its texts their places in it.
func (p *plan) lineHeights() {
	space := p.rowSpace
	if len(p.forest.Rows) >= tightFrom {
		space = p.tightSpace
	}
	if len(p.table.sides[Left]) > 1 {
		space += p.em(0.3) // keeps the lines of a row nearer than those of two
	}
	p.table.space = space
	p.lines = make([]line, len(p.forest.Rows))
	for i, r := range p.forest.Rows {
		p.lines[i] = p.table.line(i, space)
		if r.Kind == Gap {
			p.lines[i].height = p.gapHeight
		}
	}
}

// line sets the places of a row. Labels that stand above their numbers, by
// themselves or because their side is folded, end above them or, if alone in their
// tier, beside them; other labels have the numbers at their middle. Lower tiers
// follow on either side.
func (t *table) line(i int, space float64) line {
	tall := func(lines int) float64 { return float64(float64(lines) * t.em(lineStep)) }
	label, numbers := 0, 1 // lines
	for c, cell := range t.cells[i] {
		switch {
		case c == t.first:
			label = cell.tall()
		case t.tier(c) == 0:
			numbers = max(numbers, cell.tall())
		}
	}
	top, bottom := 0.0, tall(max(label, numbers))
	own := place{0, bottom + space}
	switch {
	case t.stacked[i]:
		top, bottom = tall(label), tall(label+numbers)
		own.bottom = top + t.em(0.25)
	case len(t.sides[Left]) > 1:
		top = bottom - tall(numbers)
	default:
		top = (bottom - tall(numbers)) / 2
	}
	l := line{label: own, height: bottom}
	for side, tiers := range t.sides {
		y := top + tall(numbers)
		l.tiers[side] = []place{{top, y + space}}
		for _, tier := range tiers[1:] {
			lines := 0
			for _, c := range tier {
				lines = max(lines, t.cells[i][c].tall())
			}
			at := place{y + t.em(tierLead), y + t.em(tierLead) + tall(lines) + space}
			l.tiers[side] = append(l.tiers[side], at)
			if lines > 0 {
				y = at.bottom - space
			}
		}
		l.height = max(l.height, y)
	}
	l.height += space
	return l
}

// tall returns the height of some rows.
func tall(lines []line) float64 {
	total := 0.0
	for _, l := range lines {
		total += l.height
	}
	return total
}
