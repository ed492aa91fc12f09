package record

import (
	"errors"
	"io/fs"
	"slices"
)

// stamp is the content of .NAME.stamp: what the output was made from, and
// every file of it with its hash, renderings included.
type stamp struct {
	Version    string   `json:"version"`
	Executable string   `json:"executable_sha256"`
	Formats    []string `json:"formats"`
	Protocol   hashed   `json:"protocol"`
	Inputs     []hashed `json:"inputs"`
	Files      []hashed `json:"files"`
}

// tableHashes lists the tables by name.
func tableHashes(r Request) []hashed {
	list := []hashed{}
	for _, in := range r.Inputs {
		list = append(list, hashed{in.Name, sum(in.Data)})
	}
	return sorted(list)
}

// newStamp says what files were made from.
func newStamp(r Request, files []hashed) stamp {
	formats := slices.Sorted(slices.Values(r.Formats))
	protocol := hashed{r.Protocol.Name, sum(r.Protocol.Raw)}
	return stamp{Version, r.Executable, slices.Compact(formats), protocol, tableHashes(r), files}
}

// UpToDate reports whether the output was made by this executable from these
// inputs, this protocol and these formats, and each of its files still has the
// bytes it was given, none missing and none added. Only names and raw bytes of
// the request are read. A missing or unreadable stamp is not up to date.
func (o *Output) UpToDate(r Request) (bool, error) {
	was, ok, err := o.readStamp()
	if err != nil || !ok || r.Executable == "" {
		return false, err
	}
	want := newStamp(r, was.Files)
	if was.Version != want.Version || was.Executable != want.Executable ||
		!slices.Equal(was.Formats, want.Formats) || was.Protocol != want.Protocol || !slices.Equal(was.Inputs, want.Inputs) {
		return false, nil
	}
	now, err := o.sumTree(o.name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, because(ErrWrite, err)
	}
	return slices.Equal(now, was.Files), nil
}

// readStamp reads the stamp; ok is false when there is none or it is damaged.
func (o *Output) readStamp() (s stamp, ok bool, err error) {
	data, err := o.disk.read(o.beside("stamp"))
	if errors.Is(err, fs.ErrNotExist) {
		return stamp{}, false, nil
	}
	if err != nil {
		return stamp{}, false, because(ErrWrite, err)
	}
	if decode(data, &s) != nil {
		return stamp{}, false, nil
	}
	return s, true, nil
}
