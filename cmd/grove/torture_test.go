package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// rounds is how often a test repeats what it does to a run: a few times, or
// with GROVE_TORTURE as often as make torture says.
func rounds(short, long int) int {
	if os.Getenv("GROVE_TORTURE") != "" {
		return long
	}
	return short
}

// onward is whether a test goes on after so many repetitions: to the number asked
// for, and up to ten times that until it has met what it is about, which on one
// processor or a fast disk takes luck.
func onward(repeated, times int, met bool) bool {
	return repeated < times || !met && repeated < 10*times
}

// four is a review of four trials in two versions, whose output stands and is
// asked for in turn, so that each run has something to write.
type four struct {
	dir, out       string
	tables         [2]string
	results        [2]string
	torn, lost     int
	stale, strange int
}

func newFour(t *testing.T, root string) *four {
	t.Helper()
	f := &four{dir: filepath.Join(t.TempDir(), "four"), out: filepath.Join(root, "out")}
	if err := os.MkdirAll(f.dir, 0o777); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(readAll(t, "../../data/bcg/bcg.csv"), "\n")
	f.tables[0] = strings.Join(lines[:5], "")
	f.tables[1] = strings.Replace(f.tables[0], ",4,123,", ",5,123,", 1)
	f.write(t, "protocol.yaml", "review: Four trials\ndata: {contrasts: t.csv}\nanalyses:\n  - {id: tuberculosis, title: Tuberculosis, measure: RR}\n")
	for version := range f.tables {
		f.ask(t, version)
		f.next(t)
		f.results[version] = readAll(t, filepath.Join(f.out, "results.json"))
	}
	if f.results[0] == f.results[1] {
		t.Fatal("both versions have the same results")
	}
	return f
}

func (f *four) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func (f *four) ask(t *testing.T, version int) { f.write(t, "t.csv", f.tables[version]) }

// next is an undisturbed run, which must succeed unaided.
func (f *four) next(t *testing.T) {
	t.Helper()
	if code, _, stderr := grove("run", f.dir, "--out", f.out, "--formats", "svg"); code != exitDone {
		t.Fatalf("the next run: exit %d: %s", code, stderr)
	}
}

// process is a run of its own; a shell line before it sets its limits.
func (f *four) process(t *testing.T, shell string) (c *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"run", f.dir, "--out", f.out, "--formats", "svg"}
	if shell == "" {
		c = exec.Command(program, args...)
	} else {
		c = exec.Command("sh", append([]string{"-c", shell + ` exec "$0" "$@"`, program}, args...)...)
	}
	c.Env = append(os.Environ(), asGrove+"=1")
	stderr = new(bytes.Buffer)
	c.Stderr = stderr
	return c, stderr
}

// judge looks at what stands after a run that was disturbed: a tree that
// verifies, with the results of a version whole; the version asked for after
// an exit 0; no stack trace; then the next run succeeds, brings what was asked
// for, and leaves nothing lying about.
func (f *four) judge(t *testing.T, what string, asked, code int, stderr string) {
	t.Helper()
	if verified, stdout, said := grove("verify", f.out); verified != exitDone {
		f.torn++
		t.Errorf("%s: torn: exit %d: %s%s", what, verified, stdout, said)
	}
	stands, err := os.ReadFile(filepath.Join(f.out, "results.json"))
	if err != nil || string(stands) != f.results[0] && string(stands) != f.results[1] {
		f.lost++
		t.Errorf("%s: neither the old results nor the new: %v", what, err)
	}
	if code == exitDone && string(stands) != f.results[asked] {
		f.stale++
		t.Errorf("%s: exit 0 with stale results", what)
	}
	if code == exitInternal || strings.Contains(stderr, "panic") || strings.Contains(stderr, "goroutine") {
		f.strange++
		t.Errorf("%s: exit %d: %s", what, code, stderr)
	}
	f.next(t)
	if readAll(t, filepath.Join(f.out, "results.json")) != f.results[asked] {
		t.Errorf("%s: the next run did not bring the results up to date", what)
	}
	f.clean(t, what)
}

