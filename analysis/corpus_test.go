package analysis

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"grove/analysis/corpus"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// fewest is how many files the corpus has at least, of each kind; it may grow.
var fewest = map[corpus.Want]int{corpus.Refused: 780, corpus.Warned: 43, corpus.Equal: 290}

// Each file of the corpus goes from the folder to the result. It is refused with
// its place and cause, or runs with a remark that the plain file does not get,
// or gives the plain file's numbers to the last bit. A panic is a failure.
func TestCorpus(t *testing.T) {
	plain := map[string]outcome{}
	for _, b := range corpus.Bases {
		plain[b.Name] = through(t, b, b.Text)
		if o := plain[b.Name]; o.err != nil || o.panic != "" || !strings.Contains(o.numbers, "K:2") && b.Name != "long" && b.Name != "protocol" && b.Name != "ten" && b.Name != "eight" && b.Name != "effect" {
			t.Fatalf("%s: %v%s\n%s", b.Name, o.err, o.panic, o.numbers)
		}
	}
	counts, located, withCause, data := map[corpus.Want]int{}, 0, 0, 0
	place := regexp.MustCompile(`^(x\.csv|protocol\.yaml):[1-9][0-9]*`)
	files := corpus.Files()
	for _, f := range files {
		b := corpus.Of(f.Base)
		if f.Detect {
			b = corpus.Of("counts")
		}
		fails := func(format string, values ...any) {
			t.Errorf("%s (%s): %s", f.Name, f.Base, fmt.Sprintf(format, values...))
		}
		o := through(t, b, f.Text)
		counts[f.Want]++
		if o.panic != "" {
			fails("panic: %s", o.panic)
			continue
		}
		switch f.Want {
		case corpus.Refused:
			if o.err == nil {
				fails("not refused")
				continue
			}
			lines := strings.Split(strings.TrimPrefix(o.err.Error(), "analysis response: "), "\n")
			if place.MatchString(lines[0]) {
				located++
			} else {
				fails("without a place: %s", lines[0])
			}
			if b.Table != protocol.FileName && f.Line > 0 {
				data++
				if strings.Contains(lines[0], "; ") {
					withCause++
				}
			}
			at := fmt.Sprintf("%s:%d", b.Table, f.Line)
			if f.Column != "" {
				at += ":" + f.Column
			}
			if !slices.ContainsFunc(lines, func(l string) bool {
				return strings.Contains(l, f.Says) && (f.Line == 0 || strings.HasPrefix(l, at+": "))
			}) {
				fails("want %s: %s; have\n%.600s", at, f.Says, o.err)
			}
		case corpus.Warned:
			if o.err != nil {
				fails("refused: %v", o.err)
			}
			says := func(remark string) bool { return strings.Contains(remark, f.Says) }
			if !slices.ContainsFunc(o.remarks, says) || slices.ContainsFunc(plain[f.Base].remarks, says) {
				fails("want the remark %q; have\n%s", f.Says, strings.Join(o.remarks, "\n"))
			}
		case corpus.Equal:
			if o.err != nil {
				fails("refused: %.300v", o.err)
			} else if o.numbers != plain[f.Base].numbers {
				fails("other numbers:\n%.900s\nexpected\n%.900s", o.numbers, plain[f.Base].numbers)
			}
		}
	}
	for _, want := range slices.Sorted(maps.Keys(fewest)) {
		if counts[want] < fewest[want] {
			t.Errorf("%d files %s, fewer than %d", counts[want], want, fewest[want])
		}
	}
	if located < counts[corpus.Refused] {
		t.Errorf("%d of %d refusals with a place", located, counts[corpus.Refused])
	}
	if withCause*10 < data*9 {
		t.Errorf("%d of %d refused tables with a cause, fewer than 90%%", withCause, data)
	}
	t.Logf("%d files: refused %d (%d with a place; %d of the %d tables with a likely cause), warned %d, baseline's numbers %d",
		len(files), counts[corpus.Refused], located, withCause, data, counts[corpus.Warned], counts[corpus.Equal])
}

// outcome is what came of one file.
type outcome struct {
	err     error // its places begin with the file's name
	panic   string
	numbers string   // every number of the result, to the last bit
	remarks []string // findings and notes
}

// through runs a review with one of its files replaced.
func through(t *testing.T, b corpus.Base, text string) (o outcome) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "review")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(b.Review)
	files[b.Table] = text
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	defer func() {
		if p := recover(); p != nil {
			o.panic = fmt.Sprintf("%v\n%s", p, debug.Stack())
		}
	}()
	in, err := Load(dir)
	if err != nil {
		o.err = relative{err, dir}
		return o
	}
	review, err := Run(context.Background(), in)
	if err != nil {
		o.err = relative{err, dir}
		return o
	}
	o.numbers, o.remarks = numbersOf(review), remarksOf(review)
	return o
}

// relative is an error without the folder in its text.
type relative struct {
	error
	dir string
}

func (r relative) Error() string {
	return strings.ReplaceAll(r.error.Error(), r.dir+string(filepath.Separator), "")
}

// numbersOf writes every number of every estimate and trial in full.
func numbersOf(r report.Review) string {
	var b strings.Builder
	for _, a := range r.Analyses {
		for _, e := range a.Estimates() {
			e.Result.Notes = nil
			fmt.Fprintf(&b, "%s %s %s %+v %+v\n", e.Analysis, e.Kind, e.Measure.Code, e.Result, e.Natural)
			for _, x := range e.Trials {
				fmt.Fprintf(&b, "  %v %v %v %v %v %+v %+v\n", x.Y, x.V, x.Weight, x.CILower, x.CIUpper, x.From.T, x.From.C)
			}
		}
	}
	return b.String()
}

// remarksOf are the findings of the checks, what was left out and why, and the
// notes on every estimate and trial.
func remarksOf(r report.Review) []string {
	all := slices.Clone(r.Findings)
	for _, a := range r.Analyses {
		for _, f := range a.Findings {
			all = append(all, Finding(f))
		}
		for _, e := range a.Estimates() {
			all = append(all, e.Failed)
			all = append(append(all, e.Notes...), e.Result.Notes...)
			for _, x := range e.Trials {
				for _, n := range x.Notes {
					all = append(all, x.Study+": "+n)
				}
			}
			for _, l := range e.Left {
				all = append(all, l.Study+": left out: "+l.Reason)
			}
		}
	}
	return all
}
