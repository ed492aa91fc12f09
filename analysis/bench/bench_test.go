//go:build bench

// Package bench holds grove and R's metafor to the same work in one run. It is
// no test of time: it prints a table.
package bench

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/probe/subsets"
	"grove/analysis/protocol"
	"grove/analysis/regress"
	"grove/analysis/scan"
	"grove/analysis/study"
	"grove/analysis/tau"
)

var update = flag.Bool("update", false, "put the table into the README")

// data is what both programs work on: made-up effects of 10,000 trials, and the
// counts of 18.
type data struct {
	y, v   []float64
	t, c   []study.Group
	folder string
}

func made(t *testing.T) data {
	r := rand.New(rand.NewPCG(42, 1))
	d := data{folder: t.TempDir()}
	var trials, counts bytes.Buffer
	trials.WriteString("yi,vi\n")
	for range 10000 {
		v := 0.005 + r.ExpFloat64()/20
		y := 0.3 + math.Sqrt(0.05+v)*r.NormFloat64()
		y, v = math.Round(y*1e6)/1e6, math.Round(v*1e6)/1e6
		d.y, d.v = append(d.y, y), append(d.v, v)
		fmt.Fprintf(&trials, "%v,%v\n", y, v)
	}
	counts.WriteString("ai,n1i,ci,n2i\n")
	for range 18 {
		n := 100 + r.IntN(100)
		a, c := 5+r.IntN(15), 8+r.IntN(20)
		d.t, d.c = append(d.t, study.Group{Events: float64(a), N: float64(n)}), append(d.c, study.Group{Events: float64(c), N: float64(n)})
		fmt.Fprintf(&counts, "%d,%d,%d,%d\n", a, n, c, n)
	}
	for name, b := range map[string]*bytes.Buffer{"trials.csv": &trials, "counts.csv": &counts} {
		if err := os.WriteFile(filepath.Join(d.folder, name), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func settings(tau2, interval string) pool.Settings {
	s := protocol.Profiles[0].Settings
	s.Tau2, s.Interval, s.Prediction, s.Few = tau2, interval, "none", "off"
	return s
}

// tasks are the rows of the table, by the names that bench.R prints.
func tasks(d data) []task {
	first := func(k int) pool.Data { return pool.Data{Y: d.y[:k], V: d.v[:k], Measure: "GEN"} }
	fit := func(k int, tau2, interval string) func() error {
		return func() error { _, err := pool.Fit(first(k), settings(tau2, interval)); return err }
	}
	label := func(k int) ([]string, []int) {
		names, order := make([]string, k), make([]int, k)
		for i := range names {
			names[i], order[i] = strconv.Itoa(i), i
		}
		return names, order
	}
	all := func(k int, tau2 string) func() error {
		return func() error {
			_, err := subsets.Lab(context.Background(), first(k), settings(tau2, "hk-guarded"), subsets.Ask{Statement: subsets.Statements[0], Colour: -1})
			return err
		}
	}
	counted := func(model, glmm string) func() error {
		return func() error {
			s := settings("REML", "wald")
			s.Model, s.GLMM = model, glmm
			_, err := pool.Fit(pool.Data{Y: d.y[:18], V: d.v[:18], T: d.t, C: d.c, Measure: "OR"}, s)
			return err
		}
	}
	var many strings.Builder
	many.WriteString("rep,study,yi,vi\n")
	for i := range d.y {
		fmt.Fprintf(&many, "%d,%d,%v,%v\n", i/10, i%10, d.y[i], d.v[i])
	}
	return []task{
		{"reml", "One fit, REML, 22 trials (grove's with its Q-profile interval)", fit(22, "REML", "wald")},
		{"dl", "One fit, DerSimonian–Laird, 22 trials (the same)", fit(22, "DL", "wald")},
		{"hk", "One fit, REML and Hartung–Knapp, 22 trials (the same)", fit(22, "REML", "hk")},
		{"qprofile", "Q-profile interval of τ², 22 trials", func() error { tau.QProfile.Of(d.y[:22], d.v[:22], tau.Estimate{}, 95); return nil }},
		{"loo", "Leave-one-out, REML, 22 trials", func() error {
			names, _ := label(22)
			probe.LeaveOneOut(first(22), names, settings("REML", "wald"))
			return nil
		}},
		{"cumul", "Cumulative, REML, 22 trials", func() error {
			names, order := label(22)
			probe.Cumulative(first(22), names, order, settings("REML", "wald"))
			return nil
		}},
		{"influence", "Influence diagnostics, REML, 22 trials", func() error { _, err := probe.Influences(first(22), settings("REML", "wald")); return err }},
		{"permutation", "Exact permutation test, REML, 10 trials", func() error {
			m, err := regress.New(regress.Data{Y: d.y[:10], V: d.v[:10]}, "1")
			if err != nil {
				return err
			}
			_, err = regress.Permute(m, regress.Settings{Model: "random", Tau2: "REML", Interval: "wald", Prediction: regress.Predictions[0].Code, Level: 95})
			return err
		}},
		{"subsets", "All 4,095 subsets of 12 trials, REML", all(12, "REML")},
		{"subsets22", "All 4,194,303 subsets of 22 trials, REML", all(22, "REML")},
		{"subsets22dl", "All 4,194,303 subsets of 22 trials, DerSimonian–Laird", all(22, "DL")},
		{"many", "1,000 meta-analyses of 10 trials, REML and Hartung–Knapp (grove's from CSV to CSV)", func() error {
			p := protocol.Profiles[0]
			j := scan.Job{Name: "many.csv", By: "rep", Asked: protocol.Analysis{Measure: "GEN", Settings: p.Settings, Options: p.Options}, Shard: 1, Shards: 1}
			_, err := scan.Run(context.Background(), j, strings.NewReader(many.String()), int64(many.Len()), io.Discard)
			return err
		}},
		{"mh", "Mantel–Haenszel odds ratio, 18 trials", counted("mh", "")},
		{"glmm", "GLMM UM.FS, odds ratio, 18 trials (grove's with 101 nodes, metafor's with 7)", counted("glmm", "UM.FS")},
	}
}

type task struct {
	name, title string
	run         func() error
}

// The same work by both, in one run on one machine: seconds a call, and how many
// times longer metafor takes.
func TestAgainstR(t *testing.T) {
	d := made(t)
	theirs := map[string]float64{}
	said, err := exec.Command("Rscript", "testdata/bench.R", d.folder).Output()
	if err != nil {
		t.Fatalf("R with metafor (Debian: r-cran-metafor) is needed to compare with: %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(said)), "\n") {
		name, text, _ := strings.Cut(line, "\t")
		if theirs[name], err = strconv.ParseFloat(text, 64); err != nil {
			t.Fatal(line, err)
		}
	}
	// Every subset costs metafor one fit: what it took for 12 trials tells what it
	// would for 22.
	theirs["subsets22"] = theirs["subsets"] / (1<<12 - 1) * (1<<22 - 1)
	var b strings.Builder
	fmt.Fprintf(&b, "| the work | grove | metafor | ratio |\n|---|--:|--:|--:|\n")
	for _, k := range tasks(d) {
		r := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				if err := k.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
		if r.N == 0 {
			t.Fatalf("%s failed", k.name)
		}
		ours := r.T.Seconds() / float64(r.N)
		other, ratio := "", ""
		if s, ok := theirs[k.name]; ok {
			other, ratio = seconds(s), strconv.FormatFloat(s/ours, 'f', 0, 64)
		}
		if k.name == "subsets22" {
			other += ", extrapolated"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", k.title, seconds(ours), other, ratio)
	}
	fmt.Fprintf(&b, "\nOne run of `make bench` on %s with %d processors, %s; metafor %s. Times vary between machines and runs; the ratios are of the same run.\n", processor(), runtime.GOMAXPROCS(0), runtime.Version(), metafor(t))
	fmt.Println(b.String())
	if *update {
		readme(t, b.String())
	}
}

// seconds is a time in the unit a reader would choose.
func seconds(s float64) string {
	for _, u := range []struct {
		least float64
		name  string
	}{{3600, "h"}, {60, "min"}, {1, "s"}, {1e-3, "ms"}, {0, "µs"}} {
		if s < u.least {
			continue
		}
		one := map[string]float64{"h": 3600, "min": 60, "s": 1, "ms": 1e-3, "µs": 1e-6}[u.name]
		return strconv.FormatFloat(s/one, 'g', 3, 64) + " " + u.name
	}
	return ""
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, model, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(model)
		}
	}
	return runtime.GOARCH
}

func metafor(t *testing.T) string {
	v, err := exec.Command("Rscript", "-e", "cat(as.character(packageVersion('metafor')))").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(v)
}

// readme puts the table between its marks.
func readme(t *testing.T, table string) {
	const name, begin, end = "../../README.md", "<!-- bench -->\n", "<!-- /bench -->"
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table, %s…%s", name, begin, end)
	}
	if err := os.WriteFile(name, []byte(before+begin+table+end+after), 0o666); err != nil {
		t.Fatal(err)
	}
}
