//go:build unix

package record

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What grove did not write stays, and so does all else.
func TestForeignFilesAreLeftAlone(t *testing.T) {
	put := func(name string) func(t *testing.T, out string) {
		return func(t *testing.T, out string) {
			name := filepath.Join(out, name)
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte("mine"), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	must := func(f func(out string) error) func(*testing.T, string) {
		return func(t *testing.T, out string) {
			if err := f(out); err != nil {
				t.Fatal(err)
			}
		}
	}
	elsewhere := t.TempDir()
	cases := map[string]struct {
		fresh bool // no output was there before
		spoil func(t *testing.T, out string)
		says  string
	}{
		"notes beside the results": {false, put("notes.txt"), "notes.txt"},
		"deep in a folder of ours": {false, put("figures/response/mine.svg"), "mine.svg"},
		"in a folder of its own":   {false, put("mine/a/b.csv"), "mine/a/b.csv"},
		"a rendering of nothing":   {false, put("figures/response/mine.png"), "mine.png"},
		"a hidden file":            {false, put(".gitkeep"), ".gitkeep"},
		"a folder never ours":      {true, put("results.json"), "results.json"},
		"another program's record": {true, put("run.json"), "run.json"},
		"another program's JSON": {true, must(func(out string) error {
			if err := os.Mkdir(out, 0o777); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(out, "run.json"), []byte(`{"program": "other", "files": []}`), 0o666)
		}), "run.json"},
		"a link in the output": {false, must(func(out string) error { return os.Symlink("/etc/hostname", filepath.Join(out, "link")) }), "link"},
		"a pipe in the output": {false, must(func(out string) error { return syscall.Mkfifo(filepath.Join(out, "pipe"), 0o666) }), "pipe"},
		"a file in its place":  {true, must(func(out string) error { return os.WriteFile(out, []byte("mine"), 0o666) }), "not a folder"},
		"a link in its place":  {true, must(func(out string) error { return os.Symlink(elsewhere, out) }), "symbolic link"},
		"a dangling link":      {true, must(func(out string) error { return os.Symlink("nowhere", out) }), "symbolic link"},
		"more than can be listed": {false, func(t *testing.T, out string) {
			for _, n := range "abcde" {
				put(string(n))(t, out)
			}
		}, "a, b, c and 2 more"},
		"a result turned to a link": {false, must(func(out string) error {
			n := filepath.Join(out, "report.md")
			return errors.Join(os.Remove(n), os.Symlink("results.json", n))
		}), "report.md"},
	}
	for name, c := range cases {
		out, data := bench(t)
		if c.fresh {
			if err := os.MkdirAll(filepath.Dir(out), 0o777); err != nil {
				t.Fatal(err)
			}
		} else {
			publish(t, out, data, "1")
		}
		c.spoil(t, out)
		_, err := Acquire(context.Background(), out, data, false) // before anything is computed
		if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if !c.fresh {
			if text, err := os.ReadFile(filepath.Join(out, "results.json")); err != nil || string(text) != `{"text": "1"}` {
				t.Errorf("%s: the results changed: %s, %v", name, text, err)
			}
		}
		if left := litter(t, out); left != nil {
			t.Errorf("%s: litter %v", name, left)
		}
	}
}

// A file that appears while grove computes is found before the exchange.
func TestForeignFileDuringTheRun(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	mine := filepath.Join(out, "notes.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Publish(context.Background(), asked("2"), nil, made("2"), Execution{}); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

func TestAnEmptyFolderIsFree(t *testing.T) {
	out, data := bench(t)
	if err := os.MkdirAll(filepath.Join(out, "figures"), 0o777); err != nil {
		t.Fatal(err)
	}
	if got := publish(t, out, data, "1"); got.Outcome != Created {
		t.Errorf("%+v", got)
	}
}

// Killed after the exchange and before the stamp, an output holds renderings
// that no list names.
func TestRenderingsWithoutAStampAreKnown(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	if err := os.Remove(filepath.Join(filepath.Dir(out), ".review.stamp")); err != nil {
		t.Fatal(err)
	}
	if got := publish(t, out, data, "2"); got.Outcome != Replaced {
		t.Errorf("%+v", got)
	}
}

func TestOutputApartFromData(t *testing.T) {
	top := t.TempDir()
	data := filepath.Join(top, "data", "review")
	if err := os.MkdirAll(data, 0o777); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(top, "link")
	if err := os.Symlink(data, link); err != nil {
		t.Fatal(err)
	}
	t.Chdir(top)
	cases := map[string]struct{ out, data, says string }{
		"the data":                {data, data, "inside the data"},
		"in the data":             {filepath.Join(data, "out"), data, "inside the data"},
		"deep in the data":        {filepath.Join(data, "a", "b", "out"), data, "inside the data"},
		"in the data by a link":   {filepath.Join(link, "out"), data, "inside the data"},
		"in data named by a link": {filepath.Join(data, "out"), link, "inside the data"},
		"in the data by dots":     {"output/../data/review/out", data, "inside the data"},
		"around the data":         {filepath.Join(top, "data"), data, "holds the data"},
		"around by a link":        {filepath.Join(top, "data"), link, "holds the data"},
		"the root":                {"/", data, "root"},
	}
	for name, c := range cases {
		_, err := Acquire(context.Background(), c.out, c.data, false)
		if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	entries, err := os.ReadDir(data)
	if err != nil || len(entries) > 0 {
		t.Errorf("the data folder was written to: %v, %v", entries, err)
	}
	if _, err := Acquire(context.Background(), "output/review", "data/nothing", false); !errors.Is(err, ErrMissing) {
		t.Errorf("no data: %v", err)
	}
	if _, err := os.Stat("output"); !os.IsNotExist(err) {
		t.Error("a run without data made a folder")
	}
	o, err := Acquire(context.Background(), "output/review", "data/review", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
}

func TestBlockedOutputCannotBeCreated(t *testing.T) {
	out, data := bench(t)
	if err := os.WriteFile(filepath.Dir(out), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(context.Background(), out, data, false); !errors.Is(err, ErrCreate) {
		t.Error(err)
	}
}
