package figure_test

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

// texts are the roles over which nothing may be printed.
var texts = map[figure.Role]bool{figure.RoleTitle: true, figure.RoleHead: true, figure.RoleCell: true, figure.RoleTick: true, figure.RoleAxisLabel: true, figure.RoleFavours: true,
	figure.RoleNote: true, figure.RoleLabel: true, figure.RoleKey: true, figure.RoleSymbol: true}

// marks may lie over each other, but not under a text.
var marks = map[figure.Role]bool{figure.RoleMark: true, figure.RoleArrow: true, figure.RoleSwatch: true, figure.RoleBar: true, figure.RoleDiamond: true, figure.RoleSign: true}

// inPlot are the roles that stay in the plot.
var inPlot = map[figure.Role]bool{figure.RoleMark: true, figure.RoleArrow: true, figure.RoleDiamond: true, figure.RoleInterval: true, figure.RoleThin: true, figure.RolePrediction: true,
	figure.RoleLabel: true, figure.RoleCurve: true, figure.RoleArea: true, figure.RoleNull: true, figure.RoleReference: true, figure.RoleGuide: true}

// faults lists what is wrong with the boxes of a drawing: something is cut,
// text meets text or a mark, an arrow has lost its word, or a mark leaves the plot.
func faults(d figure.Drawing) []string {
	var bad []string
	boxes := figure.Boxes(d)
	say := func(format string, args ...any) {
		if len(bad) < 5 {
			bad = append(bad, fmt.Sprintf(format, args...))
		}
	}
	const e = 1e-6
	symbolOf := func(a, b figure.Box) bool { // a symbol stands in its own sign
		return a.Role == figure.RoleSymbol && (b.Role == figure.RoleMark || b.Role == figure.RoleSwatch || b.Role == figure.RoleSign) && a.X0 >= b.X0-0.5 && a.X1 <= b.X1+0.5
	}
	sort.SliceStable(boxes, func(i, j int) bool { return boxes[i].Y0 < boxes[j].Y0 })
	for _, b := range boxes {
		if !(b.X0 >= -e && b.Y0 >= -e && b.X1 <= d.Width+e && b.Y1 <= d.Height+e && b.X0 <= b.X1 && b.Y0 <= b.Y1) {
			say("%s %q is cut: %.1f to %.1f, %.1f to %.1f on %.1f x %.1f", b.Role, b.String, b.X0, b.X1, b.Y0, b.Y1, d.Width, d.Height)
		}
		if b.Role == figure.RoleFavours && strings.Trim(b.String, "←→ ") == "" {
			say("an arrow stands alone: %q", b.String)
		}
		if p := d.Plot; inPlot[b.Role] && b.Row >= 0 && !(b.X0 >= p.X0-e && b.X1 <= p.X1+e && b.Y0 >= p.Y0-e && b.Y1 <= p.Y1+e) {
			say("%s %q of row %d leaves the plot: %.1f to %.1f, %.1f to %.1f", b.Role, b.String, b.Row, b.X0, b.X1, b.Y0, b.Y1)
		}
	}
	printed := boxes[:0]
	for _, b := range boxes {
		if texts[b.Role] || marks[b.Role] {
			printed = append(printed, b)
		}
	}
	for i, b := range printed {
		for _, c := range printed[i+1:] {
			if c.Y0 >= b.Y1 {
				break
			}
			if (texts[b.Role] || texts[c.Role]) && b.Meets(c) && !symbolOf(b, c) && !symbolOf(c, b) {
				say("%s %q of row %d meets %s %q of row %d", b.Role, b.String, b.Row, c.Role, c.String, c.Row)
			}
		}
	}
	return bad
}

// TestGallery: every kind of figure at every size, width, style and way of
// naming studies keeps the rules, holds every row and keeps its width.
func TestGallery(t *testing.T) {
	for _, kind := range sample.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			t.Parallel()
			n := 0
			for _, k := range []int{0, 1, 2, 13, 60, 200} {
				for _, label := range sample.Labels {
					for s, style := range figure.Styles {
						for w, width := range []float64{0, 80, 120, 174} {
							o := figure.Options{Width: width, Style: style, Locale: figure.Locales[(s+w)%len(figure.Locales)]}
							pages := kind.Make(k, label.Of, o)
							name := fmt.Sprintf("k = %d, %s, %s, %v mm", k, label.Name, style.Name, width)
							rows := map[int]bool{}
							for _, d := range pages {
								n++
								for _, bad := range faults(d) {
									t.Errorf("%s: %s", name, bad)
								}
								if mm := d.Width / 72 * 25.4; width > 0 && math.Abs(mm-width) > 1e-6 {
									t.Errorf("%s: %.1f mm wide", name, mm)
								}
								if d.Title == "" || d.Description == "" {
									t.Errorf("%s: no text alternative", name)
								}
								for _, b := range figure.Boxes(d) {
									if b.Row >= 0 && (b.Role == figure.RoleMark || b.Role == figure.RoleArrow || b.Role == figure.RoleCell || b.Role == figure.RoleCurve || b.Role == figure.RoleSymbol) {
										rows[b.Row] = true
									}
								}
							}
							if lost := k - len(rows); lost > 0 && !kind.Counts {
								t.Errorf("%s: %d of %d rows are lost", name, lost, k)
							}
						}
					}
				}
			}
			if n < 6*5*4*4 {
				t.Errorf("%d drawings", n)
			}
		})
	}
}
