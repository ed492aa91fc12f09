package record

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// agreement is how closely recomputed numbers must agree where bytes differ, as
// they may between kinds of processors.
const agreement = 1e-9

// Recomputed is how the results of a fresh computation compare with an output.
type Recomputed struct {
	Exact int    // files that are the same byte for byte
	Close int    // files of which every number agrees to 1e-9
	Worst string // of the close ones: the file, the place and both numbers of the largest relative difference
}

// Rerun holds the files of a fresh computation against the output: byte for
// byte, then, where they differ, number by number. All that is not a number must
// be the same. The worst relative difference is named, and above 1e-9 it is a
// problem.
func (v *Verification) Rerun(files []File) error {
	v.Recomputed = &Recomputed{}
	worstBy := 0.0
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
			v.Recomputed.Exact++
			continue
		}
		w := worst{}
		if filepath.Ext(f.Name) == ".json" {
			var was, now any
			if err := decode(data, &was); err != nil {
				v.problem("%s: %v", f.Name, err)
				continue
			}
			if err := decode(f.Data, &now); err != nil {
				return err
			}
			w.walk("", was, now)
		} else {
			w.text(string(data), string(f.Data))
		}
		switch {
		case w.shape != "":
			v.problem("%s: comes out otherwise at %s", f.Name, w.shape)
		case w.by > agreement:
			v.problem("%s: comes out otherwise, worst at %s: %v, now %v", f.Name, w.at, w.was, w.now)
		default:
			v.Recomputed.Close++
			if w.at != "" && (w.by > worstBy || v.Recomputed.Worst == "") { // no place: the same numbers, written otherwise
				worstBy = w.by
				v.Recomputed.Worst = fmt.Sprintf("%s at %s: %v, now %v, a relative difference of %.1e", f.Name, w.at, w.was, w.now, w.by)
			}
		}
	}
	return nil
}

// Text says how the results came out.
func (r Recomputed) Text() string {
	said := fmt.Sprintf("recomputed: %d results the same byte for byte", r.Exact)
	if r.Close > 0 {
		said += fmt.Sprintf(", %d more with every number the same to 1e-9", r.Close)
	}
	if r.Worst != "" {
		said += "; worst " + r.Worst
	}
	return said
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
		w.number(at, x, y)
	default:
		if a != b {
			w.differ(at)
		}
	}
}

func (w *worst) number(at string, x, y float64) {
	if by := math.Abs(x-y) / math.Max(math.Abs(x), math.SmallestNonzeroFloat64); x != y && (by > w.by || by == w.by && at < w.at) {
		w.by, w.was, w.now, w.at = by, x, y, at
	}
}

var numeral = regexp.MustCompile(`[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?`)

// text compares what two texts have besides numbers, and their numbers in turn.
// Signs count as text: a number that changes its sign is another.
func (w *worst) text(a, b string) {
	x, y := numeral.FindAllStringIndex(a, -1), numeral.FindAllStringIndex(b, -1)
	line, i, j := 1, 0, 0
	for k := range x {
		at := "line " + strconv.Itoa(line+strings.Count(a[i:x[k][0]], "\n"))
		if k >= len(y) || a[i:x[k][0]] != b[j:y[k][0]] {
			w.differ(at)
			return
		}
		line += strings.Count(a[i:x[k][0]], "\n")
		was, e1 := strconv.ParseFloat(a[x[k][0]:x[k][1]], 64)
		now, e2 := strconv.ParseFloat(b[y[k][0]:y[k][1]], 64)
		if e1 != nil || e2 != nil {
			w.differ(at)
			return
		}
		w.number(at, was, now)
		i, j = x[k][1], y[k][1]
	}
	if len(x) != len(y) || a[i:] != b[j:] {
		w.differ("line " + strconv.Itoa(line))
	}
}

func (w *worst) differ(at string) {
	if w.shape == "" || at < w.shape {
		w.shape = at
	}
}
