package record

import "testing"

// Texts agree when all but their numbers is the same; the largest relative
// difference of the numbers is named by its line.
func TestTextsOfNumbers(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		at, shape  string
	}{
		{"the same", "a,1\nb,2\n", "a,1\nb,2\n", "", ""},
		{"last digits", "a,1.234567891\nb,2.000000001\n", "a,1.234567891\nb,2.000000002\n", "line 2", ""},
		{"the worse of two", "1.1 2.2\n3.3\n", "1.2 2.2\n3.4\n", "line 1", ""},
		{"an exponent", "x 1.5e-7 y", "x 1.6e-7 y", "line 1", ""},
		{"a sign", "a\nb -1\n", "a\nb 1\n", "", "line 2"},
		{"a word", "a 1 b\n", "a 1 c\n", "", "line 1"},
		{"a number more", "a 1\n", "a 1\n2\n", "", "line 1"},
		{"a number fewer", "a 1\n2\n", "a 1\n", "", "line 2"},
	} {
		w := worst{}
		w.text(c.a, c.b)
		if w.at != c.at || w.shape != c.shape {
			t.Errorf("%s: worst at %q, otherwise at %q; expected %q and %q", c.name, w.at, w.shape, c.at, c.shape)
		}
	}
}
