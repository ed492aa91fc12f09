package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// agreement is how closely recomputed numbers must agree where bytes differ, as
// they may between kinds of processors.
const agreement = 1e-9

// Rerun holds the files of a fresh computation against the output. Results that
// differ in bytes are compared number by number where they are JSON; the worst
// relative difference is named, and only above 1e-9 a problem.
func (v *Verification) Rerun(files []File) error {
	for _, f := range files {
		if f.Rendering {
			continue
		}
		data, err := os.ReadFile(filepath.Join(v.Folder, filepath.FromSlash(f.Name)))
		if err != nil {
			v.problem("%s: computed now and not there", f.Name)
			continue
		}
		if bytes.Equal(data, f.Data) {
			continue
		}
		if filepath.Ext(f.Name) != ".json" {
			v.problem("%s: comes out otherwise", f.Name)
			continue
		}
		var was, now any
		if err := json.Unmarshal(data, &was); err != nil {
			v.problem("%s: %v", f.Name, err)
			continue
		}
		if err := json.Unmarshal(f.Data, &now); err != nil {
			return err
		}
		w := worst{}
		w.walk("", was, now)
		switch {
		case w.shape != "":
			v.problem("%s: comes out otherwise at %s", f.Name, w.shape)
		case w.by > agreement:
			v.problem("%s: comes out otherwise, worst at %s: %v, now %v", f.Name, w.at, w.was, w.now)
		}
	}
	return nil
}

// worst is the largest relative difference between two JSON values, and the
// first place where they differ in more than a number.
type worst struct {
	by, was, now float64
	at, shape    string
}

func (w *worst) walk(at string, a, b any) {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			w.differ(at)
			return
		}
		for key, value := range x {
			other, ok := y[key]
			if !ok {
				w.differ(at + "." + key)
				return
			}
			w.walk(at+"."+key, value, other)
		}
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			w.differ(at)
			return
		}
		for i := range x {
			w.walk(fmt.Sprintf("%s[%d]", at, i), x[i], y[i])
		}
	case float64:
		y, ok := b.(float64)
		if !ok {
			w.differ(at)
			return
		}
		if by := math.Abs(x-y) / math.Max(math.Abs(x), math.SmallestNonzeroFloat64); x != y && (by > w.by || by == w.by && at < w.at) {
			w.by, w.was, w.now, w.at = by, x, y, at
		}
	default:
		if a != b {
			w.differ(at)
		}
	}
}

func (w *worst) differ(at string) {
	if w.shape == "" || at < w.shape {
		w.shape = at
	}
}
