package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// small is the smallest review there is, run into a folder.
func small(t *testing.T) (dir, out string) {
	t.Helper()
	dir, out = filepath.Join(t.TempDir(), "small"), filepath.Join(t.TempDir(), "out")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"protocol.yaml": "review: Small\ndata: {contrasts: t.csv}\nanalyses:\n  - {id: a, title: A, measure: MD}\n",
		"t.csv":         "study,yi,sei,measure\nA,1,0.5,MD\nB,2,0.6,MD\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, stderr := grove("run", dir, "--out", out, "--formats", "svg"); code != 0 {
		t.Fatal(stderr)
	}
	return dir, out
}

func TestVerify(t *testing.T) {
	dir, out := small(t)
	verify := func(want int, says string, args ...string) {
		t.Helper()
		code, stdout, stderr := grove(append([]string{"verify", out}, args...)...)
		if code != want || !strings.Contains(stdout+stderr, says) {
			t.Errorf("verify %v: exit %d, want %d with %q:\n%s%s", args, code, want, says, stdout, stderr)
		}
	}
	verify(exitDone, "verified: 7 files, 1 looks")
	verify(exitDone, "recomputed: 7 results the same byte for byte\n", "--data", dir, "--rerun")
	verify(exitDone, "verified", "--max-age", "1h")
	verify(exitMismatch, "the last good run ended", "--max-age", "1ns")
	verify(exitUsage, "--max-age", "--max-age", "soon")
	verify(exitUsage, "--rerun needs --data", "--rerun")
	if err := os.WriteFile(filepath.Join(out, "extra.txt"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	verify(exitMismatch, "extra.txt: a file that no record lists")
	if err := os.Remove(filepath.Join(out, "extra.txt")); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(dir, "t.csv")
	if err := os.WriteFile(table, []byte(strings.Replace(readAll(t, table), "B,2,", "B,3,", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	verify(exitMismatch, "t.csv: not the table that was recorded", "--data", dir)
	verify(exitMismatch, "results.json: comes out otherwise", "--data", dir, "--rerun")
	if code, _, _ := grove("verify", t.TempDir()); code != exitMissing {
		t.Errorf("an empty folder: exit %d", code)
	}
}

// An output of another machine, whose last digits differ and whose record is of
// them, verifies; what was recomputed is said to agree to 1e-9, with the worst
// difference named, and beyond that not.
func TestVerifyAnotherMachine(t *testing.T) {
	dir, out := small(t)
	for _, c := range []struct {
		by   float64 // in the tenth and last digit
		code int
		says string
	}{
		{1, exitDone, "recomputed: 6 results the same byte for byte, 1 more with every number the same to 1e-9; worst results.json at .estimates[0]"},
		{40, exitMismatch, "results.json: comes out otherwise, worst at .estimates[0]"},
	} {
		elsewhere := filepath.Join(t.TempDir(), "elsewhere")
		if err := os.CopyFS(elsewhere, os.DirFS(out)); err != nil {
			t.Fatal(err)
		}
		was := readAll(t, filepath.Join(elsewhere, "results.json"))
		number := regexp.MustCompile(`"ci_ub": ([2-9]\.[0-9]{9}),`).FindStringSubmatch(was)
		if number == nil {
			t.Fatalf("no upper limit with ten digits in\n%s", was)
		}
		x, err := strconv.ParseFloat(number[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		now := strings.Replace(was, number[0], fmt.Sprintf(`"ci_ub": %.9f,`, x+c.by*1e-9), 1)
		replaceRecorded(t, elsewhere, "results.json", was, now)
		if code, stdout, stderr := grove("verify", elsewhere); code != exitDone {
			t.Fatalf("altered consistently, it does not verify: %s%s", stdout, stderr)
		}
		code, stdout, _ := grove("verify", elsewhere, "--data", dir, "--rerun")
		if code != c.code || !strings.Contains(stdout, c.says) {
			t.Errorf("by %v: exit %d, want %d with %q:\n%s", c.by, code, c.code, c.says, stdout)
		}
	}
}

// replaceRecorded replaces a result and mends the record and its history after
// it, as a run that came out so would have written them.
func replaceRecorded(t *testing.T, out, name, was, now string) {
	t.Helper()
	hash := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
	record, history := readAll(t, filepath.Join(out, "run.json")), readAll(t, filepath.Join(out, "history.jsonl"))
	mended := strings.Replace(record, hash(was), hash(now), 1)
	var list struct {
		Files []struct{ Name, SHA256 string }
	}
	sum := func(record string) string {
		if err := json.Unmarshal([]byte(record), &list); err != nil {
			t.Fatal(err)
		}
		lines := ""
		for _, f := range list.Files {
			lines += f.SHA256 + "  " + f.Name + "\n"
		}
		return hash(lines)
	}
	for _, change := range [][2]string{{sum(record), sum(mended)}, {hash(record), hash(mended)}} {
		if !strings.Contains(history, change[0]) {
			t.Fatalf("the history does not hold %s", change[0])
		}
		history = strings.Replace(history, change[0], change[1], 1)
	}
	for file, text := range map[string]string{name: now, "run.json": mended, "history.jsonl": history} {
		if err := os.WriteFile(filepath.Join(out, file), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// The committed outputs verify, history and all.
func TestCommittedOutputsVerify(t *testing.T) {
	for _, review := range []string{"bcg", "stroke", "ketamine"} {
		if code, stdout, stderr := grove("verify", "../../output/"+review, "--data", "../../data/"+review, "--rerun"); code != 0 {
			t.Errorf("%s: exit %d: %s%s", review, code, stdout, stderr)
		}
	}
}

// Each byte of a small record and of its results, flipped in turn, is found.
func TestEveryFlippedByteIsFound(t *testing.T) {
	_, out := small(t)
	flipped, missed := 0, 0
	started := time.Now()
	err := filepath.WalkDir(out, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		step := 1
		if len(data) > 3000 {
			step = len(data)/300 + 1 // the same hash covers every byte of a result; the record's own files are walked whole
		}
		if name := e.Name(); name == "run.json" || name == "history.jsonl" {
			step = 1
		}
		for i := 0; i < len(data); i += step {
			data[i] ^= 1
			if err := os.WriteFile(path, data, 0o666); err != nil {
				return err
			}
			flipped++
			if code, stdout, _ := grove("verify", out); code != exitMismatch {
				missed++
				if missed < 10 {
					t.Errorf("%s: byte %d (%q) flipped: exit %d: %s", e.Name(), i, data[max(0, i-20):min(len(data), i+5)], code, stdout)
				}
			}
			data[i] ^= 1
		}
		return os.WriteFile(path, data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	if code, stdout, _ := grove("verify", out); code != 0 {
		t.Errorf("put back, it is not verified: %s", stdout)
	}
	t.Logf("%d bytes flipped, %d not found, %v", flipped, missed, time.Since(started).Round(time.Second))
}
