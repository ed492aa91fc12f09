package report

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"
)

// htmlFigure is a figure that stands in the page. Wide is its natural width in
// pixels; a page scrolls it in its box before it gets too small to read.
type htmlFigure struct {
	ID, Name, Title string
	SVG             template.HTML
	Least           int // the smallest width in pixels at which its text can be read
}

var (
	svgNames = regexp.MustCompile(`"([^" ]+)-title ([^" ]+)-desc"`)
	svgWidth = regexp.MustCompile(`^<svg [^>]*viewBox="0 0 ([0-9]+)`)
)

// newFigure puts a figure's drawing into the page under a name of its own: two
// figures with the same drawing would otherwise share their ids.
func newFigure(f Figure, id string) htmlFigure {
	svg := string(f.SVG)
	if m := svgNames.FindStringSubmatch(svg); m != nil {
		for _, part := range []string{"-title", "-desc"} {
			svg = strings.ReplaceAll(svg, m[1]+part, id+part)
		}
	}
	least := 0
	if m := svgWidth.FindStringSubmatch(svg); m != nil {
		fmt.Sscan(m[1], &least)
	}
	name := strings.ReplaceAll(strings.TrimPrefix(f.Name, "figures/"), "/", "-")
	return htmlFigure{ID: id, Name: name, Title: f.Title, SVG: template.HTML(svg), Least: least}
}
