package read

import (
	"bytes"
	"encoding/csv"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"grove/analysis/corpus"
)

// FuzzRead: no panic; every error has a file and a reason; a table that reads
// is written and read again to an equal one.
func FuzzRead(f *testing.F) {
	for _, c := range corpus.Files() {
		if corpus.Of(c.Base).Table == "x.csv" && len(c.Text) < 2000 {
			f.Add([]byte(c.Text), byte(0))
		}
	}
	for _, b := range corpus.Bases {
		f.Add([]byte(b.Text), byte(3))
	}
	f.Add([]byte(metapsy), byte(0))
	f.Add([]byte("study\na\n"), byte(3))
	layouts := []Layout{Detect, Long, Wide, Studies}
	f.Fuzz(func(t *testing.T, data []byte, pick byte) {
		table, err := Read("f.csv", data, layouts[int(pick)%len(layouts)])
		if err != nil {
			var errs Errors
			if !errors.As(err, &errs) || len(errs) == 0 {
				t.Fatalf("%#v", err)
			}
			for _, e := range errs {
				if e.File == "" || e.Line == 0 || e.Reason == "" || e.Cause == "" {
					t.Fatalf("%#v", e)
				}
			}
			return
		}
		again, err := Read("f.csv", written(t, table), table.Layout)
		if err != nil {
			t.Fatalf("%v\n%s", err, written(t, table))
		}
		if diff := cmp.Diff(table, again, sameTable, cmpopts.IgnoreFields(Row{}, "Line")); diff != "" {
			t.Fatal(diff)
		}
	})
}

func written(t *testing.T, table Table) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(table.Header); err != nil {
		t.Fatal(err)
	}
	for _, r := range table.Rows {
		if err := w.Write(r.Cells); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}
