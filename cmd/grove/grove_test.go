package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"grove/analysis"
	"grove/analysis/report"
)

// The test binary is grove itself when this variable is set, so that a test can
// start and kill a real process.
const asGrove = "GROVE_TEST_AS_GROVE"

func TestMain(m *testing.M) {
	if os.Getenv(asGrove) != "" {
		main()
	}
	os.Exit(m.Run())
}

// grove runs one command in this process.
func grove(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

// tree is every file below a folder with its bytes and modification time.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		files[rel] = fmt.Sprintf("%s %x", info.ModTime().Format(time.RFC3339Nano), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A second run with nothing changed writes no file and fits nothing.
func TestSecondRunDoesNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "bcg")
	answers := 0
	counted := func(ctx context.Context, in analysis.Input) (report.Review, error) {
		answers++
		return analysis.Run(ctx, in)
	}
	var said bytes.Buffer
	for range 2 {
		if err := runReview(t.Context(), "../../data/bcg", runOptions{out: out, formats: []string{"svg"}}, counted, &said); err != nil {
			t.Fatal(err)
		}
	}
	if answers != 1 {
		t.Errorf("the review was computed %d times", answers)
	}
	before := tree(t, filepath.Dir(out))
	if err := runReview(t.Context(), "../../data/bcg", runOptions{out: out, formats: []string{"svg"}}, counted, &said); err != nil {
		t.Fatal(err)
	}
	after := tree(t, filepath.Dir(out))
	for name, was := range before {
		if after[name] != was {
			t.Errorf("%s was written again", name)
		}
	}
	if len(after) != len(before) || answers != 1 {
		t.Errorf("%d files, then %d; computed %d times", len(before), len(after), answers)
	}
	if !strings.Contains(said.String(), "up to date") {
		t.Error("the second run does not say that there is nothing to do")
	}
}

// A killed run leaves the old tree or the new one, and the next run succeeds.
func TestKilledRunLeavesAWholeTree(t *testing.T) {
	dir, out := filepath.Join(t.TempDir(), "bcg"), filepath.Join(t.TempDir(), "out")
	if err := os.CopyFS(dir, os.DirFS("../../data/bcg")); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg"); code != 0 {
		t.Fatal(stderr)
	}
	old := readAll(t, filepath.Join(out, "results.json"))
	protocol := readAll(t, filepath.Join(dir, "protocol.yaml"))
	if err := os.WriteFile(filepath.Join(dir, "protocol.yaml"), []byte(strings.Replace(protocol, "model: {interval: hk}", "model: {interval: hk-adhoc}", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for i := range 12 {
		c := exec.Command(os.Args[0], "run", dir, "--out", out, "--formats", "svg")
		c.Env = append(os.Environ(), asGrove+"=1")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(2+7*i) * time.Millisecond)
		c.Process.Kill()
		if err := c.Wait(); err != nil {
			killed++
		}
		for _, name := range []string{"results.json", "run.json", "report.md", "studies.csv"} {
			readAll(t, filepath.Join(out, name))
		}
		if now := readAll(t, filepath.Join(out, "results.json")); now == old {
			continue
		}
		break
	}
	if killed == 0 {
		t.Error("no run was killed")
	}
	if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg"); code != 0 {
		t.Fatalf("the next run failed: %s", stderr)
	}
	if litter, _ := filepath.Glob(filepath.Join(filepath.Dir(out), ".tmp-*")); len(litter) > 0 {
		t.Errorf("left behind: %v", litter)
	}
	t.Logf("%d runs killed", killed)
}

