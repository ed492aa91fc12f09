package read

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"grove/analysis/corpus"
)

// Each table of the corpus is refused at its line and column with a reason and a
// cause, or reads as the base does.
func TestCorpus(t *testing.T) {
	refused, equal := 0, 0
	for _, f := range corpus.Files() {
		base := corpus.Of(f.Base)
		layout := Detect
		if base.Layout == string(Studies) && !f.Detect {
			layout = Studies
		}
		switch {
		case base.Table != "x.csv":
		case f.Want == corpus.Refused && f.Line > 0:
			refused++
			expect(t, f, layout)
		case f.Want == corpus.Equal:
			equal++
			got, err := Read("x.csv", []byte(f.Text), layout)
			if err != nil {
				t.Errorf("%s (%s): %v", f.Name, f.Base, err)
				continue
			}
			opts := cmp.Options{sameTable, cmpopts.IgnoreFields(Table{}, "Header", "Study")}
			if len(f.Loose) > 0 {
				opts = append(opts, cmpopts.IgnoreFields(Row{}, f.Loose...))
			}
			if diff := cmp.Diff(mustRead(t, base.Text, layout), got, opts); diff != "" {
				t.Errorf("%s (%s):\n%s", f.Name, f.Base, diff)
			}
		}
	}
	t.Logf("%d tables refused, %d read as the base", refused, equal)
}

// expect looks for an error at a line and column that says something, with a
// cause.
func expect(t *testing.T, f corpus.File, layout Layout) {
	t.Helper()
	_, err := Read("x.csv", []byte(f.Text), layout)
	var errs Errors
	if !errors.As(err, &errs) {
		t.Errorf("%s (%s): read without an error", f.Name, f.Base)
		return
	}
	for _, e := range errs {
		if e.Line == f.Line && plain(e.Column) == f.Column && strings.Contains(e.Reason+"; "+e.Cause, f.Says) {
			if e.Cause == "" {
				t.Errorf("%s (%s): no cause: %v", f.Name, f.Base, e)
			}
			return
		}
	}
	t.Errorf("%s (%s): want line %d, column %q, %q; have\n%.500v", f.Name, f.Base, f.Line, f.Column, f.Says, err)
}

func TestLimits(t *testing.T) {
	cases := []struct {
		name string
		data []byte
		says string
	}{
		{"file", make([]byte, maxFile+1), "more than the limit"},
		{"line", []byte(corpus.Long + strings.Repeat("x", maxLine+1)), "x.csv:7: a line of 1048577 bytes is longer"},
		{"cell", []byte(strings.Replace(corpus.Long, ",c\n", ","+strings.Repeat("x", maxCell+1)+"\n", 1)), "x.csv:4:note: a cell of 65537 bytes is longer"},
		{"rows", []byte("study\n" + strings.Repeat("x\n", maxRows+1)), "x.csv:1000002: more than 1000000 rows"},
	}
	for _, c := range cases {
		_, err := Read("x.csv", c.data, Studies)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %.200v", c.name, err)
		}
	}
}

// What a hostile file says must reach a terminal as text.
func TestErrorsCarryNoControlCharacters(t *testing.T) {
	for _, text := range []string{
		"study,arm,n,events\na,x,\x1b[2J,1\nb\x1b]0;x\a,,1,1\n",
		"study,arm,n,events,\x1b[2J\na,x,1,1,1\n",
		"study,slab\x1b,n\x1b,arm\x1b\na,x,1,1\n",
	} {
		_, err := Read("x.csv", []byte(text), Detect)
		if err == nil || strings.ContainsAny(err.Error(), "\x1b\a") {
			t.Errorf("%q", err)
		}
	}
}

// Lines are those of the file, whatever is skipped or broken over lines.
func TestLineNumbers(t *testing.T) {
	text := "\n\nstudy,arm,note,n,events\n\na,x,\"one\ntwo\",10,3\n\n\nb,x,,10,11\nc,x,\"\n\n\",10,11\n"
	_, err := Read("d.csv", []byte(text), Detect)
	if err == nil || !strings.Contains(err.Error(), "d.csv:9:events") || !strings.Contains(err.Error(), "d.csv:12:events") {
		t.Errorf("%v", err)
	}
}
