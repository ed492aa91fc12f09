package figure

// Matrix is a table of marks: rows × columns, each mark from a legend. It
// shows which results are missing and why, or judgements by domain.
type Matrix struct {
	Frame
	RowHead string
	Rows    []string
	Columns []string
	Cells   [][]int // per row and column an index into Legend; other numbers leave the cell empty
	Legend  []Sign
}

// Draw lays the matrix out on one page.
func (m Matrix) Draw() Drawing {
	g := m.grid()
	return g.sheet(0, len(g.Rows), true)
}

// Pages lays the matrix out on pages no taller than so many millimetres, each
// with its heads and the legend; 0 gives one page.
func (m Matrix) Pages(height float64) []Drawing {
	g := m.grid()
	if !(height > 0) {
		return []Drawing{g.sheet(0, len(g.Rows), true)}
	}
	var pages []Drawing
	for from := 0; ; {
		used := g.sheet(from, from, true).Height
		to := from
		for to < len(g.Rows) && (to == from || used+g.heights[to] <= height*perMillimetre) {
			used += g.heights[to]
			to++
		}
		last := to == len(g.Rows)
		pages = append(pages, g.sheet(from, to, last))
		if last {
			return pages
		}
		from = to
	}
}
