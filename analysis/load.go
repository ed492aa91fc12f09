package analysis

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"grove/analysis/choose"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/record"
)

// Input is a review as read: its protocol, its tables, and their bytes for the
// record.
type Input struct {
	Dir, Name string
	Protocol  protocol.Protocol
	Tables    choose.Tables
	Published *read.Table // nil when the protocol names none
	Request   record.Request
	Progress  func(finished, all int) // of subsets, which may take seconds; nil for none
}

func (in Input) protocolFile() string { return filepath.Join(in.Dir, protocol.FileName) }

// Load reads the folder of a review. All errors of all its files are joined:
// read.Errors for tables, protocol.Errors for the protocol, and fs.ErrNotExist
// where a file is missing.
func Load(dir string) (Input, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Input{}, err
	}
	in := Input{Dir: dir, Name: filepath.Base(abs)}
	name := filepath.Join(dir, protocol.FileName)
	raw, err := os.ReadFile(name)
	if err != nil {
		return Input{}, err
	}
	in.Protocol, err = protocol.Parse(name, raw)
	if err != nil {
		return Input{}, err
	}
	in.Request.Protocol = record.Protocol{Name: protocol.FileName, Raw: raw, Canonical: in.Protocol.Canonical}
	var problems []error
	for _, file := range []*protocol.File{in.Protocol.Data.Studies, in.Protocol.Data.Arms, in.Protocol.Data.Contrasts, in.Protocol.Data.Published} {
		if file == nil {
			continue
		}
		t, data, err := table(dir, file.Name, read.Layout(file.Layout))
		if err == nil && file == in.Protocol.Data.Published {
			in.Published = &t
		} else if err == nil {
			err = in.place(t)
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		in.Request.Inputs = append(in.Request.Inputs, input(file.Name, data, t))
	}
	problems = append(problems, unlisted(in.Tables)...)
	return in, errors.Join(problems...)
}

// place puts a table where its layout belongs. Two tables of one layout are an
// error.
func (in *Input) place(t read.Table) error {
	slot := map[read.Layout]**read.Table{read.Studies: &in.Tables.Studies, read.Long: &in.Tables.Arms, read.Wide: &in.Tables.Contrasts}[t.Layout]
	if *slot != nil {
		return read.Errors{{File: t.File, Line: 1, Reason: fmt.Sprintf("the %s layout, which %s has too", t.Layout, (*slot).File), Cause: "the same file twice, or rows that belong in one file"}}
	}
	*slot = &t
	return nil
}

// table reads one CSV of the review folder.
func table(dir, name string, layout read.Layout) (read.Table, []byte, error) {
	path := filepath.Join(dir, filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil {
		return read.Table{}, nil, err
	}
	t, err := read.Read(path, data, layout)
	return t, data, err
}

func input(name string, data []byte, t read.Table) record.Input {
	in := record.Input{Name: name, Data: data, Header: t.Header, Study: t.Study}
	for _, r := range t.Rows {
		in.Rows = append(in.Rows, r.Cells)
	}
	return in
}

// unlisted are the studies of the data that the studies table does not list.
func unlisted(t choose.Tables) []error {
	if t.Studies == nil {
		return nil
	}
	listed := map[string]bool{}
	for _, r := range t.Studies.Rows {
		listed[r.Study] = true
	}
	var problems []error
	for _, data := range []*read.Table{t.Arms, t.Contrasts} {
		if data == nil {
			continue
		}
		for _, r := range data.Rows {
			if !listed[r.Study] {
				listed[r.Study] = true
				problems = append(problems, read.Errors{{File: data.File, Line: r.Line, Column: "study", Text: r.Study,
					Reason: fmt.Sprintf("the study is not in %s", t.Studies.File), Cause: "a row missing there, or the name written in another way"}})
			}
		}
	}
	return problems
}
