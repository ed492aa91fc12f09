package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Changes to a copy of the BCG review, each with what the rerun says of it and
// the exit code a scheduler sees.
var reruns = []struct {
	name, file, old, new string
	code                 int
	says                 []string
	not                  string
}{
	{"a trial added", "bcg.csv", "Comstock et al. 1976,", "New trial 2025,2025,40,1000,41,1000,30,random\nComstock et al. 1976,", exitChanged,
		[]string{"the data changed", "trials added: New trial 2025", "tuberculosis: RR 0.49 (0.33 to 0.73), 13 trials → RR 0.5", "no watched conclusion changed"}, ""},
	{"a trial removed", "bcg.csv", "TPT Madras 1980,1980,505,88391,499,88391,13,random\n", "", exitChanged,
		[]string{"the data changed", "trials removed: TPT Madras 1980", "→ RR 0.45 (0.30 to 0.67), 12 trials; estimate moved by −0.080 on the log scale, interval 2% wider"}, ""},
	{"a cell corrected", "bcg.csv", "Aronson 1948,1948,4,123", "Aronson 1948,1948,5,123", exitChanged,
		[]string{"the data changed", "trials edited: Aronson 1948", "cells: Aronson 1948, events_t: 4 → 5 (bcg.csv:2)"}, "trials added"},
	{"a comment in the protocol", "protocol.yaml", "review:", "# a remark\nreview:", exitDone,
		[]string{"only spelling, spacing, comments or the order of columns changed; every number is as it was"}, "tuberculosis:"},
	{"another interval", "protocol.yaml", "    favours:", "    model: {interval: wald}\n    favours:", exitChanged,
		[]string{"the protocol changed", "settings: tuberculosis, interval: hk-guarded → wald", "estimate unchanged", "while the Wald interval is as wide as before"}, "trials edited"},
	{"a column of a regression", "bcg.csv", "11,139,44,random", "11,139,54,random", exitChanged,
		[]string{"the data changed\n", "other answers that changed: tuberculosis, regressions\n", "no watched conclusion changed"}, "every number"},
	{"another regression", "protocol.yaml", "formula: latitude}", "formula: year}", exitChanged,
		[]string{"the protocol changed\n", "other answers that changed: tuberculosis, regressions\n"}, "every number"},
	{"a result turned round", "bcg.csv", "Aronson 1948,1948,4,123,11,139", "Aronson 1948,1948,100,123,1,139", exitDecision,
		[]string{"CONCLUSION CHANGED: tuberculosis: the interval no longer excludes no difference [null-excluded]"}, "no watched conclusion changed"},
}

func TestRerunsSayWhatChanged(t *testing.T) {
	for _, c := range reruns {
		dir, out := filepath.Join(t.TempDir(), "bcg"), filepath.Join(t.TempDir(), "out")
		if err := os.CopyFS(dir, os.DirFS("../../data/bcg")); err != nil {
			t.Fatal(err)
		}
		asked := filepath.Join(dir, "protocol.yaml")
		if err := os.WriteFile(asked, []byte(strings.Replace(readAll(t, asked), "      - leave-one-out\n", "      - leave-one-out\n      - moderators: {id: m, formula: latitude}\n", 1)), 0o666); err != nil {
			t.Fatal(err)
		}
		if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg"); code != 0 {
			t.Fatal(stderr)
		}
		old := filepath.Join(t.TempDir(), "old")
		if err := os.CopyFS(old, os.DirFS(out)); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, c.file)
		before := readAll(t, name)
		after := strings.Replace(before, c.old, c.new, 1)
		if after == before {
			t.Fatalf("%s: nothing to change", c.name)
		}
		if strings.Contains(c.name, "removed") { // the protocol may not name a trial that is not there
			p := filepath.Join(dir, "protocol.yaml")
			protocol := strings.Replace(readAll(t, p), "      - {id: without-madras, title: Without the Madras trial, exclude: {study: TPT Madras 1980}}\n", "", 1)
			if err := os.WriteFile(p, []byte(protocol), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(name, []byte(after), 0o666); err != nil {
			t.Fatal(err)
		}
		summary := filepath.Join(t.TempDir(), "summary.md")
		code, stdout, stderr := grove("run", dir, "--out", out, "--formats", "svg", "--detailed-exitcode", "--summary", summary)
		if code != c.code {
			t.Errorf("%s: exit %d, want %d: %s", c.name, code, c.code, stderr)
		}
		code, compared, stderr := grove("compare", old, out, "--detailed-exitcode")
		if code != c.code {
			t.Errorf("%s: compare: exit %d, want %d: %s", c.name, code, c.code, stderr)
		}
		for _, s := range c.says {
			if !strings.Contains(stdout, s) || !strings.Contains(compared, s) {
				t.Errorf("%s: %q is not said by\n%s\nor by\n%s", c.name, s, stdout, compared)
			}
		}
		if c.not != "" && strings.Contains(compared, c.not) {
			t.Errorf("%s: says %q:\n%s", c.name, c.not, compared)
		}
		if c.code != exitDone && !strings.HasPrefix(readAll(t, summary), "### bcg\n\n**") {
			t.Errorf("%s: the summary is %q", c.name, readAll(t, summary))
		}
	}
}