func (f *four) clean(t *testing.T, what string) {
	t.Helper()
	if left := f.litter(); len(left) > 0 {
		t.Errorf("%s: left behind: %v", what, left)
	}
}

func (f *four) litter() []string {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(f.out), ".tmp-*"))
	return left
}

func (f *four) say(t *testing.T, what string) {
	t.Helper()
	t.Logf("%s: %d torn trees, %d lost results, %d exits 0 with stale results, %d stack traces", what, f.torn, f.lost, f.stale, f.strange)
}

// disturb starts a run, sends it a signal, and waits. Of three runs one is met at a
// random moment of its life, one as soon as its temporary tree has appeared, and
// one at a random moment after that.
func (f *four) disturb(t *testing.T, i int, random *rand.Rand, life time.Duration, s os.Signal) (*exec.Cmd, string, bool) {
	t.Helper()
	c, stderr := f.process(t, "")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		c.Wait()
		close(ended)
	}()
	wait := time.Duration(random.Int64N(int64(life)))
	if i%3 > 0 {
		for over := false; !over && len(f.litter()) == 0; {
			select {
			case <-ended:
				over = true
			case <-time.After(50 * time.Microsecond):
			}
		}
		wait = time.Duration(random.Int64N(int64(life/4))) * time.Duration(i%3-1)
	}
	time.Sleep(wait)
	c.Process.Signal(s) // it may have ended already
	<-ended
	return c, stderr.String(), len(f.litter()) > 0
}

// life is about how long a run takes.
func (f *four) life(t *testing.T) time.Duration {
	t.Helper()
	began := time.Now()
	const runs = 4
	for i := range runs {
		f.ask(t, i%2)
		c, stderr := f.process(t, "")
		if err := c.Run(); err != nil {
			t.Fatalf("%v: %s", err, stderr)
		}
	}
	return time.Since(began) / runs
}

// A killed run leaves the old tree or the new one, and the next run succeeds.
// Kills that come too late do not count.
func TestTortureKill(t *testing.T) {
	f := newFour(t, t.TempDir())
	random, life := rand.New(rand.NewPCG(2026, 6)), f.life(t)
	want, runs, killed, midway := rounds(6, 500), 0, 0, 0
	for (killed < want || midway == 0) && runs < 10*want {
		asked := runs % 2
		f.ask(t, asked)
		c, stderr, writing := f.disturb(t, runs/2, random, life, os.Kill)
		runs++
		if !c.ProcessState.Exited() {
			killed++
			if writing {
				midway++
			}
		}
		f.judge(t, "kill", asked, c.ProcessState.ExitCode(), stderr)
	}
	if killed < want || midway == 0 {
		t.Errorf("%d runs killed, %d of them at work", killed, midway)
	}
	f.say(t, "kill -9 at random")
	t.Logf("%d runs, of which %d were killed before their end, %d of those with a tree half written", runs, killed, midway)
}

// operations are the system calls by which a run touches files, from the first
// look at its input to the removal of its temporary tree.
var operations = []string{"openat", "read", "newfstatat", "flock", "mkdirat", "write", "fsync", "close", "renameat2", "renameat", "unlinkat", "getdents64"}

// traced has strace watch a run, and kill it at the entry of the n-th call of an
// operation if n is not 0; what was called comes into the log.
func (f *four) traced(t *testing.T, operation string, n int, log string) (killed bool, stderr string) {
	t.Helper()
	c, said := f.process(t, "")
	args := []string{"-f", "-qq", "-o", log, "-e", "trace=" + strings.Join(operations, ",")}
	if n > 0 {
		args = append(args, "-e", "inject="+operation+":signal=KILL:when="+strconv.Itoa(n))
	}
	c.Args = append(append([]string{"strace"}, args...), c.Args...)
	c.Path = c.Args[0]
	if path, err := exec.LookPath("strace"); err == nil {
		c.Path = path
	}
	c.Run()
	return strings.Contains(readAll(t, log), "killed by SIGKILL"), said.String()
}

