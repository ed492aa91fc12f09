package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever surrounds a run, its results are the same bytes: time zone, language,
// processors, working folder, umask, home, the order and the dates of the data
// files, and the instructions the processor has. Only history.jsonl, which
// tells when runs were, may differ.
func TestReproducible(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	n := rounds(8, 100)
	for i := range n {
		// Cycles of different lengths, so that the settings meet in many ways.
		pick := func(step int, values ...string) string { return values[i/step%len(values)] }
		root := t.TempDir()
		dir := filepath.Join(root, pick(1, "here", "a b", "å", "far/away"), "bcg")
		copied(t, dir, i%2 == 1, time.Date(1999+i, 1, 1, 0, 0, 0, 0, time.UTC))
		out := filepath.Join(root, "output")
		c := exec.Command("sh", "-c", "umask "+pick(1, "022", "077", "002", "000", "027")+`; exec "$0" "$@"`, program, "run")
		switch i % 3 {
		case 0:
			c.Args = append(c.Args, dir, "--out", out)
		case 1:
			c.Dir = filepath.Dir(dir)
			c.Args = append(c.Args, "bcg", "--out", out)
		case 2:
			c.Dir = dir
			c.Args = append(c.Args, "../bcg/.", "--out", "../../../"+filepath.Base(root)+"/out")
			if strings.HasSuffix(filepath.Dir(dir), "away") {
				c.Args[len(c.Args)-1] = "../" + c.Args[len(c.Args)-1]
			}
			out = filepath.Join(root, "out")
		}
		c.Args = append(c.Args, "--formats", "svg")
		c.Env = []string{asGrove + "=1", "PATH=" + os.Getenv("PATH"),
			"TZ=" + pick(1, "UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "nowhere", ""),
			"LANG=" + pick(1, "C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG", "C.UTF-8"),
			"LC_ALL=" + pick(2, "", "fr_FR.UTF-8", "C"),
			"GOMAXPROCS=" + pick(1, "1", "2", "8"),
			"GODEBUG=" + pick(1, "", "cpu.fma=off", "cpu.avx2=off", "cpu.fma=off,cpu.avx2=off", "cpu.all=off"),
		}
		if home := pick(1, "unset", "/", "/nonexistent"); home != "unset" {
			c.Env = append(c.Env, "HOME="+home)
		}
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("run %d: %v: %s", i, err, said)
		}
		got := results(t, out)
		if want == nil {
			want = got
		}
		for name := range got {
			if _, known := want[name]; !known {
				t.Errorf("run %d, %v: %s is new", i, c.Env, name)
			}
		}
		for name, text := range want {
			if got[name] != text {
				t.Errorf("run %d, %v: %s differs", i, c.Env, name)
			}
		}
		if err := os.RemoveAll(root); err != nil {
			t.Fatal(err)
		}
	}
	if len(want) < 10 {
		t.Errorf("only %d files were compared", len(want))
	}
	if !t.Failed() {
		t.Logf("%d runs: %d files each, identical bytes", n, len(want))
	}
}

// copied makes the review anew, its files in one order or the other and all of
// one date.
func copied(t *testing.T, dir string, backwards bool, date time.Time) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("../../data/bcg")
	if err != nil {
		t.Fatal(err)
	}
	if backwards {
		slices.Reverse(entries)
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if err := os.WriteFile(name, []byte(readAll(t, filepath.Join("../../data/bcg", e.Name()))), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, date, date); err != nil {
			t.Fatal(err)
		}
	}
}

// results is every file of an output but its history.
func results(t *testing.T, out string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(out), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path == "history.jsonl" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(out, path))
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
