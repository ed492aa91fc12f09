package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"grove/analysis"
	"grove/analysis/choose"
	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/record"
	"grove/analysis/regress"
)

// Exit codes, as schedulers see them. Never 2.
const (
	exitDone     = 0
	exitInternal = 1
	exitDecision = 3 // under --detailed-exitcode: a conclusion changed
	exitChanged  = 4 // under --detailed-exitcode: results changed
	exitMismatch = 6 // verify found one
	exitUsage    = 64
	exitData     = 65
	exitMissing  = 66
	exitCreate   = 73
	exitWrite    = 74
	exitBusy     = 75
	exitProtocol = 78
)

// usage is a command line that grove does not understand.
type usage struct{ error }

// cannotWrite is a failure to write the result to stdout or to a named file.
type cannotWrite struct{ error }

// interrupted is a run ended by a signal.
type interrupted struct{ signal os.Signal }

func (i interrupted) Error() string { return "interrupted: files are as they were" }

// exits maps errors to exit codes; the first that fits counts.
var exits = []struct {
	fits func(error) bool
	code int
}{
	{as[changedConclusion], exitDecision},
	{as[changedResults], exitChanged},
	{as[mismatch], exitMismatch},
	{as[usage], exitUsage},
	{as[cannotWrite], exitWrite},
	{is(record.ErrBusy), exitBusy},
	{is(record.ErrForeign), exitCreate},
	{is(record.ErrCreate), exitCreate},
	{is(record.ErrEdited), exitData},
	{is(record.ErrWrite), exitWrite},
	{as[protocol.Errors], exitProtocol},
	{is(choose.ErrProtocol), exitProtocol},
	{is(effect.ErrOptions), exitProtocol},
	{is(pool.ErrSettings), exitProtocol},
	{as[read.Errors], exitData},
	{is(choose.ErrAmbiguous), exitData},
	{is(analysis.ErrUndrawn), exitData},
	{is(choose.ErrCrossover), exitData},
	{is(pool.ErrData), exitData},
	{is(regress.ErrData), exitData},
	{is(record.ErrMissing), exitMissing},
	{is(fs.ErrNotExist), exitMissing},
	{is(fs.ErrPermission), exitMissing},
	{is(syscall.ENOTDIR), exitMissing},
	{is(syscall.EISDIR), exitMissing},
}

// unparsed is what cobra says of commands, arguments and flags that do not go
// together, its errors having no type.
var unparsed = []string{"unknown command", "arg(s)", "none of the others can be"}

func exitCode(err error) int {
	var i interrupted
	if errors.As(err, &i) {
		if s, ok := i.signal.(syscall.Signal); ok {
			return 128 + int(s)
		}
	}
	for _, e := range exits {
		if e.fits(err) {
			return e.code
		}
	}
	for _, said := range unparsed {
		if strings.Contains(err.Error(), said) {
			return exitUsage
		}
	}
	return exitInternal
}

// message is what a person reads of an error.
func message(err error) string {
	text := err.Error()
	if exitCode(err) == exitUsage {
		return fmt.Sprintf("grove: %s\nTry: grove --help", text)
	}
	return "grove: " + text
}

// cause is the signal that ended a context, or the error itself.
func cause(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) {
		return context.Cause(ctx)
	}
	return err
}

// unlessEnded is what a function returns that writes nothing, or the signal that ends
// the context first: the function then goes on alone until the process is gone.
func unlessEnded[T any](ctx context.Context, of func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
		panic any
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			a.panic = recover()
			done <- a
		}()
		a.value, a.err = of()
	}()
	select {
	case a := <-done:
		if a.panic != nil {
			panic(a.panic)
		}
		return a.value, cause(ctx, a.err)
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

func as[T error](err error) bool {
	var t T
	return errors.As(err, &t)
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}
