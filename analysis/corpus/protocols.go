package corpus

import (
	"regexp"
	"strconv"
	"strings"
)

// key is a key of the protocol at its place in a line.
var key = regexp.MustCompile(`([a-z][a-z0-9]*):`)

// protocols are mistakes made at every key of the protocol: misspelt, written
// twice, with a value of another kind, with none; and other mistakes one by one.
// What each says is held to the parser's own tests; here it counts that each is
// refused where it stands.
func protocols() []File {
	var all []File
	add := func(name, text, says string, at int) {
		before := text[:at]
		column := len(before) - strings.LastIndexByte(before, '\n')
		all = append(all, File{Name: name, Base: "protocol", Text: text, Want: Refused, Line: strings.Count(before, "\n") + 1, Column: strconv.Itoa(column), Says: says})
	}
	for _, m := range key.FindAllStringSubmatchIndex(Protocol, -1) {
		from, to := m[2], m[3]
		word := Protocol[from:to]
		if word == "note" { // a column of one's own in a filter
			continue
		}
		misspelt := word + "e"
		add("the key "+word+" misspelt", Protocol[:from]+misspelt+Protocol[to:], "unknown key", from)
		if rest := Protocol[to+2:]; !strings.HasPrefix(Protocol[to:], ":\n") {
			end := strings.IndexAny(rest, ",}\n")
			value := rest[:end]
			if !strings.ContainsAny(value, "{[") {
				again := Protocol[:to+2] + value + ", " + word + ": " + rest
				if strings.LastIndexByte(Protocol[:from], '{') > strings.LastIndexByte(Protocol[:from], '\n') {
					add("the key "+word+" twice", again, "the key stands twice", to+2+len(value)+2)
				}
				add("a list for "+word, Protocol[:to+2]+"[["+value+"]]"+rest[end:], "not a list", to+2)
			}
		}
	}
	for _, c := range []struct{ name, old, with, at, says string }{
		{"an unknown measure", "measure: OR", "measure: ORR", "ORR", `did you mean "OR"?`},
		{"an unknown estimator", "tau2: REML", "tau2: RELM", "RELM", `did you mean "REML"?`},
		{"an unknown interval", "interval: wald", "interval: wals", "wals", `did you mean "wald"?`},
		{"an unknown unit", "unit: h", "unit: hours", "hours", "known: min, h, d, w"},
		{"an unknown shorthand", "- leave-one-out", "- leave-one-uot", "leave-one-uot", `did you mean "leave-one-out"?`},
		{"an unknown profile", "grove-2026", "grove-2062", "grove-2062", `did you mean "grove-2026"?`},
		{"a time outside its window", "{at: 24", "{at: 120", "{at", "from ≤ at ≤ to"},
		{"a time in words", "at: 24", "at: one day", "one day", "at is a number"},
		{"a decimal comma", "from: 20", "from: '20,5'", "'20,5'", "from is a number"},
		{"a file elsewhere", "arms: x.csv", "arms: ../x.csv", "../x.csv", "lies inside it"},
		{"an id twice", "id: ratio, title: Risk", "id: wald, title: Risk", "wald", "the id stands twice"},
		{"a treatment on both sides", "{experimental: [ketamine], control: [saline]", "{experimental: [ketamine], control: [ketamine]", "{experimental", "is both experimental and control"},
		{"a scenario that changes nothing", "{id: ratio, title: Risk ratio, measure: RR", "{id: ratio, title: Risk ratio, measure: OR", "{id: ratio", "changes nothing"},
		{"an anchor", "review: R", "review: &r R", "&r", "anchors and aliases are not used"},
		{"a tag", "about: Small", "about: !!str Small", "!!str", "tags are not used"},
		{"a control character", "about: Small", "about: Sm\x1ball", "\x1b", "a control character (U+001B)"},
		{"a Latin-1 letter", "about: Small", "about: Sm\xe5ll", "\xe5", "not UTF-8"},
		{"a lone carriage return", "about: Small", "about: Sm\rall", "\r", "ends no line"},
		{"a bracket not closed", "note: [a, b]", "note: [a, b", "", "not YAML"},
		{"a tab for spaces", "    title: Response", "\ttitle: Response", "", "not YAML"},
		{"a quote not closed", "title: Response", "title: 'Response", "", "not YAML"},
		{"a colon in a title", "title: Response", "title: Response: first", "", "not YAML"},
	} {
		text := replace(c.old, c.with)(Protocol)
		if c.at == "" {
			all = append(all, File{Name: c.name, Base: "protocol", Text: text, Want: Refused, Says: c.says})
			continue
		}
		add(c.name, text, c.says, strings.Index(text, c.with)+max(0, strings.Index(c.with, c.at)))
	}
	// Only the tables tell that these name nothing.
	for _, c := range []struct{ name, old, with, says string }{
		{"an outcome that no row has", "outcome: response", "outcome: respnse", "respnse"},
		{"a treatment that no row has", "[ketamine]", "[ketamin]", "ketamin"},
		{"a column that no table has", "note: [a, b]", "notes: [a, b]", "notes"},
		{"a value that no row has", "note: [a, b]", "note: [a, z]", "z"},
	} {
		all = append(all, File{Name: c.name, Base: "protocol", Text: replace(c.old, c.with)(Protocol), Want: Refused, Says: c.says})
	}
	for _, c := range []struct {
		name string
		edit func(string) string
	}{
		{"CRLF", crlf},
		{"remarks and blank lines", func(s string) string { return strings.ReplaceAll(s, "\n", " # remark\n\n") }},
		{"keys in quotes", func(s string) string { return strings.Replace(s, "measure: OR", `"measure": 'OR'`, 1) }},
		{"no newline at the end", func(s string) string { return strings.TrimSuffix(s, "\n") }},
		{"numbers with decimals", replace("at: 24, from: 20", "at: 24.0, from: 2e1")},
		{"a title of markup", replace("title: Response", `title: "<script>alert(1)</script>"`)},
	} {
		all = append(all, File{Name: c.name, Base: "protocol", Text: c.edit(Protocol), Want: Equal})
	}
	return all
}
