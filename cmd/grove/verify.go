package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"grove/analysis"
	"grove/analysis/record"
	"grove/analysis/report"
)

// mismatch is an output that does not hold against its record.
type mismatch struct{ problems int }

func (m mismatch) Error() string { return fmt.Sprintf("%d problems found", m.problems) }

func verifyCommand(stdout, _ io.Writer) *cobra.Command {
	var data, age string
	var rerun bool
	c := &cobra.Command{
		Use:   "verify OUT",
		Short: "Re-derive the record of an output; with --rerun recompute every number",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			limit, err := duration(age)
			if err != nil {
				return usage{err}
			}
			if rerun && data == "" {
				return usage{fmt.Errorf("--rerun needs --data, the folder of the review")}
			}
			v, err := record.Verify(args[0])
			if err != nil {
				return err
			}
			if data != "" {
				in, err := analysis.Load(data)
				if err != nil {
					return err
				}
				if err := v.Inputs(in.Request); err != nil {
					return err
				}
				if rerun {
					review, err := unlessEnded(c.Context(), func() (report.Review, error) { return analysis.Run(c.Context(), in) })
					if err != nil {
						return err
					}
					files, err := analysis.Files(c.Context(), review, nil, nil)
					if err != nil {
						return err
					}
					if err := v.Rerun(files); err != nil {
						return err
					}
				}
			}
			if limit > 0 {
				v.Age(limit, time.Now())
			}
			if _, err := io.WriteString(stdout, v.Text()); err != nil {
				return err
			}
			if len(v.Problems) > 0 {
				return mismatch{len(v.Problems)}
			}
			return nil
		},
	}
	c.Flags().StringVar(&data, "data", "", "folder of the review, to compare its inputs too")
	c.Flags().BoolVar(&rerun, "rerun", false, "recompute every number from --data and compare")
	c.Flags().StringVar(&age, "max-age", "", "fail when the last good run is older than this, such as 8d or 36h")
	return c
}

// duration reads 36h, 90m or 8d; empty is none.
func duration(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		if err != nil || !(n > 0) || n > 36500 {
			return 0, fmt.Errorf("--max-age %q is not a time such as 8d or 36h", text)
		}
		return time.Duration(n * 24 * float64(time.Hour)), nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("--max-age %q is not a time such as 8d or 36h", text)
	}
	return d, nil
}
