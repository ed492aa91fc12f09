// Command grove runs reproducible meta-analyses: it reads outcome data and a
// protocol, pools, repeats every analysis with one thing changed, draws forest
// plots, and leaves a record from which each number can be re-derived.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a reader that is gone is a failure to write, told by the exit code
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		cancel(interrupted{<-signals}) // the first asks, the second kills
		os.Exit(exitCode(interrupted{<-signals}))
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program but for the process around it: it returns the exit
// code. stdout gets the result, everything else goes to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "grove: internal error: %v\nThis is a defect of grove, not of your data; nothing was written.\n", p)
			code = exitInternal
		}
	}()
	out := &checked{w: stdout}
	root := &cobra.Command{
		Use: "grove", Short: "Reproducible meta-analysis", Args: cobra.NoArgs,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.SetFlagErrorFunc(flagError)
	for _, command := range commands {
		root.AddCommand(command(out, stderr))
	}
	err := root.ExecuteContext(ctx)
	if out.err != nil {
		err = out.err
	}
	if err == nil {
		return exitDone
	}
	code = exitCode(err)
	if code != exitDecision && code != exitChanged {
		fmt.Fprintln(stderr, message(err))
	}
	return code
}

// commands are the commands, in the order help lists them.
var commands = []func(stdout, stderr io.Writer) *cobra.Command{runCommand, poolCommand, checkCommand, verifyCommand, compareCommand, scanCommand, newCommand, methodsCommand}

// checked remembers the first failure to write, which must not end in success.
type checked struct {
	w   io.Writer
	err error
}

func (c *checked) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if err != nil && c.err == nil {
		c.err = cannotWrite{err}
	}
	return n, err
}
