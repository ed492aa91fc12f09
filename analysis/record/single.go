package record

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile writes a single file, such as a figure that a flag names, in a
// folder that is there: into a temporary file beside it, synced, then renamed,
// so that a reader finds the old bytes or the new ones and a failure leaves the
// old. A symbolic link stays and what it points to is replaced; a device or a
// pipe cannot be replaced and is written to. The error is ErrWrite.
func WriteFile(name string, data []byte) error {
	return because(ErrWrite, writeSingle(openExisting, name, data))
}

// Append writes a file anew with more at its end, as WriteFile does.
func Append(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil && regular(name) {
		data = append(old, data...)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return because(ErrWrite, err)
	}
	return WriteFile(name, data)
}

func openExisting(path string) (disk, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return folder{path, root}, nil
}

func writeSingle(open func(string) (disk, error), name string, data []byte) error {
	if _, err := os.Stat(name); err == nil && !regular(name) {
		return os.WriteFile(name, data, 0o666)
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	d, err := open(filepath.Dir(name))
	if err != nil {
		return err
	}
	base := filepath.Base(name)
	o := &Output{disk: d, name: base}
	temporary := "." + base + "." + rand.Text()
	err = o.writeFile(temporary, data)
	if err == nil {
		err = d.rename(temporary, base)
	}
	if err == nil {
		err = d.sync(".")
	} else {
		err = errors.Join(err, d.removeAll(temporary))
	}
	return errors.Join(err, d.close())
}

// regular says whether a name leads to a file that can be replaced.
func regular(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
