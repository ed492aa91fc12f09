//go:build unix

package record

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// helperKey, when set, makes the test's own program act as another run.
const helperKey = "GROVE_RECORD_HELPER"

// rounds is how often a test repeats itself: more often under make torture.
func rounds(few, many int) int {
	if os.Getenv("GROVE_TORTURE") != "" {
		return many
	}
	return few
}

// onward is whether a test goes on after so many repetitions: to the number asked
// for, and up to ten times that until it has met what it is about, which on one
// processor or a fast disk takes luck.
func onward(repeated, times int, met bool) bool {
	return repeated < times || !met && repeated < 10*times
}

func TestMain(m *testing.M) {
	if os.Getenv(helperKey) != "" {
		os.Exit(help(os.Args[1], os.Args[2], os.Args[3], os.Args[4]))
	}
	os.Exit(m.Run())
}

// help is a run in a process of its own: without end, or once when its
// standard input closes, with or without waiting for the lock, or once under
// an umask or a limit on the size of files.
func help(how, out, data, text string) int {
	once := func(text string, wait bool) int {
		o, err := Acquire(context.Background(), out, data, wait)
		if errors.Is(err, ErrBusy) {
			return 75
		}
		if err == nil {
			_, err = o.Publish(context.Background(), asked(text), []string{"finding"}, made(text), NewExecution(time.Now(), nil))
		}
		if err == nil {
			err = o.Close()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 74
		}
		return 0
	}
	switch how {
	case "endless":
		fmt.Println("ready")
		for i := 0; ; i++ {
			if code := once(text+"-"+strconv.Itoa(i), false); code != 0 {
				return code
			}
		}
	case "umask":
		mask, err := strconv.ParseInt(text, 8, 32)
		if err != nil {
			return 64
		}
		syscall.Umask(int(mask))
		return once("1", false)
	case "limit":
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1000, Max: 1000}); err != nil {
			return 64
		}
		return once(text, false)
	default:
		io.Copy(io.Discard, os.Stdin)
		return once(text, how == "wait")
	}
}

func helper(t *testing.T, how, out, data, text string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, how, out, data, text)
	c.Env = append(os.Environ(), helperKey+"=1")
	c.Stderr = os.Stderr
	return c
}

// A run killed at any moment leaves the old tree or the new one, and the next
// run succeeds unaided and leaves no litter.
func TestKill(t *testing.T) {
	out, data := bench(t)
	random := rand.New(rand.NewPCG(2026, 1))
	i, midway := 0, 0
	for ; onward(i, rounds(20, 1000), midway > 0); i++ {
		c := helper(t, "endless", out, data, strconv.Itoa(i))
		pipe, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(pipe).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(60_000)) * time.Microsecond)
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if c.Wait(); c.ProcessState.Exited() {
			t.Fatalf("kill %d: the run ended by itself: %v", i, c.ProcessState)
		}
		if len(litter(t, out)) > 0 {
			midway++
		}
		if text, err := whole(out); err != nil {
			t.Fatalf("kill %d: tree of %q: %v", i, text, err)
		}
		publish(t, out, data, "after")
		if text, err := whole(out); err != nil || text != "after" {
			t.Fatalf("kill %d: then a tree of %q: %v", i, text, err)
		}
		if left := litter(t, out); left != nil {
			t.Fatalf("kill %d: litter %v", i, left)
		}
	}
	if midway == 0 {
		t.Error("no kill met a run at work")
	}
	t.Logf("%d kills, %d of them while a tree was being written", i, midway)
	checkChain(t, out)
}

// Of four runs at once each leaves a whole tree; those that do not wait and
// lose say busy.
func TestConcurrentRuns(t *testing.T) {
	out, data := bench(t)
	for _, how := range []string{"now", "wait"} {
		done, busy := 0, 0
		for round := 0; onward(round, rounds(5, 50), how == "wait" || busy > 0); round++ {
			gate, start, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			var runs []*exec.Cmd
			for i := range 4 {
				c := helper(t, how, out, data, fmt.Sprintf("%s-%d-%d", how, round, i))
				c.Stdin = gate
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				runs = append(runs, c)
			}
			gate.Close()
			start.Close()
			for _, c := range runs {
				c.Wait()
				switch code := c.ProcessState.ExitCode(); {
				case code == 0:
					done++
				case code == 75 && how == "now":
					busy++
				default:
					t.Errorf("%s: exit %d", how, code)
				}
			}
			text, err := whole(out)
			if err != nil || !strings.HasPrefix(text, fmt.Sprintf("%s-%d-", how, round)) {
				t.Errorf("round %d: tree of %q: %v", round, text, err)
			}
			if left := litter(t, out); left != nil {
				t.Errorf("round %d: litter %v", round, left)
			}
		}
		if how == "now" && busy == 0 {
			t.Error("no two runs ever met")
		}
		t.Logf("%s: %d done, %d busy", how, done, busy)
	}
	checkChain(t, out)
}

func TestBusyAndWaiting(t *testing.T) {
	out, data := bench(t)
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Acquire(context.Background(), out, data, false); !errors.Is(err, ErrBusy) {
		t.Errorf("a second run: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(10*time.Millisecond, cancel)
	if _, err := Acquire(ctx, out, data, true); !errors.Is(err, context.Canceled) || errors.Is(err, ErrCreate) {
		t.Errorf("a cancelled wait: %v", err)
	}
	time.AfterFunc(10*time.Millisecond, func() { o.Close() })
	second, err := Acquire(context.Background(), out, data, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

// Modes follow the umask, contents never do.
func TestUmask(t *testing.T) {
	var first string
	for _, mask := range []os.FileMode{0o022, 0o002, 0o077} {
		out, data := bench(t)
		if err := helper(t, "umask", out, data, fmt.Sprintf("%o", mask)).Run(); err != nil {
			t.Fatal(err)
		}
		if _, err := whole(out); err != nil {
			t.Error(err)
		}
		err := filepath.WalkDir(filepath.Dir(out), func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			want := 0o666 &^ mask
			if d.IsDir() {
				want = 0o777 &^ mask
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("umask %o: %s has mode %o, expected %o", mask, path, got, want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		text, err := os.ReadFile(filepath.Join(out, runName))
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(text)
		}
		if string(text) != first {
			t.Errorf("umask %o changes %s", mask, runName)
		}
	}
}

// A limit on the size of files fails closed.
func TestFileSizeLimit(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	c := helper(t, "limit", out, data, strings.Repeat("2", 200))
	var says strings.Builder
	c.Stderr = &says
	if c.Run(); c.ProcessState.ExitCode() != 74 || !strings.Contains(says.String(), syscall.EFBIG.Error()) {
		t.Errorf("%v: %s", c.ProcessState, says.String())
	}
	if text, err := whole(out); err != nil || text != "1" {
		t.Errorf("tree of %q, %v", text, err)
	}
	if left := litter(t, out); left != nil {
		t.Errorf("litter %v", left)
	}
}
