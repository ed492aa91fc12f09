package protocol

import (
	"path"
	"strings"
)

func (r *reader) data(n *node) Data {
	var d Data
	r.mapping(n, "data", []key{
		{"studies", false, func(v *node) { d.Studies = r.dataFile(v, []string{"studies"}, "studies") }},
		{"arms", false, func(v *node) { d.Arms = r.dataFile(v, []string{"long", "wide"}, "") }},
		{"contrasts", false, func(v *node) { d.Contrasts = r.dataFile(v, []string{"long", "wide"}, "") }},
		{"published", false, func(v *node) { d.Published = r.dataFile(v, []string{"studies"}, "studies") }},
	})
	if n.shape == mapping && n.get("arms") == nil && n.get("contrasts") == nil {
		r.fail(n, "data needs arms, contrasts or both")
	}
	return d
}

// dataFile is a file's name, or {file: name, layout: word}.
func (r *reader) dataFile(n *node, layouts []string, layout string) *File {
	f := &File{Layout: layout}
	if n.shape != mapping {
		f.Name = r.fileName(n)
		return f
	}
	r.mapping(n, "a file", []key{
		{"file", true, func(v *node) { f.Name = r.fileName(v) }},
		{"layout", false, func(v *node) { f.Layout = r.word(v, "layout", layouts) }},
	})
	return f
}

// fileName is a name inside the review's folder, with slashes, so that it means
// the same on every system.
func (r *reader) fileName(n *node) string {
	name := r.text(n, "a file name")
	if name != "" && (path.IsAbs(name) || path.Clean(name) != name || name == "." || name == ".." ||
		strings.HasPrefix(name, "../") || strings.ContainsAny(name, "\\:\t\n")) {
		r.fail(n, "a file is named from the review's folder and lies inside it, such as arms.csv")
	}
	return name
}
