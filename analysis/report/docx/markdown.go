package docx

import (
	"regexp"
	"strings"
)

// report.md is read back here as the blocks it was written from, so that both
// files tell one story. Only what report.Markdown writes is understood, in which
// every character of a label that could be markup has a backslash before it.

// span is a piece of text with one look.
type span struct {
	text       string
	bold, code bool
	link       string // the anchor it leads to
}

// block is one paragraph, list item, table or picture.
type block interface{ write(*document) }

type (
	heading struct {
		level  int
		spans  []span
		anchor string
	}
	paragraph struct {
		spans []span
		leads bool // to a list or a table, from which no page break may part it
	}
	item    struct{ spans []span }
	quote   struct{ spans []span }
	picture struct{ name string }
	table   struct {
		head []cell
		rows [][]cell
	}
	cell []span
)

var (
	anchorLine  = regexp.MustCompile(`^<a id="([^"]*)"></a>$`)
	headingLine = regexp.MustCompile(`^(#{1,3}) (.*)$`)
	pictureLine = regexp.MustCompile(`^!\[.*\]\(([^)]*)\)$`)
	linkHere    = regexp.MustCompile(`^\[((?:[^\]\\]|\\.)*)\]\(#([^)]*)\)`)
)

// parse is the blocks of a report.
func parse(markdown []byte) []block {
	var all []block
	var anchor string
	var rows [][]cell
	lead := func() {
		if n := len(all); n > 0 {
			if p, ok := all[n-1].(paragraph); ok {
				all[n-1] = paragraph{p.spans, true}
			}
		}
	}
	end := func() {
		if rows != nil {
			lead()
			all = append(all, table{rows[0], rows[1:]})
			rows = nil
		}
	}
	for _, line := range strings.Split(string(markdown), "\n") {
		if strings.HasPrefix(line, "| ") {
			rows = append(rows, cells(line))
			continue
		}
		if strings.HasPrefix(line, "|---") {
			continue
		}
		end()
		if m := anchorLine.FindStringSubmatch(line); m != nil {
			anchor = m[1]
		} else if m := headingLine.FindStringSubmatch(line); m != nil {
			all = append(all, heading{len(m[1]), spans(m[2]), anchor})
			anchor = ""
		} else if m := pictureLine.FindStringSubmatch(line); m != nil {
			all = append(all, picture{m[1]})
		} else if text, ok := strings.CutPrefix(line, "* "); ok {
			lead()
			all = append(all, item{spans(text)})
		} else if text, ok := strings.CutPrefix(line, "> "); ok {
			all = append(all, quote{spans(text)})
		} else if line != "" {
			all = append(all, paragraph{spans: spans(line)})
		}
	}
	end()
	return all
}

// cells are the cells of a row: | a | b |.
func cells(line string) []cell {
	var row []cell
	var text strings.Builder
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	add := func() {
		row = append(row, spans(strings.TrimSpace(text.String())))
		text.Reset()
	}
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			text.WriteString(line[i : i+2])
			i++
		case line[i] == '|':
			add()
		default:
			text.WriteByte(line[i])
		}
	}
	add()
	return row
}

// spans are the pieces of a line.
func spans(line string) []span {
	var all []span
	var now span
	end := func() {
		if now.text != "" {
			all = append(all, now)
		}
		now.text = ""
	}
	for i := 0; i < len(line); i++ {
		rest := line[i:]
		switch {
		case rest[0] == '\\' && len(rest) > 1:
			now.text += rest[1:2]
			i++
		case strings.HasPrefix(rest, "**"):
			end()
			now.bold = !now.bold
			i++
		case rest[0] == '`':
			end()
			now.code = !now.code
		case linkHere.MatchString(rest):
			end()
			m := linkHere.FindStringSubmatch(rest)
			for _, s := range spans(m[1]) {
				s.link = m[2]
				all = append(all, s)
			}
			i += len(m[0]) - 1
		default:
			now.text += rest[:1]
		}
	}
	end()
	return all
}

// plain is the text of spans.
func plain(all []span) string {
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.text)
	}
	return b.String()
}
