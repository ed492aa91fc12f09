package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"grove/analysis"
	"grove/analysis/protocol"
	"grove/analysis/read"
)

// source cuts the part of the file that belongs to a shard into blocks of whole
// meta-analyses.
type source struct {
	name   string
	bulk   *read.Bulk
	by     int // position of the column that tells the meta-analyses apart
	file   io.ReaderAt
	size   int64
	body   int64  // where the first row begins
	at     int64  // what is read next
	end    int64  // where the shard ends: a meta-analysis that begins before it is the shard's
	held   []byte // read and not yet given out: whole lines, and perhaps the beginning of one
	line   int    // number of the first line of held
	ending bool   // everything up to the end of the shard is in held
}

func newSource(j Job, file io.ReaderAt, size int64) (*source, error) {
	s := &source{name: j.Name, file: file, size: size}
	head, err := s.lineAt(0)
	if err != nil {
		return nil, err
	}
	if s.bulk, err = read.NewBulk(j.Name, head, j.Layout); err != nil {
		return nil, err
	}
	if s.by = s.bulk.Column(j.By); s.by < 0 {
		return nil, read.Errors{{File: j.Name, Line: 1, Column: j.By, Reason: "no such column", Cause: fmt.Sprintf("the columns are %q", s.bulk.Header())}}
	}
	s.body = int64(len(head))
	if s.body >= size {
		return nil, read.Errors{{File: j.Name, Line: 1, Reason: "a header and no rows", Cause: "an export that failed, or the wrong file"}}
	}
	from, err := s.boundary(j.Shard-1, j.Shards)
	if err != nil {
		return nil, err
	}
	if s.end, err = s.boundary(j.Shard, j.Shards); err != nil {
		return nil, err
	}
	s.at = from
	if s.line, err = s.lineNumber(from); err != nil {
		return nil, err
	}
	return s, nil
}

// boundary is where the first meta-analysis begins that begins in part i or a
// later one of n equal parts of the rows: after the part's first byte, the first
// line whose meta-analysis is not that of the line before.
func (s *source) boundary(i, n int) (int64, error) {
	rows := s.size - s.body
	at := s.body + rows/int64(n)*int64(i) + rows%int64(n)*int64(i)/int64(n)
	if at == s.body || at == s.size {
		return at, nil
	}
	at, err := s.lineBefore(at)
	if err != nil {
		return 0, err
	}
	line, err := s.lineAt(at)
	if err != nil {
		return 0, err
	}
	for key := s.key(line); at < s.size && s.key(line) == key; {
		at += int64(len(line))
		if line, err = s.lineAt(at); err != nil {
			return 0, err
		}
	}
	return at, nil
}

// lineBefore is where the line begins that the byte before a place is in.
func (s *source) lineBefore(at int64) (int64, error) {
	const step = 4096
	for end := at - 1; end > s.body; {
		part := make([]byte, min(step, end-s.body))
		if _, err := s.file.ReadAt(part, end-int64(len(part))); err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			return end - int64(len(part)-i-1), nil
		}
		end -= int64(len(part))
	}
	return s.body, nil
}

// lineAt is the line that begins at a place, with its newline if it has one.
func (s *source) lineAt(at int64) ([]byte, error) {
	const step = 4096
	var line []byte
	for {
		part := make([]byte, min(step, s.size-at-int64(len(line))))
		if _, err := s.file.ReadAt(part, at+int64(len(line))); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if i := bytes.IndexByte(part, '\n'); i >= 0 {
			return append(line, part[:i+1]...), nil
		}
		line = append(line, part...)
		if at+int64(len(line)) >= s.size || len(line) > blockSize {
			return line, nil
		}
	}
}

// lineNumber is the number of the line that begins at a place.
func (s *source) lineNumber(at int64) (int, error) {
	n, part := 1, make([]byte, blockSize)
	for from := int64(0); from < at; from += blockSize {
		got, err := s.file.ReadAt(part[:min(blockSize, at-from)], from)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		n += bytes.Count(part[:got], []byte("\n"))
	}
	return n, nil
}

