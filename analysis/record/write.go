package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// checkFiles finds our own mistakes in a list of files: a name that is no path
// inside the output, two names that some file system takes for one, a name
// that this package writes itself, a rendering that shows no result.
func checkFiles(files []File) error {
	results, seen := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		folded := strings.ToLower(f.Name)
		_, rendering := shown(f.Name)
		switch {
		case !fs.ValidPath(f.Name) || strings.HasPrefix(path.Base(f.Name), ".") || strings.ContainsAny(f.Name, "\\:\x00"):
			return fmt.Errorf("record: %q is not a name for a file of the output", f.Name)
		case folded == runName || folded == historyName:
			return fmt.Errorf("record: %s is written by the record itself", f.Name)
		case seen[folded]:
			return fmt.Errorf("record: two files are named %s", f.Name)
		case rendering != f.Rendering:
			return fmt.Errorf("record: %s: whether it is a rendering follows from its ending", f.Name)
		}
		seen[folded] = true
		results[f.Name] = !f.Rendering
	}
	for _, f := range files {
		if result, rendering := shown(f.Name); rendering && !results[result] {
			return fmt.Errorf("record: %s shows no result: %s is not among the files", f.Name, result)
		}
	}
	return nil
}

// write makes files in a folder, which it makes too unless it is there, and
// syncs each file and each folder. It stops when the context ends.
func (o *Output) write(ctx context.Context, folder string, files []File) error {
	made := []string{}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := path.Join(folder, f.Name)
		if err := o.mkdirs(path.Dir(name), &made); err != nil {
			return err
		}
		if err := o.writeFile(name, f.Data); err != nil {
			return err
		}
	}
	for _, name := range slices.Backward(made) {
		if err := o.disk.sync(name); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// mkdirs makes the folder at name and those above it, up to one that is there,
// and adds each to made, the outer before the inner.
func (o *Output) mkdirs(name string, made *[]string) error {
	if slices.Contains(*made, name) {
		return nil
	}
	if _, err := o.disk.lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := o.mkdirs(path.Dir(name), made); err != nil {
		return err
	}
	*made = append(*made, name)
	return o.disk.mkdir(name)
}

// writeFile makes one new file and syncs it.
func (o *Output) writeFile(name string, data []byte) error {
	h, err := o.disk.create(name)
	if err != nil {
		return err
	}
	_, err = h.Write(data)
	if err == nil {
		err = h.Sync()
	}
	return errors.Join(err, h.Close())
}

// swap puts the new tree of a temporary folder in the output's place.
func (o *Output) swap(temporary string, present bool) error {
	fresh := path.Join(temporary, newTree)
	if !present {
		return o.disk.rename(fresh, o.name)
	}
	err := o.disk.exchange(fresh, o.name)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	aside := path.Join(temporary, oldTree)
	if err := o.disk.rename(o.name, aside); err != nil {
		return err
	}
	if err := o.disk.rename(fresh, o.name); err != nil {
		return errors.Join(err, o.disk.rename(aside, o.name))
	}
	return nil
}
