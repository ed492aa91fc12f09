package protocol

import (
	"bytes"
	"encoding/json"
	"strings"
)

// canonical writes a tree as JSON, which is YAML too: keys sorted, every scalar
// in quotes, two spaces a level.
func canonical(n *node) []byte {
	var b bytes.Buffer
	write(&b, n, 0)
	b.WriteByte('\n')
	return b.Bytes()
}

func write(b *bytes.Buffer, n *node, depth int) {
	switch {
	case n.shape == mapping && len(n.pairs) > 0:
		b.WriteByte('{')
		for i, p := range n.pairs {
			next(b, i, depth+1)
			quote(b, p.name)
			b.WriteString(": ")
			write(b, p.value, depth+1)
		}
		next(b, 0, depth)
		b.WriteByte('}')
	case n.shape == mapping:
		b.WriteString("{}")
	case n.shape == list && len(n.items) > 0:
		b.WriteByte('[')
		for i, item := range n.items {
			next(b, i, depth+1)
			write(b, item, depth+1)
		}
		next(b, 0, depth)
		b.WriteByte(']')
	case n.shape == list:
		b.WriteString("[]")
	default:
		quote(b, n.text)
	}
}

// next ends an entry, if it is not the first, and begins a line.
func next(b *bytes.Buffer, i, depth int) {
	if i > 0 {
		b.WriteByte(',')
	}
	b.WriteString("\n" + strings.Repeat("  ", depth))
}

func quote(b *bytes.Buffer, text string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string can always be encoded
	b.Truncate(b.Len() - 1)
}
