package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const extracted = "study,arm,treatment,time_h,n,events,note\nA,ket,ketamine,24,20,12,p. 7\nA,sal,saline,24,21,5,\nB,ket,ketamine,24,30,14,\nB,sal,saline,24,31,7,\n"

// Two extractions compared from the command line, in each form, with the exit
// code of each.
func TestCompareTwoExtractions(t *testing.T) {
	dir := t.TempDir()
	table := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	a := table("a.csv", extracted)
	for _, c := range []struct {
		name, text string
		code       int
		says       []string
	}{
		{"the same", extracted, exitDone, []string{"4 in both", "16 cells compared, 16 with the same value (100.0%)\n"}},
		{"two digits exchanged", strings.Replace(extracted, "20,12", "20,21", 1), exitData, []string{"b.csv:2:events"}},
		{"another number", strings.Replace(extracted, "30,14", "30,15", 1), exitChanged,
			[]string{"16 cells compared, 15 with the same value (93.8%)\n", `a.csv:4:events "14" | `, `b.csv:4:events "15" | another number | B, 24, ket`}},
		{"written otherwise", strings.Replace(extracted, "30,14", "30.0,14", 1), exitDone,
			[]string{"16 with the same value (100.0%); 1 cell written otherwise", `a.csv:4:n "30" | `, `b.csv:4:n "30.0" | written otherwise, the same value | B, 24, ket`}},
		{"a cell left out", strings.Replace(extracted, "p. 7", "", 1), exitChanged, []string{`a.csv:2:note "p. 7" | `, "b.csv:2:note missing | missing in one | A, 24, ket"}},
		{"a row and a column more", "page," + strings.ReplaceAll(strings.TrimSpace(extracted), "\n", "\n3,") + "\n3,C,ket,ketamine,24,9,1,\n", exitChanged,
			[]string{"b.csv:6:study: a row in this table only: C, 24, ket", "b.csv:1:page: a column of this table only"}},
		{"another layout", "study,yi,vi\nA,1,1\n", exitData, []string{"b.csv:1: the wide layout", "has the long layout"}},
	} {
		b := table("b.csv", c.text)
		code, stdout, stderr := grove("compare", a, b, "--detailed-exitcode")
		if code != c.code {
			t.Errorf("%s: exit %d, want %d: %s", c.name, code, c.code, stderr)
		}
		for _, s := range c.says {
			if !strings.Contains(stdout+stderr, s) {
				t.Errorf("%s: does not say %q:\n%s%s", c.name, s, stdout, stderr)
			}
		}
		if c.code == exitData {
			continue
		}
		if code, _, stderr := grove("compare", a, b); code != exitDone {
			t.Errorf("%s: exit %d without --detailed-exitcode: %s", c.name, code, stderr)
		}
		_, marked, _ := grove("compare", a, b, "--form", "markdown")
		_, listed, _ := grove("compare", a, b, "--form", "json")
		var parsed struct {
			Compared int `json:"cells_compared"`
			Same     int `json:"cells_same"`
			Cells    []struct {
				A, B    struct{ Line int }
				Differs string
			}
		}
		if err := json.Unmarshal([]byte(listed), &parsed); err != nil || parsed.Compared != 16 {
			t.Errorf("%s: %v: %s", c.name, err, listed)
		}
		if rows := strings.Count(marked, "\n| ") - 1; rows != max(len(parsed.Cells), 0) && !(len(parsed.Cells) == 0 && rows == -1) {
			t.Errorf("%s: %d differences, %d rows in\n%s", c.name, len(parsed.Cells), rows, marked)
		}
	}
	studies := table("s.csv", "study,blinding\nA,masked\n")
	if code, stdout, stderr := grove("compare", studies, table("s2.csv", "study,blinding\nA,open\n"), "--layout", "studies"); code != exitDone || !strings.Contains(stdout, `"masked"`) {
		t.Errorf("tables of studies: exit %d: %s%s", code, stdout, stderr)
	}
	for _, c := range []struct {
		code int
		args []string
	}{
		{exitUsage, []string{a, dir}}, {exitUsage, []string{dir, a}}, {exitMissing, []string{a, filepath.Join(dir, "nowhere.csv")}},
		{exitUsage, []string{a, a, "--layout", "broad"}}, {exitUsage, []string{a}},
	} {
		if code, _, stderr := grove(append([]string{"compare"}, c.args...)...); code != c.code {
			t.Errorf("compare %v: exit %d, want %d: %s", c.args, code, c.code, stderr)
		}
	}
}

// What a label says reaches the terminal, a Markdown page and JSON as text.
func TestCompareHostileLabels(t *testing.T) {
	labels := []string{"<script>alert(1)</script>", "=HYPERLINK(1)", "a|b", "`x`", "**b**", "\x1b[2J", "\x1b]0;x\a", "\u202egnp", "../../etc", "a\tb", "\"q\"\"q\"", "[x](javascript:1)"}
	header, rowsA, rowsB := "study,yi,vi,", "", ""
	for _, l := range labels {
		cell := `"` + strings.ReplaceAll(l, `"`, `""`) + `"`
		rowsA += cell + ",1,1," + cell + "\n"
		rowsB += cell + ",2,1,x" + "\n"
	}
	dir := t.TempDir()
	a, b := filepath.Join(dir, "<b>.csv"), filepath.Join(dir, "b|c.csv")
	for name, text := range map[string]string{a: header + "n<o>te\n" + rowsA, b: header + "n<o>te\n" + rowsB + "<i>only</i>,1,1,\n"} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, form := range []string{"text", "markdown", "json"} {
		code, stdout, stderr := grove("compare", a, b, "--form", form)
		if code != exitDone || strings.ContainsAny(stdout, "\x1b\a") || form != "json" && strings.Contains(stdout, "\u202e") {
			t.Errorf("%s: exit %d: %q%s", form, code, stdout, stderr)
		}
		if form != "markdown" {
			continue
		}
		if plain := regexp.MustCompile(`\\.`).ReplaceAllString(stdout, ""); strings.ContainsAny(plain, "<`[") || strings.Contains(plain, "**") {
			t.Errorf("live markup in\n%s", stdout)
		}
		columns := -1
		for _, line := range strings.Split(stdout, "\n") {
			if !strings.HasPrefix(line, "|") {
				continue
			}
			n := strings.Count(line, "|") - strings.Count(line, `\|`)
			if columns >= 0 && n != columns {
				t.Errorf("%d cells instead of %d: %s", n, columns, line)
			}
			columns = n
		}
	}
}
