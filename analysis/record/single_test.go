package record

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A fault at any call of writing a single file leaves the old bytes or the new
// ones, is told, and leaves nothing beside unless the removal itself fails.
func TestFaultInSingleFile(t *testing.T) {
	attempt := func(n int) (calls int, ops []string) {
		dir := t.TempDir()
		name := filepath.Join(dir, "forest.svg")
		if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		err := writeSingle(func(path string) (disk, error) {
			d, err := openExisting(path)
			return faulty{disk: d, calls: &calls, ops: &ops, n: n}, err
		}, name, []byte("new and longer"))
		if (n == 0) != (err == nil) || n > 0 && !errors.Is(err, errFault) {
			t.Errorf("call %d: %v", n, err)
		}
		data, err := os.ReadFile(name)
		if err != nil || string(data) != "old" && string(data) != "new and longer" {
			t.Errorf("call %d: torn: %q, %v", n, data, err)
		}
		if entries, _ := os.ReadDir(dir); len(entries) != 1 {
			t.Errorf("call %d: %v left beside", n, entries)
		}
		return calls, ops
	}
	calls, ops := attempt(0)
	for n := 1; n <= calls; n++ {
		attempt(n)
	}
	t.Logf("%d calls: %v", calls, ops)
}

// What a name leads to decides: a link stays a link, a device a device, a folder
// or a name in no folder is an error.
func TestWriteFileThroughNames(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "a", "target"), filepath.Join(dir, "link")
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{link, filepath.Join(dir, "fresh"), os.DevNull} {
		if err := WriteFile(name, []byte("new")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Append(link, []byte(", more")); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(target); err != nil || string(data) != "new, more" {
		t.Errorf("%q, %v", data, err)
	}
	for name, mode := range map[string]os.FileMode{link: os.ModeSymlink, os.DevNull: os.ModeDevice} {
		if info, err := os.Lstat(name); err != nil || info.Mode()&mode == 0 {
			t.Errorf("%s is no %v any more: %v", name, mode, err)
		}
	}
	for _, name := range []string{dir, filepath.Join(dir, "nowhere", "x")} {
		if err := WriteFile(name, nil); !errors.Is(err, ErrWrite) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
