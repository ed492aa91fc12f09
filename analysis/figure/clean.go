package figure

import (
	"strings"
	"unicode/utf8"
)

// clean makes a label safe to draw as one line: control characters and
// invisible direction overrides (which could reorder the text around them)
// are dropped, invalid bytes become U+FFFD, white space collapses.
func clean(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029:
			space = b.Len() > 0
			continue
		case dropped(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// dropped reports characters that are not text: C0 and C1 controls, bidi
// controls, byte order mark, non-characters (which XML refuses).
func dropped(r rune) bool {
	return r < 0x20 || 0x7f <= r && r <= 0x9f ||
		r == 0x061c || r == 0x200e || r == 0x200f || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 ||
		r == 0xfeff || r&0xfffe == 0xfffe || 0xfdd0 <= r && r <= 0xfdef || r > utf8.MaxRune
}

// cleaned returns a copy of f with every label clean, one cell per column in
// every row, and only known kinds.
func cleaned(f Forest) Forest {
	f.Title, f.Description, f.Axis.Label = clean(f.Title), clean(f.Description), clean(f.Axis.Label)
	f.Favours = [2]string{clean(f.Favours[0]), clean(f.Favours[1])}
	f.Columns = append([]Column(nil), f.Columns...)
	for i, c := range f.Columns {
		lines := strings.Split(c.Head, "\n")
		for j, l := range lines {
			lines[j] = clean(l)
		}
		f.Columns[i].Head = strings.Join(lines, "\n")
		f.Columns[i].Signs = append([]Sign(nil), c.Signs...)
		for j, s := range c.Signs {
			f.Columns[i].Signs[j].Name = clean(s.Name)
		}
	}
	f.Rows = append([]Row(nil), f.Rows...)
	for i, r := range f.Rows {
		cells := make([]string, len(f.Columns))
		for j := range cells {
			if j < len(r.Cells) {
				cells[j] = clean(r.Cells[j])
			}
		}
		f.Rows[i].Cells, f.Rows[i].Mark = cells, clean(r.Mark)
		if r.Kind < 0 || int(r.Kind) >= len(kinds) {
			f.Rows[i].Kind = Remark
		}
	}
	f.Notes = append([]string(nil), f.Notes...)
	for i, n := range f.Notes {
		f.Notes[i] = clean(n)
	}
	return f
}
