package main

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// ofGo are words of Go's own messages.
var ofGo = regexp.MustCompile(`strconv|parsing|parse error|invalid syntax|invalid argument|out of range|cannot unmarshal|quoted-field`)

// TestFlagErrorsArePlain: a value that a flag cannot be read from is refused with
// the flag, the value and what it is to be, for every flag of every command.
func TestFlagErrorsArePlain(t *testing.T) {
	refused := 0
	for _, command := range commands {
		c := command(io.Discard, io.Discard)
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() == "string" || f.Value.Type() == "stringArray" {
				return // any text is one
			}
			for _, value := range []string{`"maybe`, `1e999"`} {
				code, _, stderr := grove(c.Name(), "--"+f.Name+"="+value, "x")
				if code != exitUsage || ofGo.MatchString(stderr) || !strings.HasPrefix(stderr, "grove: --"+f.Name) || !strings.Contains(stderr, "maybe") && !strings.Contains(stderr, "1e999") {
					t.Errorf("%s --%s=%s: %d, %s", c.Name(), f.Name, value, code, stderr)
				}
				refused++
			}
		})
	}
	if refused < 60 {
		t.Errorf("%d values", refused)
	}
	for _, c := range []struct{ flag, says string }{
		{"--permutation=maybe", `grove: --permutation "maybe" is not true or false`},
		{"--level=1e999", `grove: --level "1e999" is not a number such as 0.5`},
	} {
		if _, _, stderr := grove("pool", c.flag, "x"); !strings.HasPrefix(stderr, c.says+"\n") {
			t.Errorf("%s: %s", c.flag, stderr)
		}
	}
}
