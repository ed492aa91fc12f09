package record

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// apart refuses an output that is the data folder, inside it or around it,
// whatever links and spellings lead there. An empty data folder name means
// that there is none.
func apart(out, data string) error {
	if filepath.Dir(out) == out {
		return refuse("%s is the root of the file system", out)
	}
	if data == "" {
		return nil
	}
	data, err := filepath.Abs(data)
	if err != nil {
		return because(ErrMissing, err)
	}
	if _, err := os.Stat(data); err != nil {
		return because(ErrMissing, err)
	}
	switch {
	case within(out, data):
		return refuse("%s is inside the data folder %s", out, data)
	case within(data, out):
		return refuse("%s holds the data folder %s", out, data)
	}
	return nil
}

// within reports whether path, or the part of it that exists, lies in folder
// or is it. Folders are compared as files, not as text.
func within(path, folder string) bool {
	outer, err := os.Stat(folder)
	if err != nil {
		return false
	}
	for {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			path = real
		}
		if info, err := os.Stat(path); err == nil && os.SameFile(info, outer) {
			return true
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false
		}
		parent := filepath.Dir(path)
		if parent == path {
			return false
		}
		path = parent
	}
}
