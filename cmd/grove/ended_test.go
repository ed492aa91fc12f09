package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"syscall"
	"testing"

	"grove/analysis"
	"grove/analysis/report"
)

// A signal ends a fit in the middle; without one a fit returns what it finds, and a
// defect in it is told as one.
func TestASignalEndsAFit(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	begun, never := make(chan bool), make(chan bool)
	go func() {
		<-begun
		cancel(interrupted{syscall.SIGTERM})
	}()
	_, err := unlessEnded(ctx, func() (int, error) {
		close(begun)
		<-never
		return 1, nil
	})
	if exitCode(err) != 128+int(syscall.SIGTERM) {
		t.Errorf("ended with %v", err)
	}
	close(never)

	wrong := errors.New("wrong")
	if x, err := unlessEnded(context.Background(), func() (int, error) { return 7, wrong }); x != 7 || err != wrong {
		t.Errorf("%v, %v", x, err)
	}
	defer func() {
		if recover() != "defect" {
			t.Error("a defect went by")
		}
	}()
	unlessEnded(context.Background(), func() (int, error) { panic("defect") })
}

// A signal ends a run in the middle of a fit that does not look for one; the next
// finds its folder free.
func TestASignalEndsARun(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	ctx, cancel := context.WithCancelCause(t.Context())
	never := make(chan bool)
	defer close(never)
	err := runReview(ctx, "../../data/bcg", runOptions{out: out, formats: []string{"svg"}}, func(context.Context, analysis.Input) (report.Review, error) {
		cancel(interrupted{syscall.SIGINT})
		<-never
		return report.Review{}, nil
	}, io.Discard)
	if exitCode(err) != 128+int(syscall.SIGINT) {
		t.Errorf("ended with %v", err)
	}
	if err := runReview(t.Context(), "../../data/bcg", runOptions{out: out, formats: []string{"svg"}}, analysis.Run, io.Discard); err != nil {
		t.Errorf("after it: %v", err)
	}
}
