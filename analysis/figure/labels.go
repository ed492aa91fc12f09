package figure

import (
	"cmp"
	"math"
	"sort"
	"strings"
)

// naming says which points of a plot get their names first.
type naming int

const (
	alone     naming = iota // those that stand alone
	outlying                // the farthest from the pooled effect, in standard errors
	largest                 // the largest
	outermost               // the farthest from the lower left corner
)

// mostNamed is how many points may be named, the first in order; more names are a
// heap.
const mostNamed = 24

// labels prints the dots' labels, in the order of the plot's naming, beside their
// marks where they meet neither mark nor line nor label, or a little away at the
// end of a thin line. It returns how many found room, of how many.
func (v *canvas) labels(c chart) (named, of int) {
	marks, ends := map[int]Box{}, map[int]Box{}
	for _, item := range v.drawing.Items {
		switch b := item.Box(); {
		case b.Role == RoleMark || b.Role == RoleArrow:
			marks[b.Row] = b
		case b.Role == RoleInterval:
			ends[b.Row] = b
		}
	}
	r := room{canvas: v, marks: marks, ends: ends, taken: append([]Box(nil), v.busy...)}
	order := c.order(marks)
	for _, i := range order[:min(len(order), mostNamed)] {
		if r.named(i, c.dots[i].Label) {
			named++
		}
	}
	return named, len(order)
}

// room is the free room of a plot for labels.
type room struct {
	*canvas
	marks, ends map[int]Box // and intervals, by dot
	taken       []Box       // what a label may not meet
	solid       []Box       // what a line to a label may not cross: other such lines, and labels
}

// named prints a label where there is room: near its mark, in two lines there,
// farther away, and at last shortened to 8 em.
func (r *room) named(i int, label string) bool {
	font := face{r.fontSize * 0.9, false}
	text, full := font.short(label, 14)
	one, two := []string{text}, []string{}
	if halves, _ := font.wrap(text, 0.65*font.width(text), 2); strings.Join(halves, " ") == text {
		two = halves
	}
	tiny, whole := font.short(label, 8)
	for _, try := range []struct {
		lines []string
		full  string
		away  []float64
	}{{one, full, near}, {two, cmp.Or(full, text), near}, {one, full, distant}, {two, cmp.Or(full, text), distant}, {[]string{tiny}, whole, near}, {[]string{tiny}, whole, distant}} {
		if len(try.lines) > 0 && r.label(i, font, try.lines, try.full, try.away) {
			return true
		}
	}
	return false
}

// near and distant are the lengths of the lines to labels, in em of the label.
var near, distant = []float64{0.8, 1.6, 2.8}, []float64{4.2, 6, 8.5}

// label prints a label at the first place where there is room for it: beside its
// mark, or at the end of a line of some length.
func (r *room) label(i int, font face, lines []string, full string, away []float64) bool {
	wide, tall := 0.0, font.size*(ascent+descent+float64(lineStep*float64(len(lines)-1)))
	for _, l := range lines {
		wide = math.Max(wide, font.width(l))
	}
	mark := r.marks[i]
	places := spots(mark, wide, tall, font.size)
	b, upright := r.ends[i]
	if upright {
		places = append(places, spots(b, wide, tall, font.size)[2:4]...) // above and below the interval
	}
	for _, q := range append(places, led(mark, wide, tall, font.size, away)...) {
		box := Box{X0: q.X, X1: q.X + wide, Y0: q.Y, Y1: q.Y + tall}
		line := pieces(q.from, q.to, r.em(0.5))
		longer := upright && line != nil && q.from.X == q.to.X // it would look like a part of the interval
		if longer || !r.holds(box) || meetsAny(box, r.taken) || nearOther(box, i, r.marks, font.size) || anyMeets(line, r.solid) || onOther(line, i, r.marks, 0.3*font.size) || onOther(line, i, r.ends, 0) {
			continue
		}
		if line != nil {
			r.add(Line{Tag{RoleLeader, i}, q.from.X, q.from.Y, q.to.X, q.to.Y, 0.5, r.Style.Null, [2]float64{}})
		}
		x, anchor := box.X0, Start
		if box.X1 <= mark.X0 {
			x, anchor = box.X1, End
		}
		r.block(Tag{RoleLabel, i}, font, x, box.Y0, anchor, r.Style.Ink, lines, full)
		r.taken, r.solid = append(append(r.taken, box), line...), append(append(r.solid, box), line...)
		return true
	}
	return false
}

// holds reports whether a label stands inside the plot, and inside its arc.
func (v *canvas) holds(label Box) bool {
	plot := v.drawing.Plot
	return label.X0 > plot.X0+1 && label.X1 < plot.X1 && label.Y0 > plot.Y0 && label.Y1 < plot.Y1-1 && (v.arc == nil || v.arc.holds(label))
}

// nearOther reports whether a label would stand so close to another mark that
// it could be taken for that one's.
func nearOther(label Box, own int, marks map[int]Box, size float64) bool {
	label.X0, label.X1 = label.X0-float64(1.2*size), label.X1+float64(1.2*size)
	for i, b := range marks {
		if i != own && label.Meets(b) && !b.Meets(marks[own]) {
			return true
		}
	}
	return false
}

