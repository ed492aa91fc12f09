package figure

import (
	"math"
	"sort"
	"strings"
)

// labels prints the dots' labels beside their marks where they meet neither
// mark nor line nor label, those that stand alone first, and returns how many
// found no room.
func (v *canvas) labels(c chart) int {
	font := face{v.fontSize * 0.9, false}
	plot := v.drawing.Plot
	marks, ends := map[int]Box{}, map[int]Box{}
	for _, item := range v.drawing.Items {
		switch b := item.Box(); {
		case b.Role == RoleMark || b.Role == RoleArrow:
			marks[b.Row] = b
		case b.Role == RoleInterval:
			ends[b.Row] = b
		}
	}
	taken := append([]Box(nil), v.busy...)
	left := 0
	for _, i := range aloneFirst(c.dots, marks) {
		text, full := v.short(font, c.dots[i].Label)
		wide := font.width(text)
		found := false
		places := spots(marks[i], wide, font.size)
		if b, ok := ends[i]; ok {
			places = append(places, spots(b, wide, font.size)[2:4]...) // above and below the interval
		}
		for _, q := range places {
			box := Box{X0: q.X, X1: q.X + wide, Y0: q.Y - float64(ascent*font.size), Y1: q.Y + float64(descent*font.size)}
			if box.X0 > plot.X0+1 && box.X1 < plot.X1 && box.Y0 > plot.Y0 && box.Y1 < plot.Y1-1 && !meetsAny(box, taken) && !nearOther(box, i, marks, font.size) {
				found, taken = true, append(taken, box)
				v.text(Tag{RoleLabel, i}, font, q.X, q.Y, Start, v.Style.Ink, text, full)
				break
			}
		}
		if !found {
			left++
		}
	}
	return left
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

// aloneFirst orders the dots that have a label and a mark by the distance to
// the nearest other mark.
func aloneFirst(dots []Dot, marks map[int]Box) []int {
	var order []int
	nearest := make([]float64, len(dots))
	for i, d := range dots {
		a, ok := marks[i]
		if !ok || d.Label == "" {
			continue
		}
		order = append(order, i)
		nearest[i] = math.Inf(1)
		for j := range dots {
			if b, ok := marks[j]; ok && i != j {
				nearest[i] = math.Min(nearest[i], math.Abs(a.X0+a.X1-b.X0-b.X1)+math.Abs(a.Y0+a.Y1-b.Y0-b.Y1))
			}
		}
		nearest[i] = math.Round(nearest[i]) // or a last bit could decide
	}
	sort.SliceStable(order, func(i, j int) bool { return nearest[order[i]] > nearest[order[j]] })
	return order
}

// short is a label of at most 14 em; a longer one keeps its last word, often
// the year. The second result is the whole label of a shortened one.
func (v *canvas) short(font face, s string) (text, full string) {
	const room = 14.0
	if font.fits(s, room*font.size) {
		return s, ""
	}
	head, tail := s, ellipsis
	if i := strings.LastIndex(s, " "); i > 0 && font.width(s[i:]) < room/3*font.size {
		head, tail = s[:i], ellipsis+s[i:]
	}
	return strings.TrimRight(font.prefix(head, room*font.size-font.width(tail)), " ,;") + tail, s
}

// spots are the places of a label beside a mark, best first: where it begins,
// and its baseline.
func spots(mark Box, wide, size float64) []Point {
	middle := (mark.X0+mark.X1)/2 - wide/2
	base := (mark.Y0+mark.Y1)/2 + float64((ascent-descent)/2*size)
	right, left := mark.X1+float64(0.25*size), mark.X0-float64(0.25*size)-wide
	over, under := mark.Y0-float64((descent+0.05)*size), mark.Y1+float64((ascent+0.05)*size)
	all := []Point{{right, base}, {left, base}, {middle, over}, {middle, under}}
	for _, away := range []float64{0, 0.4} {
		high, low := over-float64(away*size), under+float64(away*size)
		all = append(all, Point{right, high}, Point{left, high}, Point{right, low}, Point{left, low})
	}
	return all
}
