package figure

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Specifications is a specification curve: results sorted by their estimates,
// with intervals, and beneath them the choices each was made with. Results of
// another measure stand on an axis of their own.
//
// Simonsohn, U., Simmons, J.P. and Nelson, L.D. 2020, Nature Human Behaviour 4,
// 1208-1214.
type Specifications struct {
	Frame
	Scales  []Axis // one a measure
	Choices []Choice
	Results []Specification
	Names   [3]string // legend of the states
}

// Choice is one choice with its options.
type Choice struct {
	Name    string
	Options []string
}

// Specification is one result: its scale, the options of each choice that all give
// it, and a state that sets its mark.
type Specification struct {
	Scale            int
	Options          [][]int // by choice
	Value, Low, High float64 // natural
	State            int     // 0, 1 or 2, an index into Names
}

// states are the marks of the states: filled circle, open circle, open triangle.
var states = [3]struct {
	group int
	open  bool
}{{0, false}, {0, true}, {2, true}}

// sorted is the results by scale, then by estimate.
func (f Specifications) sorted() []Specification {
	all := append([]Specification(nil), f.Results...)
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].Scale != all[j].Scale {
			return all[i].Scale < all[j].Scale
		}
		return all[i].Value < all[j].Value
	})
	return all
}

// Draw lays the curve out.
func (f Specifications) Draw() Drawing {
	f = f.cleaned()
	p := newPage(f.Frame, "Specification curve")
	top := p.title(f.Title, p.margin)
	font, bold := face{p.fontSize, false}, face{p.fontSize, true}
	all := f.sorted()

	left := p.em(5) // room for the ticks
	for _, c := range f.Choices {
		left = math.Max(left, bold.width(c.Name))
		for _, o := range c.Options {
			left = math.Max(left, p.indent+font.width(o))
		}
	}
	left = math.Min(left, 0.42*p.drawing.Width)
	x0, x1 := p.margin+left+p.em(0.8), p.drawing.Width-p.margin
	edge := p.em(0.3)
	step := (x1 - x0 - 2*edge) / float64(max(1, len(all)))
	x := func(i int) float64 { return x0 + edge + float64((float64(i)+0.5)*step) }

	first := math.NaN()
	for s, axis := range f.Scales {
		var mine []int
		for i, r := range all {
			if r.Scale == s {
				mine = append(mine, i)
			}
		}
		if len(mine) == 0 {
			continue
		}
		top = p.wrapped(RoleAxisLabel, axis.Label, p.margin, top, p.drawing.Width-2*p.margin) + p.em(0.3)
		if math.IsNaN(first) {
			first = top
		}
		p.panel(axis, all, mine, x, step, Box{Tag: Tag{Row: -1}, X0: x0, X1: x1, Y0: top, Y1: top + p.em(12)})
		top += p.em(12.8)
	}
	if math.IsNaN(first) {
		first = top
		p.text(Tag{RoleLabel, -1}, font, (x0+x1)/2, top+p.em(1.5), Middle, p.Style.Grey, p.Locale.Words.None, "")
		top += p.em(3)
	}
	bottom := p.options(f.Choices, all, x, step, x0, x1, top)
	p.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: x0, X1: x1, Y0: first, Y1: bottom}
	var keys []key
	for i, name := range f.Names {
		if name != "" {
			keys = append(keys, key{name, func(p *page, x, y, size float64) []Item {
				return []Item{p.shape(Tag{RoleSwatch, -1}, states[i].group, x, y, p.em(0.36), states[i].open, "")}
			}})
		}
	}
	return p.finish(p.notes(f.Notes, p.legend(keys, bottom)))
}

