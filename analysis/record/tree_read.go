package record

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Results is what a comparison reads of an output: its results, its record and
// the trials of its main estimates.
type Results struct {
	Folder string
	run    run
	result resultsFile
	trials []trialRow
	looks  int
}

// resultsFile is the part of results.json that a comparison reads. A number
// that is not defined is nil.
type resultsFile struct {
	Grove     string
	Review    string
	Profile   string
	Analyses  []analysisEntry
	Estimates []estimateEntry
}

type analysisEntry struct {
	ID, Title, Measure, Better string
	Settings                   map[string]any
	Conclusions                []string
	Mid, Margin                *struct{ Value float64 }
	Absolute                   []struct{ Risk float64 }
	answers
}

// answers are what an analysis has beside its estimates, as they were written.
type answers struct {
	Subsets, Choices, Missing, Fragility, Regressions json.RawMessage
	NextTrial                                         json.RawMessage `json:"next_trial"`
}

type estimateEntry struct {
	Analysis, Scenario, Title, Measure string
	Subgroup                           *string
	K                                  int
	Estimate                           *float64
	Lower                              *float64 `json:"ci_lb"`
	Upper                              *float64 `json:"ci_ub"`
	WaldLower                          *float64 `json:"wald_lb"`
	WaldUpper                          *float64 `json:"wald_ub"`
	Natural                            *float64 `json:"estimate_natural"`
	NaturalLower                       *float64 `json:"ci_lb_natural"`
	NaturalUpper                       *float64 `json:"ci_ub_natural"`
	Interval                           *string
}

// trialRow is one row of studies.csv.
type trialRow map[string]string

// ErrEdited marks an output whose files are not the ones that were recorded, or
// cannot be read.
var ErrEdited = errors.New("the output is not as it was written (grove verify says where)")

// ReadResults reads an output folder. The error is fs.ErrNotExist when it is no
// output, or ErrEdited.
func ReadResults(folder string) (Results, error) {
	r := Results{Folder: folder}
	for _, f := range []struct {
		name string
		into any
	}{{runName, &r.run}, {"results.json", &r.result}} {
		data, err := os.ReadFile(filepath.Join(folder, f.name))
		if err != nil {
			return Results{}, err
		}
		if err := decode(data, f.into); err != nil {
			return Results{}, fmt.Errorf("%w: %s: %w", ErrEdited, filepath.Join(folder, f.name), err)
		}
	}
	if r.run.Program != program {
		return Results{}, fmt.Errorf("%w: %s is not grove's", ErrEdited, filepath.Join(folder, runName))
	}
	data, err := os.ReadFile(filepath.Join(folder, "studies.csv"))
	if err != nil {
		return Results{}, err
	}
	if r.trials, err = trialRows(string(data)); err != nil {
		return Results{}, fmt.Errorf("%w: %s: %w", ErrEdited, filepath.Join(folder, "studies.csv"), err)
	}
	for _, name := range []string{"results.json", "studies.csv"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return Results{}, err
		}
		if !slices.Contains(r.run.Files, hashed{name, sum(data)}) {
			return Results{}, fmt.Errorf("%w: %s", ErrEdited, filepath.Join(folder, name))
		}
	}
	if history, err := os.ReadFile(filepath.Join(folder, historyName)); err == nil {
		_, r.looks, _ = follow(history)
	}
	return r, nil
}

func trialRows(text string) ([]trialRow, error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(records) == 0 {
		return nil, err
	}
	var rows []trialRow
	for _, cells := range records[1:] {
		row := trialRow{}
		for i, name := range records[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}
