package goldens

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the made part of docs/DIFFERENCES.md anew")

// kindTally is how many cases of a kind are run, known, and could not be.
type kindTally struct {
	kind                        string
	ran, known, failed, suspect int
}

// rest are the cases that R answered and that are not run, by kind, and why.
var rest = map[string]string{}

// elsewhere are the kinds of cases that no function here runs, and why; a * in
// the kind stands for anything.
var elsewhere = []struct{ kind, why string }{
	{"rma.uni.default", "metafor's default thresholds, never scored against"},
	{"rma.ls", "a scale model of τ², which is not here"},
	{"rma.mv.struct", "outcomes with variances of their own and correlations, which are not here"},
	{"rma.mv.R", "random effects that correlate by a given matrix, which are not here"},
	{"mixmeta", "multivariate models, which are not here"},
	{"pcombine", "combined p-values, which are not here"},
	{"reitsma", "diagnostic accuracy, which is not here"},
	{"mada*", "diagnostic accuracy, which is not here"},
	{"dosresmeta", "dose and response, which is not here"},
	{"matreg", "regression of correlation matrices, which is not here"},
	{"trimfill", smallStudies}, {"regtest", smallStudies}, {"ranktest", smallStudies}, {"fsn", smallStudies}, {"tes", smallStudies}, {"metabias*", smallStudies},
	{"limitmeta", smallStudies}, {"petpeese", smallStudies}, {"copas", smallStudies},
}

const smallStudies = "tests and corrections of small-study effects, which are not here"

// made is the heading of the part of the page that is made from the goldens.
const made = "\n## The cases one by one\n"

