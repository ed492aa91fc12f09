package figure

import "slices"

// Sign is a symbol on a ground, so that it can be read without colour.
type Sign struct {
	Name   string // in the legend
	Symbol string // one character, or two
	Fill   Color
	Round  bool
}

// signSide is the size of a sign whose symbol has the text's size, in em.
const signSide = 1.5

// RiskOfBias are the signs of a traffic light plot.
var RiskOfBias = []Sign{
	{Name: "Low risk", Symbol: "+", Fill: Color{0x7f, 0xc9, 0x7f}, Round: true},
	{Name: "Some concerns", Symbol: "−", Fill: Color{0xff, 0xe0, 0x66}, Round: true},
	{Name: "High risk", Symbol: "×", Fill: Color{0xe0, 0x6c, 0x60}, Round: true},
	{Name: "No information", Symbol: "?", Fill: Color{0xd5, 0xd5, 0xd5}, Round: true},
}

// ROBINS are the signs of ROBINS-I that RiskOfBias has not.
var ROBINS = []Sign{
	{Name: "Moderate risk", Symbol: "−", Fill: Color{0xff, 0xe0, 0x66}, Round: true},
	{Name: "Serious risk", Symbol: "×", Fill: Color{0xe0, 0x6c, 0x60}, Round: true},
	{Name: "Critical risk", Symbol: "!", Fill: Color{0x8c, 0x1d, 0x18}, Round: true},
}

// FoundEvidence are the signs of what there is of a trial for a question.
var FoundEvidence = []Sign{
	{Name: "Pooled", Symbol: "+", Fill: Color{0x8f, 0xb3, 0xd6}},
	{Name: "Found, not pooled", Symbol: "~", Fill: Color{0xd9, 0xe4, 0xef}},
	{Name: "Nothing found", Symbol: "", Fill: Color{0xff, 0xff, 0xff}},
}

// sign draws a mark with its symbol; a dark ground has a white symbol.
func (p *page) sign(tag Tag, s Sign, x, y, side float64) {
	r, edge := side/2, p.Style.Null
	if s.Symbol == "" { // the mark of nothing should not draw the eye
		edge = p.Style.Pale
	}
	if s.Round {
		p.add(Circle{tag, x, y, r, s.Fill, edge, 0.5, s.Name})
	} else {
		p.add(Rect{tag, x - r, y - r, 2 * r, 2 * r, s.Fill, edge, 0.5})
	}
	color := p.Style.Ink
	if dark(s.Fill) {
		color = white
	}
	font := face{side / signSide, true}
	if w := font.width(s.Symbol); w > 1.7*r {
		font.size *= 1.7 * r / w
	}
	p.text(Tag{RoleSymbol, tag.Row}, font, x, y+(ascent-descent)/2*font.size, Middle, color, clean(s.Symbol), "")
}

func dark(c Color) bool {
	return float64(0.2126*float64(c.R))+float64(0.7152*float64(c.G))+float64(0.0722*float64(c.B)) < 128
}

// signKeys is the legend of signs.
func signKeys(signs []Sign) []key {
	var keys []key
	for _, s := range signs {
		keys = append(keys, key{clean(s.Name), func(p *page, x, y, size float64) []Item {
			q := &page{look: p.look, seen: p.seen}
			q.sign(Tag{RoleSwatch, -1}, s, x, y, p.em(1.2))
			return q.drawing.Items
		}})
	}
	return keys
}

// columnSign is the size of a sign in a column, in em.
const columnSign = 1.2

// signOf is the sign a cell names, nil for a text. The first column has none.
func signOf(c Column, cell string) *Sign {
	for i := range c.Signs {
		if cell != "" && c.Signs[i].Name == cell {
			return &c.Signs[i]
		}
	}
	return nil
}

// signs are those that stand in the columns, in the order of the legends.
func (f Forest) signs() []Sign {
	var all []Sign
	for c, column := range f.Columns {
		for _, s := range column.Signs {
			known := slices.ContainsFunc(all, func(a Sign) bool { return a.Name == s.Name })
			if !known && slices.ContainsFunc(f.Rows, func(r Row) bool { return r.Cells[c] == s.Name }) {
				all = append(all, s)
			}
		}
	}
	return all
}
