package analysis

import (
	"slices"

	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// trafficLight is the risk of bias of each trial of the main estimate, as judged
// by whoever made the table. The legend has the judgements in use.
func trafficLight(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	if err := few(kindOf(p), len(s.m.effects), "trial", "trials"); err != nil {
		return report.Figure{}, err
	}
	if s.bias == nil {
		return report.Figure{}, undrawn("no table has columns of judgements, D1 to Overall")
	}
	f := figure.Matrix{Frame: frame, RowHead: s.say("Trial"), Cells: make([][]int, len(s.m.effects))}
	for _, e := range s.m.effects {
		f.Rows = append(f.Rows, e.Label)
	}
	var judged []forestColumn
	for _, name := range s.bias {
		c, err := s.judged(s.Analysis, name)
		if err != nil {
			return report.Figure{}, err
		}
		judged, f.Columns = append(judged, c), append(f.Columns, c.Head)
	}
	for _, sign := range judged[0].Signs {
		if slices.ContainsFunc(judged, func(c forestColumn) bool { return slices.Contains(c.cells, sign.Name) }) {
			f.Legend = append(f.Legend, sign)
		}
	}
	for i := range f.Rows {
		for _, c := range judged {
			f.Cells[i] = append(f.Cells[i], slices.IndexFunc(f.Legend, func(s figure.Sign) bool { return s.Name == c.cells[i] }))
		}
	}
	return report.Figure{Drawing: f.Draw()}, nil
}
