package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A finding stands in check and report until it is accepted with the hash of its
// rows; the acceptance lapses when they change.
func TestFindingsAreAcceptedUntilTheRowsChange(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "bcg"), filepath.Join(t.TempDir(), "out")
	if err := os.CopyFS(dir, os.DirFS("../../data/bcg")); err != nil {
		t.Fatal(err)
	}
	run := func() string {
		t.Helper()
		code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg")
		if code != 0 {
			t.Fatal(stderr)
		}
		return readAll(t, filepath.Join(out, "report.md"))
	}
	edit := func(name, old, new string) {
		t.Helper()
		text := readAll(t, filepath.Join(dir, name))
		if !strings.Contains(text, old) {
			t.Fatalf("%s has no %q", name, old)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Replace(text, old, new, 1)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if code, stdout, _ := grove("check", dir); code != 0 || !strings.Contains(stdout, "tuberculosis: warn: Vandiviere et al. 1973: 2545 and 629 people") {
		t.Errorf("check: exit %d: %s", code, stdout)
	}
	if strings.Contains(run(), "2545 and 629") {
		t.Error("an accepted finding stands in the report")
	}
	edit("bcg.csv", "8,2545,10,629", "9,2545,10,629")
	if report := run(); !strings.Contains(report, "2545 and 629") || !strings.Contains(report, "has lapsed") {
		t.Errorf("the acceptance has not lapsed:\n%s", report[:600])
	}
	edit("bcg.csv", "9,2545,10,629", "9,645,10,629")
	if report := run(); !strings.Contains(report, "matches no finding any more") {
		t.Error("an acceptance of nothing is not told")
	}
	edit("protocol.yaml", "check: arm-sizes", "check: arm-size")
	if code, _, stderr := grove("check", dir); code != exitProtocol || !strings.Contains(stderr, `did you mean "arm-sizes"?`) {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// As JSON each finding has its analysis, check, level, study and rows.
func TestFindingsAsJSON(t *testing.T) {
	code, stdout, stderr := grove("check", "../../data/bcg", "--json")
	var found []struct {
		Analysis, Check, Level, Study, Text string
		Rows                                []struct {
			File string
			Line int
		}
		RowHash string `json:"row_hash"`
	}
	if err := json.Unmarshal([]byte(stdout), &found); code != exitDone || err != nil {
		t.Fatalf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	known := false
	for _, f := range found {
		if f.Analysis == "" || f.Check == "" || f.Level == "" || f.Text == "" || len(f.Rows) == 0 || len(f.RowHash) != 64 {
			t.Errorf("%+v", f)
		}
		known = known || f.Check == "arm-sizes" && f.Level == "warn" && strings.HasPrefix(f.Study, "Vandiviere") && f.Rows[0].File == "bcg.csv" && f.Rows[0].Line > 1
	}
	if !known {
		t.Errorf("the arms of Vandiviere are not among %+v", found)
	}
}

// A table alone is asked what grove pool would pool, which prints the findings
// too; where nothing can be pooled, check says so, and prints no empty list.
func TestTableIsChecked(t *testing.T) {
	const bcg, finding = "../../data/bcg/bcg.csv", "warn: Vandiviere et al. 1973: 2545 and 629 people"
	if code, stdout, _ := grove("check", bcg); code != exitDone || !strings.Contains(stdout, "13 rows, no error; checked as OR: 13 of 13 trials\npool: ") || !strings.Contains(stdout, finding) {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, stdout, _ := grove("check", bcg, "--json"); code != exitDone || !strings.Contains(stdout, `"check": "arm-sizes"`) {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, stdout, _ := grove("pool", bcg); code != exitDone || !strings.Contains(stdout, "Check: "+finding) {
		t.Errorf("exit %d: %s", code, stdout)
	}
	const arms, unchecked = "../../data/ketamine/arms.csv", "its numbers are not checked: "
	if code, stdout, _ := grove("check", arms); code != exitDone || !strings.Contains(stdout, unchecked) {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, stdout, stderr := grove("check", arms, "--json"); code != exitUsage || stdout != "" || !strings.Contains(stderr, unchecked) {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}
