package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// The two trees of a temporary folder: the one being written, and, where
// folders cannot be exchanged, the one it takes the place of.
const (
	newTree = "new"
	oldTree = "old"
)

// Publish makes the output hold these files, run.json and history.jsonl and
// nothing else, then writes the stamp and the execution beside it.
//
// The tree changes from the old whole to the new whole at one instant. An error
// or a cancelled context before that instant leaves the old tree and nothing
// else; after it, the new tree stands and the error says so. If every file is
// already there with these bytes the tree is not touched.
//
// Where folders cannot be exchanged (not Linux, or a file system without it)
// the old tree is renamed away and the new one into its place: a run killed
// between the two leaves no output, and the next Acquire puts the old one back.
//
// Errors are ErrForeign, ErrCreate, ErrWrite and the context's.
func (o *Output) Publish(ctx context.Context, r Request, findings []string, files []File, e Execution) (Report, error) {
	if err := checkFiles(files); err != nil {
		return Report{}, err
	}
	present, err := o.claim()
	if err != nil {
		return Report{}, err
	}
	old := []hashed{}
	if present {
		if old, err = o.sumTree(o.name); err != nil {
			return Report{}, because(ErrWrite, err)
		}
	}
	all, looks, notes, err := o.complete(r, findings, files)
	if err != nil {
		return Report{}, err
	}
	wanted := sumAll(all)
	report := Report{compare(old, all), looks, notes}
	e.Outcome = report.Outcome.String()
	e.Renderings = sumRenderings(all)
	about, err := sidecars(newStamp(r, wanted), e)
	if err != nil {
		return Report{}, err
	}
	if slices.Equal(old, wanted) {
		all = nil
	}
	return report, o.replace(ctx, all, about, present)
}

// complete adds run.json and the history to the files.
func (o *Output) complete(r Request, findings []string, files []File) (all []File, looks int, notes []string, err error) {
	record, err := RunJSON(r, findings, files)
	if err != nil {
		return nil, 0, nil, err
	}
	history, err := o.disk.read(path.Join(o.name, historyName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil, because(ErrWrite, err)
	}
	history, looks, notes, err = extend(history, r, sumResults(files), record)
	if err != nil {
		return nil, 0, nil, err
	}
	all = append(slices.Clone(files), File{Name: runName, Data: record}, File{Name: historyName, Data: history})
	return all, looks, notes, nil
}

// compare names the outcome: the results, without renderings and history, are
// all new, equal to the old ones, or not.
func compare(old []hashed, all []File) Outcome {
	if len(old) == 0 {
		return Created
	}
	wasThere := []hashed{}
	for _, f := range old {
		if _, rendering := shown(f.Name); !rendering && f.Name != historyName {
			wasThere = append(wasThere, f)
		}
	}
	results := slices.DeleteFunc(sumResults(all), func(f hashed) bool { return f.Name == historyName })
	if slices.Equal(wasThere, results) {
		return Reproduced
	}
	return Replaced
}

// sumAll lists every file with its hash, by name.
func sumAll(all []File) []hashed {
	list := []hashed{}
	for _, f := range all {
		list = append(list, hashed{f.Name, sum(f.Data)})
	}
	return sorted(list)
}

// sumRenderings lists the renderings with their hashes, by name.
func sumRenderings(all []File) []hashed {
	return sumAll(slices.DeleteFunc(slices.Clone(all), func(f File) bool { return !f.Rendering }))
}

// replace writes the files, unless there are none to write, and what stands
// beside them into a temporary folder, and then puts each in its place.
func (o *Output) replace(ctx context.Context, all []File, about []File, present bool) (err error) {
	temporary := o.temporary()
	if err := o.disk.mkdir(temporary); err != nil {
		return because(ErrCreate, err)
	}
	defer func() {
		err = because(ErrWrite, errors.Join(err, o.disk.removeAll(temporary)))
	}()
	if err := o.write(ctx, temporary, about); err != nil {
		return err
	}
	if all != nil {
		if err := o.write(ctx, path.Join(temporary, newTree), all); err != nil {
			return err
		}
		if err := o.swap(temporary, present); err != nil {
			return err
		}
	}
	for _, f := range about {
		if err := o.disk.rename(path.Join(temporary, f.Name), o.beside(f.Name)); err != nil {
			return fmt.Errorf("%s stands whole, but not what belongs beside it: %w", o.path, err)
		}
	}
	return o.disk.sync(".")
}
