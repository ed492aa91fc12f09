package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

// grove new writes a review that runs at once, under any name, and never over
// anything.
func TestNewReviewRuns(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"mine", "It's: a \"review\" #1", "Ærø"} {
		dir := filepath.Join(root, name)
		if code, _, stderr := grove("new", dir); code != 0 {
			t.Fatal(stderr)
		}
		if code, stdout, stderr := grove("run", dir, "--out", filepath.Join(root, "out-"+name), "--formats", "svg"); code != 0 || !strings.Contains(stdout, name) {
			t.Errorf("%s: exit %d: %s%s", name, code, stdout, stderr)
		}
		if code, _, _ := grove("new", dir); code != exitCreate {
			t.Errorf("%s: a second one: exit %d", name, code)
		}
	}
}

// The workflow is YAML, its rerun step is the script, and the script run in a
// copy with a changed table leaves the new output, the summary and the code.
func TestScheduledRerun(t *testing.T) {
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct{ Name, Run string }
		}
	}
	if err := yaml.Unmarshal([]byte(readAll(t, "../../docs/schedule/grove.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	step := ""
	for _, s := range workflow.Jobs["rerun"].Steps {
		if s.Name == "Rerun every review" {
			step = s.Run
		}
	}
	if !strings.Contains(step, "docs/schedule/rerun.sh") {
		t.Fatal("the workflow does not run the script")
	}
	root := filepath.Join(t.TempDir(), "grove")
	for _, dir := range []string{"cmd", "analysis", "docs", "data/bcg", "output/bcg"} {
		if err := os.CopyFS(filepath.Join(root, dir), os.DirFS("../../"+dir)); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum", "Makefile"} {
		if err := os.WriteFile(filepath.Join(root, file), []byte(readAll(t, "../../"+file)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	runner := t.TempDir()
	rerun := func() (code, said string) {
		t.Helper()
		for _, name := range []string{"step.md", "output"} {
			if err := os.WriteFile(filepath.Join(runner, name), nil, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		c := exec.Command("bash", "-e", "-c", step)
		c.Dir = root
		c.Env = append(os.Environ(), "RUNNER_TEMP="+runner, "GITHUB_STEP_SUMMARY="+filepath.Join(runner, "step.md"), "GITHUB_OUTPUT="+filepath.Join(runner, "output"))
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.TrimSpace(readAll(t, filepath.Join(runner, "output"))), readAll(t, filepath.Join(runner, "step.md"))
	}
	if code, said := rerun(); code != "code=0" || said != "" {
		t.Errorf("nothing changed: %s, %q", code, said)
	}
	table := filepath.Join(root, "data/bcg/bcg.csv")
	if err := os.WriteFile(table, []byte(strings.Replace(readAll(t, table), "Aronson 1948,1948,4,", "Aronson 1948,1948,7,", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	old := readAll(t, filepath.Join(root, "output/bcg/results.json"))
	if code, said := rerun(); code != "code=4" || !strings.Contains(said, "Aronson 1948, events\\_t: 4 → 7") {
		t.Errorf("a cell changed: %s, %q", code, said)
	}
	if readAll(t, filepath.Join(root, "output/bcg/results.json")) == old {
		t.Error("the output was not replaced")
	}
}

// The units name no file but the program, and the timer catches up.
func TestUnitsAndCron(t *testing.T) {
	for name, wants := range map[string][]string{
		"grove.timer":   {"Persistent=true", "RandomizedDelaySec=", "OnCalendar="},
		"grove.service": {"Type=oneshot", "SuccessExitStatus=3 4", "bin/grove run"},
		"grove.cron":    {"bin/grove run", "--quiet"},
	} {
		text := readAll(t, "../../docs/schedule/"+name)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
	if analyze, err := exec.LookPath("systemd-analyze"); err == nil { // where there is systemd it judges the units itself
		dir := t.TempDir()
		units := []string{"verify"}
		for _, name := range []string{"grove.service", "grove.timer"} {
			text := strings.NewReplacer("/srv/reviews/bin/grove", "/bin/true", "/srv/reviews", dir).Replace(readAll(t, "../../docs/schedule/"+name))
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			units = append(units, filepath.Join(dir, name))
		}
		if out, err := exec.Command(analyze, units...).CombinedOutput(); err != nil {
			t.Errorf("systemd-analyze verify: %v\n%s", err, out)
		}
	}
	if !regexp.MustCompile(`(?m)^\d+ \d+ \* \* \d cd `).MatchString(readAll(t, "../../docs/schedule/grove.cron")) {
		t.Error("the cron line has no five times")
	}
}

// Twenty changes, twenty reruns without one and a killed run leave a chain of one
// line a change that verifies.
func TestHistorySurvives(t *testing.T) {
	dir, out := small(t)
	table := filepath.Join(dir, "t.csv")
	for i := range 20 {
		if err := os.WriteFile(table, []byte("study,yi,sei,measure\nA,1,0.5,MD\nB,2."+strings.Repeat("1", i+1)+",0.6,MD\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg", "--quiet"); code != 0 {
				t.Fatal(stderr)
			}
		}
	}
	if err := os.WriteFile(table, []byte("study,yi,sei,measure\nA,1,0.5,MD\nB,9,0.6,MD\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	killed := exec.Command(os.Args[0], "run", dir, "--out", out, "--formats", "svg")
	killed.Env = append(os.Environ(), asGrove+"=1")
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(5 * time.Millisecond)
	killed.Process.Kill()
	killed.Wait() // its end is what was asked for
	if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg", "--quiet"); code != 0 {
		t.Fatal(stderr)
	}
	if code, stdout, _ := grove("verify", out, "--data", dir, "--rerun"); code != 0 || !strings.Contains(stdout, "22 looks") {
		t.Errorf("exit %d: %s", code, stdout)
	}
}
