// Package record keeps what a run leaves behind: the output folder, replaced
// whole or not at all; run.json, from which each number can be re-derived;
// history.jsonl, which chains the runs; and beside the folder a stamp that
// says when nothing has to be done.
//
// It takes finished files and knows nothing of statistics or of any report's
// format. Beside an output NAME stand
//
//	.NAME.lock             held for the length of a run, never removed
//	.NAME.stamp            what the output was made from; missing in a fresh clone
//	.NAME.execution.json   clock, host, durations, Go version: outside every hash
//	.tmp-NAME-*            the tree being written, gone when the run ends
//
// The work of one run is
//
//	out, err := record.Acquire(ctx, "output/review", "data/review", false)
//	done, err := out.UpToDate(request)
//	... compute ...
//	report, err := out.Publish(ctx, request, findings, files, execution)
//	err = out.Close()
package record

// Version is the number a result carries. It changes whenever the same data
// and protocol may give other bytes.
const Version = "0.1.0"

// File is one finished file of the output. Name is a path with slashes
// relative to the output. A Rendering shows a result in another format: it is
// not committed and not listed in run.json. Its name is that of a result with
// another ending (report.html beside report.md, forest.png beside forest.svg),
// by which a later run knows it again.
type File struct {
	Name      string
	Data      []byte
	Rendering bool
}

// Protocol is the protocol as read: its raw bytes, and a canonical form in
// which two spellings of the same choices are equal.
type Protocol struct {
	Name      string
	Raw       []byte
	Canonical []byte
}

// Input is one table as read: its raw bytes, and its cells without delimiter,
// quoting, byte-order mark or line ending. Study names the column that holds
// the study; empty if the table has none.
type Input struct {
	Name   string
	Data   []byte
	Header []string
	Rows   [][]string
	Study  string
}

// Request is what a run is asked to do. Executable is the hash of the running
// program; when it is empty no stamp is trusted and none is useful.
type Request struct {
	Protocol   Protocol
	Inputs     []Input
	Formats    []string
	Executable string
}

// Outcome says what a run did to its output.
type Outcome int

const (
	Unchanged  Outcome = iota // up to date: nothing was computed or written
	Created                   // there was no output
	Replaced                  // the results differ from those that were there
	Reproduced                // the results equal those that were there
)

// String is the word printed for the outcome.
func (o Outcome) String() string {
	return [...]string{"unchanged", "created", "replaced", "reproduced"}[o]
}

// Report is what Publish did. Looks counts the lines of history.jsonl: how
// often results have been looked at. Notes are caveats for the reader.
type Report struct {
	Outcome Outcome
	Looks   int
	Notes   []string
}