// onOther reports whether a line to a label crosses another mark or interval, or
// comes so close that it could be taken for that one's.
func onOther(line []Box, own int, marks map[int]Box, margin float64) bool {
	for i, b := range marks {
		if i == own {
			continue
		}
		if wide := (Box{X0: b.X0 - margin, X1: b.X1 + margin, Y0: b.Y0 - margin, Y1: b.Y1 + margin}); !wide.Meets(marks[own]) {
			b = wide
		}
		if meetsAny(b, line) {
			return true
		}
	}
	return false
}

// anyMeets reports whether boxes of one kind meet boxes of another.
func anyMeets(some, others []Box) bool {
	for _, b := range some {
		if meetsAny(b, others) {
			return true
		}
	}
	return false
}

// ranked names the dots by a value, the highest first; those without one come
// last, and where no dot has one those that stand alone are named first.
func (c *chart) ranked(n naming, value func(Dot) float64) {
	rank := make([]float64, len(c.dots))
	for i, d := range c.dots {
		if rank[i] = value(d); !finite(rank[i]) {
			rank[i] = 0
		}
		if rank[i] > 0 {
			c.naming = n
		}
	}
	if c.naming == n {
		c.rank = rank
	}
}

// order is the order in which the dots that have a label and a mark are named: by
// rank, the highest first, and where the plot ranks none by the distance to the
// nearest other mark.
func (c chart) order(marks map[int]Box) []int {
	var order []int
	rank := make([]float64, len(c.dots))
	most := 0.0
	for i, d := range c.dots {
		a, ok := marks[i]
		if !ok || d.Label == "" {
			continue
		}
		order = append(order, i)
		if c.rank != nil {
			rank[i] = c.rank[i]
		} else {
			rank[i] = apart(i, a, marks)
		}
		most = math.Max(most, rank[i])
	}
	sort.SliceStable(order, func(i, j int) bool {
		return math.Round(1e6*rank[order[i]]/most) > math.Round(1e6*rank[order[j]]/most) // or a last bit could decide
	})
	return order
}

// apart is the distance of a mark to the nearest other.
func apart(own int, a Box, marks map[int]Box) float64 {
	nearest := far
	for i, b := range marks {
		if i != own {
			nearest = math.Min(nearest, math.Abs(a.X0+a.X1-b.X0-b.X1)+math.Abs(a.Y0+a.Y1-b.Y0-b.Y1))
		}
	}
	return math.Round(nearest)
}

// short is a label of at most so many em; a longer one keeps its last word, often
// the year. The second result is the whole label of a shortened one.
func (f face) short(s string, room float64) (text, full string) {
	if f.fits(s, room*f.size) {
		return s, ""
	}
	head, tail := s, ellipsis
	if i := strings.LastIndex(s, " "); i > 0 && f.width(s[i:]) < room/3*f.size {
		head, tail = s[:i], ellipsis+s[i:]
	}
	return strings.TrimRight(f.prefix(head, room*f.size-f.width(tail)), " ,;") + tail, s
}

// spot is a place of a label, its upper left corner, and the ends of a line to its
// mark, the same where it stands beside it.
type spot struct {
	Point
	from, to Point
}

// spots are the places of a label beside a mark, best first.
func spots(mark Box, wide, tall, size float64) []spot {
	x, y := (mark.X0+mark.X1)/2-wide/2, (mark.Y0+mark.Y1)/2-tall/2
	right, left := mark.X1+float64(0.25*size), mark.X0-float64(0.25*size)-wide
	over, under := mark.Y0-float64(0.05*size)-tall, mark.Y1+float64(0.05*size)
	places := []spot{{Point: Point{right, y}}, {Point: Point{left, y}}, {Point: Point{x, over}}, {Point: Point{x, under}}}
	for _, away := range []float64{0, 0.4} {
		for _, y := range []float64{over - float64(away*size), under + float64(away*size)} {
			places = append(places, spot{Point: Point{right, y}}, spot{Point: Point{left, y}})
		}
	}
	return places
}

// directions are those of the lines to labels, best first; they lead to the side
// of a label, and straight up and down to its middle.
var directions = []Point{{0.94, -0.34}, {0.94, 0.34}, {-0.94, -0.34}, {-0.94, 0.34}, {0.64, -0.77}, {0.64, 0.77}, {-0.64, -0.77}, {-0.64, 0.77}, {0, -1}, {0, 1}, {1, 0}, {-1, 0}}

// led are the places of a label at the end of lines of some lengths from its mark.
func led(mark Box, wide, tall, size float64, away []float64) []spot {
	x, y, r := (mark.X0+mark.X1)/2, (mark.Y0+mark.Y1)/2, (mark.X1-mark.X0)/2
	gap := 0.15 * size
	var all []spot
	for _, long := range away {
		for _, d := range directions {
			s := spot{from: Point{x + float64(r*d.X), y + float64(r*d.Y)}, to: Point{x + float64((r+float64(long*size))*d.X), y + float64((r+float64(long*size))*d.Y)}}
			switch s.X, s.Y = s.to.X+gap, s.to.Y-tall/2; {
			case d.X < 0:
				s.X = s.to.X - gap - wide
			case d.X == 0 && d.Y < 0:
				s.X, s.Y = x-wide/2, s.to.Y-gap-tall
			case d.X == 0:
				s.X, s.Y = x-wide/2, s.to.Y+gap
			}
			all = append(all, s)
		}
	}
	return all
}
