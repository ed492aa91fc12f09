package report

import "grove/analysis/probe/subsets"

// subsetsJSON is what the subsets of an analysis say, on the analysis scale.
func subsetsJSON(a Analysis) []any {
	all := []any{}
	for _, x := range a.Subsets {
		r := x.Answer
		o := object{{"id", x.ID}, {"title", x.Title}, {"statement", statementJSON(x.Asked)}, {"failed", text(x.Failed).json}}
		if x.Failed != "" {
			all = append(all, o)
			continue
		}
		trials, rows, quantiles := []any{}, []any{}, []any{}
		for i, p := range r.Trials {
			trials = append(trials, object{{"study", x.Trials[i].Study}, {"estimate_with", Num(p.With)}, {"estimate_without", Num(p.Without)}, {"holds_with", Num(p.HoldsWith)}, {"holds_without", Num(p.HoldsWithout)}})
		}
		for _, s := range r.Rows {
			rows = append(rows, x.subset(s))
		}
		for i, p := range subsets.Probabilities {
			quantiles = append(quantiles, object{{"p", Num(p)}, {"estimate", Num(r.Quantiles[i])}})
		}
		o = append(o, object{{"k", r.K}, {"subsets", r.Subsets}, {"sampled", r.Sampled}, {"holds", shareJSON(r.Holds)}, {"holds_wald", shareJSON(r.HoldsWald)}, {"only_degrees", shareJSON(r.OnlyDegrees)},
			{"lowest", x.subset(r.Low)}, {"highest", x.subset(r.High)}, {"quantiles", quantiles}, {"trials", trials}, {"splits_most", x.Trials[r.Splits].Study},
			{"smallest_removals", x.removals(r.Least)}, {"smallest_removals_wald", x.removals(r.Moved)}, {"rows", rows}}...)
		if r.Sampled {
			o = append(o, member{"seed", r.Seed})
		}
		all = append(all, o)
	}
	return all
}

func statementJSON(x Asked) object {
	return object{{"code", x.Statement.Code}, {"name", x.Statement.Name}, {"value_natural", Num(x.At)}, {"stands", x.Stands}}
}

func shareJSON(s subsets.Share) object {
	return object{{"count", s.Count}, {"share", Num(s.Share)}, {"se", Num(s.SE)}}
}

// studies are the keys of a set of trials.
func (x Subsets) studies(s subsets.Set) []string {
	keys := []string{}
	for i, t := range x.Trials {
		if s.Has(i) {
			keys = append(keys, t.Study)
		}
	}
	return keys
}

func (x Subsets) subset(r subsets.Row) object {
	return object{{"studies", x.studies(r.Set)}, {"estimate", settle(r.Estimate, r.SE)}, {"ci_lb", settle(r.Lower, r.SE)}, {"ci_ub", settle(r.Upper, r.SE)},
		{"wald_lb", settle(r.WaldLower, r.SE)}, {"wald_ub", settle(r.WaldUpper, r.SE)}, {"tau2", settle(r.Tau2, r.SE*r.SE)}, {"i2", settle(r.I2, 100)}, {"i2_q", settle(r.I2Q, 100)}, {"q", settle(r.Q, 1)}}
}

func (x Subsets) removals(r subsets.Removals) object {
	sets := []any{}
	for _, s := range r.Sets {
		sets = append(sets, object{{"removed", x.studies(s.Removed)}, {"only_degrees", s.OnlyDegrees}, {"left", x.subset(s.Left)}})
	}
	return object{{"size", r.Size}, {"count", r.Count}, {"only_degrees", r.OnlyDegrees}, {"searched", r.Looked}, {"sets", sets}}
}

// choicesJSON is what the grids of choices of an analysis say.
func choicesJSON(a Analysis) []any {
	all := []any{}
	for _, x := range a.Choices {
		axes, cells := []any{}, []any{}
		for _, axis := range x.Axes {
			axes = append(axes, object{{"name", axis.Name}, {"options", axis.Options}, {"pairs", axis.Pairs}, {"changes", axis.Changes}, {"only_degrees", axis.OnlyDegrees}, {"moves", Num(axis.Moves)}})
		}
		for _, c := range x.Cells {
			e := c.Estimate
			var same any
			if c.SameAs >= 0 {
				same = c.SameAs
			}
			cells = append(cells, object{{"at", c.At}, {"measure", e.Measure.Code}, {"k", e.Result.K}, {"estimate", settle(e.Result.Estimate, e.Result.SE)},
				{"ci_lb", settle(e.Result.CILower, e.Result.SE)}, {"ci_ub", settle(e.Result.CIUpper, e.Result.SE)}, {"holds", c.Holds}, {"only_degrees", c.OnlyDegrees}, {"same_as", same}, {"failed", text(e.Failed).json}})
		}
		var most any
		if x.Most >= 0 {
			most = x.Axes[x.Most].Name
		}
		all = append(all, object{{"id", x.ID}, {"title", x.Title}, {"statement", statementJSON(x.Asked)}, {"axes", axes}, {"distinct", x.Distinct}, {"agree", x.Agree}, {"only_degrees", x.OnlyDegrees},
			{"failed", x.Failed}, {"repeated", x.Repeat}, {"matters_most", most}, {"cells", cells}})
	}
	return all
}
