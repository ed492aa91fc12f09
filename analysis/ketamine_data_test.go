package analysis

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The tables of data/ketamine are made from the tables of extracted facts in
// testdata/ketamine by the mapping that data/ketamine/SOURCES.md writes down.
// The tests here are that mapping: they compare every cell with the fact it
// came from, and find every fact either in the tables or in the list of what
// was not taken over.

const (
	ketamineData  = "../data/ketamine/"
	ketamineFacts = "testdata/ketamine/"
)

type cellsByName map[string]string

func cellsOf(t *testing.T, name string) []cellsByName {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []cellsByName
	for _, r := range records[1:] {
		row := cellsByName{}
		for i, h := range records[0] {
			row[h] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func (c cellsByName) key(names ...string) string {
	var parts []string
	for _, n := range names {
		parts = append(parts, c[n])
	}
	return strings.Join(parts, "|")
}

// byKey indexes rows; two of one key are an error.
func byKey(t *testing.T, rows []cellsByName, names ...string) map[string]cellsByName {
	t.Helper()
	m := map[string]cellsByName{}
	for _, r := range rows {
		k := r.key(names...)
		if m[k] != nil {
			t.Errorf("two rows of %s", k)
		}
		m[k] = r
	}
	return m
}

// remarks of whoever extracted the facts on their own work, which a reader of
// the tables cannot follow; all else is taken over letter by letter.
var remarks = strings.NewReplacer(
	"not printed on a stored page", "not printed on a page that could be read",
	". SAME rows as data-a: second source, do not add twice", "",
	" (and equals the brief)", "",
	"KEY TRIAL; ", "",
	". Seed citation: ", "; ",
	"journal on the stored PDF page: ", "journal: ",
	"dose conflict, ; ", "",
	" (see conflicts.md 2)", "",
)

// sameCells compares the cells of a row with the fact, under the fact's names;
// renamed tells where a name differs.
func sameCells(t *testing.T, file string, row, fact cellsByName, renamed map[string]string) {
	t.Helper()
	for name, want := range fact {
		switch name {
		case "note", "notes":
			want = remarks.Replace(want)
		}
		column := name
		if r, ok := renamed[name]; ok {
			column = r
		}
		got, ok := row[column]
		if !ok {
			t.Errorf("%s has no column %s", file, column)
		}
		if got != want {
			t.Errorf("%s, %s: %s is %q, the source table has %q", file, row["study"], column, got, want)
		}
	}
}

func ketamineSources(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(ketamineData + "SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// explained sees to it that a row that is in no main analysis says why. A
// reason that the source table does not give is one of the list in SOURCES.md.
func explained(t *testing.T, file, sources string, row, fact cellsByName) {
	t.Helper()
	for _, c := range []string{"use", "evidence", "source"} {
		if row[c] == "" {
			t.Errorf("%s, %s: no %s", file, row.key("study", "outcome"), c)
		}
	}
	switch {
	case fact["reason"] != "" || row["use"] == "primary":
	case row["reason"] == "":
		t.Errorf("%s, %s: %s without a reason", file, row.key("study", "outcome"), row["use"])
	case !strings.Contains(sources, "“"+row["reason"]+"”"):
		t.Errorf("%s, %s: the reason %q is neither in the source table nor in SOURCES.md", file, row.key("study", "outcome"), row["reason"])
	}
}

var armKey = []string{"study", "outcome", "time_h", "arm", "scale", "kind"}

func TestKetamineArms(t *testing.T) {
	sources := ketamineSources(t)
	facts := byKey(t, cellsOf(t, ketamineFacts+"arms.csv"), armKey...)
	rows := byKey(t, cellsOf(t, ketamineData+"arms.csv"), armKey...)
	for k, fact := range facts {
		row := rows[k]
		if row == nil {
			t.Errorf("arms.csv has no row %s", k)
			continue
		}
		explained(t, "arms.csv", sources, row, fact)
		want := cloned(fact)
		if want["reason"] == "" {
			want["reason"] = row["reason"]
		}
		sameCells(t, "arms.csv", row, want, nil)
	}
	derived := 0
	for k, row := range rows {
		if facts[k] == nil {
			derived++
			allRandomised(t, row, facts)
		}
	}
	if len(facts) != 300 || derived != 8 {
		t.Errorf("%d facts and %d derived rows, expected 300 and 8", len(facts), derived)
	}
}

func cloned(c cellsByName) cellsByName {
	d := cellsByName{}
	for k, v := range c {
		d[k] = v
	}
	return d
}

// untreated says who of the people who left ELEKT-D before treatment counts as
// a responder.
var untreated = map[string]map[string]bool{
	"response_untreated_as_nonresponders": {},
	"response_untreated_as_responders":    {"ketamine": true, "ect": true},
	"response_untreated_against_ketamine": {"ect": true},
	"response_untreated_for_ketamine":     {"ketamine": true},
}

// allRandomised recomputes a row that counts all who were randomised from the
// people treated and those who left before treatment.
func allRandomised(t *testing.T, row cellsByName, facts map[string]cellsByName) {
	t.Helper()
	responders, known := untreated[row["outcome"]]
	if !known {
		t.Errorf("arms.csv has the row %s, which no fact stands behind", row.key(armKey...))
		return
	}
	treated := facts["elektd2023|response|504|"+row["arm"]+"||count"]
	left := facts["elektd2023|dropout_before_treatment|0|"+row["arm"]+"||count"]
	if whole(t, left["n"])-whole(t, left["events"]) != whole(t, treated["n"]) {
		t.Errorf("%s: randomised less untreated is not treated", row["arm"])
	}
	events := whole(t, treated["events"])
	if responders[row["arm"]] {
		events += whole(t, left["events"])
	}
	want := cloned(treated)
	want["outcome"], want["use"], want["n"], want["events"] = row["outcome"], "sensitivity", left["n"], strconv.Itoa(events)
	want["reason"] = row["reason"]
	want["note"] = fmt.Sprintf("response %s of %s treated; %s of %s randomised left before treatment", treated["events"], treated["n"], left["events"], left["n"])
	sameCells(t, "arms.csv", row, want, nil)
	explained(t, "arms.csv", ketamineSources(t), row, cellsByName{})
}

func whole(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestKetamineContrasts(t *testing.T) {
	sources := ketamineSources(t)
	key := []string{"study", "outcome", "time_h", "scale", "measure"}
	facts := byKey(t, cellsOf(t, ketamineFacts+"contrasts.csv"), key...)
	var pairs []cellsByName
	seen := map[string]bool{}
	for _, row := range cellsOf(t, ketamineData+"contrasts.csv") {
		if row["measure"] == "" {
			pairs = append(pairs, row)
			continue
		}
		k := row.key(key...)
		fact := facts[k]
		if fact == nil || seen[k] {
			t.Errorf("contrasts.csv has the row %s, which no fact or another row stands behind", k)
			continue
		}
		seen[k] = true
		explained(t, "contrasts.csv", sources, row, fact)
		want := cloned(fact)
		if want["reason"] == "" {
			want["reason"] = row["reason"]
		}
		want["printed"] = fmt.Sprintf("%s (%s to %s)", fact["estimate"], fact["ci_low"], fact["ci_high"])
		if fact["measure"] == "HR" {
			for _, c := range []string{"estimate", "ci_low", "ci_high"} {
				want[c] = logText(t, fact[c])
			}
		}
		sameCells(t, "contrasts.csv", row, want, map[string]string{"estimate": "yi", "n_experimental": "n_t", "n_control": "n_c"})
		if adjusted := strings.HasPrefix(fact["reason"], "adjusted"); adjusted != (row["adjusted"] != "") {
			t.Errorf("contrasts.csv, %s: adjusted is %q", k, row["adjusted"])
		}
		if paired := strings.HasPrefix(fact["reason"], "paired"); paired != (row["paired"] == "yes") {
			t.Errorf("contrasts.csv, %s: paired is %q", k, row["paired"])
		}
	}
	if len(seen) != len(facts) || len(facts) != 10 {
		t.Errorf("%d of %d facts are in contrasts.csv", len(seen), len(facts))
	}
	checkPairs(t, sources, pairs)
}

// logText is the natural logarithm of a printed ratio, to ten digits.
func logText(t *testing.T, text string) string {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatFloat(math.Log(x), 'g', 10, 64)
}

// checkPairs holds the paired counts against the margins of the arms, and sees
// to it that every table with these margins is there: one where a margin is 0,
// two for Lapidus 2014.
func checkPairs(t *testing.T, sources string, rows []cellsByName) {
	t.Helper()
	facts := byKey(t, cellsOf(t, ketamineFacts+"arms.csv"), armKey...)
	tables := map[string][]int{} // what is in both, by study and outcome
	possible := map[string]int{}
	for _, row := range rows {
		margin := func(treatment string) cellsByName {
			return facts[strings.Join([]string{row["study"], row["outcome"], row["time_h"], treatment, row["scale"], "count"}, "|")]
		}
		e, c := margin(row["experimental"]), margin(row["control"])
		if e == nil || c == nil {
			t.Errorf("contrasts.csv, %s: pairs without the arms", row["study"])
			continue
		}
		both, onlyT, onlyC, neither := whole(t, row["both"]), whole(t, row["only_t"]), whole(t, row["only_c"]), whole(t, row["neither"])
		x, y, n := whole(t, e["events"]), whole(t, c["events"]), whole(t, e["n"])
		if both+onlyT != x || both+onlyC != y || both+onlyT+onlyC+neither != n || e["n"] != c["n"] {
			t.Errorf("contrasts.csv, %s %s: the pairs do not add up to %d and %d of %d", row["study"], row["outcome"], x, y, n)
		}
		for _, name := range []string{"use", "evidence", "source", "definition", "phase"} {
			if row[name] != e[name] || row[name] != c[name] {
				t.Errorf("contrasts.csv, %s: %s is %q, the arms have %q and %q", row["study"], name, row[name], e[name], c[name])
			}
		}
		if row["note"] != fmt.Sprintf("margins %d and %d of %d", x, y, n) || row["paired"] != "yes" {
			t.Errorf("contrasts.csv, %s: note %q, paired %q", row["study"], row["note"], row["paired"])
		}
		explained(t, "contrasts.csv", sources, row, cellsByName{})
		k := row.key("study", "outcome")
		tables[k] = append(tables[k], both)
		possible[k] = min(x, y) - max(0, x+y-n) + 1
	}
	for k, found := range tables {
		slices.Sort(found)
		if len(slices.Compact(found)) != possible[k] {
			t.Errorf("%s: %d of %d possible pairings are in contrasts.csv", k, len(found), possible[k])
		}
	}
	if len(rows) != 4 {
		t.Errorf("%d rows of pairs, expected 4", len(rows))
	}
}

func TestKetamineStudies(t *testing.T) {
	facts := byKey(t, cellsOf(t, ketamineFacts+"studies.csv"), "study")
	rows := byKey(t, cellsOf(t, ketamineData+"studies.csv"), "study")
	if len(facts) != 40 || len(rows) != 40 {
		t.Errorf("%d trials listed, %d in the table, expected 40", len(facts), len(rows))
	}
	for k, fact := range facts {
		if rows[k] == nil {
			t.Errorf("studies.csv has no row %s", k)
			continue
		}
		sameCells(t, "studies.csv", rows[k], fact, map[string]string{"structure": "design", "exclude_reason": "reason", "scale": "scales", "control": "control_regimen"})
	}
}

// digits are the numbers of an id, its year and its time among them.
var digits = regexp.MustCompile("[0-9]+")

func TestKetaminePublished(t *testing.T) {
	key := []string{"review", "control", "outcome", "timepoint"}
	facts := byKey(t, cellsOf(t, ketamineFacts+"published_pooled.csv"), key...)
	all := cellsOf(t, ketamineData+"published.csv")
	rows := byKey(t, all, key...)
	byKey(t, all, "id")
	if len(facts) != 50 || len(rows) != 50 {
		t.Errorf("%d published results, %d in the table, expected 50", len(facts), len(rows))
	}
	for k, fact := range facts {
		if rows[k] == nil {
			t.Errorf("published.csv has no row %s", k)
			continue
		}
		sameCells(t, "published.csv", rows[k], fact, nil)
		for _, number := range digits.FindAllString(rows[k]["id"], -1) {
			if !strings.Contains(fact["review"]+fact["timepoint"], number) {
				t.Errorf("published.csv: the id %s has the number %s, which is not in %s", rows[k]["id"], number, k)
			}
		}
	}
}

// Facts that carry no number for a table: each stands in SOURCES.md, in a line
//
//	| file | study | what | why it is not in the tables |
func TestKetamineNotTaken(t *testing.T) {
	listed := map[string]string{}
	for _, line := range strings.Split(ketamineSources(t), "\n") {
		if cells := strings.Split(line, " | "); len(cells) == 4 {
			listed[strings.TrimPrefix(strings.Join(cells[:3], "|"), "| ")] = strings.TrimSuffix(cells[3], " |")
		}
	}
	judgements := map[string]int{}
	want := 0
	check := func(file, study, what string) {
		want++
		if k := file + "|" + study + "|" + what; listed[k] == "" {
			t.Errorf("SOURCES.md does not say why %s is not in the tables", k)
		}
	}
	for file, names := range map[string][]string{
		"statements":          {"about", "time_h", "statistic"},
		"blinding_counts":     {"rater", "arm", "guess"},
		"blinding_statements": {"who", "result"},
	} {
		for _, r := range cellsOf(t, ketamineFacts+file+".csv") {
			var parts []string
			for _, n := range names {
				if r[n] != "" {
					parts = append(parts, r[n])
				}
			}
			check(file, r["study"], remarks.Replace(strings.Join(parts, ", ")))
		}
	}
	for _, r := range cellsOf(t, ketamineFacts+"risk_of_bias.csv") {
		judgements[r["study"]]++
	}
	for study, n := range judgements {
		check("risk_of_bias", study, fmt.Sprintf("%d judgements", n))
	}
	if want != 37+4+7+8 {
		t.Errorf("%d facts not taken over, expected %d", want, 37+4+7+8)
	}
}
