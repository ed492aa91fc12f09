//go:build !linux

package record

import (
	"errors"
	"os"
)

// exchange is not available here: the caller takes the second best.
func exchange(*os.Root, string, string) error { return errors.ErrUnsupported }
