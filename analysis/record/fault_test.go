package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var errFault = errors.New("a fault that a test made")

// faulty is a disk whose n-th call fails. A write that fails has written half,
// a removal that fails has removed the first thing it could. Nothing is synced,
// which only a loss of power would show.
type faulty struct {
	disk
	calls   *int
	n       int    // the call to fail, from 1; 0 for none
	forever bool   // and each one after it, as when the process is gone
	plain   bool   // folders cannot be exchanged
	at      func() // called at the n-th call instead of failing
	ops     *[]string
}

func (f faulty) fault(op string) error {
	*f.calls++
	*f.ops = append(*f.ops, op)
	if f.n == 0 || *f.calls < f.n || (*f.calls > f.n && !f.forever) {
		return nil
	}
	if f.at != nil {
		f.at()
		return nil
	}
	return fmt.Errorf("%s: %w", op, errFault)
}

func (f faulty) lock(ctx context.Context, name string, wait bool) (func() error, bool, error) {
	if err := f.fault("lock"); err != nil {
		return nil, false, err
	}
	return f.disk.lock(ctx, name, wait)
}

func (f faulty) lstat(name string) (fs.FileInfo, error) {
	if err := f.fault("lstat"); err != nil {
		return nil, err
	}
	return f.disk.lstat(name)
}

func (f faulty) list(name string) ([]fs.DirEntry, error) {
	if err := f.fault("list"); err != nil {
		return nil, err
	}
	return f.disk.list(name)
}

func (f faulty) read(name string) ([]byte, error) {
	if err := f.fault("read"); err != nil {
		return nil, err
	}
	return f.disk.read(name)
}

func (f faulty) mkdir(name string) error {
	if err := f.fault("mkdir"); err != nil {
		return err
	}
	return f.disk.mkdir(name)
}

func (f faulty) sync(name string) error {
	return f.fault("sync")
}

func (f faulty) rename(from, to string) error {
	if err := f.fault("rename"); err != nil {
		return err
	}
	return f.disk.rename(from, to)
}

func (f faulty) exchange(a, b string) error {
	if f.plain {
		return errors.ErrUnsupported
	}
	if err := f.fault("exchange"); err != nil {
		return err
	}
	return f.disk.exchange(a, b)
}

func (f faulty) removeAll(name string) error {
	if err := f.fault("removeAll"); err != nil {
		if entries, e := f.disk.list(name); e == nil && len(entries) > 0 && !f.forever {
			err = errors.Join(err, f.disk.removeAll(name+"/"+entries[0].Name()))
		}
		return err
	}
	return f.disk.removeAll(name)
}

func (f faulty) create(name string) (handle, error) {
	if err := f.fault("create"); err != nil {
		return nil, err
	}
	h, err := f.disk.create(name)
	return faultyHandle{h, f}, err
}

type faultyHandle struct {
	handle
	f faulty
}

func (h faultyHandle) Write(data []byte) (int, error) {
	if err := h.f.fault("write"); err != nil {
		n, _ := h.handle.Write(data[:len(data)/2])
		return n, err
	}
	return h.handle.Write(data)
}

func (h faultyHandle) Sync() error {
	return h.f.fault("fsync")
}

func (h faultyHandle) Close() error {
	return errors.Join(h.f.fault("close"), h.handle.Close())
}

// quick does one whole run without syncing.
func quick(t *testing.T, out, data, text string) {
	t.Helper()
	open := func(path string) (disk, error) {
		d, err := openFolder(path)
		return faulty{disk: d, calls: new(int), ops: new([]string)}, err
	}
	if _, err := tryPublish(context.Background(), open, out, data, text); err != nil {
		t.Fatal(err)
	}
}

// memory is a file system that costs little, where there is one.
const memory = "/dev/shm"

// sweep runs once undisturbed to count the calls, then once for each call with
// the fault there, each time onto an output that holds text 1 (or nothing).
func sweep(t *testing.T, proto faulty, fresh bool, check func(t *testing.T, n int, ops []string, out, data string, err error)) {
	t.Helper()
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		t.Setenv("TMPDIR", memory)
	}
	attempt := func(n int, at func(), ctx context.Context) (calls int, ops []string) {
		out, data := bench(t)
		if !fresh {
			quick(t, out, data, "1")
		}
		open := func(path string) (disk, error) {
			d, err := openFolder(path)
			f := proto
			f.disk, f.calls, f.ops, f.n, f.at = d, &calls, &ops, n, at
			return f, err
		}
		_, err := tryPublish(ctx, open, out, data, "2")
		if n == 0 && err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			check(t, n, ops, out, data, err)
		}
		return calls, ops
	}
	calls, ops := attempt(0, nil, context.Background())
	for n := 1; n <= calls; n++ {
		ctx, cancel := context.WithCancel(context.Background())
		var at func()
		if proto.at != nil {
			at = cancel
		}
		attempt(n, at, ctx)
		cancel()
	}
	t.Logf("%d calls, %d of them distinct", calls, len(slices.Compact(slices.Sorted(slices.Values(ops)))))
}

