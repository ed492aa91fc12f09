// Package goldens scores the statistics rooms against the answers of R and
// against certified values of many digits. testdata/README.md says where they
// come from and what their fields mean.
package goldens

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
)

// golden is one case: what R was given and what it answered.
type golden struct {
	ID       string                     `json:"id"`
	Kind     string                     `json:"kind"`
	Data     map[string]json.RawMessage `json:"data"`
	Settings map[string]json.RawMessage `json:"settings"`
	Tol      float64                    `json:"tol"`
	Expected map[string]json.RawMessage `json:"expected"`
	Failed   bool                       `json:"reference_failed"`
	Suspect  string                     `json:"suspect"`
}

// load reads the cases of a file by kind.
func load(t *testing.T, name string) map[string][]golden {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []golden }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	byKind := map[string][]golden{}
	for _, c := range file.Cases {
		byKind[c.Kind] = append(byKind[c.Kind], c)
	}
	return byKind
}

// numbers reads a number, a vector or a matrix by rows; null is NaN, "Inf", "-Inf" and
// "NaN" are what they say, and true is 1.
func numbers(raw json.RawMessage) []float64 {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(fmt.Sprintf("golden value %s: %v", raw, err))
	}
	xs := []float64{}
	var read func(v any)
	read = func(v any) {
		switch v := v.(type) {
		case nil:
			xs = append(xs, math.NaN())
		case float64:
			xs = append(xs, v)
		case bool:
			xs = append(xs, map[bool]float64{true: 1}[v])
		case string:
			xs = append(xs, map[string]float64{"Inf": math.Inf(1), "-Inf": math.Inf(-1), "NaN": math.NaN()}[v])
		case []any:
			for _, e := range v {
				read(e)
			}
		default:
			panic(fmt.Sprintf("golden value %s is not a number", raw))
		}
	}
	read(v)
	return xs
}

// column is a column of the data, all missing if it is not given.
func (c golden) column(name string) []float64 { return numbers(c.Data[name]) }

// has says that the data have all these columns and nothing else.
func (c golden) has(names ...string) bool {
	if len(names) != len(c.Data) {
		return false
	}
	for _, n := range names {
		if _, ok := c.Data[n]; !ok {
			return false
		}
	}
	return true
}

// only says that no setting beyond these is given.
func (c golden) only(names ...string) bool {
	for n := range c.Settings {
		if !slices.Contains(names, n) {
			return false
		}
	}
	return true
}

// text, number and flag are settings, or what R takes when they are not given.
func (c golden) text(name, otherwise string) string {
	return setting(c, name, otherwise)
}

func (c golden) number(name string, otherwise float64) float64 {
	return setting(c, name, otherwise)
}

func (c golden) flag(name string, otherwise bool) bool {
	return setting(c, name, otherwise)
}

func setting[T any](c golden, name string, otherwise T) T {
	raw, ok := c.Settings[name]
	if !ok {
		return otherwise
	}
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(fmt.Sprintf("%s: setting %s: %v", c.ID, name, err))
	}
	return v
}

// want is an expected field, "confint.tau2_lb" being a field of a field.
func (c golden) want(path ...string) ([]float64, bool) {
	level := c.Expected
	for i, name := range path {
		raw, ok := level[name]
		if !ok {
			return nil, false
		}
		if i == len(path)-1 {
			return numbers(raw), true
		}
		level = nil
		if json.Unmarshal(raw, &level) != nil {
			return nil, false
		}
	}
	return nil, false
}
