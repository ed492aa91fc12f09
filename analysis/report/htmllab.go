package report

import (
	"fmt"
	"regexp"
)

// htmlLab is a section on many refits. Small tables stand open, others are folded
// away.
type htmlLab struct {
	ID, Title    string
	Said         []string
	Figure       *htmlFigure
	Open, Folded []*htmlTable
}

// open is how many rows a table of refits may have to stand open.
const open = 15

var numeric = regexp.MustCompile(`^[<>−]?[0-9][0-9,.%]*$`)

func newLab(a Analysis, l Lab, id string) htmlLab {
	h := htmlLab{ID: id, Title: l.Title, Said: l.Said}
	if l.Figure != nil {
		f := newFigure(*l.Figure, id+"-figure")
		h.Figure = &f
	}
	for i, x := range l.Tables {
		t := htmlTable{ID: fmt.Sprintf("%s-%d", id, i+1), Name: a.ID + "-" + l.ID + "-" + x.Name, Title: a.Title + ": " + x.Title, Groups: make([]htmlGroup, 1)}
		for _, head := range x.Heads {
			t.Heads = append(t.Heads, saidCell(head))
		}
		for j, texts := range x.Rows {
			var r htmlRow
			for k, s := range texts {
				c := saidCell(s)
				c.Number = k > 0 && numeric.MatchString(s) // the first is the head of its row
				r.Cells = append(r.Cells, c)
			}
			r.Muted = j < len(x.Muted) && x.Muted[j]
			t.Groups[0].Rows = append(t.Groups[0].Rows, r)
		}
		if len(x.Rows) <= open {
			h.Open = append(h.Open, t.full())
		} else {
			h.Folded = append(h.Folded, t.full())
		}
	}
	return h
}
