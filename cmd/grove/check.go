package main

import (
	"fmt"
	"io"
	"os"

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
			if info.IsDir() {
				in, err := analysis.Load(args[0])
				if err != nil {
					return err
				}
				review, err := analysis.Run(c.Context(), in)
				if err != nil {
					return err
				}
				if asJSON {
					text, err := report.FindingsJSON(review.Analyses)
					if err != nil {
						return err
					}
					_, err = stdout.Write(text)
					return err
				}
				for _, f := range in.Request.Inputs {
					fmt.Fprintf(stdout, "%s: %d rows, no error\n", f.Name, len(f.Rows))
				}
				for _, a := range review.Analyses {
					for _, f := range a.Findings {
						fmt.Fprintf(stdout, "%s: %s\n", a.ID, report.Plain(analysis.Finding(f)))
					}
				}
				return nil
			}
			if asJSON {
				return usage{fmt.Errorf("--json prints the findings of a review, and %s is a table", args[0])}
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			t, err := read.Read(args[0], data, read.Detect)
			if err != nil {
				return err
			}
			fmt.Fprintf(stdout, "%s: %s layout, %d rows, no error\n", args[0], t.Layout, len(t.Rows))
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the findings of a review as JSON")
	return c
}
