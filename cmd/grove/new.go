package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"grove/analysis/record"
)

// starter is the review that grove new writes.
//
//go:embed starter
var starter embed.FS

func newCommand(stdout, _ io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "new DIR",
		Short: "Write a starter review that runs at once into a new folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := args[0]
			if err := os.MkdirAll(filepath.Dir(filepath.Clean(dir)), 0o777); err != nil {
				return fmt.Errorf("%w: %w", record.ErrCreate, err)
			}
			if err := os.Mkdir(dir, 0o777); errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%w: %s is there already", record.ErrForeign, dir)
			} else if err != nil {
				return fmt.Errorf("%w: %w", record.ErrCreate, err)
			}
			files, err := starter.ReadDir("starter")
			if err != nil {
				return err
			}
			for _, f := range files {
				text, err := starter.ReadFile("starter/" + f.Name())
				if err != nil {
					return err
				}
				filled := strings.Replace(string(text), "review: NAME", "review: "+quoted(filepath.Base(dir)), 1)
				if err := record.WriteFile(filepath.Join(dir, f.Name()), []byte(filled)); err != nil {
					return err
				}
			}
			fmt.Fprintf(stdout, "%s: a review with invented numbers; replace trials.csv, read DICTIONARY.md, then: grove run %s\n", dir, dir)
			return nil
		},
	}
}

// quoted is a text as YAML takes it whatever it holds.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
