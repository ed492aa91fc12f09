package record

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// renderings are the endings of files that show a result in another format,
// each with the ending of the result they show.
var renderings = map[string]string{
	".html": ".md",
	".docx": ".md",
	".png":  ".svg",
	".pdf":  ".svg",
}

// shown is the name of the result that a rendering of this name shows.
func shown(name string) (result string, ok bool) {
	ext := path.Ext(name)
	of, ok := renderings[ext]
	return strings.TrimSuffix(name, ext) + of, ok
}

// walk lists the files under a folder, by name relative to it, sorted within
// each folder. What is neither file nor folder (a link, a pipe) is odd.
func (o *Output) walk(folder, under string) (files, odd []string, err error) {
	entries, err := o.disk.list(path.Join(folder, under))
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		name := path.Join(under, e.Name())
		switch {
		case e.IsDir():
			f, d, err := o.walk(folder, name)
			if err != nil {
				return nil, nil, err
			}
			files, odd = append(files, f...), append(odd, d...)
		case e.Type().IsRegular():
			files = append(files, name)
		default:
			odd = append(odd, name)
		}
	}
	return files, odd, nil
}

// sumTree hashes every file under a folder, by name. What is neither file nor
// folder is listed without a hash.
func (o *Output) sumTree(folder string) ([]hashed, error) {
	files, odd, err := o.walk(folder, ".")
	if err != nil {
		return nil, err
	}
	list := []hashed{}
	for _, name := range odd {
		list = append(list, hashed{Name: name})
	}
	for _, name := range files {
		data, err := o.disk.read(path.Join(folder, name))
		if err != nil {
			return nil, err
		}
		list = append(list, hashed{name, sum(data)})
	}
	return sorted(list), nil
}

// claim looks at what stands in the output's place: nothing, or a folder in
// which every file is one that grove wrote. Anything else is refused.
//
// Grove wrote what the folder's own run.json lists, run.json and history.jsonl
// themselves, what the stamp lists, and renderings of listed results, known by
// their name. So a fresh clone without a stamp, and a folder whose run was
// killed before the stamp was written, are both known again.
func (o *Output) claim() (present bool, err error) {
	info, err := o.disk.lstat(o.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, because(ErrWrite, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return false, refuse("%s is a symbolic link; name the folder it points to", o.path)
	case !info.IsDir():
		return false, refuse("%s is not a folder", o.path)
	}
	files, odd, err := o.walk(o.name, ".")
	if err != nil {
		return false, because(ErrWrite, err)
	}
	if len(files)+len(odd) == 0 {
		return true, nil
	}
	ours, err := o.written()
	if err != nil {
		return false, err
	}
	foreign := odd
	for _, name := range files {
		result, rendering := shown(name)
		if !ours[name] && !(rendering && ours[result]) {
			foreign = append(foreign, name)
		}
	}
	if len(foreign) > 0 {
		return false, refuse("%s holds %s, which grove did not write; move it away, or choose another --out", o.path, some(foreign))
	}
	return true, nil
}

// written is the set of names that run.json and the stamp say are grove's.
func (o *Output) written() (map[string]bool, error) {
	ours := map[string]bool{}
	data, err := o.disk.read(path.Join(o.name, runName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, because(ErrWrite, err)
	}
	var r run
	if decode(data, &r) == nil && r.Program == program {
		ours[runName], ours[historyName] = true, true
		for _, f := range r.Files {
			ours[f.Name] = true
		}
	}
	s, _, err := o.readStamp()
	if err != nil {
		return nil, err
	}
	for _, f := range s.Files {
		ours[f.Name] = true
	}
	return ours, nil
}

// some names the first few of a list and counts the rest.
func some(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
