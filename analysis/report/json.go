package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
)

// Schema is the JSON schema of results.json.
//
//go:embed results.schema.json
var Schema []byte

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		k, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		b.Write(k)
		b.WriteByte(':')
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// JSON is results.json: what was asked, with every choice in effect, and every
// estimate with its trials.
func JSON(r Review) ([]byte, error) {
	analyses, estimates := []any{}, []any{}
	for _, a := range r.Analyses {
		analyses = append(analyses, asked(a))
		for _, e := range a.Estimates() {
			estimates = append(estimates, estimate(e))
		}
	}
	return indent(object{
		{"grove", r.Version}, {"review", r.Title}, {"name", r.Name}, {"profile", r.Profile}, {"listed", r.Listed},
		{"findings", append([]string{}, r.Findings...)}, {"undrawn", append([]string{}, r.Undrawn...)},
		{"analyses", analyses}, {"estimates", estimates},
	})
}

// EstimateJSON is one estimate as grove pool --json prints it.
func EstimateJSON(e Estimate) ([]byte, error) { return indent(estimate(e)) }

func indent(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// asked is one analysis with the settings in effect.
func asked(a Analysis) object {
	s, options := a.Main.Settings, a.Main.Options
	settings := object{
		{"model", s.Model}, {"glmm", s.GLMM}, {"tau2", s.Tau2}, {"tau2_interval", s.Tau2Interval}, {"interval", s.Interval}, {"prediction", s.Prediction},
		{"few", s.Few}, {"level", Num(s.Level)}, {"prior", priorJSON(s.Prior)}, {"baseline", Num(options.Baseline)}, {"change", options.Change},
		{"zero", options.Zero}, {"add", Num(options.Add)}, {"double", options.Double}, {"variance", options.Variance}, {"correct", options.Correct},
	}
	if s.Tau2Min != 0 {
		settings = append(settings, member{"tau2_min", Num(s.Tau2Min)})
	}
	if s.Credible != "" {
		settings = append(settings, member{"credible", s.Credible})
	}
	o := object{
		{"id", a.ID}, {"title", a.Title}, {"question", a.Question}, {"outcome", a.Outcome},
		{"measure", a.Measure.Code}, {"better", a.Better}, {"listed", a.Listed}, {"margin", a.Margin}, {"mid", a.Mid}, {"conclusions", append([]string{}, a.Conclusions...)}, {"undrawn", append([]string{}, a.Undrawn...)}, {"absolute", absolutes(a)},
		{"subsets", subsetsJSON(a)}, {"choices", choicesJSON(a)},
		{"missing", missingJSON(a)}, {"next_trial", nextJSON(a)}, {"fragility", fragilityJSON(a)},
		{"settings", settings},
	}
	if len(a.Regressions) > 0 {
		o = append(o, member{"regressions", regressionsJSON(a)})
	}
	return o
}

func absolutes(a Analysis) []any {
	all := []any{}
	for _, x := range a.Absolute {
		all = append(all, object{{"risk", Num(x.Risk)}, {"source", x.Source}, {"more_per_1000", Num(x.More)}, {"low", Num(x.Low)}, {"high", Num(x.High)}})
	}
	return all
}

func estimate(e Estimate) object {
	var o object
	for _, f := range fields {
		o = append(o, member{f.name, f.of(e).json})
	}
	trials := []any{}
	for _, t := range e.Trials {
		trials = append(trials, object{
			{"study", t.Study}, {"label", t.Label}, {"yi", settle(t.Y, t.V)}, {"vi", Num(t.V)}, {"weight", Num(t.Weight)},
			{"source", t.Source}, {"converted", append([]string{}, t.Converted...)}, {"notes", append([]string{}, t.Notes...)},
		})
	}
	if p := e.Result.Posterior; p.Prior != "" {
		o = append(o, member{"posterior", posteriorJSON(p, e)})
	}
	return append(o, member{"studies", trials}, member{"left_out", append([]Left{}, e.Left...)})
}
