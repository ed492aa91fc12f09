package report

// FindingsJSON is what the checks ask of every analysis, accepted or not, as
// grove check --json prints it. rows are those behind a finding; row_hash is what
// an acceptance in the protocol names.
func FindingsJSON(analyses []Analysis) ([]byte, error) {
	all := []any{}
	for _, a := range analyses {
		for _, f := range a.Findings {
			rows := []any{}
			for _, r := range f.Rows {
				rows = append(rows, object{{"file", r.File}, {"line", r.Line}})
			}
			all = append(all, object{{"analysis", a.ID}, {"check", f.Check}, {"level", string(f.Level)}, {"study", f.Study}, {"text", f.Text}, {"rows", rows}, {"row_hash", f.RowHash}})
		}
	}
	return indent(all)
}
