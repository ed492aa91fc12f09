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

// ramps are the fills of cells, by who is in them and by how many: with, both,
// without; lightest first. The three differ in hue, and each falls in lightness.
var ramps = [3][4]Color{
	{{0xcf, 0xde, 0xed}, {0x94, 0xb8, 0xd9}, {0x4a, 0x80, 0xb3}, {0x1c, 0x43, 0x6b}},
	{{0xe4, 0xe0, 0xe2}, {0xbf, 0xb7, 0xbd}, {0x8a, 0x81, 0x88}, {0x4a, 0x44, 0x49}},
	{{0xf7, 0xde, 0xc0}, {0xec, 0xb3, 0x70}, {0xcb, 0x7c, 0x25}, {0x7d, 0x43, 0x05}},
}

// Draw lays the plot out.
func (f Subsets) Draw() Drawing {
	style := f.Options.filled().Style
	c := chart{Frame: f.Frame, kind: "All subsets", x: f.X, y: f.Y, tall: 0.72}
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
			c.keys = append(c.keys, swatch(name, ramps[i][2]))
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

// hair is the width of the edge of a cell, or programs that smooth the edges of
// what they draw leave a light line between neighbours.
const hair = 0.8

// cells are the cells that hold something, neighbours of one fill in one piece.
func (f Subsets) cells(columns, rows int) []area {
	most := 0
	for i := range f.With {
		most = max(most, f.With[i]+f.Without[i])
	}
	fill := func(r, c int) (Color, bool) {
		with, without := f.With[r*columns+c], f.Without[r*columns+c]
		n := with + without
		if n == 0 {
			return white, false
		}
		level := int(4 * math.Log1p(float64(n)) / math.Log1p(float64(most)))
		who := 1
		switch share := float64(with) / float64(n); {
		case share > 2./3:
			who = 0
		case share < 1./3:
			who = 2
		}
		return ramps[who][min(level, 3)], true
	}
	var all []area
	for r := range rows {
		y0, y1 := axisValue(f.Y.Log, f.RowEdges[r]), axisValue(f.Y.Log, f.RowEdges[r+1])
		for c := 0; c < columns; {
			color, any := fill(r, c)
			to := c + 1
			for to < columns {
				next, also := fill(r, to)
				if also != any || next != color {
					break
				}
				to++
			}
			if any {
				x0, x1 := axisValue(f.X.Log, f.ColumnEdges[c]), axisValue(f.X.Log, f.ColumnEdges[to])
				all = append(all, area{[]Point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, color, hair})
			}
			c = to
		}
	}
	return all
}
