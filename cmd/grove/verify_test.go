package main

import (
	"os"
	"path/filepath"
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
	verify(exitDone, "verified", "--data", dir, "--rerun")
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
