package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"grove/analysis/read"
	"grove/analysis/record"
	"grove/analysis/report"
)

// forms are the ways to print a comparison of two outputs or of two tables.
var forms = []struct {
	name    string
	outputs func(record.Comparison) ([]byte, error)
	tables  func(read.Agreement) ([]byte, error)
}{
	{"text", text(record.Comparison.Text), text(report.AgreementText)},
	{"markdown", text(record.Comparison.Markdown), text(report.AgreementMarkdown)},
	{"json", record.Comparison.JSON, report.AgreementJSON},
}

// text is a way to print that cannot fail.
func text[T any](print func(T) string) func(T) ([]byte, error) {
	return func(t T) ([]byte, error) { return []byte(print(t)), nil }
}

func compareCommand(stdout, _ io.Writer) *cobra.Command {
	var form, layout string
	var detailed bool
	var names []string
	for _, f := range forms {
		names = append(names, f.name)
	}
	c := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Say what changed between two outputs of a review, or which cells of two extractions in CSV differ",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := known("form", form, names); err != nil {
				return usage{err}
			}
			if err := known("layout", layout, []string{"", string(read.Long), string(read.Wide), string(read.Studies)}); err != nil {
				return usage{err}
			}
			f := forms[slices.Index(names, form)]
			folders, err := twoOfAKind(args)
			if err != nil {
				return err
			}
			var said []byte
			var differs error
			if folders {
				said, differs, err = compareOutputs(args[0], args[1], f.outputs)
			} else {
				said, differs, err = compareTables(args[0], args[1], read.Layout(layout), f.tables)
			}
			if err != nil {
				return err
			}
			if _, err := stdout.Write(said); err != nil || !detailed {
				return err
			}
			return differs
		},
	}
	c.Flags().StringVar(&form, "form", "text", "text, markdown or json")
	c.Flags().StringVar(&layout, "layout", "", "of two tables: long, wide or studies (default: the header decides between long and wide)")
	c.Flags().BoolVar(&detailed, "detailed-exitcode", false, "exit 3 when a conclusion changed, 4 when results or extracted values differ")
	return c
}

// twoOfAKind says whether both arguments are folders; a folder beside a file is
// an error.
func twoOfAKind(args []string) (folders bool, err error) {
	var is [2]bool
	for i, name := range args {
		info, err := os.Stat(name)
		if err != nil {
			return false, err
		}
		is[i] = info.IsDir()
	}
	if is[0] != is[1] {
		return false, usage{fmt.Errorf("compare takes two output folders or two tables, not one of each")}
	}
	return is[0], nil
}

// compareOutputs prints what changed between two outputs, with the exit it asks
// for.
func compareOutputs(a, b string, print func(record.Comparison) ([]byte, error)) (said []byte, differs, err error) {
	o, err := record.ReadResults(a)
	if err != nil {
		return nil, nil, err
	}
	n, err := record.ReadResults(b)
	if err != nil {
		return nil, nil, err
	}
	c := record.Compare(o, n)
	said, err = print(c)
	return said, outcome(c), err
}

// compareTables prints where two extractions differ, with the exit it asks for.
func compareTables(a, b string, layout read.Layout, print func(read.Agreement) ([]byte, error)) (said []byte, differs, err error) {
	var tables [2]read.Table
	var problems [2]error
	for i, name := range []string{a, b} {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		tables[i], problems[i] = read.Read(name, data, layout)
	}
	if err := errors.Join(problems[:]...); err != nil {
		return nil, nil, err
	}
	g, err := read.Agree(tables[0], tables[1])
	if err != nil {
		return nil, nil, err
	}
	if g.Changed() {
		differs = changedResults{}
	}
	said, err = print(g)
	return said, differs, err
}

// changedResults and changedConclusion are no failures: they are how a scheduler
// learns that something changed.
type (
	changedResults    struct{ error }
	changedConclusion struct{ error }
)

// outcome is the exit a comparison asks for under --detailed-exitcode.
func outcome(c record.Comparison) error {
	switch {
	case len(c.Conclusions) > 0:
		return changedConclusion{}
	case c.Changed():
		return changedResults{}
	}
	return nil
}
