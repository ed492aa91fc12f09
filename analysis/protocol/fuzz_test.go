package protocol

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse: no panic; every error has a place and a reason; the canonical form
// of a protocol that parses is a protocol with the same meaning and bytes.
func FuzzParse(f *testing.F) {
	f.Add([]byte(ketamine))
	f.Add([]byte(small()))
	for _, m := range mistakes {
		if len(m.text) < 2000 {
			f.Add([]byte(m.text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse("p.yaml", data)
		if err != nil {
			var errs Errors
			if !errors.As(err, &errs) || len(errs) == 0 {
				t.Fatalf("%#v", err)
			}
			for _, e := range errs {
				if e.File == "" || e.Reason == "" || e.Line < 1 || e.Column < 1 {
					t.Fatalf("%#v", e)
				}
			}
			return
		}
		again, err := Parse("p.yaml", p.Canonical)
		if err != nil {
			t.Fatalf("%v\n%s", err, p.Canonical)
		}
		if !bytes.Equal(p.Canonical, again.Canonical) {
			t.Fatalf("%s\n%s", p.Canonical, again.Canonical)
		}
		if diff := cmp.Diff(p, again, nowhere); diff != "" {
			t.Fatal(diff)
		}
	})
}
