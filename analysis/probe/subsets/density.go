package subsets

// Density counts subsets by estimate and I², with one trial and without it. Column
// c holds the estimates from X0 + c·Step to X0 + (c+1)·Step, row r the I² from
// 100r/Rows to 100(r+1)/Rows. Of subsets without an I² there are Outside.
type Density struct {
	X0, Step      float64
	Columns, Rows int
	With, Without []int // by row, then column
	Outside       int
}

// The most columns of a density, and its rows.
const (
	columns = 64
	rows    = 51 // a divisor of up
)

// density is the finest grid in coarser cells, cut to the estimates that occur.
func (t *tallies) density(colour int, low, high float64) Density {
	first, last := 0, 0
	if t.width > 0 {
		first, last = bin((low-t.lo)/t.width, across), bin((high-t.lo)/t.width, across)
	}
	step := (last-first)/columns + 1
	cell := t.width / across
	d := Density{X0: t.lo + float64(float64(first)*cell), Step: float64(step) * cell, Columns: (last-first)/step + 1, Rows: rows}
	d.With, d.Without = make([]int, d.Columns*d.Rows), make([]int, d.Columns*d.Rows)
	for i, c := range t.cells {
		set := Set(i)
		if t.sets != nil {
			set = t.sets[i]
		} else if i == 0 {
			continue
		}
		y := int(c >> 8)
		if y == up {
			d.Outside++
			continue
		}
		at := y/(up/rows)*d.Columns + (int(c&0xff)-first)/step
		if set.Has(colour) {
			d.With[at]++
		} else {
			d.Without[at]++
		}
	}
	return d
}
