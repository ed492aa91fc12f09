package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The two files of an output that this package writes itself.
const (
	runName     = "run.json"
	historyName = "history.jsonl"
	program     = "grove"
)

// run is the content of run.json, a function of data, protocol and version.
type run struct {
	Program  string      `json:"program"`
	Version  string      `json:"version"`
	Protocol runProtocol `json:"protocol"`
	Inputs   []runInput  `json:"inputs"`
	Studies  []runStudy  `json:"studies"`
	Findings []string    `json:"findings"`
	Files    []hashed    `json:"files"`
}

type runProtocol struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256"`
	Canonical string `json:"canonical_sha256"`
}

type runInput struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"`
	Table  string `json:"table_sha256"`
}

type runStudy struct {
	Study  string `json:"study"`
	SHA256 string `json:"sha256"`
}

// RunJSON is the run record: the version, the protocol's hashes, each input's
// hash, rows and hash without formatting, a hash of each study's rows (of
// whichever tables, in whichever order), the findings of the data checks, and
// the hash of every result in files. Renderings are left out.
//
// A text is hashed after its length (8 bytes, big-endian). A table is hashed as
// its header and rows with the columns by name; a row as its columns' names and
// cells in turn; a study as the sorted hashes of its rows, a line each.
//
// A row that is not as long as its header, or a study column that is not
// there, is an error.
func RunJSON(r Request, findings []string, files []File) ([]byte, error) {
	inputs := []runInput{}
	for _, in := range r.Inputs {
		for i, row := range in.Rows {
			if len(row) != len(in.Header) {
				return nil, fmt.Errorf("record: %s: row %d has %d cells, its header %d", in.Name, i+1, len(row), len(in.Header))
			}
		}
		inputs = append(inputs, runInput{in.Name, sum(in.Data), len(in.Rows), sumTable(in)})
	}
	slices.SortFunc(inputs, func(a, b runInput) int { return cmp.Compare(a.Name, b.Name) })
	studies, err := sumStudies(r.Inputs)
	if err != nil {
		return nil, err
	}
	if findings == nil {
		findings = []string{}
	}
	return encode(run{
		Program:  program,
		Version:  Version,
		Protocol: runProtocol{r.Protocol.Name, sum(r.Protocol.Raw), sum(r.Protocol.Canonical)},
		Inputs:   inputs,
		Studies:  studies,
		Findings: findings,
		Files:    sumResults(files),
	})
}

// sumResults lists the results among files with their hashes, by name.
func sumResults(files []File) []hashed {
	return sumAll(slices.DeleteFunc(slices.Clone(files), func(f File) bool { return f.Rendering }))
}

// sumStudies gives each study, by name, one hash of all its rows.
func sumStudies(inputs []Input) ([]runStudy, error) {
	rows := map[string][]string{}
	for _, in := range inputs {
		if in.Study == "" {
			continue
		}
		key := slices.Index(in.Header, in.Study)
		if key < 0 {
			return nil, fmt.Errorf("record: %s has no column %q", in.Name, in.Study)
		}
		columns := columnOrder(in.Header)
		for _, row := range in.Rows {
			rows[row[key]] = append(rows[row[key]], sumRow(in.Header, columns, row))
		}
	}
	studies := []runStudy{}
	for study, hashes := range rows {
		slices.Sort(hashes)
		studies = append(studies, runStudy{study, sum([]byte(strings.Join(hashes, "\n") + "\n"))})
	}
	slices.SortFunc(studies, func(a, b runStudy) int { return cmp.Compare(a.Study, b.Study) })
	return studies, nil
}

// encode is JSON for people: indented, < > & as they are, a newline at the end.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// decode reads JSON that grove wrote. What is wrong with it is said by its line,
// not in the decoder's words, which are of Go.
func decode(data []byte, into any) error {
	err := json.Unmarshal(data, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	line := func(offset int64) int { return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n")) }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d is not JSON", line(syntax.Offset))
	case errors.As(err, &kind):
		return fmt.Errorf("line %d is not as grove writes it", line(kind.Offset))
	}
	return errors.New("not as grove writes it")
}
