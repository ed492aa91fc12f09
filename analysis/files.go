package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
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
	render func(report.Figure) ([]byte, error) // nil for what is a result anyway
}{
	{"svg", nil},
	{"pdf", func(f report.Figure) ([]byte, error) { return pdf.Encode(sheets(f)...) }},
	{"png", func(f report.Figure) ([]byte, error) { return png.Encode(f.Drawing, fitting(f)) }},
}

// sheet is the height of the pages of a PDF in millimetres: A4 with margins.
const sheet = 250

// sheets are the pages of a figure. A forest plot too tall for one is set on as
// few as it needs, about equally full, each with its heads and its axis; what is
// no forest stands on one.
func sheets(f report.Figure) []figure.Drawing {
	const point, step = 25.4 / 72, 5.0 // in millimetres
	if len(f.Forest.Columns) == 0 || f.Drawing.Height*point <= sheet {
		return []figure.Drawing{f.Drawing}
	}
	pages := figure.Pages(f.Forest, sheet)
	for height := sheet - step; height > sheet/2; height -= step {
		lower := figure.Pages(f.Forest, height)
		if len(lower) > len(pages) {
			break
		}
		pages = lower
	}
	return pages
}

// fitting is the resolution of a figure's picture: what is asked for or, for a
// picture that would have more pixels than programs open, the largest that has
// not. The picture itself says which it is.
func fitting(f report.Figure) int {
	square := f.Drawing.Width * f.Drawing.Height / (72 * 72)
	return min(f.DPI, int(math.Sqrt(png.MaxPixels/square)))
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
			return row.render(f)
		}
	}
	return nil, fmt.Errorf("unknown format %q of a figure; known: %s", format, strings.Join(known, ", "))
}

// results are the files of every output, but for the figures and the record's
// own.
var results = []struct {
	name string
	make func(report.Review) ([]byte, error)
}{
	{"results.json", report.JSON},
	{"results.schema.json", func(report.Review) ([]byte, error) { return report.Schema, nil }},
	{"estimates.csv", report.EstimatesCSV},
	{"studies.csv", report.TrialsCSV},
	{"reproduce.R", func(r report.Review) ([]byte, error) { return report.Reproduce(r), nil }},
	{"report.md", func(r report.Review) ([]byte, error) { return report.Markdown(r), nil }},
}

// job is one file to be made.
type job struct {
	name      string
	rendering bool
	make      func() ([]byte, error)
}

// Files are the finished files of a review's output, but for the record's own,
// made on all processors. done is told how many of how many are finished; it may
// be nil. The error is the context's, or that of the first file in order that
// could not be made.
func Files(ctx context.Context, r report.Review, wanted []string, done func(finished, all int)) ([]record.File, error) {
	jobs := jobs(r, wanted)
	files, errs := make([]record.File, len(jobs)), make([]error, len(jobs))
	next, finished := make(chan int), make(chan int)
	go func() {
		defer close(next)
		for i := range jobs {
			next <- i
		}
	}()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for i := range next {
				files[i], errs[i] = jobs[i].file(ctx)
				finished <- i
			}
		}()
	}
	for n := range jobs {
		<-finished
		if done != nil {
			done(n+1, len(jobs))
		}
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// ErrInternal is a defect of grove: a panic in a worker, which no caller could
// catch.
var ErrInternal = errors.New("internal error")

func (j job) file(ctx context.Context) (f record.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %w: %v", j.name, ErrInternal, p)
		}
	}()
	if err := ctx.Err(); err != nil {
		return f, err
	}
	data, err := j.make()
	if err != nil {
		return f, fmt.Errorf("%s: %w", j.name, err)
	}
	return record.File{Name: j.name, Data: data, Rendering: j.rendering}, nil
}

func jobs(r report.Review, wanted []string) []job {
	var all []job
	for _, f := range results {
		all = append(all, job{f.name, false, func() ([]byte, error) { return f.make(r) }})
	}
	for _, f := range r.AllFigures() {
		all = append(all, job{f.Name + ".svg", false, func() ([]byte, error) { return f.SVG, nil }})
		for _, format := range formats {
			if format.render != nil && slices.Contains(wanted, format.name) {
				all = append(all, job{f.Name + "." + format.name, true, func() ([]byte, error) { return format.render(f) }})
			}
		}
	}
	for _, p := range pages {
		if slices.Contains(wanted, p.format) {
			all = append(all, job{p.name, true, func() ([]byte, error) { return p.make(r) }})
		}
	}
	return all
}
