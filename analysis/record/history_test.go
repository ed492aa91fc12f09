package record

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkChain walks an output's history by its own rules and returns its lines.
func checkChain(t *testing.T, out string) []look {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(out, historyName))
	if err != nil {
		t.Fatal(err)
	}
	var looks []look
	previous := ""
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		var l look
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if l.Look != i+1 || l.Previous != previous {
			t.Errorf("line %d is look %d after %q, expected %q", i+1, l.Look, l.Previous, previous)
		}
		looks, previous = append(looks, l), sum([]byte(line))
	}
	return looks
}

func TestHistoryGrowsOnlyWhenSomethingDiffers(t *testing.T) {
	out, data := bench(t)
	for i, text := range []string{"1", "1", "2", "2", "1"} {
		want := []int{1, 1, 2, 2, 3}[i]
		if got := publish(t, out, data, text); got.Looks != want || got.Notes != nil {
			t.Errorf("run %d: %+v, expected %d looks", i, got, want)
		}
	}
	looks := checkChain(t, out)
	if len(looks) != 3 {
		t.Fatalf("%d lines", len(looks))
	}
	first, last := looks[0], looks[2]
	if first.Protocol != last.Protocol || first.Inputs != last.Inputs || first.Results != last.Results {
		t.Error("equal runs have unequal lines")
	}
	if looks[1].Protocol == first.Protocol || looks[1].Inputs == first.Inputs || looks[1].Results == first.Results {
		t.Error("unequal runs have equal lines")
	}
}

func TestHistoryNoticesEachPart(t *testing.T) {
	base, err := json.Marshal(1)
	if err != nil {
		t.Fatal(err)
	}
	results := []hashed{{"results.json", sum(base)}}
	history, looks, _, err := extend(nil, asked("1"), results, nil)
	if err != nil || looks != 1 {
		t.Fatal(looks, err)
	}
	protocol, inputs := asked("1"), asked("1")
	protocol.Protocol.Raw = []byte("other")
	inputs.Inputs[0].Data = []byte("other")
	for name, c := range map[string]struct {
		r       Request
		results []hashed
		looks   int
	}{
		"nothing":  {asked("1"), results, 1},
		"protocol": {protocol, results, 2},
		"inputs":   {inputs, results, 2},
		"results":  {asked("1"), []hashed{{"results.json", sum(nil)}}, 2},
	} {
		longer, looks, _, err := extend(history, c.r, c.results, nil)
		if err != nil || looks != c.looks || !strings.HasPrefix(string(longer), string(history)) {
			t.Errorf("%s: %d looks, %v", name, looks, err)
		}
	}
}

// A history somebody edited is kept as it is, continued, and said to be broken.
func TestBrokenHistoryIsKeptAndTold(t *testing.T) {
	out, data := bench(t)
	for _, text := range []string{"1", "2", "3"} {
		publish(t, out, data, text)
	}
	name := filepath.Join(out, historyName)
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ text, note string }{
		"an edit in the first line": {strings.Replace(string(good), "0.1.0", "0.1.1", 1), "history.jsonl:2:"},
		"a line gone":               {string(good[strings.Index(string(good), "\n")+1:]), "history.jsonl:1:"},
		"a line that is no line":    {string(good) + "<<<<<<< HEAD\n", "history.jsonl:4:"},
		"no newline at the end":     {strings.TrimSuffix(string(good), "\n"), ""},
	} {
		if err := os.WriteFile(name, []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		report := publish(t, out, data, "4")
		if got := strings.Join(report.Notes, "|"); (c.note == "") != (got == "") || !strings.HasPrefix(got, c.note) {
			t.Errorf("%s: notes %q, expected %q", what, got, c.note)
		}
		now, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rest, kept := strings.CutPrefix(string(now), strings.TrimSuffix(c.text, "\n")+"\n")
		if !kept || strings.Count(rest, "\n") != 1 {
			t.Errorf("%s: the history became %s", what, now)
		}
	}
}
