package analysis

import (
	"fmt"
	"slices"
	"strings"

	"grove/analysis/figure"
	"grove/analysis/figure/pdf"
	"grove/analysis/figure/png"
	"grove/analysis/record"
	"grove/analysis/report"
	"grove/analysis/report/docx"
)

// formats are the renderings of a figure. SVG is a result and always written;
// the others are renderings of it.
var formats = []struct {
	name   string
	render func(figure.Drawing) ([]byte, error) // nil for what is a result anyway
}{
	{"svg", nil},
	{"pdf", func(d figure.Drawing) ([]byte, error) { return pdf.Encode(d) }},
	{"png", func(d figure.Drawing) ([]byte, error) { return png.Encode(d, 300) }},
}

// pages are the renderings of a whole review, each one file.
var pages = []struct {
	format, name string
	make         func(report.Review) ([]byte, error)
}{
	{"html", "report.html", report.HTML},
	{"docx", "report.docx", docx.Report},
}

// FormatList names the formats for help.
func FormatList() string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	for _, p := range pages {
		names = append(names, p.format)
	}
	return strings.Join(names, ", ")
}

// CheckFormats says which format is not known.
func CheckFormats(wanted []string) error {
	for _, w := range wanted {
		if !slices.Contains(strings.Split(FormatList(), ", "), w) {
			return fmt.Errorf("unknown format %q; known: %s", w, FormatList())
		}
	}
	return nil
}

// Render is a figure in one format.
func Render(f report.Figure, format string) ([]byte, error) {
	var known []string
	for _, row := range formats {
		known = append(known, row.name)
		if row.name == format && row.render == nil {
			return f.SVG, nil
		}
		if row.name == format {
			return row.render(f.Drawing)
		}
	}
	return nil, fmt.Errorf("unknown format %q of a figure; known: %s", format, strings.Join(known, ", "))
}

// Files are the finished files of a review's output, but for the record's own.
func Files(r report.Review, wanted []string) ([]record.File, error) {
	results := []struct {
		name string
		make func() ([]byte, error)
	}{
		{"results.json", func() ([]byte, error) { return report.JSON(r) }},
		{"results.schema.json", func() ([]byte, error) { return report.Schema, nil }},
		{"estimates.csv", func() ([]byte, error) { return report.EstimatesCSV(r) }},
		{"studies.csv", func() ([]byte, error) { return report.TrialsCSV(r) }},
		{"reproduce.R", func() ([]byte, error) { return report.Reproduce(r), nil }},
		{"report.md", func() ([]byte, error) { return report.Markdown(r), nil }},
	}
	var files []record.File
	for _, f := range results {
		data, err := f.make()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		files = append(files, record.File{Name: f.name, Data: data})
	}
	for _, a := range r.Analyses {
		for _, f := range a.Figures {
			files = append(files, record.File{Name: f.Name + ".svg", Data: f.SVG})
			for _, format := range formats {
				if format.render == nil || !slices.Contains(wanted, format.name) {
					continue
				}
				data, err := format.render(f.Drawing)
				if err != nil {
					return nil, fmt.Errorf("%s.%s: %w", f.Name, format.name, err)
				}
				files = append(files, record.File{Name: f.Name + "." + format.name, Data: data, Rendering: true})
			}
		}
	}
	for _, p := range pages {
		if !slices.Contains(wanted, p.format) {
			continue
		}
		data, err := p.make(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		files = append(files, record.File{Name: p.name, Data: data, Rendering: true})
	}
	return files, nil
}
