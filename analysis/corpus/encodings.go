package corpus

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// written are the ways in which programs write one and the same table.
var written = []struct {
	name string
	edit func(string) string
}{
	{"byte order mark", func(s string) string { return mark + s }},
	{"CRLF", crlf},
	{"everything quoted", quoteAll},
	{"byte order mark, CRLF, everything quoted", func(s string) string { return mark + crlf(quoteAll(s)) }},
	{"semicolons", commaTo(";")},
	{"semicolons, CRLF, byte order mark", func(s string) string { return mark + crlf(commaTo(";")(s)) }},
	{"tabs", commaTo("\t")},
	{"spaces around cells", commaTo(" , ")},
	{"no newline at the end", func(s string) string { return strings.TrimSuffix(s, "\n") }},
	{"blank lines", func(s string) string { return "\n" + strings.ReplaceAll(s, "\n", "\n\n") }},
	{"capitals in the header", func(s string) string {
		head, rest, _ := strings.Cut(s, "\n")
		return strings.ToUpper(head) + "\n" + rest
	}},
	{"columns in another order", columnsReversed},
	{"a column of one's own", func(s string) string {
		return strings.Replace(strings.ReplaceAll(s, "\n", ",1 234\n"), ",1 234\n", ",page\n", 1)
	}},
}

const mark = "\ufeff"

// damaged are the ways in which a table is not UTF-8 text any more, with the
// line at which that is found and what is said of it.
var damaged = []struct {
	name string
	edit func(string) string
	line int
	says string
}{
	{"UTF-16, little end first", func(s string) string { return wide(s, binary.LittleEndian, true) }, 1, "UTF-16"},
	{"UTF-16, big end first", func(s string) string { return wide(s, binary.BigEndian, true) }, 1, "UTF-16"},
	{"UTF-16 without a mark", func(s string) string { return wide(s, binary.LittleEndian, false) }, 1, "UTF-16 text or a damaged file"},
	{"line ends of an old Macintosh", func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }, 1, "old Macintosh"},
	{"a Latin-1 letter", func(s string) string { return strings.Replace(s, "st", "\xe5st", 1) }, 1, "Latin-1"},
	{"a Latin-1 letter in the last row", func(s string) string { return strings.TrimSuffix(s, "\n") + "\xf8\n" }, -1, "Latin-1"},
	{"a NUL in the last row", func(s string) string { return strings.TrimSuffix(s, "\n") + "\x00\n" }, -1, "a NUL byte"},
	{"a quote that is not closed in the last row", func(s string) string {
		i := strings.LastIndex(strings.TrimSuffix(s, "\n"), ",") + 1
		return s[:i] + `"` + s[i:]
	}, -1, "not closed"},
	{"the last row cut off", func(s string) string { return s[:strings.LastIndex(strings.TrimSuffix(s, "\n"), ",")] + "\n" }, -1, "cells where the header has"},
	{"a separator too many in the last row", func(s string) string { return strings.TrimSuffix(s, "\n") + ",\n" }, -1, "cells where the header has"},
	{"another separator in the last row", func(s string) string {
		i := strings.LastIndex(strings.TrimSuffix(s, "\n"), "\n") + 1
		return s[:i] + strings.ReplaceAll(s[i:], ",", ";")
	}, -1, "1 cells where the header has"},
}

// wide is a text in UTF-16.
func wide(s string, order binary.ByteOrder, marked bool) string {
	units := utf16.Encode([]rune(s))
	if marked {
		units = append([]uint16{0xfeff}, units...)
	}
	b := make([]byte, 2*len(units))
	for i, u := range units {
		order.PutUint16(b[2*i:], u)
	}
	return string(b)
}

// encodings writes every base in every way and damages it in every way.
func encodings() []File {
	var all []File
	for _, b := range Bases {
		if b.Table != tableName {
			continue
		}
		for _, w := range written {
			if b.Name == "studies" && w.name == "capitals in the header" {
				continue // the protocol names a column of one's own, in which capitals count
			}
			f := File{Name: w.name, Base: b.Name, Text: w.edit(b.Text), Want: Equal}
			switch {
			case w.name == "blank lines":
				f.Loose = []string{"Line"}
			case strings.Contains(w.name, "column"):
				f.Loose = []string{"Cells"}
			}
			all = append(all, f)
		}
		for _, d := range damaged {
			f := File{Name: d.name, Base: b.Name, Text: d.edit(b.Text), Want: Refused, Line: d.line, Says: d.says}
			if d.line < 0 {
				f.Line = strings.Count(b.Text, "\n")
			}
			all = append(all, f)
		}
	}
	return all
}
