package figure

import "math"

// key is one entry of a legend: a mark and what it means.
type key struct {
	text string
	draw func(p *page, x, y, size float64) []Item // inside a square of that size with its middle at x, y
}

// legend prints the entries beside each other, in as many lines as they need,
// and returns the y below them.
func (p *page) legend(keys []key, y float64) float64 {
	if len(keys) == 0 {
		return y
	}
	font := face{p.fontSize, false}
	y += p.em(0.5)
	mark := p.em(1.6)
	x, bottom := p.margin, y
	for _, k := range keys {
		room := p.drawing.Width - 2*p.margin - mark - p.em(0.4)
		lines, cut := font.wrap(k.text, room, p.maxLines)
		p.shortened(k.text, cut)
		wide := 0.0
		for _, l := range lines {
			wide = math.Max(wide, font.width(l))
		}
		if x > p.margin && x+mark+p.em(0.4)+wide > p.drawing.Width-p.margin+1e-6 {
			x, y = p.margin, bottom
		}
		for _, item := range k.draw(p, x+mark/2, y+p.em(lineStep)/2, mark) {
			p.add(item)
		}
		end := p.block(Tag{RoleKey, -1}, font, x+mark+p.em(0.4), y, Start, p.Style.Ink, lines, whole(k.text, lines))
		bottom = math.Max(bottom, math.Max(end, y+p.em(lineStep))+p.em(0.25))
		x += mark + wide + p.em(1.6)
	}
	return bottom
}

// swatch is the legend of an area.
func swatch(text string, fill Color) key {
	return key{text, func(p *page, x, y, size float64) []Item {
		return []Item{Rect{Tag{RoleSwatch, -1}, x - size/2, y - float64(size*0.28), size, size * 0.56, fill, p.Style.Rule, 0.5}}
	}}
}

// stroke is the legend of a curve.
func stroke(text string, kind CurveKind) key {
	return key{text, func(p *page, x, y, size float64) []Item {
		color := p.Style.Pooled
		if kind == Own {
			color = p.Style.Study
		}
		return []Item{Line{Tag{RoleSwatch, -1}, x - size/2, y, x + size/2, y, curveLooks[kind].width, color, curveLooks[kind].dash}}
	}}
}

// marker is the legend of a group.
func marker(text string, group int) key {
	return key{text, func(p *page, x, y, size float64) []Item {
		return []Item{p.shape(Tag{RoleSwatch, -1}, group, x, y, p.em(0.36), false, "")}
	}}
}

// groupKeys is the legend of the groups that are named.
func groupKeys(groups []string) []key {
	var keys []key
	for i, g := range groups {
		if g != "" {
			keys = append(keys, marker(g, i))
		}
	}
	return keys
}

// curveKeys is the legend of the curves that are named.
func curveKeys(curves []Curve) []key {
	var keys []key
	for _, c := range curves {
		if c.Name != "" {
			keys = append(keys, stroke(c.Name, c.Kind.known()))
		}
	}
	return keys
}

// traces turns curves into axis units.
func traces(x, y Axis, curves []Curve) []trace {
	var all []trace
	for _, c := range curves {
		t := trace{kind: c.Kind.known(), points: make([]Point, len(c.Points))}
		for i, q := range c.Points {
			t.points[i] = Point{axisValue(x.Log, q.X), axisValue(y.Log, q.Y)}
		}
		all = append(all, t)
	}
	return all
}
