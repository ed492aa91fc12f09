package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"grove/analysis"
	"grove/analysis/record"
	"grove/analysis/report"
)

func runCommand(stdout, stderr io.Writer) *cobra.Command {
	o := runOptions{progress: progress(stderr, "file"), subsets: progress(stderr, "part of the subsets")}
	var quiet bool
	c := &cobra.Command{
		Use:   "run DIR",
		Short: "Run the review in DIR and write its output folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if quiet {
				stdout, o.progress, o.subsets = io.Discard, nil, nil
			}
			if o.summary == "" {
				o.summary = os.Getenv("GITHUB_STEP_SUMMARY")
			}
			return cause(c.Context(), runReview(c.Context(), args[0], o, analysis.Run, stdout))
		},
	}
	c.Flags().StringVar(&o.out, "out", "", "output folder (default output/<name of DIR>)")
	c.Flags().StringSliceVar(&o.formats, "formats", []string{"svg", "png", "html"}, "renderings to write: "+analysis.FormatList())
	c.Flags().BoolVar(&quiet, "quiet", false, "print nothing on success")
	c.Flags().StringVar(&o.summary, "summary", "", "append what changed, as Markdown, to this file (default $GITHUB_STEP_SUMMARY)")
	c.Flags().BoolVar(&o.detailed, "detailed-exitcode", false, "exit 3 when a conclusion changed, 4 when results changed")
	return c
}

// runOptions are the flags of a run.
type runOptions struct {
	out, summary string
	formats      []string
	detailed     bool
	progress     func(finished, all int) // of files; nil for none
	subsets      func(finished, all int) // of the subsets of an analysis
}

// progress counts things on a terminal, from two seconds after the first on; on
// anything else there is none.
func progress(stderr io.Writer, what string) func(finished, all int) {
	f, ok := stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	var started time.Time
	said := false
	return func(finished, all int) {
		if started.IsZero() {
			started = time.Now()
		}
		if finished == all && said { // and perhaps again for another analysis
			fmt.Fprint(f, "\r\x1b[K")
			started, said = time.Time{}, false
		} else if finished < all && time.Since(started) > 2*time.Second {
			said = true
			fmt.Fprintf(f, "\r%s %d of %d ", what, finished, all)
		}
	}
}

// runReview brings the output of a review up to date. answer computes the
// review; it is not called when the stamp says that nothing changed.
func runReview(ctx context.Context, dir string, o runOptions, answer func(context.Context, analysis.Input) (report.Review, error), stdout io.Writer) (err error) {
	started := time.Now()
	if err := analysis.CheckFormats(o.formats); err != nil {
		return usage{err}
	}
	in, err := analysis.Load(dir)
	if err != nil {
		return err
	}
	out := o.out
	if out == "" {
		out = filepath.Join("output", in.Name)
	}
	in.Request.Formats, in.Progress = o.formats, o.subsets
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
	review, err := unlessEnded(ctx, func() (report.Review, error) { return answer(ctx, in) })
	if err != nil {
		return err
	}
	computed := time.Now()
	files, err := analysis.Files(ctx, review, o.formats, o.progress)
	if err != nil {
		return err
	}
	drawn := time.Now()
	before, first := record.ReadResults(out)
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
	for _, l := range review.Lacking() {
		fmt.Fprintln(stdout, "warning: "+l)
	}
	if first != nil || published.Outcome != record.Replaced {
		return nil
	}
	now, err := record.ReadResults(out)
	if err != nil {
		return err
	}
	changed := record.Compare(before, now)
	fmt.Fprint(stdout, changed.Text())
	if err := summarise(o.summary, in.Name, changed); err != nil {
		return err
	}
	if o.detailed {
		return outcome(changed)
	}
	return nil
}

// summarise appends a comparison to a file, under the name of its review.
func summarise(name, review string, c record.Comparison) error {
	if name == "" {
		return nil
	}
	return record.Append(name, fmt.Appendf(nil, "### %s\n\n%s\n", report.Escape(review), c.Markdown()))
}
