package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

type shape int

const (
	scalar shape = iota
	mapping
	list
	empty // a key or a list item with nothing behind it
)

// shapeNames say what a node is in an error.
var shapeNames = map[shape]string{scalar: "a word", mapping: "a map", list: "a list", empty: "nothing"}

// node is a part of a protocol, with the text of its scalars as typed.
type node struct {
	shape     shape
	text      string
	line, col int
	pairs     []pair // by name
	items     []*node
}

func (n *node) place() Place { return Place{n.line, n.col} }

type pair struct {
	name      string
	line, col int
	value     *node
}

const (
	maxBytes = 128 << 10 // the parser needs time that grows with the square of the number of keys
	maxLine  = 16 << 10
	maxDepth = 32
)

// grow parses YAML into nodes. Only what a protocol needs of YAML is accepted:
// one document of maps, lists and scalars.
func grow(name string, data []byte) (*node, Errors) {
	if e := checkBytes(name, data); e != nil {
		return nil, Errors{*e}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Errors{syntaxError(name, err)}
	}
	g := &grower{file: name}
	var tree *node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case doc.Body.Type() == ast.DirectiveType:
			g.fail(doc.Body, "a protocol has no YAML directives")
		case tree != nil:
			at := g.node(doc.Body, 0)
			g.errs = append(g.errs, Error{File: name, Line: at.line, Column: at.col, Reason: "a second YAML document; a protocol is one"})
		default:
			tree = g.node(doc.Body, 0)
		}
	}
	if tree == nil && len(g.errs) == 0 {
		return nil, Errors{{File: name, Line: 1, Column: 1, Reason: "the protocol is empty"}}
	}
	g.errs.sort()
	return tree, g.errs
}

// checkBytes refuses what the parser should not be given: other encodings,
// control characters, a file too large or nested too deep.
func checkBytes(name string, data []byte) *Error {
	if len(data) > maxBytes {
		return &Error{File: name, Line: 1, Column: 1, Reason: fmt.Sprintf("a protocol of %d bytes is larger than the limit of %d", len(data), maxBytes)}
	}
	depth, line, start := 0, 1, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		at := func(reason string) *Error {
			return &Error{File: name, Line: line, Column: utf8.RuneCount(data[start:i]) + 1, Reason: reason}
		}
		switch {
		case r == utf8.RuneError && size == 1:
			return at("not UTF-8; save the file as UTF-8")
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f:
			return at(fmt.Sprintf("a control character (%U)", r))
		case r == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			return at("a carriage return that ends no line; save with LF or CRLF")
		case r == '[' || r == '{':
			if depth++; depth > maxDepth {
				return at(fmt.Sprintf("more than %d brackets open", maxDepth))
			}
		case r == ']' || r == '}':
			depth = max(0, depth-1)
		case r == '\n':
			line, start = line+1, i+1
		}
		if i-start > maxLine {
			return at(fmt.Sprintf("a line longer than %d bytes", maxLine))
		}
		i += size
	}
	return nil
}

func syntaxError(name string, err error) Error {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		return Error{File: name, Line: 1, Column: 1, Reason: "not YAML: " + err.Error()}
	}
	return Error{File: name, Line: syntax.Token.Position.Line, Column: syntax.Token.Position.Column, Reason: "not YAML: " + syntax.Message}
}

// grower turns the parser's tree into ours.
type grower struct {
	file string
	errs Errors
}

func (g *grower) fail(n ast.Node, reason string) {
	t := n.GetToken()
	g.errs = append(g.errs, Error{File: g.file, Line: t.Position.Line, Column: t.Position.Column, Text: t.Value, Reason: reason})
}

func (g *grower) node(n ast.Node, depth int) *node {
	t := n.GetToken()
	out := &node{line: t.Position.Line, col: t.Position.Column}
	if depth > maxDepth {
		g.fail(n, fmt.Sprintf("nested more than %d deep", maxDepth))
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		out.shape = mapping
		lines := map[string]int{}
		for _, v := range n.Values {
			g.pair(out, v, lines, depth)
		}
		if len(out.pairs) > 0 && t.Value != "{" {
			out.line, out.col = out.pairs[0].line, out.pairs[0].col
		}
		// The order of keys means nothing, so nothing may follow from it.
		sort.Slice(out.pairs, func(i, j int) bool { return out.pairs[i].name < out.pairs[j].name })
	case *ast.SequenceNode:
		out.shape = list
		for _, v := range n.Values {
			out.items = append(out.items, g.node(v, depth+1))
		}
	case *ast.AnchorNode, *ast.AliasNode:
		g.fail(n, "anchors and aliases are not used in a protocol; write the value again")
	case *ast.TagNode:
		g.fail(n, "tags are not used in a protocol; values are read as typed")
	case *ast.LiteralNode:
		out.text = strings.TrimRight(n.Value.Value, "\n")
	case *ast.NullNode:
		out.shape = empty
	case ast.ScalarNode: // after anchors and tags, which are scalars to the parser
		out.text = t.Value
	default:
		g.fail(n, "a protocol is made of maps, lists and words only")
	}
	return out
}

// pair adds a key and its value to a map. A key may stand once; lines are those
// of the keys so far.
func (g *grower) pair(to *node, v *ast.MappingValueNode, lines map[string]int, depth int) {
	t := v.Key.GetToken()
	switch k := ast.Node(v.Key).(type) {
	case *ast.MergeKeyNode:
		g.fail(k, "merge keys are not used in a protocol; write the values again")
		return
	case *ast.MappingKeyNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		g.fail(k, "a key is a plain word")
		return
	}
	if strings.IndexFunc(t.Value, unicode.IsControl) >= 0 {
		g.fail(v.Key, "a key with a line break or another control character")
		return
	}
	if first, ok := lines[t.Value]; ok {
		g.fail(v.Key, fmt.Sprintf("the key stands twice in one map, first on line %d", first))
		return
	}
	lines[t.Value] = t.Position.Line
	value := g.node(v.Value, depth+1)
	if value.shape == empty {
		value.line, value.col = t.Position.Line, t.Position.Column
	}
	to.pairs = append(to.pairs, pair{name: t.Value, line: t.Position.Line, col: t.Position.Column, value: value})
}
