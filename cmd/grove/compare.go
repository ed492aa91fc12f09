package main

import (
	"io"

	"github.com/spf13/cobra"

	"grove/analysis/record"
)

// forms are the ways to print a comparison.
var forms = []struct {
	name  string
	print func(record.Comparison) ([]byte, error)
}{
	{"text", func(c record.Comparison) ([]byte, error) { return []byte(c.Text()), nil }},
	{"markdown", func(c record.Comparison) ([]byte, error) { return []byte(c.Markdown()), nil }},
	{"json", record.Comparison.JSON},
}

func compareCommand(stdout, _ io.Writer) *cobra.Command {
	var form string
	var detailed bool
	var names []string
	for _, f := range forms {
		names = append(names, f.name)
	}
	c := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Say what changed between two outputs of a review, and whether a conclusion did",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := known("form", form, names); err != nil {
				return usage{err}
			}
			o, err := record.ReadResults(args[0])
			if err != nil {
				return err
			}
			n, err := record.ReadResults(args[1])
			if err != nil {
				return err
			}
			changed := record.Compare(o, n)
			for _, f := range forms {
				if f.name != form {
					continue
				}
				text, err := f.print(changed)
				if err != nil {
					return err
				}
				if _, err := stdout.Write(text); err != nil {
					return err
				}
			}
			if detailed {
				return outcome(changed)
			}
			return nil
		},
	}
	c.Flags().StringVar(&form, "form", "text", "text, markdown or json")
	c.Flags().BoolVar(&detailed, "detailed-exitcode", false, "exit 3 when a conclusion changed, 4 when results changed")
	return c
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
