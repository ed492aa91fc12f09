package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"grove/analysis"
	"grove/analysis/choose"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/regress"
	"grove/analysis/report"
)

func poolCommand(stdout, stderr io.Writer) *cobra.Command {
	asked := protocol.Analysis{ID: "pool", Settings: protocol.Profiles[0].Settings, Options: protocol.Profiles[0].Options}
	var where []string
	var asJSON, asCSV bool
	var figure, moderators string
	c := &cobra.Command{
		Use:   "pool FILE.csv",
		Short: "Pool one table and print the result",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			asked, err := settled(asked, where)
			if err != nil {
				return usage{err}
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			table, err := read.Read(args[0], data, read.Detect)
			if err != nil {
				return err
			}
			if moderators != "" {
				return printModerated(table, asked, moderators, asJSON, stdout)
			}
			a, err := analysis.Single(table, asked)
			if errors.Is(err, choose.ErrProtocol) || errors.Is(err, pool.ErrSettings) {
				return usage{err} // what a protocol would get wrong, a flag got wrong here
			}
			if err != nil {
				return err
			}
			if figure != "" {
				if err := writeFigure(a, figure, stderr); err != nil {
					return err
				}
			}
			return printPooled(a, asJSON, asCSV, stdout)
		},
	}
	f := c.Flags()
	settingFlags(f, &asked, &where)
	f.BoolVar(&asJSON, "json", false, "print JSON")
	f.BoolVar(&asCSV, "csv", false, "print CSV")
	f.StringVar(&figure, "figure", "", "write a forest plot to this file (.svg, .pdf or .png)")
	f.StringVar(&moderators, "moderators", "", "explain the effects by columns: a,b or a + b + a:b")
	c.MarkFlagsMutuallyExclusive("json", "csv")
	c.MarkFlagsMutuallyExclusive("moderators", "csv")
	c.MarkFlagsMutuallyExclusive("moderators", "figure")
	return c
}

// printModerated prints a meta-regression.
func printModerated(table read.Table, asked protocol.Analysis, formula string, asJSON bool, stdout io.Writer) error {
	r, err := analysis.Moderated(table, asked, formula)
	if errors.Is(err, regress.ErrFormula) || errors.Is(err, regress.ErrVariable) || errors.Is(err, regress.ErrSettings) || errors.Is(err, choose.ErrProtocol) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	text := []byte(report.RegressionTerminal(r))
	if asJSON {
		if text, err = report.RegressionJSON(r); err != nil {
			return err
		}
	}
	_, err = stdout.Write(text)
	return err
}

func printPooled(a report.Analysis, asJSON, asCSV bool, stdout io.Writer) error {
	text := []byte(report.Terminal(a))
	var err error
	switch {
	case asJSON:
		text, err = report.EstimateJSON(a.Main)
	case asCSV:
		text, err = report.EstimateCSV([]report.Estimate{a.Main})
	}
	if err != nil {
		return err
	}
	_, err = stdout.Write(text)
	return err
}

// writeFigure writes the forest plot in the format of the file's ending.
func writeFigure(a report.Analysis, name string, stderr io.Writer) error {
	data, err := analysis.Render(a.Figures[0], strings.TrimPrefix(filepath.Ext(name), "."))
	if err != nil {
		return usage{err}
	}
	for _, w := range a.Figures[0].Drawing.Warnings {
		fmt.Fprintln(stderr, "warning: "+w)
	}
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		return cannotWrite{err}
	}
	return nil
}
