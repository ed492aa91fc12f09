package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Verification is what holds of an output and what does not.
type Verification struct {
	Folder   string
	Files    int      // results whose hashes were compared
	Looks    int      // lines of the history
	Problems []string // in the order they were found; none when all holds

	Recomputed *Recomputed // nil unless Rerun was asked
}

func (v *Verification) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

// Verify re-derives the record of an output from the output alone: run.json is
// as grove writes it, every file it lists is there with its hash, no other file
// is, the history's lines follow from one another, and its last line is of this
// record. Renderings (PNG, PDF, HTML, DOCX) must show a listed result; they are
// compared with the stamp beside the output where there is one. The error says
// why the output could not be read at all.
func Verify(folder string) (Verification, error) {
	v := Verification{Folder: folder}
	record, err := os.ReadFile(filepath.Join(folder, runName))
	if err != nil {
		return v, err
	}
	var r run
	if err := decode(record, &r); err != nil {
		v.problem("%s: not a record: %v", runName, err)
		return v, nil
	}
	if again, err := encode(r); err != nil || !bytes.Equal(again, record) {
		v.problem("%s: not as grove writes it", runName)
	}
	if r.Program != program {
		v.problem("%s: not grove's", runName)
	}
	files, err := v.files(folder, r)
	if err != nil {
		return v, err
	}
	v.history(folder, r, record)
	v.renderings(folder, files)
	return v, nil
}

// files compares every file with what the record lists, and returns the
// renderings, which it does not list.
func (v *Verification) files(folder string, r run) (renderings []hashed, err error) {
	listed := map[string]string{}
	for _, f := range r.Files {
		listed[f.Name] = f.SHA256
	}
	seen := map[string]bool{}
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if !e.Type().IsRegular() {
			v.problem("%s: neither a file nor a folder", name)
			return nil
		}
		if name == runName || name == historyName {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		want, ok := listed[name]
		result, rendering := shown(name)
		switch {
		case ok && sum(data) != want:
			v.problem("%s: not the file that was recorded", name)
		case ok:
			v.Files++
		case rendering && listed[result] != "":
			renderings = append(renderings, hashed{name, sum(data)})
		default:
			v.problem("%s: a file that no record lists", name)
		}
		seen[name] = true
		return nil
	})
	for _, f := range r.Files {
		if !seen[f.Name] {
			v.problem("%s: recorded and not there", f.Name)
		}
	}
	return renderings, err
}

// history follows the chain and holds its last line against the record.
func (v *Verification) history(folder string, r run, record []byte) {
	history, err := os.ReadFile(filepath.Join(folder, historyName))
	if err != nil {
		v.problem("%s: %v", historyName, err)
		return
	}
	last, lines, broken := follow(history)
	v.Looks = lines
	if broken > 0 {
		v.problem("%s:%d: the line does not follow from the one before it", historyName, broken)
	}
	if again, err := json.Marshal(last.look); err != nil || !bytes.HasSuffix(history, append([]byte("\n"), append(again, '\n')...)) && string(history) != string(again)+"\n" {
		v.problem("%s: its last line is not as grove writes it", historyName)
	}
	tables := []hashed{}
	for _, in := range r.Inputs {
		tables = append(tables, hashed{in.Name, in.SHA256})
	}
	for _, c := range []struct{ what, is, want string }{
		{"version", last.Version, r.Version},
		{"protocol", last.Protocol, r.Protocol.SHA256},
		{"inputs", last.Inputs, sumList(sorted(tables))},
		{"results", last.Results, sumList(r.Files)},
		{"record", last.Record, sum(record)},
	} {
		if c.is != c.want {
			v.problem("%s: the last line has another %s than %s", historyName, c.what, runName)
		}
	}
}

// renderings compares them with the stamp, where there is one.
func (v *Verification) renderings(folder string, files []hashed) {
	data, err := os.ReadFile(beside(folder, "stamp"))
	if err != nil {
		return
	}
	var s stamp
	if err := decode(data, &s); err != nil {
		v.problem("the stamp beside the output cannot be read: %v", err)
		return
	}
	for _, f := range files {
		if i := slices.IndexFunc(s.Files, func(h hashed) bool { return h.Name == f.Name }); i < 0 || s.Files[i].SHA256 != f.SHA256 {
			v.problem("%s: not the rendering that was written", f.Name)
		}
	}
}

// beside is a file that stands beside an output.
func beside(folder, what string) string {
	full, err := filepath.Abs(folder)
	if err != nil {
		full = folder
	}
	return filepath.Join(filepath.Dir(full), "."+filepath.Base(full)+"."+what)
}

// Inputs holds the protocol and the tables of a review against the record of an
// output.
func (v *Verification) Inputs(r Request) error {
	data, err := os.ReadFile(filepath.Join(v.Folder, runName))
	if err != nil {
		return err
	}
	var recorded run
	if err := decode(data, &recorded); err != nil {
		return nil // told already
	}
	if recorded.Protocol.SHA256 != sum(r.Protocol.Raw) {
		v.problem("%s: not the protocol that was recorded", r.Protocol.Name)
	}
	for _, in := range r.Inputs {
		i := slices.IndexFunc(recorded.Inputs, func(x runInput) bool { return x.Name == in.Name })
		switch {
		case i < 0:
			v.problem("%s: a table that was not there", in.Name)
		case recorded.Inputs[i].SHA256 != sum(in.Data):
			v.problem("%s: not the table that was recorded", in.Name)
		}
	}
	for _, x := range recorded.Inputs {
		if !slices.ContainsFunc(r.Inputs, func(in Input) bool { return in.Name == x.Name }) {
			v.problem("%s: recorded and not among the inputs", x.Name)
		}
	}
	return nil
}

// Age holds the time of the last good run, of which the execution record beside
// the output tells, against a limit.
func (v *Verification) Age(limit time.Duration, now time.Time) {
	data, err := os.ReadFile(beside(v.Folder, "execution.json"))
	if err != nil {
		v.problem("no run is known of on this machine: %v", err)
		return
	}
	var e Execution
	if err := decode(data, &e); err != nil {
		v.problem("the execution record beside the output cannot be read: %v", err)
		return
	}
	if age := now.Sub(e.Finished); age > limit {
		v.problem("the last good run ended %s ago, at %s; at most %s is allowed", age.Round(time.Minute), e.Finished.Format(time.RFC3339), limit)
	}
}

// Text says what holds, or every problem.
func (v Verification) Text() string {
	said := fmt.Sprintf("%s: verified: %d files, %d looks\n", v.Folder, v.Files, v.Looks)
	if len(v.Problems) > 0 {
		said = fmt.Sprintf("%s: %d problems\n  %s\n", v.Folder, len(v.Problems), strings.Join(v.Problems, "\n  "))
	}
	if v.Recomputed != nil {
		said += v.Recomputed.Text() + "\n"
	}
	return said
}