// A column moved is formatting; the same output twice is identical; another
// version of grove is said to be the cause; a folder that is no output is
// missing or foreign.
func TestCompareNamesTheCause(t *testing.T) {
	dir, out, again := filepath.Join(t.TempDir(), "bcg"), filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	if err := os.CopyFS(dir, os.DirFS("../../data/bcg")); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg"); code != 0 {
		t.Fatal(stderr)
	}
	var moved []string
	for _, line := range strings.Split(strings.TrimSpace(readAll(t, filepath.Join(dir, "bcg.csv"))), "\n") {
		first, rest, _ := strings.Cut(line, ",")
		moved = append(moved, rest+","+first)
	}
	if err := os.WriteFile(filepath.Join(dir, "bcg.csv"), []byte(strings.Join(moved, "\n")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := grove("run", dir, "--out", again, "--formats", "svg"); code != 0 {
		t.Fatal(stderr)
	}
	says := func(o, n, want string) {
		t.Helper()
		code, stdout, stderr := grove("compare", o, n)
		if code != 0 || !strings.Contains(stdout, want) {
			t.Errorf("exit %d: %q, want %q: %s", code, stdout, want, stderr)
		}
	}
	says(out, out, "nothing changed")
	says(out, again, "the order of columns changed; every number is as it was")
	record := filepath.Join(again, "run.json")
	if err := os.WriteFile(record, []byte(strings.Replace(readAll(t, record), `"version": "`, `"version": "9.`, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	says(out, again, "another version of grove")
	if code, _, _ := grove("compare", out, t.TempDir()); code != exitMissing {
		t.Errorf("an empty folder: exit %d", code)
	}
	for _, form := range []string{"markdown", "json"} {
		if code, stdout, stderr := grove("compare", out, again, "--form", form); code != 0 || stdout == "" {
			t.Errorf("--form %s: exit %d: %s", form, code, stderr)
		}
	}
	if code, _, _ := grove("compare", out, again, "--form", "xml"); code != exitUsage {
		t.Errorf("--form xml: exit %d", code)
	}
}

// Leaving the masked trial out of the ketamine review: the acute response moves
// and looks narrower by degrees of freedom alone; depression at 24 h moves away.
func TestLeavingOutTheMaskedTrialIsTold(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "ketamine"), filepath.Join(t.TempDir(), "out")
	if err := os.CopyFS(dir, os.DirFS("../../data/ketamine")); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg"); code != 0 {
		t.Fatal(stderr)
	}
	name := filepath.Join(dir, "protocol.yaml")
	protocol := readAll(t, name)
	for _, c := range []struct{ old, new string }{
		{"    columns: [definition, blinding]\n    published: [cochrane2021-saline-response, cochrane2021-midazolam-response]\n    subgroup:", "    exclude: {study: lii2023}\n    columns: [definition, blinding]\n    subgroup:"},
		{"      - {id: without-masked, title: Without the trial that anaesthesia masked, exclude: {study: lii2023}}\n", ""},
		{"      - {id: without-masked, title: Without the trial that anaesthesia masked, exclude: {study: lii2023}}\n", ""},
	} {
		changed := strings.Replace(protocol, c.old, c.new, 1)
		if changed == protocol {
			t.Fatalf("the protocol has no %q", c.old)
		}
		protocol = changed
	}
	protocol = strings.Replace(protocol, "    model: {prior: 3}", "    exclude: {study: lii2023}\n    model: {prior: 3}", 1)
	protocol = strings.Replace(protocol, "      - {id: without-masked, title: Without the trial that anaesthesia masked, exclude: {study: lii2023}}\n", "", 1)
	if err := os.WriteFile(name, []byte(protocol), 0o666); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := grove("run", dir, "--out", out, "--formats", "svg", "--detailed-exitcode")
	if code != exitDecision && code != exitChanged {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, s := range []string{
		"the protocol changed",
		"response-acute: OR 3.55 (1.51 to 8.34), 4 trials → OR 4.53 (2.32 to 8.84), 3 trials; estimate moved by 0.245 on the log scale, interval 22% narrower by its reference distribution alone: the Wald interval is 13% wider",
		"madrs-24h: MD −4.51 (−7.91 to −1.12), 2 trials → MD −7.95 (−12.71 to −3.19), 1 trial",
		"CONCLUSION CHANGED: madrs-24h: the new estimate is outside the old interval [outside]",
	} {
		if !strings.Contains(stdout, s) {
			t.Errorf("does not say %q:\n%s", s, stdout)
		}
	}
}
