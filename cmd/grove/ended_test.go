package main

import (
	"context"
	"errors"
	"syscall"
	"testing"
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
