package figure

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Specifications is a specification curve: results sorted by their estimates,
// with intervals, and beneath them what each says and the choices it was made with. Results of
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

	left := p.em(5)                // room for the ticks
	for _, name := range f.Names { // in two lines
		left = math.Max(left, p.indent+float64(0.6*font.width(name)))
	}
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
	rows := strip{p, all, x, step, x0, x1}
	bottom := rows.options(f.Choices, rows.states(f.Names, top))
	p.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: x0, X1: x1, Y0: first, Y1: bottom}
	return p.finish(p.notes(f.Notes, bottom))
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

// strip is what the rows beneath the results share: a column a result.
type strip struct {
	*page
	all    []Specification
	x      func(int) float64
	step   float64
	x0, x1 float64
}

// states draws the legend of the marks, each with the results that have it, which
// many results hide above. It returns the y below.
func (s strip) states(names [3]string, y float64) float64 {
	for i, name := range names {
		if name == "" {
			continue
		}
		s.add(s.shape(Tag{RoleSwatch, -1}, states[i].group, s.margin+s.em(0.4), y+s.height()/2, s.em(0.36), states[i].open, ""))
		y = s.row(name, y, func(r Specification) bool { return min(max(r.State, 0), len(states)-1) == i })
	}
	return y
}

// options draws the choices beneath: a row an option, a mark where it was taken.
// It returns the y below them.
func (s strip) options(choices []Choice, y float64) float64 {
	for n, c := range choices {
		y = s.line(face{s.fontSize, true}, c.Name, 0, y+s.em(0.4))
		for o, option := range c.Options {
			y = s.row(option, y, func(r Specification) bool { return n < len(r.Options) && slices.Contains(r.Options[n], o) })
		}
	}
	return y
}

func (s strip) height() float64 { return s.em(1.35) }

// line prints a text left of the plot and returns the y below it.
func (s strip) line(f face, text string, indent, y float64) float64 {
	lines, cut := f.wrap(text, s.x0-s.em(0.8)-s.margin-indent, maxNatural)
	s.shortened(text, cut)
	pad := (s.height() - s.em(lineStep)) / 2
	return math.Max(y+s.height(), s.block(Tag{RoleCell, -1}, f, s.margin+indent, y+pad, Start, s.Style.Ink, lines, whole(text, lines))+pad)
}

// row draws a row with a mark at each result that has something.
func (s strip) row(text string, y float64, has func(Specification) bool) float64 {
	below := s.line(face{s.fontSize, false}, text, s.indent, y)
	s.add(Line{Tag{RoleRule, -1}, s.x0, y + s.height()/2, s.x1, y + s.height()/2, 0.3, s.Style.Pale, [2]float64{}})
	tall, wide := s.em(0.7), math.Min(s.em(0.5), 0.8*s.step)
	for i, r := range s.all {
		if has(r) {
			s.add(Rect{Tag{RoleMark, i}, s.x(i) - wide/2, y + (s.height()-tall)/2, wide, tall, s.Style.Pooled, white, 0})
		}
	}
	return below
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
