package figure

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// fontFamily lists fonts with the advance widths the layout assumes; others
// are fitted by textLength.
const fontFamily = "Liberation Sans, Arial, Helvetica, sans-serif"

// SVG writes a drawing as a standalone SVG document: real text, an accessible
// name and a text alternative, coordinates with two decimals. Equal drawings
// give equal bytes.
func SVG(d Drawing) []byte {
	var body bytes.Buffer
	for _, item := range d.Items {
		writeItem(&body, item)
	}
	// The names of title and description must differ between figures that
	// stand in one page.
	sum := fnv.New64a()
	sum.Write([]byte(d.Title + "\n" + d.Description + "\n"))
	sum.Write(body.Bytes())
	id := fmt.Sprintf("f%016x", sum.Sum64())

	var b bytes.Buffer
	w, h := coordinate(d.Width), coordinate(d.Height)
	lang := ""
	if d.Lang != "" {
		lang = fmt.Sprintf(` xml:lang="%s" lang="%s"`, escape(d.Lang), escape(d.Lang))
	}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img" aria-labelledby="%s-title %s-desc" font-family="%s" font-kerning="none" text-rendering="geometricPrecision"%s>`+"\n",
		w, h, w, h, id, id, fontFamily, lang)
	fmt.Fprintf(&b, "<title id=\"%s-title\">%s</title>\n", id, escape(d.Title))
	fmt.Fprintf(&b, "<desc id=\"%s-desc\">%s</desc>\n", id, escape(d.Description))
	b.Write(body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func writeItem(b *bytes.Buffer, item Item) {
	switch i := item.(type) {
	case Text:
		writeText(b, i)
	case Line:
		fmt.Fprintf(b, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s" stroke-width="%s"%s/>`+"\n",
			coordinate(i.X1), coordinate(i.Y1), coordinate(i.X2), coordinate(i.Y2), hex(i.Color), coordinate(i.Width), dashes(i.Dash))
	case Polyline:
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="%s"%s/>`+"\n", corners(i.Points), hex(i.Color), coordinate(i.Width), dashes(i.Dash))
	case Circle:
		fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s" fill="%s"%s%s`, coordinate(i.X), coordinate(i.Y), coordinate(i.R), hex(i.Fill), edge(i.Edge, i.EdgeWidth), closing("circle", i.Name))
	case Rect:
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"%s/>`+"\n",
			coordinate(i.X), coordinate(i.Y), coordinate(i.W), coordinate(i.H), hex(i.Fill), edge(i.Edge, i.EdgeWidth))
	case Polygon:
		fmt.Fprintf(b, `<polygon points="%s" fill="%s"%s%s`, corners(i.Points), hex(i.Fill), edge(i.Edge, i.EdgeWidth), closing("polygon", i.Name))
	}
}

// closing ends an element, which has a title if it has a name.
func closing(element, name string) string {
	if name == "" {
		return "/>\n"
	}
	return fmt.Sprintf("><title>%s</title></%s>\n", escape(name), element)
}

func corners(points []Point) string {
	all := make([]string, len(points))
	for k, p := range points {
		all[k] = coordinate(p.X) + "," + coordinate(p.Y)
	}
	return strings.Join(all, " ")
}

func dashes(dash [2]float64) string {
	if dash == [2]float64{} {
		return ""
	}
	return fmt.Sprintf(` stroke-dasharray="%s %s"`, coordinate(dash[0]), coordinate(dash[1]))
}

func writeText(b *bytes.Buffer, t Text) {
	fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s"`, coordinate(t.X), coordinate(t.Y), coordinate(t.Size))
	if t.Bold {
		b.WriteString(` font-weight="bold"`)
	}
	if t.Anchor != Start {
		fmt.Fprintf(b, ` text-anchor="%s"`, [...]string{"start", "middle", "end"}[t.Anchor])
	}
	fmt.Fprintf(b, ` fill="%s" textLength="%s" lengthAdjust="spacingAndGlyphs">`, hex(t.Color), coordinate(t.Width))
	if t.Full != "" {
		fmt.Fprintf(b, "<title>%s</title>", escape(t.Full))
	}
	fmt.Fprintf(b, "%s</text>\n", escape(t.String))
}

func edge(c Color, width float64) string {
	if width == 0 {
		return ""
	}
	return fmt.Sprintf(` stroke="%s" stroke-width="%s"`, hex(c), coordinate(width))
}

func hex(c Color) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// coordinate prints two decimals, without trailing zeros.
func coordinate(v float64) string {
	s := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// escape makes s character data or an attribute value of XML. Characters that
// XML cannot hold are dropped.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case dropped(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