// panel draws the results of one scale with their axis.
func (p *page) panel(axis Axis, all []Specification, mine []int, x func(int) float64, step float64, plot Box) {
	p.drawing.Plot = plot
	c := chart{y: axis}
	for _, i := range mine {
		d := NewDot("", 0, all[i].Value)
		d.Low, d.High = all[i].Low, all[i].High
		c.dots = append(c.dots, d)
	}
	v := &canvas{page: p, y: c.limitsY()}
	v.y.x0, v.y.x1 = plot.Y1-p.arrowRoom, plot.Y0+p.arrowRoom
	if null := axisValue(axis.Log, axis.Null); null >= v.y.lo && null <= v.y.hi {
		v.guide(guide{at: axis.Null, role: RoleNull, color: p.Style.Null})
	}
	r := math.Min(p.em(0.32), 0.36*step)
	for _, i := range mine {
		s := all[i]
		lo, hi := axisValue(axis.Log, s.Low), axisValue(axis.Log, s.High)
		t := axisValue(axis.Log, s.Value)
		if math.IsNaN(t) {
			p.warn(fmt.Sprintf("specification %d: %v has no place on the axis", i+1, s.Value))
			continue
		}
		if !math.IsNaN(lo) && !math.IsNaN(hi) {
			a, b := v.y.at(inside(lo, v.y)), v.y.at(inside(hi, v.y))
			p.add(Line{Tag{RoleInterval, i}, x(i), a, x(i), b, math.Min(0.9, 0.6*step), p.Style.Ink, [2]float64{}})
			if lo < v.y.lo {
				v.pointer(i, x(i), a, 0, 1)
			}
			if hi > v.y.hi {
				v.pointer(i, x(i), b, 0, -1)
			}
		}
		if side := off(t, v.y); side != 0 {
			v.pointer(i, x(i), v.y.at(inside(t, v.y)), 0, v.down(side))
			continue
		}
		state := states[min(max(s.State, 0), len(states)-1)]
		p.add(p.shape(Tag{RoleMark, i}, state.group, x(i), v.y.at(t), r, state.open, ""))
	}
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, plot.Y0, plot.X0, plot.Y1, 0.8, p.Style.Ink, [2]float64{}})
	v.ticksLeft(v.y.ticks(face{p.fontSize, false}.above, p.Locale))
}

// options draws the choices beneath: a row an option, a mark where it was taken.
// It returns the y below them.
func (p *page) options(choices []Choice, all []Specification, x func(int) float64, step, x0, x1, y float64) float64 {
	font, bold := face{p.fontSize, false}, face{p.fontSize, true}
	height := p.em(1.35)
	line := func(f face, text string, indent float64) (below float64) {
		lines, cut := f.wrap(text, x0-p.em(0.8)-p.margin-indent, maxNatural)
		p.shortened(text, cut)
		pad := (height - p.em(lineStep)) / 2
		return math.Max(y+height, p.block(Tag{RoleCell, -1}, f, p.margin+indent, y+pad, Start, p.Style.Ink, lines, whole(text, lines))+pad)
	}
	for n, c := range choices {
		y += p.em(0.4)
		y = line(bold, c.Name, 0)
		for o, option := range c.Options {
			below := line(font, option, p.indent)
			p.add(Line{Tag{RoleRule, -1}, x0, y + height/2, x1, y + height/2, 0.3, p.Style.Pale, [2]float64{}})
			tall, wide := p.em(0.7), math.Min(p.em(0.5), 0.8*step)
			for i, s := range all {
				if n < len(s.Options) && slices.Contains(s.Options[n], o) {
					p.add(Rect{Tag{RoleMark, i}, x(i) - wide/2, y + (height-tall)/2, wide, tall, p.Style.Pooled, white, 0})
				}
			}
			y = below
		}
	}
	return y
}

func (f Specifications) cleaned() Specifications {
	f.Frame = f.Frame.cleaned()
	f.Scales = append([]Axis(nil), f.Scales...)
	for i := range f.Scales {
		f.Scales[i].Label = clean(f.Scales[i].Label)
	}
	choices := make([]Choice, len(f.Choices))
	for i, c := range f.Choices {
		choices[i].Name = clean(c.Name)
		for _, o := range c.Options {
			choices[i].Options = append(choices[i].Options, clean(o))
		}
	}
	f.Choices = choices
	for i := range f.Names {
		f.Names[i] = clean(f.Names[i])
	}
	return f
}
