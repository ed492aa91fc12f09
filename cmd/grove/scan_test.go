package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestShardOf(t *testing.T) {
	for _, c := range []struct {
		text string
		env  map[string]string
		i, n int // 0 for an error
	}{
		{"1/1", nil, 1, 1},
		{"3/8", nil, 3, 8},
		{"9/8", nil, 0, 0},
		{"0/8", nil, 0, 0},
		{"3", nil, 0, 0},
		{"a/b", nil, 0, 0},
		{"auto", nil, 0, 0},
		{"auto", map[string]string{"SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_COUNT": "4"}, 1, 4},
		{"auto", map[string]string{"SLURM_ARRAY_TASK_ID": "14", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "2", "SLURM_ARRAY_TASK_COUNT": "4"}, 3, 4},
		{"auto/8", map[string]string{"SLURM_ARRAY_TASK_ID": "7"}, 8, 8},
		{"auto/4", map[string]string{"SLURM_ARRAY_TASK_ID": "7"}, 0, 0},
		{"auto/4", map[string]string{"JOB_COMPLETION_INDEX": "0"}, 1, 4},
		{"auto", map[string]string{"JOB_COMPLETION_INDEX": "0"}, 0, 0},
	} {
		i, n, err := shardOf(c.text, func(name string) string { return c.env[name] })
		if c.i == 0 && err == nil || c.i > 0 && (err != nil || i != c.i || n != c.n) {
			t.Errorf("%s %v: %d of %d, %v", c.text, c.env, i, n, err)
		}
	}
}

// Scans to a file write it whole or not at all, and the parts together are the
// whole.
func TestScan(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.csv")
	write := func(text string) {
		if err := os.WriteFile(in, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	say := func(args ...string) (code int, stdout, stderr string) {
		var o, e bytes.Buffer
		code = run(context.Background(), args, &o, &e)
		return code, o.String(), e.String()
	}
	write("rep,study,yi,vi\n1,a,0.1,0.2\n1,b,0.3,0.1\n2,a,0.5,0.1\n2,b,0.2,0.1\n2,c,0.2,0.3\n")
	code, whole, said := say("scan", in, "--by", "rep")
	if code != exitDone || strings.Count(whole, "\n") != 3 || !strings.Contains(said, "2 meta-analyses of 5 rows, 0 without an answer") {
		t.Fatalf("%d\n%s\n%s", code, whole, said)
	}
	_, first, _ := say("scan", in, "--by", "rep", "--shard", "1/2")
	_, second, _ := say("scan", in, "--by", "rep", "--shard", "2/2")
	if first+second != whole {
		t.Errorf("parts:\n%s%swhole:\n%s", first, second, whole)
	}
	if code, o, _ := say("scan", in, "--by", "rep", "--out", out, "--quiet"); code != exitDone || o != "" {
		t.Errorf("%d, %q", code, o)
	}
	if got, err := os.ReadFile(out); err != nil || string(got) != whole {
		t.Errorf("%v\n%s", err, got)
	}
	if code, _, e := say("scan", in); code != exitUsage || !strings.Contains(e, "--by") {
		t.Errorf("%d, %s", code, e)
	}
	if code, _, _ := say("scan", in, "--by", "rep", "--shard", "auto/x"); code != exitUsage {
		t.Errorf("%d", code)
	}
	if code, _, _ := say("scan", dir, "--by", "rep"); code != exitData {
		t.Errorf("a folder: %d", code)
	}
	write("rep,study,yi,vi\n1,a,0.1,0.2\n2,a,x,0.1\n")
	code, o, e := say("scan", in, "--by", "rep")
	if code != exitData || !strings.Contains(o, "in.csv:3:yi") || !strings.Contains(e, `in.csv:3:yi: "x": not a plain decimal number`) {
		t.Errorf("%d\n%s\n%s", code, o, e)
	}
	write("rep,study\n")
	if code, _, _ := say("scan", in, "--by", "rep", "--out", out); code != exitData {
		t.Errorf("%d", code)
	}
	if got, _ := os.ReadFile(out); string(got) != whole {
		t.Error("a failed scan touched the file of an earlier one")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".out*")); len(left) > 0 {
		t.Errorf("litter: %v", left)
	}
}
