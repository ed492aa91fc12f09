package report

import "grove/analysis/pool"

// brief is a result in a few numbers, on the analysis scale.
func brief(r pool.Result) object {
	return object{{"estimate", settle(r.Estimate, r.SE)}, {"ci_lb", settle(r.CILower, r.SE)}, {"ci_ub", settle(r.CIUpper, r.SE)}, {"tau2", settle(r.Tau2, r.SE*r.SE)}}
}

// missingJSON is what the assumptions about missing outcomes say.
func missingJSON(a Analysis) []any {
	all := []any{}
	for _, x := range a.Missing {
		rows, cells, line := []any{}, []any{}, []any{}
		for _, r := range x.Rows {
			rows = append(rows, object{{"assumption", r.Title}, {"result", brief(r.Result)}, {"holds", r.Holds}, {"only_degrees", r.OnlyDegrees}, {"failed", text(r.Failed).json}})
		}
		for _, c := range x.Map {
			cells = append(cells, object{{"belief_t", Num(c.T)}, {"belief_c", Num(c.C)}, {"result", brief(c.Result)}, {"holds", c.Holds}, {"failed", text(c.Failed).json}})
		}
		for _, p := range x.Boundary {
			line = append(line, []Num{Num(p.X), Num(p.Y)})
		}
		all = append(all, object{{"id", x.ID}, {"title", x.Title}, {"statement", statementJSON(x.Asked)}, {"method", text(x.Method.Code).json}, {"missing_t", Num(x.T)}, {"missing_c", Num(x.C)}, {"silent", x.Silent},
			{"sd", Num(x.SD)}, {"correlation", Num(x.Correlation)}, {"failed", text(x.Failed).json}, {"assumptions", rows}, {"map", cells}, {"boundary", line}})
	}
	return all
}

// nextJSON is what one more trial would have to find.
func nextJSON(a Analysis) []any {
	all := []any{}
	for _, x := range a.Next {
		rows := []any{}
		for _, r := range x.Rows {
			rows = append(rows, object{{"size", r.Size}, {"vi", Num(r.Next.V)}, {"people", Num(r.People)}, {"at_or_below", Num(r.Next.Low)}, {"at_or_above", Num(r.Next.High)}, {"always", r.Next.Always}})
		}
		all = append(all, object{{"id", x.ID}, {"title", x.Title}, {"statement", statementJSON(x.Asked)}, {"failed", text(x.Failed).json}, {"trials", rows}})
	}
	return all
}

// fragilityJSON is whose outcomes would have to be others.
func fragilityJSON(a Analysis) []any {
	all := []any{}
	for _, x := range a.Fragility {
		changes := []any{}
		for _, c := range x.Changes {
			arm := "t"
			if c.Control {
				arm = "c"
			}
			changes = append(changes, object{{"study", x.Trials[c.Trial].Study}, {"arm", arm}, {"events", Num(c.By)}})
		}
		all = append(all, object{{"id", x.ID}, {"title", x.Title}, {"statement", statementJSON(x.Asked)}, {"failed", text(x.Failed).json}, {"changed", x.Done}, {"changes", changes}, {"result", brief(x.Last)}})
	}
	return all
}