// A run killed between two file operations, at every kind of operation and every
// number of it in turn, leaves the old tree or the new one, too.
func TestTortureKillBetweenOperations(t *testing.T) {
	f := newFour(t, t.TempDir())
	log := filepath.Join(t.TempDir(), "log")
	if err := exec.Command("strace", "-f", "-o", log, "true").Run(); err != nil {
		if os.Getenv("GROVE_TORTURE") != "" {
			t.Fatalf("kills between file operations need strace (apt-get install strace): %v", err)
		}
		t.Logf("kills between file operations not tried: strace cannot be used here: %v", err)
		return
	}
	f.ask(t, 0)
	if _, stderr := f.traced(t, "", 0, log); stderr != "" {
		t.Fatal(stderr)
	}
	calls := map[string]int{} // the most that one thread makes
	threads := map[[2]string]int{}
	for _, line := range strings.Split(readAll(t, log), "\n") {
		thread, call, _ := strings.Cut(line, " ")
		name, _, ok := strings.Cut(strings.TrimSpace(call), "(")
		if ok && slices.Contains(operations, name) {
			threads[[2]string{thread, name}]++
			calls[name] = max(calls[name], threads[[2]string{thread, name}])
		}
	}
	var kinds []string
	for _, o := range operations {
		if calls[o] > 0 {
			kinds = append(kinds, o)
		}
	}
	want, runs, killed := rounds(len(kinds), 500), 0, 0
	at := map[string]int{}
	for killed < want && runs < 4*want {
		asked := runs % 2
		f.ask(t, asked)
		kind := kinds[runs%len(kinds)]
		n := runs/len(kinds)*61%calls[kind] + 1 // spread over the whole run
		hit, stderr := f.traced(t, kind, n, log)
		runs++
		if hit {
			killed++
			at[kind]++
		}
		f.judge(t, fmt.Sprintf("kill at %s %d", kind, n), asked, -1, stderr)
	}
	for _, kind := range kinds {
		if at[kind] == 0 {
			t.Errorf("no run was killed at %s", kind)
		}
	}
	if killed < want {
		t.Errorf("%d runs killed, fewer than %d", killed, want)
	}
	f.say(t, "kill -9 between file operations")
	t.Logf("%d runs, %d killed, by operation %v; a run makes %v on one thread", runs, killed, at, calls)
}

// An interrupted run ends with 130, leaves the old tree or the new one, and
// nothing else.
func TestTortureInterrupt(t *testing.T) {
	f := newFour(t, t.TempDir())
	random, life := rand.New(rand.NewPCG(2026, 7)), f.life(t)
	n, ended := 0, map[string]int{}
	for ; onward(n, rounds(6, 100), ended["exit 130"] > 0); n++ {
		asked := n % 2
		f.ask(t, asked)
		c, stderr, _ := f.disturb(t, n/2, random, life, os.Interrupt)
		state := c.ProcessState.Sys().(syscall.WaitStatus)
		switch {
		case state.Signaled() && state.Signal() == syscall.SIGINT:
			ended["before grove listened"]++
		case state.ExitStatus() == 130:
			ended["exit 130"]++
		case state.ExitStatus() == 0:
			ended["done before"]++
		default:
			t.Errorf("interrupt: %v: %s", c.ProcessState, stderr)
		}
		f.clean(t, "interrupt")
		f.judge(t, "interrupt", asked, c.ProcessState.ExitCode(), stderr)
	}
	if ended["exit 130"] == 0 {
		t.Error("no run was interrupted")
	}
	f.say(t, "interrupts")
	t.Logf("%d runs: %v", n, ended)
}

// Of four runs at once each leaves a whole tree; those that lose say busy.
func TestTortureConcurrent(t *testing.T) {
	f := newFour(t, t.TempDir())
	n, codes := 0, map[int]int{}
	for ; onward(n, rounds(3, 50), codes[exitBusy] > 0); n++ {
		asked := n % 2
		f.ask(t, asked)
		var runs []*exec.Cmd
		var said []*bytes.Buffer
		for range 4 {
			c, stderr := f.process(t, "")
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			runs, said = append(runs, c), append(said, stderr)
		}
		done := 0
		for j, c := range runs {
			c.Wait()
			code := c.ProcessState.ExitCode()
			codes[code]++
			if code == exitDone {
				done++
			} else if code != exitBusy {
				t.Errorf("exit %d: %s", code, said[j])
			}
		}
		if done == 0 {
			t.Error("of four runs none was done")
		}
		f.clean(t, "concurrent")
		for _, stderr := range said {
			f.judge(t, "concurrent", asked, exitDone, stderr.String())
		}
	}
	if codes[exitBusy] == 0 {
		t.Error("no two runs ever met")
	}
	f.say(t, "concurrent")
	t.Logf("%d rounds of four: %d done, %d busy", n, codes[exitDone], codes[exitBusy])
}

