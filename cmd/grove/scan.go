package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"grove/analysis/read"
	"grove/analysis/report"
	"grove/analysis/scan"
)

func scanCommand(stdout, stderr io.Writer) *cobra.Command {
	asked := plainly("scan")
	job := scan.Job{}
	var where []string
	var shard, out string
	var quiet bool
	c := &cobra.Command{
		Use:   "scan FILE.csv --by COLUMN",
		Short: "Pool very many meta-analyses in one file, each some consecutive lines",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if job.Asked, err = settled(asked, where); err != nil {
				return usage{err}
			}
			if job.By == "" {
				return usage{fmt.Errorf("--by says which column tells the meta-analyses apart")}
			}
			if job.Shard, job.Shards, err = shardOf(shard, os.Getenv); err != nil {
				return usage{err}
			}
			job.Name = args[0]
			done, err := scanFile(c.Context(), job, out, stdout)
			if err != nil {
				return cause(c.Context(), err)
			}
			if !quiet {
				fmt.Fprintf(stderr, "%s of %s rows, %s without an answer\n", report.Plural(done.Analyses, "meta-analysis", "meta-analyses"), report.Count(float64(done.Rows)), report.Count(float64(done.Failed)))
			}
			if done.Failed > 0 {
				return done.Problems
			}
			return nil
		},
	}
	f := c.Flags()
	settingFlags(f, &asked, &where)
	f.StringVar(&job.By, "by", "", "the column that tells the meta-analyses apart")
	f.StringVar(&shard, "shard", "1/1", "do part i of n: i/n, or auto (a Slurm array), or auto/n (a Slurm array or an indexed job)")
	f.StringVar(&out, "out", "", "write to this file, whole or not at all (default stdout)")
	f.BoolVar(&quiet, "quiet", false, "print no count of what was done")
	return c
}

// scanFile scans a file into another, which appears when it is whole, or to
// stdout.
func scanFile(ctx context.Context, job scan.Job, out string, stdout io.Writer) (done scan.Summary, err error) {
	file, err := os.Open(job.Name)
	if err != nil {
		return done, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return done, err
	}
	if !info.Mode().IsRegular() {
		return done, read.Errors{{File: job.Name, Reason: "not a regular file", Cause: "a pipe or a folder: a scan goes to and fro in its file"}}
	}
	if out == "" {
		w := bufio.NewWriterSize(stdout, 1<<16)
		if done, err = scan.Run(ctx, job, file, info.Size(), w); err != nil {
			return done, err
		}
		return done, w.Flush() // stdout is checked
	}
	part, err := os.CreateTemp(filepath.Dir(out), "."+filepath.Base(out)+".*")
	if err != nil {
		return done, cannotWrite{err}
	}
	defer os.Remove(part.Name()) // gone once it has its name
	defer part.Close()
	if done, err = scan.Run(ctx, job, file, info.Size(), &checked{w: part}); err != nil {
		return done, err
	}
	for _, step := range []func() error{func() error { return part.Chmod(0o644) }, part.Sync, part.Close, func() error { return os.Rename(part.Name(), out) }} {
		if err := step(); err != nil {
			return done, cannotWrite{err}
		}
	}
	return done, nil
}

var shardText = regexp.MustCompile(`^(?:([1-9][0-9]{0,8})|auto)(?:/([1-9][0-9]{0,8}))?$`)

// shardOf reads i/n. auto takes i from a Slurm array's or an indexed job's
// environment, and n from the array if it is not said.
func shardOf(text string, env func(string) string) (i, n int, err error) {
	m := shardText.FindStringSubmatch(text)
	if m == nil || m[1] != "" && m[2] == "" {
		return 0, 0, fmt.Errorf("--shard %q: i/n with i from 1 to n, auto, or auto/n", text)
	}
	n, _ = strconv.Atoi(m[2])
	if m[1] != "" {
		i, _ = strconv.Atoi(m[1])
	} else if i, n, err = scheduled(n, env); err != nil {
		return 0, 0, err
	}
	if i > n {
		return 0, 0, fmt.Errorf("--shard %q: part %d of %d", text, i, n)
	}
	return i, n, nil
}

// scheduled is the part that a scheduler's environment names; n is 0 if the
// command line does not say it.
func scheduled(n int, env func(string) string) (int, int, error) {
	number := func(name string) (int, bool) {
		x, err := strconv.Atoi(env(name))
		return x, err == nil
	}
	id, array := number("SLURM_ARRAY_TASK_ID")
	first, _ := number("SLURM_ARRAY_TASK_MIN")
	step, stepped := number("SLURM_ARRAY_TASK_STEP")
	if !stepped || step < 1 {
		step = 1
	}
	if count, ok := number("SLURM_ARRAY_TASK_COUNT"); array && n == 0 && ok {
		n = count
	}
	index, indexed := number("JOB_COMPLETION_INDEX")
	switch {
	case array && n > 0 && id >= first:
		return (id-first)/step + 1, n, nil
	case array:
		return 0, 0, fmt.Errorf("--shard auto: SLURM_ARRAY_TASK_ID without SLURM_ARRAY_TASK_COUNT; say auto/n")
	case indexed && n > 0 && index >= 0:
		return index + 1, n, nil
	case indexed:
		return 0, 0, fmt.Errorf("--shard auto: an indexed job does not say how many parts there are; say auto/n")
	}
	return 0, 0, fmt.Errorf("--shard auto: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set")
}
