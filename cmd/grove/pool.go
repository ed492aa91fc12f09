package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"grove/analysis"
	"grove/analysis/choose"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/record"
	"grove/analysis/regress"
	"grove/analysis/report"
)

func poolCommand(stdout, stderr io.Writer) *cobra.Command {
	asked := plainly("pool")
	var where []string
	var asJSON, asCSV bool
	var figure, plot string
	var at []string
	var setting []protocol.Flag
	c := &cobra.Command{
		Use:   "pool FILE.csv",
		Short: "Pool one table and print the result",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			words := regressionWords(c.Flags(), &asked.Settings)
			asked, err := settled(asked, where)
			if err != nil {
				return usage{err}
			}
			if asked.Figure, err = figureOf(c, setting, figure); err != nil {
				return usage{err}
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
			if len(words) > 0 || len(at) > 0 {
				by, err := protocol.AsModerators(words, at)
				if err != nil {
					return usage{err}
				}
				return printModerated(c.Context(), table, asked, by, asJSON, stdout)
			}
			a, err := unlessEnded(c.Context(), func() (report.Analysis, error) { return analysis.Single(table, asked) })
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
	f := c.Flags()
	settingFlags(f, &asked, &where)
	f.Lookup("model").Usage += "; with --cluster also three-level, correlated, hierarchical"
	f.BoolVar(&asJSON, "json", false, "print JSON")
	f.BoolVar(&asCSV, "csv", false, "print CSV")
	f.StringVar(&figure, "figure", "", "write a forest plot to this file (.svg, .pdf or .png)")
	f.StringVar(&plot, "plot", "", "write this kind of plot instead, of those grove methods lists: baujat, bubble:COLUMN")
	setting = addFigureFlags(f)
	for _, r := range regressionFlags {
		if r.word == "permutation" {
			f.Bool(r.name, false, r.usage)
		} else {
			f.String(r.name, "", r.usage)
		}
	}
	f.StringArrayVar(&at, "at", nil, "predict the effect at values of the moderators: latitude=20,allocation=random; may be repeated")
	c.MarkFlagsMutuallyExclusive("json", "csv")
	for _, other := range []string{"csv", "figure", "plot"} {
		for _, r := range regressionFlags {
			c.MarkFlagsMutuallyExclusive(r.name, other)
		}
		c.MarkFlagsMutuallyExclusive("at", other)
	}
	return c
}

// regressionFlags are the flags that ask for a regression, of the mean alone when
// there are no moderators, with the words that a protocol has for them.
var regressionFlags = []struct{ name, word, usage string }{
	{"moderators", "formula", "explain the effects by columns: a,b or a + b + a:b"},
	{"cluster", "cluster", "allow for dependence between trials with the same text in this column"},
	{"within", "within", "with --model three-level: what trials have effects of within a cluster"},
	{"rho", "rho", "correlation of the sampling errors of a cluster's trials"},
	{"robust", "robust", "variance with clusters: " + strings.Join(report.Codes("robust"), ", ") + " (default " + report.Codes("robust")[0] + ")"},
	{"permutation", "permutation", "test by every arrangement of the trials, or a seeded sample of them"},
}

// regressionWords are the flags of a regression by their words. A model that only
// regressions have is among them and no longer one of the settings.
func regressionWords(f *pflag.FlagSet, s *pool.Settings) map[string]string {
	words := map[string]string{}
	for _, r := range regressionFlags {
		if f.Changed(r.name) {
			words[r.word] = f.Lookup(r.name).Value.String()
		}
	}
	if words["permutation"] == "true" {
		words["permutation"] = "yes"
	} else {
		delete(words, "permutation")
	}
	if slices.Contains(report.Codes("regression"), s.Model) && !slices.Contains(report.Codes("model"), s.Model) {
		words["model"], s.Model = s.Model, pool.Random.Code
	}
	return words
}

// plainly is the question that is asked of a table when nothing is said.
func plainly(id string) protocol.Analysis {
	return protocol.Analysis{ID: id, Settings: protocol.Profiles[0].Settings, Options: protocol.Profiles[0].Options}
}

// printModerated prints a meta-regression.
func printModerated(ctx context.Context, table read.Table, asked protocol.Analysis, by protocol.Moderators, asJSON bool, stdout io.Writer) error {
	r, err := unlessEnded(ctx, func() (report.Regression, error) { return analysis.Moderated(ctx, table, asked, by) })
	if errors.Is(err, regress.ErrVariable) || errors.Is(err, regress.ErrSettings) || errors.Is(err, pool.ErrSettings) || errors.Is(err, choose.ErrProtocol) {
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
	for _, f := range a.Findings {
		text = append(text, "Check: "+report.Plain(analysis.Finding(f))+"\n"...)
	}
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
	return record.WriteFile(name, data)
}