// A limit, a full device or a lost stdout ends in a clear failure or in success,
// never in between.
func TestTortureLimits(t *testing.T) {
	f := newFour(t, t.TempDir())
	cases := []struct {
		name, shell string
		code        int // expected, or -1 for success or exit 74
	}{
		{"no file may grow", "ulimit -f 0;", exitWrite},
		{"files of 1 block", "ulimit -f 1;", exitWrite},
		{"files of 2 blocks", "ulimit -f 2;", exitWrite},
		{"files of 4 blocks", "ulimit -f 4;", exitWrite},
		{"files of 8 blocks", "ulimit -f 8;", -1},
		{"files of 16 blocks", "ulimit -f 16;", -1},
		{"files of 32 blocks", "ulimit -f 32;", -1},
		{"files of 4096 blocks", "ulimit -f 4096;", exitDone},
		{"full stdout", "exec >/dev/full;", exitWrite},
		{"no stdout, for which the null device is opened", "exec >&-;", exitDone},
		{"16 descriptors", "ulimit -n 16;", -1},
	}
	for i, c := range cases {
		asked := i % 2
		f.ask(t, asked)
		p, stderr := f.process(t, c.shell)
		p.Run()
		code := p.ProcessState.ExitCode()
		if code != c.code && !(c.code == -1 && (code == exitDone || code == exitWrite)) {
			t.Errorf("%s: exit %d: %s", c.name, code, stderr)
		}
		t.Logf("%s: exit %d", c.name, code)
		f.clean(t, c.name)
		f.judge(t, c.name, asked, code, stderr.String())
	}
	f.ask(t, 1)
	p, stderr := f.process(t, "")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	p.Stdout = writer
	p.Run()
	writer.Close()
	if state := p.ProcessState.Sys().(syscall.WaitStatus); state.ExitStatus() != exitWrite && !(state.Signaled() && state.Signal() == syscall.SIGPIPE) {
		t.Errorf("stdout without a reader: %v: %s", p.ProcessState, stderr)
	}
	t.Logf("stdout without a reader: %v", p.ProcessState)
	f.judge(t, "stdout without a reader", 1, p.ProcessState.ExitCode(), stderr.String())
	f.say(t, "limits and stdout")
}

// On a full disk and on one that may only be read the old tree stands.
func TestTortureDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Logf("full and read-only disk not tried: a small disk cannot be mounted here: %v", err)
		return
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	f := newFour(t, disk)
	filler := filepath.Join(disk, "filler")
	for i, free := range []int{0, 4, 16, 64} { // KiB
		asked := i % 2
		f.ask(t, asked)
		var fs syscall.Statfs_t
		if err := syscall.Statfs(disk, &fs); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filler, make([]byte, int(fs.Bavail)*int(fs.Bsize)-free<<10), 0o666); err != nil {
			t.Fatal(err)
		}
		c, stderr := f.process(t, "")
		c.Run()
		code := c.ProcessState.ExitCode()
		if code != exitWrite {
			t.Errorf("full disk, %d KiB left: exit %d: %s", free, code, stderr)
		}
		f.clean(t, "full disk")
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		f.judge(t, "full disk", asked, code, stderr.String())
	}
	f.ask(t, 0)
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Logf("read-only disk not tried: %v", err)
		return
	}
	c, stderr := f.process(t, "")
	c.Run()
	if code := c.ProcessState.ExitCode(); code != exitCreate && code != exitWrite {
		t.Errorf("read-only disk: exit %d: %s", code, stderr)
	}
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	f.judge(t, "read-only disk", 0, c.ProcessState.ExitCode(), stderr.String())
	f.say(t, "full disk four times, read-only disk once")
}
