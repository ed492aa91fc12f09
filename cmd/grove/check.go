package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"grove/analysis"
	"grove/analysis/read"
	"grove/analysis/report"
)

func checkCommand(stdout, _ io.Writer) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check DIR|FILE",
		Short: "Read a review or a table, list every error in it, and ask what a careful reviewer would ask",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			info, err := os.Stat(args[0])
			if err != nil {
				return err
			}
			look := checkTable
			if info.IsDir() {
				look = checkReview
			}
			lines, analyses, err := look(c.Context(), args[0])
			if err != nil {
				return err
			}
			if asJSON && len(analyses) == 0 {
				return usage{errors.New(strings.Join(lines, "; "))} // an empty list would say that nothing was found
			}
			if asJSON {
				text, err := report.FindingsJSON(analyses)
				if err != nil {
					return err
				}
				_, err = stdout.Write(text)
				return err
			}
			for _, a := range analyses {
				for _, f := range a.Findings {
					lines = append(lines, a.ID+": "+report.Plain(analysis.Finding(f)))
				}
			}
			for _, line := range lines {
				fmt.Fprintln(stdout, line)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return c
}

// checkReview reads a review and computes it: a line a table, and the analyses
// with what the checks found.
func checkReview(ctx context.Context, dir string) (lines []string, analyses []report.Analysis, err error) {
	in, err := analysis.Load(dir)
	if err != nil {
		return nil, nil, err
	}
	review, err := unlessEnded(ctx, func() (report.Review, error) { return analysis.Run(ctx, in) })
	for _, f := range in.Request.Inputs {
		lines = append(lines, fmt.Sprintf("%s: %d rows, no error", f.Name, len(f.Rows)))
	}
	return lines, review.Analyses, err
}

// checkTable reads a table and asks of it what grove pool would pool: a line
// says on which measure and of how many trials, or why not.
func checkTable(_ context.Context, name string) (lines []string, analyses []report.Analysis, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	t, err := read.Read(name, data, read.Detect)
	if err != nil {
		return nil, nil, err
	}
	line := fmt.Sprintf("%s: %s layout, %d rows, no error", name, t.Layout, len(t.Rows))
	a, err := analysis.Single(t, plainly("pool"))
	if err != nil {
		return []string{line + "; its numbers are not checked: " + strings.ReplaceAll(err.Error(), "\n", "; ")}, nil, nil
	}
	return []string{fmt.Sprintf("%s; checked as %s: %d of %d trials", line, a.Measure.Code, len(a.Main.Trials), a.Listed)}, []report.Analysis{a}, nil
}
