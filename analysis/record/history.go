package record

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// look is one line of history.jsonl. Previous is the hash of the line before,
// without its newline; the first line has none.
type look struct {
	Look     int    `json:"look"`
	Previous string `json:"previous"`
	Version  string `json:"version"`
	Protocol string `json:"protocol"`
	Inputs   string `json:"inputs"`
	Results  string `json:"results"`
	Record   string `json:"record"` // the hash of run.json
}

// extend is the history with one line more if protocol, inputs or results
// differ from the last line, else as it was. Lines already there are never
// changed; when their chain is broken a note says where.
func extend(history []byte, r Request, results []hashed, record []byte) (longer []byte, looks int, notes []string, err error) {
	if n := len(history); n > 0 && history[n-1] != '\n' {
		history = append(bytes.Clone(history), '\n')
	}
	last, lines, broken := follow(history)
	if broken > 0 {
		notes = append(notes, fmt.Sprintf("%s:%d: the line does not follow from the one before it", historyName, broken))
	}
	next := look{
		Look:     lines + 1,
		Previous: last.hash,
		Version:  Version,
		Protocol: sum(r.Protocol.Raw),
		Inputs:   sumList(tableHashes(r)),
		Results:  sumList(results),
		Record:   sum(record),
	}
	if lines > 0 && last.Protocol == next.Protocol && last.Inputs == next.Inputs && last.Results == next.Results && last.Record == next.Record {
		return history, lines, notes, nil
	}
	line, err := json.Marshal(next)
	if err != nil {
		return nil, 0, nil, err
	}
	longer = append(bytes.Clone(history), line...)
	return append(longer, '\n'), lines + 1, notes, nil
}

// lastLook is the end of a chain with the hash of its line.
type lastLook struct {
	look
	hash string
}

// follow walks the chain: its last line, the number of lines, and the first
// line that does not follow from the one before it, 0 if all do.
func follow(history []byte) (last lastLook, lines, broken int) {
	for line := range bytes.Lines(history) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		lines++
		var l look
		err := decode(line, &l)
		if broken == 0 && (err != nil || l.Look != lines || l.Previous != last.hash) {
			broken = lines
		}
		last = lastLook{l, sum(line)}
	}
	return last, lines, broken
}
