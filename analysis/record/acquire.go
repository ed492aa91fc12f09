package record

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// Output is an output folder whose lock this process holds.
type Output struct {
	disk    disk
	path    string // as it was asked for
	name    string // in its parent folder
	release func() error
}

// Acquire takes the lock of the output at out, made from the data folder, and
// clears away what a killed run left. It refuses at once an output that it
// could not replace later: one inside the data or around it, a symbolic link,
// a folder that holds a file grove did not write.
//
// When another run holds the lock it waits until the context ends, or returns
// ErrBusy if wait is false. Other errors are ErrMissing (no data folder),
// ErrForeign, ErrCreate, ErrWrite.
func Acquire(ctx context.Context, out, data string, wait bool) (*Output, error) {
	return acquire(ctx, openFolder, out, data, wait)
}

func acquire(ctx context.Context, open func(string) (disk, error), out, data string, wait bool) (*Output, error) {
	full, err := filepath.Abs(out)
	if err != nil {
		return nil, because(ErrCreate, err)
	}
	if err := apart(full, data); err != nil {
		return nil, err
	}
	d, err := open(filepath.Dir(full))
	if err != nil {
		return nil, because(ErrCreate, err)
	}
	o := &Output{disk: d, path: out, name: filepath.Base(full)}
	release, held, err := d.lock(ctx, o.beside("lock"), wait)
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case err != nil:
		err = because(ErrCreate, err)
	case !held:
		err = fmt.Errorf("%s: %w", out, ErrBusy)
	}
	if err != nil {
		if held {
			err = errors.Join(err, release())
		}
		return nil, errors.Join(err, d.close())
	}
	o.release = release
	if err := o.settle(); err != nil {
		return nil, errors.Join(because(ErrWrite, err), o.Close())
	}
	if _, err := o.claim(); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// Close gives the lock back. The lock's file stays: removing it would let two
// runs hold two locks of one name.
func (o *Output) Close() error {
	return because(ErrWrite, errors.Join(o.release(), o.disk.close()))
}

// beside names a file that stands beside the output.
func (o *Output) beside(what string) string { return "." + o.name + "." + what }

// The end of a temporary folder's name is this many characters, so that the
// folders of outputs a and a-b are told apart.
const endLength = 26

// temporary names a folder for the tree being written. The end is random so
// that a run whose lock was taken from under it, by hand, meets no other's files.
func (o *Output) temporary() string { return o.stem() + rand.Text()[:endLength] }

func (o *Output) stem() string { return ".tmp-" + o.name + "-" }

// settle clears away what killed runs of this output left. It must hold the
// lock. Where folders cannot be exchanged a run may have been killed between
// its two renames: then the old tree is put back.
func (o *Output) settle() error {
	entries, err := o.disk.list(".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		end, found := strings.CutPrefix(e.Name(), o.stem())
		if !found || len(end) != endLength {
			continue
		}
		if err := o.restore(e.Name()); err != nil {
			return err
		}
		if err := o.disk.removeAll(e.Name()); err != nil {
			return err
		}
	}
	return nil
}

// restore puts the old tree in a temporary folder back into an empty place.
func (o *Output) restore(temporary string) error {
	_, err := o.disk.lstat(o.name)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = o.disk.rename(path.Join(temporary, oldTree), o.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
