package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"grove/analysis"
	"grove/analysis/record"
	"grove/analysis/report"
)

func runCommand(stdout, stderr io.Writer) *cobra.Command {
	var out string
	var formats []string
	var quiet bool
	c := &cobra.Command{
		Use:   "run DIR",
		Short: "Run the review in DIR and write its output folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if quiet {
				stdout = io.Discard
			}
			return cause(c.Context(), runReview(c.Context(), args[0], out, formats, analysis.Run, stdout))
		},
	}
	c.Flags().StringVar(&out, "out", "", "output folder (default output/<name of DIR>)")
	c.Flags().StringSliceVar(&formats, "formats", []string{"svg", "png"}, "renderings to write: "+analysis.FormatList())
	c.Flags().BoolVar(&quiet, "quiet", false, "print nothing on success")
	return c
}

// runReview brings the output of a review up to date. answer computes the
// review; it is not called when the stamp says that nothing changed.
func runReview(ctx context.Context, dir, out string, formats []string, answer func(context.Context, analysis.Input) (report.Review, error), stdout io.Writer) (err error) {
	started := time.Now()
	if err := analysis.CheckFormats(formats); err != nil {
		return usage{err}
	}
	in, err := analysis.Load(dir)
	if err != nil {
		return err
	}
	if out == "" {
		out = filepath.Join("output", in.Name)
	}
	in.Request.Formats = formats
	if in.Request.Executable, err = record.ExecutableHash(); err != nil {
		return err
	}
	folder, err := record.Acquire(ctx, out, dir, false)
	if err != nil {
		return err
	}
	defer func() {
		if closing := folder.Close(); err == nil {
			err = closing
		}
	}()
	done, err := folder.UpToDate(in.Request)
	if err != nil {
		return err
	}
	if done {
		fmt.Fprintf(stdout, "%s: up to date, nothing to do\n", out)
		return nil
	}
	review, err := answer(ctx, in)
	if err != nil {
		return err
	}
	computed := time.Now()
	files, err := analysis.Files(review, formats)
	if err != nil {
		return err
	}
	drawn := time.Now()
	published, err := folder.Publish(ctx, in.Request, review.Findings, files, record.NewExecution(started, []record.Duration{
		{Step: "compute", Seconds: computed.Sub(started).Seconds()},
		{Step: "write", Seconds: drawn.Sub(computed).Seconds()},
	}))
	if err != nil {
		return err
	}
	fmt.Fprint(stdout, report.Summary(review))
	fmt.Fprintf(stdout, "%s: %s; report: %s\n", out, published.Outcome, filepath.Join(out, "report.md"))
	for _, n := range published.Notes {
		fmt.Fprintln(stdout, "note: "+n)
	}
	return nil
}
