package analysis

import (
	"fmt"
	"slices"

	"grove/analysis/choose"
	"grove/analysis/report"
)

// listing is every listed trial with what each analysis has of it.
func listing(in Input, analyses []report.Analysis) ([]report.ListedTrial, error) {
	for _, name := range in.Protocol.Listing {
		if !choose.Known(in.Tables, name) {
			return nil, fmt.Errorf("%w: listing: no table has a column %q", choose.ErrProtocol, name)
		}
	}
	var all []report.ListedTrial
	for _, s := range choose.Listed(in.Tables) {
		t := report.ListedTrial{Study: s.Study, Label: s.Label}
		for _, name := range in.Protocol.Listing {
			t.Cells = append(t.Cells, choose.Value(in.Tables, s.Study, name))
		}
		for _, a := range analyses {
			t.Evidence = append(t.Evidence, evidence(a, s.Study))
		}
		all = append(all, t)
	}
	return all, nil
}

func evidence(a report.Analysis, key string) report.Evidence {
	if slices.ContainsFunc(a.Main.Trials, func(t report.Trial) bool { return t.Study == key }) {
		return report.Pooled
	}
	if slices.ContainsFunc(a.Main.Left, func(l report.Left) bool { return l.Study == key && l.Found }) {
		return report.Shown
	}
	return report.Nothing
}
