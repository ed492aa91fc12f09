package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"grove/analysis/choose"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// notReported is what a class without a name is called.
const notReported = "not reported"

// subgroups are the estimates of the classes of a column, in the protocol's
// order, and the tests between them. An order that names a class no study has
// is an error.
func subgroups(in Input, asked protocol.Analysis, m measured, p plan) ([]report.Estimate, []pool.Between, error) {
	by := asked.Subgroup.By
	class, err := m.column(in, by)
	if err != nil {
		return nil, nil, fmt.Errorf("subgroup: %w", err)
	}
	for _, name := range asked.Subgroup.Order {
		if !choose.Has(in.Tables, by, name) {
			return nil, nil, fmt.Errorf("%w: subgroup: no row has %s = %q", choose.ErrProtocol, by, name)
		}
	}
	groups, tests, err := pool.Subgroups(m.data, class, p.settings)
	if err != nil {
		return nil, nil, err
	}
	place := func(g pool.Subgroup) int {
		if i := slices.Index(asked.Subgroup.Order, g.Name); i >= 0 {
			return i
		}
		return len(asked.Subgroup.Order)
	}
	slices.SortStableFunc(groups, func(a, b pool.Subgroup) int {
		if a.Name == "" || b.Name == "" {
			return cmp.Compare(b.Name, a.Name)
		}
		return place(a) - place(b)
	})
	var all []report.Estimate
	for _, g := range groups {
		var kept []int
		for i, c := range class {
			if c == g.Name {
				kept = append(kept, i)
			}
		}
		e := finish(m.only(kept), p, g.Result)
		if g.Err != nil {
			fail(&e, g.Err)
		}
		name := cmp.Or(g.Name, notReported)
		e.Analysis, e.Scenario, e.Subgroup, e.Kind = asked.ID, "subgroup-"+by, name, "subgroup"
		e.Title = report.Capital(by) + ": " + name
		e.Change = "only " + by + " = " + name
		all = append(all, e)
	}
	return all, tests, nil
}
