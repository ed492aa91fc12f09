// Package docx renders a review as a Word document: the text of report.md with
// real headings, tables, lists and links, and the figures as pictures. It is
// written by hand as the few parts of an Office Open XML package that a text
// document needs (ECMA-376, part 1).
package docx

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"time"

	"grove/analysis/figure/png"
	"grove/analysis/report"
)

// The parts that are the same for every review.
var (
	//go:embed parts/content_types.xml
	contentTypes []byte
	//go:embed parts/package.rels
	packageRels []byte
	//go:embed parts/styles.xml
	styles []byte
	//go:embed parts/numbering.xml
	numbering []byte
	//go:embed parts/settings.xml
	settings []byte
	//go:embed parts/footer.xml
	footer []byte
)

// dpi is the resolution of the pictures.
const dpi = 300

// Report is report.docx. Equal reviews give equal bytes: no clock, no host. The
// error is a figure's that cannot be drawn.
func Report(r report.Review) ([]byte, error) {
	d := newDocument(r)
	for _, b := range parse(report.Markdown(r)) {
		b.write(d)
	}
	parts := []part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", core(r.Title)},
		{"word/_rels/document.xml.rels", d.rels()},
		{"word/document.xml", d.xml()},
		{"word/footer.xml", footer},
	}
	for i, f := range d.used {
		data, err := png.Encode(f, dpi)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Title, err)
		}
		parts = append(parts, part{fmt.Sprintf("word/media/figure%03d.png", i+1), data})
	}
	return pack(append(parts,
		part{"word/numbering.xml", numbering},
		part{"word/settings.xml", settings},
		part{"word/styles.xml", styles}))
}

// part is one file of the package.
type part struct {
	name string
	data []byte
}

// pack writes the parts in their order, all with the earliest time a zip file
// can hold.
func pack(parts []part) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, bytes.NewReader(p.data)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// core are the document's properties.
func core(title string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
		escape(report.Plain(title)) + `</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>
`)
}

// figures are the figures by the names under which report.md links them.
func figures(r report.Review) map[string]report.Figure {
	all := map[string]report.Figure{}
	for _, f := range r.AllFigures() {
		all[f.Name+".svg"] = f
	}
	return all
}
