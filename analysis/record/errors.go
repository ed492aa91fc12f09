package record

import (
	"context"
	"errors"
	"fmt"
)

// What can go wrong. Every error of this package, other than a cancelled
// context and our own mistakes, is one of these under errors.Is.
var (
	ErrBusy    = errors.New("another run holds the output")
	ErrForeign = errors.New("the output is not grove's to replace")
	ErrCreate  = errors.New("cannot create the output")
	ErrWrite   = errors.New("cannot read or write the output")
	ErrMissing = errors.New("input is missing")
)

// because joins a kind of error with its cause. An error that has its kind
// already, or that the context ended, stays what it is.
func because(kind, cause error) error {
	for _, known := range []error{nil, ErrBusy, ErrForeign, ErrCreate, ErrWrite, ErrMissing, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(cause, known) {
			return cause
		}
	}
	return fmt.Errorf("%w: %w", kind, cause)
}

// refuse says why an output is left alone.
func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrForeign, fmt.Sprintf(format, args...))
}
