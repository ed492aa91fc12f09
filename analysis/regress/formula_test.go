package regress

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text      string
		intercept bool
		terms     string
	}{
		{"", true, ""},
		{"1", true, ""},
		{"latitude", true, "latitude"},
		{"latitude + allocation + latitude:allocation", true, "latitude allocation latitude:allocation"},
		{"latitude*allocation", true, "latitude allocation latitude:allocation"},
		{"a:b + b + a", true, "b a a:b"},
		{"a*b*c", true, "a b c a:b a:c b:c a:b:c"},
		{"a + a + b:a + b + a:b", true, "a b b:a"},
		{"0 + group", false, "group"},
		{" 1+year of trial ", true, "year of trial"},
	} {
		f, err := Parse(c.text)
		var terms []string
		for _, term := range f.Terms {
			terms = append(terms, strings.Join(term, ":"))
		}
		if err != nil || f.Intercept != c.intercept || strings.Join(terms, " ") != c.terms {
			t.Errorf("%q: %v %q %v", c.text, f.Intercept, terms, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"a + + b":     `column 4: a term is missing`,
		"a +":         `column 4: a term is missing`,
		"0":           `0 without a term leaves no model`,
		"a + 0":       `column 5: "0": only the first term`,
		"~ a":         `column 1: "~ a": only names`,
		"factor(a)":   `likely a formula of R`,
		"a:":          `column 1: "a:": a moderator is missing`,
		"a:b":         `a:b needs b as a term of its own`,
		"a + a:b":     `a:b needs b as a term of its own`,
		"a+b+c+a:b:c": `a:b:c needs b:c as a term of its own`,

		strings.Join(strings.Split("abcdefghijklmnopqrstuvwxyz", ""), "*"): `column 1: more than 100 terms`,
		many(101): `more than 100 terms`,
	} {
		_, err := Parse(text)
		if !errors.Is(err, ErrFormula) || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Parse(many(100)); err != nil {
		t.Error(err)
	}
}

// many is a formula of n terms.
func many(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprint("x", i))
	}
	return strings.Join(all, " + ")
}
