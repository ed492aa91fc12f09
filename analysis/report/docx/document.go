package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"

	"grove/analysis/figure"
	"grove/analysis/report"
)

// The page is A4 with margins of 20 mm, in twentieths of a point.
const (
	pageWidth, pageHeight = 11906, 16838
	margin                = 1134
	textWidth             = pageWidth - 2*margin
)

// room is the size a picture may have on a page, with its caption under it, in
// points.
var room = struct{ width, height float64 }{float64(textWidth) / 20, float64(pageHeight-2*margin)/20 - 40}

// document gathers the body while the blocks are written.
type document struct {
	body     bytes.Buffer
	figures  map[string]report.Figure
	used     []figure.Drawing // in the order in which they appear
	captions int              // written so far
	bookmark map[string]int   // by anchor, from 1
}

func newDocument(r report.Review) *document {
	d := &document{figures: figures(r), bookmark: map[string]int{}}
	for i, a := range r.Analyses {
		d.bookmark[a.ID] = i + 1
	}
	return d
}

// escape is a text as XML holds it; what XML cannot hold becomes U+FFFD.
func escape(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) // a bytes.Buffer takes everything
	return b.String()
}

func (d *document) printf(format string, values ...any) { fmt.Fprintf(&d.body, format, values...) }

// runs writes spans; a link leads to the bookmark of its analysis.
func (d *document) runs(all []span) {
	for _, s := range all {
		look := ""
		if s.link != "" {
			look += `<w:rStyle w:val="Hyperlink"/>`
		}
		if s.code {
			look += `<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>`
		}
		if s.bold {
			look += `<w:b/>`
		}
		if look != "" {
			look = "<w:rPr>" + look + "</w:rPr>"
		}
		run := `<w:r>` + look + `<w:t xml:space="preserve">` + escape(s.text) + `</w:t></w:r>`
		if n := d.bookmark[s.link]; n > 0 {
			run = fmt.Sprintf(`<w:hyperlink w:anchor="analysis_%d" w:history="1">%s</w:hyperlink>`, n, run)
		}
		d.body.WriteString(run)
	}
}

// styled writes a paragraph of a style.
func (d *document) styled(style string, all []span) {
	d.printf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	d.runs(all)
	d.body.WriteString("</w:p>\n")
}

// headings are the styles of the three levels of report.md.
var headings = []string{"Title", "Heading1", "Heading2"}

func (h heading) write(d *document) {
	d.printf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, headings[h.level-1])
	n := d.bookmark[h.anchor]
	if n > 0 {
		d.printf(`<w:bookmarkStart w:id="%d" w:name="analysis_%d"/>`, n, n)
	}
	d.runs(h.spans)
	if n > 0 {
		d.printf(`<w:bookmarkEnd w:id="%d"/>`, n)
	}
	d.body.WriteString("</w:p>\n")
}

func (p paragraph) write(d *document) {
	style := "BodyText"
	if p.leads {
		style = "LeadIn"
	}
	d.styled(style, p.spans)
}
func (p item) write(d *document)  { d.styled("ListBullet", p.spans) }
func (p quote) write(d *document) { d.styled("Quote", p.spans) }

// smallest is how much smaller a figure may become so that it stands on one page.
const smallest = 0.8

// laidOut is a figure at the width of the page, on one page if it can be or else
// on as many as it needs. What is no forest stands as it was drawn.
func laidOut(of report.Figure) []figure.Drawing {
	const point = 25.4 / 72 // in millimetres
	f := of.Forest
	if len(f.Columns) == 0 {
		return []figure.Drawing{of.Drawing}
	}
	f.Options.Width = room.width * point
	if one := figure.Layout(f); one.Height*smallest <= room.height {
		return []figure.Drawing{one}
	}
	return figure.Pages(f, room.height*point)
}

// write puts a figure in, its pictures each with a text alternative and, under
// the last, a numbered caption. A picture too large for the page is made smaller.
func (p picture) write(d *document) {
	f, ok := d.figures[p.name]
	if !ok {
		return
	}
	const emu = 12700 // English metric units in a point
	for _, page := range laidOut(f) {
		d.used = append(d.used, page)
		n := len(d.used)
		scale := math.Min(1, math.Min(room.width/page.Width, room.height/page.Height))
		w, h := int(math.Round(page.Width*scale*emu)), int(math.Round(page.Height*scale*emu))
		d.printf(`<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d" descr="%s" title="%s"/>`,
			w, h, n, n, escape(report.Plain(page.Description)), escape(report.Plain(page.Title)))
		d.printf(`<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="figure%03d.png"/><pic:cNvPicPr/></pic:nvPicPr>`, n, n)
		d.printf(`<pic:blipFill><a:blip r:embed="figure%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`+"\n", n, w, h)
	}
	d.captions++
	d.printf(`<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:t xml:space="preserve">Figure </w:t></w:r><w:fldSimple w:instr=" SEQ Figure \* ARABIC "><w:r><w:t>%d</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve">. %s</w:t></w:r></w:p>`+"\n", d.captions, escape(report.Plain(f.Title)))
}

// xml is the part word/document.xml.
func (d *document) xml() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>
`)
	b.Write(d.body.Bytes())
	fmt.Fprintf(&b, `<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>
`, pageWidth, pageHeight, margin, margin, margin, margin)
	return b.Bytes()
}

// rels are the relationships of word/document.xml.
func (d *document) rels() []byte {
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
`)
	for _, name := range []string{"footer", "numbering", "settings", "styles"} {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`+"\n", name, kind, name, name)
	}
	for i := range d.used {
		fmt.Fprintf(&b, `<Relationship Id="figure%d" Type="%simage" Target="media/figure%03d.png"/>`+"\n", i+1, kind, i+1)
	}
	b.WriteString("</Relationships>\n")
	return b.Bytes()
}
