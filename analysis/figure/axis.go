package figure

import "math"

// axis draws the scale under the rows with its tick labels, the directions
// and the label, and returns the y below them.
func (p *page) axis(f Forest, s scale) float64 {
	plot := p.drawing.Plot
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, plot.Y1, plot.X1, plot.Y1, 0.8, ink, [2]float64{}})
	font := face{fontSize, false}
	y := plot.Y1 + 0.4*fontSize
	for _, t := range s.ticks(p.drawing.Width) {
		p.add(Line{Tag{RoleAxis, -1}, t.x, plot.Y1, t.x, y, 0.8, ink, [2]float64{}})
		p.text(Tag{RoleTick, -1}, font, t.x, y+(0.1+ascent)*fontSize, Middle, ink, t.label, "")
	}
	y += (0.2 + lineStep) * fontSize
	y = p.favours(f, s, y)
	return p.axisLabel(f.Axis.Label, y)
}

// favours prints the two directions on either side of the null.
func (p *page) favours(f Forest, s scale, y float64) float64 {
	if f.Favours == [2]string{} {
		return y
	}
	font := face{fontSize, false}
	beside := 0.8 * fontSize
	middle := s.at(axisValue(s.log, f.Axis.Null))
	if !(middle > p.drawing.Plot.X0 && middle < p.drawing.Plot.X1) {
		middle = (p.drawing.Plot.X0 + p.drawing.Plot.X1) / 2
	}
	if room := 8 * fontSize; middle-margin < room || p.drawing.Width-margin-middle < room {
		middle = p.drawing.Width / 2
	}
	texts, bottom := [2]string{}, y
	if f.Favours[0] != "" {
		texts[0] = "← " + f.Favours[0]
	}
	if f.Favours[1] != "" {
		texts[1] = f.Favours[1] + " →"
	}
	rooms := [2]float64{
		math.Min(middle-beside-margin, math.Max(middle-p.drawing.Plot.X0, favoursWidth)),
		math.Min(p.drawing.Width-margin-middle-beside, math.Max(p.drawing.Plot.X1-middle, favoursWidth)),
	}
	for side, text := range texts {
		lines, cut := font.wrap(text, rooms[side], maxLines)
		p.shortened(text, cut)
		x, anchor := middle-beside, End
		if side == 1 {
			x, anchor = middle+beside, Start
		}
		bottom = math.Max(bottom, p.block(Tag{RoleFavours, -1}, font, x, y, anchor, ink, lines, whole(text, lines)))
	}
	return bottom
}

// axisLabel prints the label centred under the plot, as wide as the nearer
// edge of the canvas allows.
func (p *page) axisLabel(label string, y float64) float64 {
	middle := (p.drawing.Plot.X0 + p.drawing.Plot.X1) / 2
	half := math.Min(middle, p.drawing.Width-middle) - margin
	font := face{fontSize, false}
	lines, cut := font.wrap(label, 2*half, maxLines)
	p.shortened(label, cut)
	return p.block(Tag{RoleAxisLabel, -1}, font, middle, y+0.1*fontSize, Middle, ink, lines, whole(label, lines))
}