// differencesPage asks that docs/DIFFERENCES.md says of each value that ours is
// not held to why, and of each case that is not run.
func differencesPage(t *testing.T, gaps map[dispute][]difference, tallies []kindTally, values []valueTally, skipped map[dispute]int, excused map[string]int, files map[string]map[string][]golden) {
	t.Helper()
	const name = "../../docs/DIFFERENCES.md"
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	prose, _, found := bytes.Cut(old, []byte(made))
	if !found {
		t.Fatalf("%s has no heading %q", name, strings.TrimSpace(made))
	}
	page := bytes.NewBuffer(slices.Clone(prose))
	page.WriteString(made + "\nMade from the goldens by `make docs`; a test fails when it is stale.\n\n### Correct digits of metafor\n\n")
	writeDigits(t, page)
	page.WriteString("\n### Values that ours is not held to\n\n")
	page.WriteString("By reason: how many values of how many cases, and the median and the largest relative difference; - where one of the two has no number, or zero.\n\n| why | values | cases | median | largest |\n|---|---|---|---|---|\n")
	writeGaps(page, gaps)
	page.WriteString("\n### Values below a floor\n\nτ² is compared relative to the typical sampling variance where it is smaller than that, and I² relative to 100 percent: below, a difference is nothing the data can show, and R's searches stop on that scale. Values that agree for this alone, among all that are compared:\n\n| field | values |\n|---|---|\n")
	for _, field := range slices.Sorted(maps.Keys(excused)) {
		fmt.Fprintf(page, "| `%s` | %d |\n", field, excused[field])
	}
	page.WriteString("\n### Values that are not compared\n\nOf the numbers that R gives in the cases run, by kind; R's NA is not one. A kind of which every value is compared has no row.\n\n")
	writeValues(t, page, values, skipped)
	page.WriteString("\n### Cases that are not run\n\nOf the cases R answered. Those on which R failed are counted apart, and so are those on which certified.json shows R wrong.\n\n| kind | run | known | R failed | R wrong | the others |\n|---|---|---|---|---|---|\n")
	for _, k := range tallies {
		switch left := k.known - k.ran - k.failed - k.suspect; {
		case left > 0 && rest[k.kind] == "":
			t.Errorf("%s: %d cases are not run, and nothing says why", k.kind, left)
		case left == 0 && rest[k.kind] != "":
			t.Errorf("%s: every case is run, yet there is a reason why some are not", k.kind)
		}
		if k.ran < k.known {
			fmt.Fprintf(page, "| %s | %d | %d | %d | %d | %s |\n", k.kind, k.ran, k.known, k.failed, k.suspect, rest[k.kind])
		}
	}
	page.WriteString("\nKinds of which none is run here:\n\n| kind | cases | why |\n|---|---|---|\n")
	writeElsewhere(t, page, tallies, files)
	if *update {
		if err := os.WriteFile(name, page.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(old, page.Bytes()) {
		t.Errorf("%s is stale: make docs", name)
	}
}

// writeDigits writes metafor's correct digits on the certified sets that were not
// chosen because it fails on them.
func writeDigits(t *testing.T, page *bytes.Buffer) {
	t.Helper()
	const chosen = "nonconv"
	digits := metaforDigits(t, chosen)
	page.WriteString("On the certified sets, without those that were chosen because metafor fails on them: median and fewest, with its defaults and with tightened thresholds. `make validate` prints ours beside them.\n\n| | sets | defaults, median | fewest | tightened, median | fewest |\n|---|---|---|---|---|---|\n")
	for _, method := range []string{"DL", "HE", "HS", "SJ", "PM", "ML", "REML"} {
		for _, field := range []string{"tau2", "beta", "se"} {
			key := method + " " + field
			fmt.Fprintf(page, "| %s | %d |", key, len(digits[key+" default"]))
			for _, control := range []string{" default", " tight"} {
				for _, n := range strings.Fields(spread(digits[key+control])) {
					fmt.Fprintf(page, " %s |", n)
				}
			}
			page.WriteString("\n")
		}
	}
}

// writeGaps writes the disputed values by their reasons, in the order of the
// table.
func writeGaps(page *bytes.Buffer, gaps map[dispute][]difference) {
	var reasons []string
	values, cases := map[string][]float64{}, map[string]map[string]bool{}
	for _, p := range disputes {
		if cases[p.reason] == nil {
			reasons, cases[p.reason] = append(reasons, p.reason), map[string]bool{}
		}
		for _, d := range gaps[p] {
			values[p.reason], cases[p.reason][d.id] = append(values[p.reason], d.by), true
		}
	}
	for _, reason := range reasons {
		numbers := slices.DeleteFunc(slices.Clone(values[reason]), func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
		middle, most := "-", "-"
		if len(numbers) > 0 {
			slices.Sort(numbers)
			middle, most = fmt.Sprintf("%.0e", numbers[len(numbers)/2]), fmt.Sprintf("%.0e", numbers[len(numbers)-1])
		}
		fmt.Fprintf(page, "| %s | %d | %d | %s | %s |\n", reason, len(values[reason]), len(cases[reason]), middle, most)
	}
}

// writeElsewhere writes the kinds that no function here runs.
func writeElsewhere(t *testing.T, page *bytes.Buffer, tallies []kindTally, files map[string]map[string][]golden) {
	t.Helper()
	spoken := map[string]bool{}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		for _, kind := range slices.Sorted(maps.Keys(files[file])) {
			if slices.ContainsFunc(tallies, func(k kindTally) bool { return k.kind == kind }) {
				continue
			}
			why := ""
			for _, e := range elsewhere {
				if matches(e.kind, kind) {
					why, spoken[e.kind] = e.why, true
				}
			}
			if why == "" {
				t.Errorf("no function runs the kind %s, and nothing says why", kind)
			}
			fmt.Fprintf(page, "| %s | %d | %s |\n", kind, len(files[file][kind]), why)
		}
	}
	for _, e := range elsewhere {
		if !spoken[e.kind] {
			t.Errorf("there is a reason why the kind %s is not run, but it is, or is not there", e.kind)
		}
	}
}
