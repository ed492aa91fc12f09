package protocol

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// reader walks the nodes and collects what is wrong.
type reader struct {
	file string
	errs Errors
}

func (r *reader) fail(n *node, reason string) {
	r.errs = append(r.errs, Error{File: r.file, Line: n.line, Column: n.col, Text: n.text, Reason: reason})
}

// key is one key of a map: its name, whether it must be there, and what reads
// its value.
type key struct {
	name     string
	required bool
	read     func(*node)
}

// mapping reads a map in the order of keys, which need not be the order of the
// file, so that a later key can build on an earlier.
func (r *reader) mapping(n *node, what string, keys []key) {
	if n.shape != mapping {
		r.fail(n, fmt.Sprintf("%s is a map (%s), not %s", what, strings.Join(names(keys), ", "), shapeNames[n.shape]))
		return
	}
	known := names(keys)
	for i, p := range n.pairs {
		switch {
		case !slices.Contains(known, p.name):
			r.unknown(p.name, p.line, p.col, "unknown key of "+what, known)
		case slices.ContainsFunc(n.pairs[:i], func(other pair) bool { return other.name == p.name }): // of a flag: YAML refuses it itself
			r.fail(p.value, p.name+" has two values")
		}
	}
	for _, k := range keys {
		value := n.get(k.name)
		switch {
		case value != nil && value.shape == empty:
			r.fail(value, k.name+" has no value")
		case value != nil:
			k.read(value)
		case k.required:
			r.errs = append(r.errs, Error{File: r.file, Line: n.line, Column: n.col, Reason: fmt.Sprintf("%s needs the key %s", what, k.name)})
		}
	}
}

func names(keys []key) []string {
	var all []string
	for _, k := range keys {
		all = append(all, k.name)
	}
	return all
}

func (n *node) get(name string) *node {
	for _, p := range n.pairs {
		if p.name == name {
			return p.value
		}
	}
	return nil
}

// unknown reports a word that no table has, with the nearest one, or with all if
// none is near.
func (r *reader) unknown(word string, line, col int, reason string, known []string) {
	e := Error{File: r.file, Line: line, Column: col, Text: word, Reason: reason, Nearest: Nearest(word, known)}
	if e.Nearest == "" {
		e.Reason += "; known: " + strings.Join(known, ", ")
	}
	r.errs = append(r.errs, e)
}

// text is a scalar as typed, one line of it.
func (r *reader) text(n *node, what string) string {
	if n.shape != scalar {
		r.fail(n, fmt.Sprintf("%s is a word or a line of text, not %s", what, shapeNames[n.shape]))
		return ""
	}
	if strings.TrimSpace(n.text) == "" {
		r.fail(n, what+" is empty")
		return ""
	}
	if strings.IndexFunc(n.text, unicode.IsControl) >= 0 {
		r.fail(n, what+" has a line break or another control character; to write one line over several begin it with >")
		return ""
	}
	return n.text
}

// word is a scalar that must be one of the known words.
func (r *reader) word(n *node, what string, known []string) string {
	text := r.text(n, what)
	if text != "" && !slices.Contains(known, text) {
		r.unknown(text, n.line, n.col, "unknown "+what, known)
		return ""
	}
	return text
}

// codeWord is a word of a table, or what another spelling of one stands for.
func (r *reader) codeWord(n *node, what string, known []string, also func(string) (string, bool)) string {
	if also != nil && n.shape == scalar {
		if code, ok := also(n.text); ok {
			return code
		}
	}
	return r.word(n, what, known)
}

// codes are the words of a table.
func codes[T any](table []T, code func(T) string) []string {
	var all []string
	for _, row := range table {
		all = append(all, code(row))
	}
	return all
}

// texts is a list of different scalars; one scalar stands for a list of one.
func (r *reader) texts(n *node, what string) []string {
	items := n.items
	if n.shape == scalar {
		items = []*node{n}
	} else if n.shape != list {
		r.fail(n, fmt.Sprintf("%s is a list of words, not %s", what, shapeNames[n.shape]))
		return nil
	}
	if len(items) == 0 {
		r.fail(n, what+" is an empty list")
	}
	var all []string
	for _, item := range items {
		text := r.text(item, "an item of "+what)
		switch {
		case text == "":
		case slices.Contains(all, text):
			r.fail(item, "stands twice in "+what)
		default:
			all = append(all, text)
		}
	}
	return all
}

var decimal = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// number is a scalar that must be a plain decimal.
func (r *reader) number(n *node, what string) (float64, bool) {
	text := r.text(n, what)
	if text == "" {
		return 0, false
	}
	value, ok := numberOf(text)
	if !ok {
		r.fail(n, what+" is a number such as 24 or 0.5")
	}
	return value, ok
}

// numberOf is a plain decimal as a number.
func numberOf(text string) (float64, bool) {
	value, err := strconv.ParseFloat(text, 64)
	if !decimal.MatchString(text) || err != nil || math.IsInf(value, 0) {
		return 0, false
	}
	return value, true
}

var slug = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

const (
	longestID = 80
	mainID    = "main" // what the main result of an analysis is called beside its scenarios
)

// id is a name for files and for columns: small letters, digits and dashes.
func (r *reader) id(n *node, what string) string {
	text := r.text(n, what)
	switch {
	case text == "":
	case !slug.MatchString(text) || len(text) > longestID:
		r.fail(n, fmt.Sprintf("%s is at most %d small letters a to z, digits and dashes between them", what, longestID))
	case text == mainID:
		r.fail(n, "the id main is kept for the main result")
	}
	return text
}
