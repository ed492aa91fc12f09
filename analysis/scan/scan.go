// Package scan pools very many meta-analyses that stand one after another in
// one large table: streaming, on all processors, in constant memory, in the
// order of the file.
//
// The rows of one meta-analysis are consecutive lines with the same text in one
// column. A shard is the meta-analyses that begin in one of n equal parts of the
// file; the results of all shards, put together, are those of one scan, byte for
// byte.
package scan

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"

	"grove/analysis"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// Job is one scan. Asked is the question put to every meta-analysis; an empty
// measure is settled by the first one of the file.
type Job struct {
	Name          string // of the file, for errors
	By            string // the column that tells the meta-analyses apart
	Asked         protocol.Analysis
	Shard, Shards int // from 1; 1 of 1 is the whole file
	Layout        read.Layout
}

// Summary is what a scan did.
type Summary struct {
	Analyses, Rows int
	Failed         int         // meta-analyses without an answer
	Problems       read.Errors // of the first of them
}

const (
	blockSize   = 1 << 20  // bytes read at a time
	longest     = 64 << 20 // bytes of one meta-analysis
	mostErrors  = 50       // errors that are kept
	blocksAhead = 4        // for each processor
)

// block is whole meta-analyses as lines, and what became of them.
type block struct {
	lines  []byte
	first  int // number of the first line in the file
	result chan result
}

type result struct {
	rows     []byte
	analyses int
	lines    int
	failed   int
	problems read.Errors
	keys     []string // of the meta-analyses, in order
	err      error
}

// Run scans size bytes of file into out: a header, unless the shard is a later
// one, and a row for each meta-analysis. A meta-analysis that has no answer has a
// row that says why. The error is read.Errors for a file that cannot be scanned
// at all, out's, or the context's.
func Run(ctx context.Context, j Job, file io.ReaderAt, size int64, out io.Writer) (Summary, error) {
	s, err := newSource(j, file, size)
	if err != nil {
		return Summary{}, err
	}
	if j.Asked.Measure == "" {
		if j.Asked.Measure, err = s.measure(j.Asked); err != nil {
			return Summary{}, err
		}
	}
	if j.Shard == 1 {
		head, err := report.Rows([][]string{append([]string{report.Inert(j.By)}, report.EstimateHeader()...)})
		if err != nil {
			return Summary{}, err
		}
		if _, err := out.Write(head); err != nil {
			return Summary{}, err
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers := runtime.GOMAXPROCS(0)
	todo, done := make(chan block), make(chan block, workers*blocksAhead)
	for range workers {
		go func() {
			for b := range todo {
				b.result <- s.pool(ctx, j.Asked, b)
			}
		}()
	}
	var broken error
	go func() {
		defer close(done)
		defer close(todo)
		for {
			b, err := s.next()
			if err != nil || len(b.lines) == 0 {
				broken = err
				return
			}
			b.result = make(chan result, 1)
			select {
			case done <- b:
			case <-ctx.Done():
				return
			}
			select {
			case todo <- b:
			case <-ctx.Done():
				return
			}
		}
	}()
	var sum Summary
	var order order
	for b := range done {
		var r result
		select {
		case r = <-b.result:
		case <-ctx.Done():
			return sum, ctx.Err()
		}
		if r.err != nil {
			return sum, r.err
		}
		for _, key := range r.keys {
			order.add(key)
		}
		sum.Analyses, sum.Rows, sum.Failed = sum.Analyses+r.analyses, sum.Rows+r.lines, sum.Failed+r.failed
		for _, p := range r.problems {
			if len(sum.Problems) < mostErrors {
				sum.Problems = append(sum.Problems, p)
			}
		}
		if _, err := out.Write(r.rows); err != nil {
			return sum, err
		}
	}
	if err := cmp.Or(broken, ctx.Err()); err != nil {
		return sum, err
	}
	if names, n := order.twice(); n > 0 {
		return sum, scattered(j, file, size, names, n)
	}
	return sum, nil
}

// scattered is the error of meta-analyses that come again after others, with the
// first of them and where, for which the file is read once more.
func scattered(j Job, file io.ReaderAt, size int64, names map[uint64]bool, n int) error {
	s, err := newSource(j, file, size)
	if err != nil {
		return err
	}
	began := map[uint64]int{}
	for {
		b, err := s.next()
		if err != nil || len(b.lines) == 0 {
			return err
		}
		for lines, at := b.lines, b.first; len(lines) > 0; {
			key, end := s.group(lines)
			h := hash(key)
			if first, again := began[h]; again {
				reason := fmt.Sprintf("%s not in consecutive lines", report.Plural(n, "meta-analysis stands", "meta-analyses stand"))
				return read.Errors{{File: j.Name, Line: at, Column: j.By, Text: key, Reason: fmt.Sprintf("%s: this one began on line %d already", reason, first), Cause: "rows not sorted by this column"}}
			}
			if names[h] {
				began[h] = at
			}
			at += bytes.Count(lines[:end], []byte("\n"))
			lines = lines[end:]
		}
	}
}

// pool answers the meta-analyses of a block. A panic becomes an error, which
// no caller could catch.
func (s *source) pool(ctx context.Context, asked protocol.Analysis, b block) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r.err = fmt.Errorf("%w: line %d on: %v", analysis.ErrInternal, b.first, p)
		}
	}()
	var rows [][]string
	lines, first := b.lines, b.first
	for len(lines) > 0 {
		if r.err = ctx.Err(); r.err != nil {
			return r
		}
		key, end := s.group(lines)
		row, problems := s.one(asked, lines[:end], first)
		rows = append(rows, append([]string{report.Inert(key)}, row...))
		if len(problems) > 0 {
			r.failed++
			r.problems = append(r.problems, problems...)
		}
		n := bytes.Count(lines[:end], []byte("\n"))
		r.keys = append(r.keys, key)
		r.analyses, r.lines = r.analyses+1, r.lines+n
		lines, first = lines[end:], first+n
	}
	r.rows, r.err = report.Rows(rows)
	return r
}

// one is the row of one meta-analysis, with what is wrong with it.
func (s *source) one(asked protocol.Analysis, lines []byte, first int) ([]string, read.Errors) {
	t, err := s.bulk.Table(lines, first)
	if err == nil {
		var e report.Estimate
		if e, err = analysis.Pool(t, asked); err == nil {
			return report.EstimateCells(e), nil
		}
	}
	problems, ok := err.(read.Errors)
	if !ok {
		problems = read.Errors{{File: s.name, Line: first, Reason: err.Error()}}
	}
	return report.EstimateCells(analysis.NoAnswer(asked, problems[0])), problems
}
