package figure

import "math"

// Subsets shows very many results as counts in cells: by two values, and by
// whether something was in them. It is the graph of all subsets of a meta-analysis,
// estimate against I², coloured by the presence of one trial.
//
// Olkin, I., Dahabreh, I.J. and Trikalinos, T.A. 2012, Research Synthesis Methods
// 3, 214-223.
type Subsets struct {
	Frame
	X, Y          Axis
	ColumnEdges   []float64 // natural values of X, ascending, one more than there are columns
	RowEdges      []float64 // of Y
	With, Without []int     // by row, then column
	Names         [3]string // legend: cells mostly with it, both about as often, mostly without
	Mark          Dot       // one result that stands out, NaN for none; its label is its name in the legend
}

// ramps are the fills of cells, by who is in them: with, both, without. The three
// differ in hue, and without colour in how much of a cell's height is filled; each
// falls in lightness by how many there are.
var ramps = [3]struct {
	fills  [4]Color // lightest first
	filled float64
	edge   float64 // in the fill, or programs that smooth edges leave a light line between neighbours
}{
	{[4]Color{{0xcf, 0xde, 0xed}, {0x94, 0xb8, 0xd9}, {0x4a, 0x80, 0xb3}, {0x1c, 0x43, 0x6b}}, 1, 0.8},
	{[4]Color{{0xe4, 0xe0, 0xe2}, {0xbf, 0xb7, 0xbd}, {0x8a, 0x81, 0x88}, {0x4a, 0x44, 0x49}}, 0.8, 0},
	{[4]Color{{0xf7, 0xde, 0xc0}, {0xec, 0xb3, 0x70}, {0xcb, 0x7c, 0x25}, {0x7d, 0x43, 0x05}}, 0.6, 0},
}

// Draw lays the plot out.
func (f Subsets) Draw() Drawing {
	style := f.Options.filled().Style
	c := chart{Frame: f.Frame, kind: "All subsets", x: f.X, y: f.Y, tall: 0.72, mark: 0.5}
	columns, rows := len(f.ColumnEdges)-1, len(f.RowEdges)-1
	if columns > 0 && rows > 0 {
		c.x.Low, c.x.High = f.ColumnEdges[0], f.ColumnEdges[columns]
		c.y.Low, c.y.High = f.RowEdges[0], f.RowEdges[rows]
		c.areas = f.cells(columns, rows)
		c.shown = len(c.areas)
	}
	if n := axisValue(f.X.Log, f.X.Null); n > axisValue(f.X.Log, c.x.Low) && n < axisValue(f.X.Log, c.x.High) {
		c.guides = []guide{{vertical: true, at: f.X.Null, role: RoleNull, color: style.Null}}
	}
	for i, name := range f.Names {
		if name != "" {
			c.keys = append(c.keys, cellKey(name, i))
		}
	}
	if finite(f.Mark.X) && finite(f.Mark.Y) {
		m := f.Mark
		m.Group, m.Open, m.Label = 3, true, ""
		c.dots = []Dot{m}
		c.keys = append(c.keys, key{f.Mark.Label, func(p *page, x, y, size float64) []Item {
			return []Item{p.shape(Tag{RoleSwatch, -1}, 3, x, y, p.em(0.36), true, "")}
		}})
	}
	return c.draw()
}

// cells are the cells that hold something, neighbours of one fill in one piece.
func (f Subsets) cells(columns, rows int) []area {
	most := 0
	for i := range f.With {
		most = max(most, f.With[i]+f.Without[i])
	}
	type cell struct{ who, level int } // level -1 of an empty one
	at := func(r, c int) cell {
		with, without := f.With[r*columns+c], f.Without[r*columns+c]
		n := with + without
		if n == 0 {
			return cell{0, -1}
		}
		level := int(4 * math.Log1p(float64(n)) / math.Log1p(float64(most)))
		who := 1
		switch share := float64(with) / float64(n); {
		case share > 2./3:
			who = 0
		case share < 1./3:
			who = 2
		}
		return cell{who, min(level, 3)}
	}
	var all []area
	for r := range rows {
		y0, y1 := axisValue(f.Y.Log, f.RowEdges[r]), axisValue(f.Y.Log, f.RowEdges[r+1])
		for c := 0; c < columns; {
			here, to := at(r, c), c+1
			for to < columns && at(r, to) == here {
				to++
			}
			if here.level >= 0 {
				ramp := ramps[here.who]
				x0, x1 := axisValue(f.X.Log, f.ColumnEdges[c]), axisValue(f.X.Log, f.ColumnEdges[to])
				free := (1 - ramp.filled) / 2 * (y1 - y0)
				low, high := y0+float64(free), y1-float64(free)
				all = append(all, area{[]Point{{x0, low}, {x1, low}, {x1, high}, {x0, high}}, ramp.fills[here.level], ramp.edge})
			}
			c = to
		}
	}
	return all
}

// cellKey is the legend of the cells of one ramp: three rows of them.
func cellKey(text string, who int) key {
	return key{text, func(p *page, x, y, size float64) []Item {
		const rows = 3
		var all []Item
		ramp, step := ramps[who], 0.6*size/rows
		for i := range rows {
			middle := y + float64((float64(i)-1)*step)
			all = append(all, Rect{Tag{RoleSwatch, -1}, x - size/2, middle - float64(ramp.filled*step/2), size, ramp.filled * step, ramp.fills[2], ramp.fills[2], ramp.edge})
		}
		return all
	}}
}
