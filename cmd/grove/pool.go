package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
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
	var figure, plot, moderators string
	c := &cobra.Command{
		Use:   "pool FILE.csv",
		Short: "Pool one table and print the result",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkCodes(asked); err != nil {
				return usage{err}
			}
			for _, w := range where {
				f, err := analysis.Where(w)
				if err != nil {
					return usage{err}
				}
				asked.Select.Where = merge(asked.Select.Where, f)
			}
			asked.Plots = []protocol.Companion{}
			if plot != "" {
				if figure == "" {
					return usage{errors.New("--plot needs --figure, the file to write")}
				}
				p, err := protocol.AsPlot("--plot", plot)
				if err != nil {
					return usage{err}
				}
				asked.Plots = append(asked.Plots, p)
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
				if err := writeFigure(a, plot, figure, stderr); err != nil {
					return err
				}
			}
			return printPooled(a, asJSON, asCSV, stdout)
		},
	}
	f, s := c.Flags(), &asked.Settings
	f.StringVar(&asked.Measure, "measure", "", "effect measure (default: the first the table has numbers for)")
	f.StringVar(&s.Model, "model", s.Model, "model: "+strings.Join(report.Codes("model"), ", "))
	f.StringVar(&s.Tau2, "tau2", s.Tau2, "estimator of the between-trial variance")
	f.StringVar(&s.Interval, "interval", s.Interval, "confidence interval")
	f.StringVar(&s.Prediction, "prediction", s.Prediction, "prediction interval")
	f.Float64Var(&s.Prior, "prior", 0, "scale of the half-normal prior of the Bayesian model (default 0.5 for ratios)")
	f.StringVar(&s.Few, "few", s.Few, "rule for few trials")
	f.Float64Var(&s.Level, "level", s.Level, "confidence level in percent")
	f.StringVar(&asked.Options.Zero, "zero", asked.Options.Zero, "rule for zero cells")
	f.StringVar(&asked.Select.Outcome, "outcome", "", "use the rows of this outcome")
	f.StringSliceVar(&asked.Select.Experimental, "experimental", nil, "treatments of the experimental arm (long layout)")
	f.StringSliceVar(&asked.Select.Control, "control", nil, "treatments of the control arm (long layout)")
	f.StringArrayVar(&where, "where", nil, "keep rows with column=value; may be repeated")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	f.BoolVar(&asCSV, "csv", false, "print CSV")
	f.StringVar(&figure, "figure", "", "write a forest plot to this file (.svg, .pdf or .png)")
	f.StringVar(&plot, "plot", "", "write this kind of plot instead, of those grove methods lists: baujat, bubble:COLUMN")
	f.StringVar(&moderators, "moderators", "", "explain the effects by columns: a,b or a + b + a:b")
	c.MarkFlagsMutuallyExclusive("json", "csv")
	c.MarkFlagsMutuallyExclusive("moderators", "csv")
	c.MarkFlagsMutuallyExclusive("moderators", "figure")
	c.MarkFlagsMutuallyExclusive("moderators", "plot")
	return c
}

// merge adds a filter; a second value for a column is an alternative.
func merge(where []protocol.Filter, f protocol.Filter) []protocol.Filter {
	for i := range where {
		if where[i].Column == f.Column {
			where[i].Values = append(where[i].Values, f.Values...)
			return where
		}
	}
	return append(where, f)
}

// checkCodes says which code of the command line no table has.
func checkCodes(a protocol.Analysis) error {
	for _, c := range []struct{ word, code string }{
		{"measure", a.Measure}, {"model", a.Settings.Model}, {"tau2", a.Settings.Tau2}, {"interval", a.Settings.Interval},
		{"prediction", a.Settings.Prediction}, {"few", a.Settings.Few}, {"zero", a.Options.Zero},
	} {
		if c.word == "measure" && c.code == "" {
			continue // the table decides
		}
		if err := known(c.word, c.code, report.Codes(c.word)); err != nil {
			return err
		}
	}
	if !(a.Settings.Level >= 50 && a.Settings.Level < 100) {
		return fmt.Errorf("--level %v: the level is in percent, from 50 to below 100: 95, not 0.95", a.Settings.Level)
	}
	return nil
}

// known says that a flag's code is not among the known ones.
func known(flag, code string, codes []string) error {
	if slices.Contains(codes, code) {
		return nil
	}
	return fmt.Errorf("--%s %q is not known; known: %s", flag, code, strings.Join(codes, ", "))
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

// writeFigure writes the forest plot, or the plot that was asked for, in the
// format of the file's ending.
func writeFigure(a report.Analysis, plot, name string, stderr io.Writer) error {
	f := a.Figures[0]
	if plot != "" {
		if len(a.Undrawn) > 0 {
			return fmt.Errorf("%w: %s", analysis.ErrUndrawn, a.Undrawn[0])
		}
		f = a.Figures[len(a.Figures)-1]
	}
	data, err := analysis.Render(f, strings.TrimPrefix(filepath.Ext(name), "."))
	if err != nil {
		return usage{err}
	}
	for _, w := range f.Drawing.Warnings {
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
