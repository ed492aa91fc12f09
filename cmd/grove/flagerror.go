package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// valueTypes say by the type of a flag what its value is.
var valueTypes = map[string]string{
	"bool":        "true or false",
	"float64":     "a number such as 0.5",
	"stringSlice": "a list with commas between, a text with commas or quotation marks in it quoted",
}

// flagError is what is wrong with the flags, in words of the command line: the
// parser's own are those of Go. What grove reads itself says what it is of.
func flagError(_ *cobra.Command, err error) error {
	var bad *pflag.InvalidValueError
	if errors.As(err, &bad) {
		f := bad.GetFlag()
		if what, ok := valueTypes[f.Value.Type()]; ok {
			err = fmt.Errorf("--%s %q is not %s", f.Name, bad.GetValue(), what)
		} else {
			err = bad.Unwrap()
		}
	}
	return usage{err}
}
