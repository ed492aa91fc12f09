package main

import (
	"io"

	"github.com/spf13/cobra"

	"grove/analysis/report"
)

func methodsCommand(stdout, _ io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "methods",
		Short: "List every measure, model, estimator and interval with its papers",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(stdout, report.Methods())
			return err
		},
	}
}
