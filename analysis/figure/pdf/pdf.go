// Package pdf renders figure.Drawings as the pages of a PDF document: vector
// graphics and selectable text, with the used part of the Liberation fonts
// embedded.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"

	"grove/analysis/figure"
)

// date stands for creation and modification in every document, so that its
// bytes depend on the drawing alone.
var date = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Largest and smallest side of a page in points (PDF 1.7, annex C).
const (
	minSide = 3
	maxSide = 14400
)

// Encode writes each drawing on a page of its own size. Title, description
// and language of the first are the document's. Equal drawings give equal
// bytes. It is an error if there is no page, or one is smaller than 3 or
// larger than 14,400 points on a side, which PDF does not allow.
func Encode(pages ...figure.Drawing) ([]byte, error) {
	if len(pages) == 0 {
		return nil, errors.New("pdf: no page")
	}
	for i, d := range pages {
		if !(d.Width >= minSide && d.Width <= maxSide && d.Height >= minSide && d.Height <= maxSide) {
			return nil, fmt.Errorf("pdf: page %d is %.0f x %.0f points, need %d to %d", i+1, d.Width, d.Height, minSide, maxSide)
		}
	}
	p := page{fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: size(pages[0])})}
	p.SetCatalogSort(true)
	p.SetCreationDate(date)
	p.SetModificationDate(date)
	p.SetTitle(pages[0].Title, true)
	p.SetSubject(pages[0].Description, true)
	p.SetCreator("grove", true)
	p.SetProducer("grove", true)
	p.SetLang(pages[0].Language())
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.AddUTF8FontFromBytes(family, "", liberationsansregular.TTF)
	p.AddUTF8FontFromBytes(family, "B", liberationsansbold.TTF)
	for _, d := range pages {
		p.AddPageFormat("P", size(d))
		for _, item := range d.Items {
			p.draw(item)
		}
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return b.Bytes(), nil
}

func size(d figure.Drawing) fpdf.SizeType {
	return fpdf.SizeType{Wd: decimals(d.Width), Ht: decimals(d.Height)}
}