// After a fault at any call the tree is the old whole or the new whole, the
// error says so, and the next run puts everything right.
func TestFaultAtEachCall(t *testing.T) {
	for _, c := range []struct {
		name                  string
		fresh, plain, forever bool
	}{
		{"replacing", false, false, false},
		{"replacing, and all calls after it", false, false, true},
		{"creating", true, false, false},
		{"creating, and all calls after it", true, false, true},
		{"without exchange", false, true, false},
		{"without exchange, and all calls after it", false, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			olds, news, gaps := 0, 0, 0
			sweep(t, faulty{plain: c.plain, forever: c.forever}, c.fresh, func(t *testing.T, n int, _ []string, out, data string, err error) {
				if !errors.Is(err, errFault) {
					t.Fatalf("call %d: the fault was lost: %v", n, err)
				}
				if !errors.Is(err, ErrWrite) && !errors.Is(err, ErrCreate) {
					t.Errorf("call %d: an error of no kind: %v", n, err)
				}
				text, bad := whole(out)
				switch {
				case bad != nil:
					t.Errorf("call %d: %v", n, bad)
				case text == "2":
					news++
				case text == "1" || (text == "" && c.fresh):
					olds++
				case text == "" && c.plain && c.forever:
					gaps++
					o, err := Acquire(context.Background(), out, data, false)
					if err != nil {
						t.Fatalf("call %d: %v", n, err)
					}
					if text, err := whole(out); err != nil || text != "1" {
						t.Errorf("call %d: put back a tree of %q, %v", n, text, err)
					}
					if err := o.Close(); err != nil {
						t.Error(err)
					}
				default:
					t.Errorf("call %d: a tree of %q", n, text)
				}
				quick(t, out, data, "3")
				if text, err := whole(out); err != nil || text != "3" {
					t.Errorf("call %d: then a tree of %q, %v", n, text, err)
				}
				if left := litter(t, out); left != nil {
					t.Errorf("call %d: litter %v", n, left)
				}
				if !upToDate(t, out, data, asked("3")) {
					t.Errorf("call %d: the next run is not up to date", n)
				}
			})
			if olds == 0 || news == 0 || (gaps > 0) != (c.plain && c.forever) {
				t.Errorf("%d old, %d new, %d gaps: the sweep missed a side", olds, news, gaps)
			}
			t.Logf("%d times the old tree, %d the new, %d neither until the next run", olds, news, gaps)
		})
	}
}

// A single failure that is not the clearing away itself leaves nothing behind.
func TestFaultLeavesNoLitter(t *testing.T) {
	kept := 0
	sweep(t, faulty{}, false, func(t *testing.T, n int, _ []string, out, _ string, err error) {
		if left := litter(t, out); left != nil {
			kept++
			t.Logf("call %d: %v after %v", n, left, err)
		}
	})
	if kept != 1 {
		t.Errorf("litter after %d calls, expected only where the removal itself fails", kept)
	}
}

// A cancelled run stops at once and leaves the old tree and nothing else,
// unless the exchange was under way already.
func TestInterruptAtEachCall(t *testing.T) {
	olds, news := 0, 0
	sweep(t, faulty{at: func() {}}, false, func(t *testing.T, n int, ops []string, out, _ string, err error) {
		want, before := "1", ops[:n]
		if slices.Contains(before, "exchange") {
			want = "2"
			news++
			if err != nil {
				t.Errorf("call %d: %v", n, err)
			}
		} else {
			olds++
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrWrite) {
				t.Errorf("call %d: %v", n, err)
			}
			late := slices.DeleteFunc(slices.Clone(ops[n:]), func(op string) bool { return op != "create" })
			if len(late) > 1 {
				t.Errorf("call %d: %d files written after the interrupt", n, len(late))
			}
		}
		if text, bad := whole(out); bad != nil || text != want {
			t.Errorf("call %d: a tree of %q, expected %q: %v", n, text, want, bad)
		}
		if left := litter(t, out); left != nil {
			t.Errorf("call %d: litter %v", n, left)
		}
	})
	if olds == 0 || news == 0 {
		t.Errorf("%d old, %d new: the sweep missed a side", olds, news)
	}
	t.Logf("%d times the old tree, %d the new", olds, news)
}

// The trees of reviews whose names begin alike are not each other's litter.
func TestNeighboursAreNotLitter(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	a := &Output{name: "review"}
	for _, neighbour := range []string{"review-b", "review-" + a.temporary()[len(a.stem()):]} {
		b := filepath.Join(filepath.Dir(out), (&Output{name: neighbour}).temporary())
		d, err := openFolder(b)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.close(); err != nil {
			t.Fatal(err)
		}
		publish(t, out, data, "2")
		if left := litter(t, out); !slices.Contains(left, filepath.Base(b)) {
			t.Errorf("the tree of %s was removed", neighbour)
		}
	}
}
