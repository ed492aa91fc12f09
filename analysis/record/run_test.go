package record

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The hashes were computed with another program's SHA-256 from the rules in
// RunJSON's comment.
func TestRunJSON(t *testing.T) {
	r := Request{
		Protocol: Protocol{Name: "protocol.yaml", Raw: []byte("review: x\n"), Canonical: []byte(`{"review":"x"}`)},
		Inputs: []Input{
			{Name: "studies.csv", Data: []byte("study,year\nB,2020\n"), Header: []string{"study", "year"}, Rows: [][]string{{"B", "2020"}}, Study: "study"},
			{
				Name: "arms.csv", Data: []byte("study,n,arm\nB,2,<t>\nA,1,c\nB,3,c\n"),
				Header: []string{"study", "n", "arm"}, Rows: [][]string{{"B", "2", "<t>"}, {"A", "1", "c"}, {"B", "3", "c"}}, Study: "study",
			},
		},
	}
	files := []File{{Name: "results.json", Data: []byte("{}")}, {Name: "a.svg", Data: []byte("<svg>")}, {Name: "a.png", Data: []byte("x"), Rendering: true}}
	got, err := RunJSON(r, []string{"arms.csv:2:3: n < 3"}, files)
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "program": "grove",
  "version": "0.1.0",
  "protocol": {
    "name": "protocol.yaml",
    "sha256": "bb9a20c9cb03f69a5d64d4d2d3350d87c5dd6ec1c814f4c7273712f2b85edcc6",
    "canonical_sha256": "b08994036478bad26ef980587dd2beb2c0755067b5bad04074e9be44b973501a"
  },
  "inputs": [
    {
      "name": "arms.csv",
      "sha256": "e2905e699bd7d9fc2769a17d8869b4e586be87da5432749fe8069d77b77ef299",
      "rows": 3,
      "table_sha256": "ace0ab320521ba0739f0da51516e0bca990de99fc52ef9ebc65473c1d4c24426"
    },
    {
      "name": "studies.csv",
      "sha256": "2fd630e4f5d0d7fb05a87374fe8e061d7c53a35d8d1166f9ae5ea3a422392765",
      "rows": 1,
      "table_sha256": "106a534b4dfccde51c8f571850eddd5b8b1cdc185e889a5671498923807d35c3"
    }
  ],
  "studies": [
    {
      "study": "A",
      "sha256": "c835651280bce0b83bcfd28596cf85d2ac3879442868bbbeb1bada0c93f4ac84"
    },
    {
      "study": "B",
      "sha256": "dd34d92ea6c737a56ac261e4dbd2a7959c8160025bb4005e58c6ab04343e849f"
    }
  ],
  "findings": [
    "arms.csv:2:3: n < 3"
  ],
  "files": [
    {
      "name": "a.svg",
      "sha256": "880485a05a519b27d5adda3edaa477886d16dda183c9287d92be09fe9e61c4d8"
    },
    {
      "name": "results.json",
      "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    }
  ]
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if files[0].Name != "results.json" || r.Inputs[0].Name != "studies.csv" {
		t.Error("the arguments were reordered")
	}
}

// A column order is formatting; a cell, a name, the order of rows are not.
func TestTableHash(t *testing.T) {
	base := Input{Header: []string{"study", "n", "arm"}, Rows: [][]string{{"A", "1", "t"}, {"A", "2", "c"}, {"B", "12", ""}}, Study: "study"}
	for name, c := range map[string]struct {
		in           Input
		table, study bool // equal to the base's, in the table's and in all studies' hashes
	}{
		"columns moved": {Input{Header: []string{"arm", "study", "n"}, Rows: [][]string{{"t", "A", "1"}, {"c", "A", "2"}, {"", "B", "12"}}, Study: "study"}, true, true},
		"rows moved":    {Input{Header: base.Header, Rows: [][]string{{"B", "12", ""}, {"A", "2", "c"}, {"A", "1", "t"}}, Study: "study"}, false, true},
		"a cell":        {Input{Header: base.Header, Rows: [][]string{{"A", "1", "t"}, {"A", "2", "c"}, {"B", "13", ""}}, Study: "study"}, false, false},
		"a cell moved":  {Input{Header: base.Header, Rows: [][]string{{"A", "1", "t"}, {"A", "2", "c"}, {"B", "1", "2"}}, Study: "study"}, false, false},
		"a name":        {Input{Header: []string{"study", "n", "group"}, Rows: base.Rows, Study: "study"}, false, false},
	} {
		if got := sumTable(c.in) == sumTable(base); got != c.table {
			t.Errorf("%s: equal tables %v", name, got)
		}
		a, err := sumStudies([]Input{c.in})
		if err != nil {
			t.Fatal(err)
		}
		b, err := sumStudies([]Input{base})
		if err != nil {
			t.Fatal(err)
		}
		if got := reflect.DeepEqual(a, b); got != c.study {
			t.Errorf("%s: equal studies %v", name, got)
		}
	}
}

// Lists are lists, never null.
func TestRunJSONOfNothing(t *testing.T) {
	text, err := RunJSON(Request{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"inputs", "studies", "findings", "files"} {
		if list, ok := got[key].([]any); !ok || len(list) != 0 {
			t.Errorf("%s is %v", key, got[key])
		}
	}
}

func TestRunJSONRefusesCrookedTables(t *testing.T) {
	for name, in := range map[string]Input{
		"a short row":     {Header: []string{"study", "n"}, Rows: [][]string{{"A"}}},
		"a long row":      {Header: []string{"study"}, Rows: [][]string{{"A", "1"}}},
		"no study column": {Header: []string{"slab"}, Study: "study"},
	} {
		if _, err := RunJSON(Request{Inputs: []Input{in}}, nil, nil); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestExecutableHash(t *testing.T) {
	a, err := ExecutableHash()
	if err != nil || len(a) != 64 {
		t.Errorf("%q, %v", a, err)
	}
}

// TestDamagedJSONIsSaidPlainly: where it is damaged, in no words of the decoder.
func TestDamagedJSONIsSaidPlainly(t *testing.T) {
	for text, want := range map[string]string{
		"{\n  \"program\": \"grove\",\n  \"files\": [\n": "line 4 is not JSON",
		"{\n  \"program\": x\n}\n":                       "line 2 is not JSON",
		"":                                               "line 1 is not JSON",
		"{\n  \"program\": \"grove\",\n  \"files\": \"none\"\n}": "line 3 is not as grove writes it",
		"[]": "line 1 is not as grove writes it",
	} {
		var r run
		if err := decode([]byte(text), &r); err == nil || err.Error() != want {
			t.Errorf("%q: %v, not %s", text, err, want)
		}
	}
	var e Execution
	if err := decode([]byte(`{"finished": "yesterday"}`), &e); err == nil || err.Error() != "not as grove writes it" {
		t.Errorf("a time: %v", err)
	}
}
