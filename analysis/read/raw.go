package read

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Limits of one file. Past them a file is refused before it is parsed.
const (
	maxFile = 256 << 20 // bytes
	maxLine = 1 << 20   // bytes
	maxCell = 64 << 10  // bytes
	maxRows = 1_000_000 // without the header
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// checkBytes finds what no CSV reader should be given: a file past the limits,
// another encoding than UTF-8, a NUL, lines that end in a lone CR. One error a
// line and kind of trouble, and at most manyBad of them, since a file in another
// encoding is wrong everywhere.
func checkBytes(name string, data []byte) Errors {
	if len(data) > maxFile {
		return Errors{{File: name, Line: 1 + bytes.Count(data[:maxFile], []byte("\n")), Reason: fmt.Sprintf("%d bytes are more than the limit of %d", len(data), maxFile), Cause: "split the file"}}
	}
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return Errors{{File: name, Line: 1, Reason: "the file is UTF-16, not UTF-8", Cause: "a spreadsheet's \"Unicode text\"; save it as CSV UTF-8"}}
		}
	}
	const manyBad = 1000
	var errs Errors
	for line := 1; len(data) > 0 && len(errs) < manyBad; line++ {
		end := bytes.IndexByte(data, '\n')
		next := end + 1
		if end < 0 {
			end, next = len(data), len(data)
		}
		errs = append(errs, checkLine(name, line, data[:end], end < len(data))...)
		data = data[next:]
	}
	return errs
}

// checkLine looks at one physical line without its newline; ended says that a
// newline follows, so that a CR in last place belongs to it.
func checkLine(name string, line int, text []byte, ended bool) Errors {
	var errs Errors
	if len(text) > maxLine {
		errs = append(errs, Error{File: name, Line: line, Reason: fmt.Sprintf("a line of %d bytes is longer than the limit of %d", len(text), maxLine), Cause: "not a table, or a quote that is never closed"})
		return errs
	}
	if ended && len(text) > 0 && text[len(text)-1] == '\r' {
		text = text[:len(text)-1]
	}
	if bytes.IndexByte(text, '\r') >= 0 {
		errs = append(errs, Error{File: name, Line: line, Reason: "a carriage return that ends no line", Cause: "line ends of an old Macintosh (CR alone); save with LF or CRLF"})
	}
	if bytes.IndexByte(text, 0) >= 0 {
		errs = append(errs, Error{File: name, Line: line, Reason: "a NUL byte", Cause: "UTF-16 text or a damaged file; save it as CSV UTF-8"})
	}
	if !utf8.Valid(text) {
		errs = append(errs, Error{File: name, Line: line, Text: badBytes(text), Reason: "not UTF-8", Cause: "saved as Latin-1 or Windows-1252; save it as CSV UTF-8"})
	}
	return errs
}

// badBytes is the first invalid byte with up to 20 bytes before it.
func badBytes(text []byte) string {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return string(text[max(0, i-20) : i+1])
		}
		i += size
	}
	return ""
}
