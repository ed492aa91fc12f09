package record

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// A disk is every way this package touches the folder that holds an output.
// Names are relative to that folder, with slashes.
type disk interface {
	lock(ctx context.Context, name string, wait bool) (release func() error, held bool, err error)
	lstat(name string) (fs.FileInfo, error)
	list(name string) ([]fs.DirEntry, error) // sorted by name
	read(name string) ([]byte, error)
	mkdir(name string) error
	create(name string) (handle, error) // a new file; an existing one is an error
	sync(name string) error             // of a folder
	rename(from, to string) error
	exchange(a, b string) error // errors.ErrUnsupported where it is impossible
	removeAll(name string) error
	close() error
}

// A handle is a file being written.
type handle interface {
	io.Writer
	Sync() error
	Close() error
}

// folder is the disk as it is, held open through os.Root so that no name and
// no symbolic link leads out of it.
type folder struct {
	path string
	root *os.Root
}

// openFolder makes the folder at path if need be and opens it.
func openFolder(path string) (disk, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return folder{path, root}, nil
}

// lock takes the advisory lock. It fails at once, held false, when another
// process has it, unless it is told to wait.
func (f folder) lock(ctx context.Context, name string, wait bool) (func() error, bool, error) {
	l := flock.New(filepath.Join(f.path, name), flock.SetPermissions(0o666))
	held, err := l.TryLock()
	if err == nil && !held && wait {
		held, err = l.TryLockContext(ctx, 20*time.Millisecond)
	}
	return l.Unlock, held, err
}

func (f folder) lstat(name string) (fs.FileInfo, error)  { return f.root.Lstat(name) }
func (f folder) list(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.root.FS(), name) }
func (f folder) read(name string) ([]byte, error)        { return f.root.ReadFile(name) }
func (f folder) mkdir(name string) error                 { return f.root.Mkdir(name, 0o777) }
func (f folder) rename(from, to string) error            { return f.root.Rename(from, to) }
func (f folder) exchange(a, b string) error              { return exchange(f.root, a, b) }
func (f folder) removeAll(name string) error             { return f.root.RemoveAll(name) }
func (f folder) close() error                            { return f.root.Close() }

func (f folder) create(name string) (handle, error) {
	return f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// sync makes a folder's entries survive a loss of power. Windows has no such
// call and needs none.
func (f folder) sync(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := f.root.Open(name)
	if err != nil {
		return err
	}
	err = d.Sync()
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}