// next is the next block, without lines at the end of the shard.
func (s *source) next() (block, error) {
	for {
		if !s.ending && len(s.held) < blockSize {
			if err := s.fill(blockSize); err != nil {
				return block{}, err
			}
		}
		cut := len(s.held)
		if !s.ending {
			cut = s.lastGroup()
		}
		if cut > 0 || s.ending {
			b := block{lines: s.held[:cut:cut], first: s.line}
			s.line += bytes.Count(b.lines, []byte("\n"))
			s.held = bytes.Clone(s.held[cut:])
			return b, nil
		}
		if len(s.held) > longest {
			return block{}, read.Errors{{File: s.name, Line: s.line, Reason: fmt.Sprintf("a meta-analysis of more than %d bytes", longest), Cause: "the wrong column tells the meta-analyses apart"}}
		}
		if err := s.fill(len(s.held) + blockSize); err != nil {
			return block{}, err
		}
	}
}

// fill reads until so many bytes are held or the shard ends. A last line without
// a newline gets one.
func (s *source) fill(want int) error {
	part := make([]byte, min(int64(want-len(s.held)), s.end-s.at))
	n, err := s.file.ReadAt(part, s.at)
	if n < len(part) {
		return err
	}
	s.held, s.at = append(s.held, part...), s.at+int64(n)
	if s.ending = s.at >= s.end; s.ending && len(s.held) > 0 && s.held[len(s.held)-1] != '\n' {
		s.held = append(s.held, '\n')
	}
	return nil
}

// lastGroup is where the last meta-analysis of the held lines begins, which may
// go on in what is not read yet; 0 if it is the only one.
func (s *source) lastGroup() int {
	end := bytes.LastIndexByte(s.held, '\n') + 1
	if end == 0 {
		return 0
	}
	begin := bytes.LastIndexByte(s.held[:end-1], '\n') + 1
	key := s.key(s.held[begin:end])
	for begin > 0 {
		before := bytes.LastIndexByte(s.held[:begin-1], '\n') + 1
		if s.key(s.held[before:begin]) != key {
			return begin
		}
		begin = before
	}
	return 0
}

// group is the first meta-analysis of some lines: its name and where it ends.
func (s *source) group(lines []byte) (key string, end int) {
	end = bytes.IndexByte(lines, '\n') + 1
	key = s.key(lines[:end])
	for end < len(lines) {
		next := end + bytes.IndexByte(lines[end:], '\n') + 1
		if s.key(lines[end:next]) != key {
			break
		}
		end = next
	}
	return key, end
}

// key is the text of a line's cell that tells the meta-analyses apart.
func (s *source) key(line []byte) string {
	line = bytes.TrimRight(line, "\r\n")
	quoted, column, from := false, 0, 0
	for i := 0; i <= len(line); i++ {
		switch {
		case i < len(line) && line[i] == '"':
			quoted = !quoted
		case i == len(line) || line[i] == s.bulk.Comma() && !quoted:
			if column == s.by {
				return string(bytes.Trim(line[from:i], " \t\""))
			}
			column, from = column+1, i+1
		}
	}
	return ""
}

// measure settles the measure by the first meta-analysis of the file that can
// be read.
func (s *source) measure(asked protocol.Analysis) (string, error) {
	whole := &source{name: s.name, bulk: s.bulk, by: s.by, file: s.file, size: s.size, body: s.body, at: s.body, end: s.size, line: 2}
	b, err := whole.next()
	if err != nil {
		return "", err
	}
	for lines, first := b.lines, b.first; len(lines) > 0; {
		_, end := s.group(lines)
		if t, err := s.bulk.Table(lines[:end], first); err == nil {
			return analysis.MeasureOf(t, asked), nil
		}
		first += bytes.Count(lines[:end], []byte("\n"))
		lines = lines[end:]
	}
	return "", read.Errors{{File: s.name, Line: b.first, Reason: "no meta-analysis at the beginning of the file can be read", Cause: "say the measure, to see the errors of each"}}
}