func readAll(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const header = "study,events_t,n_t,events_c,n_c\n"

// What grove refuses, where it says the fault is, and with which exit code.
var refused = []struct {
	name, file string
	code       int
	says       []string
}{
	{"thousands separator", header + "A,\"1,234\",2000,5,2000\n", exitData, []string{"t.csv:2:events_t", "1,234"}},
	{"empty n", header + "A,1,,5,20\n", exitData, []string{"t.csv:2:n_t"}},
	{"events above n", header + "A,21,20,5,20\n", exitData, []string{"t.csv:2:events_t", "21"}},
	{"header twice", "study,events_t,n_t,events_c,n_c,n_c\nA,1,20,5,20,20\n", exitData, []string{"t.csv:1", "n_c"}},
	{"not a number", header + "A,NaN,20,5,20\n", exitData, []string{"t.csv:2:events_t", "NaN"}},
	{"underflow", "study,yi,sei\nA,1e-400,0.1\n", exitData, []string{"t.csv:2:yi", "1e-400"}},
	{"percentages as counts", header + "A,35.5,200,20.1,200\nB,41.2,150,22.9,150\n", exitData, []string{"t.csv:2:events_t", "percent"}},
	{"two errors", header + "A,x,20,5,20\nB,1,20,y,20\n", exitData, []string{"t.csv:2:events_t", "t.csv:3:events_c"}},
}

func TestBadTablesAreRefusedWithTheirPlace(t *testing.T) {
	for _, c := range refused {
		dir := t.TempDir()
		file, plot := filepath.Join(dir, "t.csv"), filepath.Join(dir, "f.svg")
		if err := os.WriteFile(file, []byte(c.file), 0o666); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"pool", file, "--figure", plot}, {"check", file}} {
			code, stdout, stderr := grove(args...)
			if code != c.code || stdout != "" {
				t.Errorf("%s: %s: exit %d, stdout %q", c.name, args[0], code, stdout)
			}
			for _, s := range c.says {
				if !strings.Contains(stderr, s) {
					t.Errorf("%s: %s does not say %q:\n%s", c.name, args[0], s, stderr)
				}
			}
		}
		if _, err := os.Stat(plot); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: a figure was written", c.name)
		}
	}
}

// A byte-order mark before a quoted header is read right, as the same table.
func TestOddTablesReadAsThePlainOne(t *testing.T) {
	plain := header + "A,1,20,5,20\nB,3,30,6,31\nC,4,44,9,40\n"
	table := func(text string) string {
		file := filepath.Join(t.TempDir(), "t.csv")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := grove("pool", file, "--json")
		if code != 0 {
			t.Fatal(stderr)
		}
		return stdout
	}
	want := table(plain)
	for name, text := range map[string]string{
		"byte-order mark":          "\ufeff" + plain,
		"and a quoted header":      "\ufeff\"study\"" + strings.TrimPrefix(plain, "study"),
		"semicolons and CRLF":      strings.ReplaceAll(strings.ReplaceAll(plain, ",", ";"), "\n", "\r\n"),
		"metafor's column names":   strings.Replace(plain, "events_t,n_t,events_c,n_c", "ai,n1i,ci,n2i", 1),
		"spaces around the fields": strings.ReplaceAll(plain, ",", " , "),
	} {
		if got := table(text); got != want {
			t.Errorf("%s: another result", name)
		}
	}
}

func TestExitCodes(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad")
	if err := os.CopyFS(bad, os.DirFS("../../data/bcg")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, "protocol.yaml"), []byte("review: x\nmeasur: RR\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"pool"}, exitUsage}, {[]string{"nonsense"}, exitUsage}, {[]string{"pool", "--nonsense"}, exitUsage},
		{[]string{"pool", "../../data/bcg/bcg.csv", "--tau2", "XX"}, exitUsage},
		{[]string{"pool", "../../data/bcg/bcg.csv", "--figure", "x.gif"}, exitUsage},
		{[]string{"pool", "nowhere.csv"}, exitMissing}, {[]string{"run", "nowhere"}, exitMissing},
		{[]string{"run", bad, "--out", filepath.Join(t.TempDir(), "o")}, exitProtocol},
		{[]string{"pool", "../../data/bcg/bcg.csv", "--where", "allocation=nobody"}, exitUsage},
		{[]string{"pool", "../../data/bcg/bcg.csv", "--level", "0.95"}, exitUsage}, {[]string{"pool", "../../data/bcg"}, exitMissing},
		{[]string{"run", "../../data/bcg/bcg.csv"}, exitMissing},
		{[]string{"methods"}, exitDone}, {[]string{"--help"}, exitDone}, {[]string{"check", "../../data/bcg"}, exitDone},
	} {
		if code, _, stderr := grove(c.args...); code != c.code {
			t.Errorf("grove %s: exit %d, want %d: %s", strings.Join(c.args, " "), code, c.code, stderr)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// A result that could not be printed is not a success.
func TestClosedStdoutFails(t *testing.T) {
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"methods"}, broken{}, &stderr); code != exitWrite {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
}
