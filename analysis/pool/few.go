package pool

// Few is a rule for few trials: which settings really apply at k trials, and
// which further intervals stand beside the main one.
type Few struct {
	Code, Name    string
	class, trials int // the trials that each subgroup, and all of them, need for a test between subgroups
	rows          []fewRow
}

// fewRow is what a rule says from a number of trials upward.
type fewRow struct {
	from       int
	oneEffect  bool     // the model of one effect takes the place of a random-effects model
	interval   string   // replaces the interval; empty keeps it
	prediction string   // replaces the prediction interval; empty keeps it
	beside     []beside // what is shown beside the main result
	note       string
	kept       string // the note of a model of another kind whose interval allows for differences between trials
}

// beside is one change of the settings: an interval, or a model with an interval
// of its own.
type beside struct{ interval, model string }

const fewTrials = "fewer than five trials: the interval rests on few trials"

// FewRules are the rules, the default first.
var FewRules = []Few{
	{Code: "grove-2026", Name: "no random-effects headline from two trials, no prediction interval below five", class: 2, trials: 10, rows: []fewRow{
		{from: 0},
		{from: 1, oneEffect: true, interval: "wald", prediction: "none", note: "single trial: its own Wald interval, nothing is pooled", kept: "single trial: nothing is pooled"},
		{from: 2, oneEffect: true, interval: "wald", prediction: "none", note: "two trials: the common-effect estimate, which assumes one effect; no random-effects estimate", kept: fewTrials, beside: []beside{{model: "bayes"}}},
		{from: 3, prediction: "none", beside: []beside{{interval: "hk"}, {interval: "hk-adhoc"}, {interval: "wald"}, {model: "bayes"}}, note: fewTrials + ", and a prediction interval is not estimable", kept: fewTrials},
		{from: 5},
	}},
	{Code: "off", Name: "the same settings whatever the number of trials", rows: []fewRow{{from: 0}}},
}

// at is the row of the rule for k trials.
func (f Few) at(k int) fewRow {
	row := f.rows[0]
	for _, r := range f.rows {
		if k >= r.from {
			row = r
		}
	}
	return row
}

// rules says that the rules speak of a model: of random-effects models whose
// interval is a setting. Others keep their own settings, with a note where their
// interval allows for differences between trials.
func rules(m Model) bool { return m.Random && m.fit == nil }

// apply is the settings at k trials.
func (f Few) apply(k int, s Settings) (Settings, []string) {
	row := f.at(k)
	model, ok := find(Models, func(m Model) string { return m.Code }, s.Model)
	if ok && model.spreads && row.kept != "" {
		return s, []string{row.kept}
	}
	if !ok || !rules(model) {
		return s, nil
	}
	if row.oneEffect {
		s.Model = model.one
	}
	if row.interval != "" {
		s.Interval = row.interval
	}
	if row.prediction != "" {
		s.Prediction = row.prediction
	}
	if row.note == "" {
		return s, nil
	}
	return s, []string{row.note}
}

// Beside pools d again under each interval, and each model with an interval of
// its own, that the few-trials rule of s shows beside the main one at this
// number of trials. The Bayesian model stands there only when the settings
// declare a prior that can be used with so many trials.
//
// Beside a model that the rule for rare events picked stand the other models of
// counts that have an answer.
func Beside(d Data, s Settings) ([]Result, error) {
	rule := s.Model
	s, _, err := picked(d, s)
	if err != nil {
		return nil, err
	}
	if rule == Rare.Code && s.Model != Random.Code {
		return besideRare(d, s), nil
	}
	few, ok := find(FewRules, func(r Few) string { return r.Code }, s.Few)
	model, known := find(Models, func(m Model) string { return m.Code }, s.Model)
	if !ok || !known || !rules(model) {
		return nil, nil
	}
	var all []Result
	row := few.at(len(d.Y))
	for _, b := range row.beside {
		used := s
		if model.carries != nil || model.WaldOnly && b.interval != "" {
			continue // its interval is the main one, and a trial of counts may have no effect of its own
		}
		if b.interval != "" {
			used.Interval = b.interval
		}
		if b.model != "" {
			used.Model = b.model
			if row.prediction != "" {
				used.Prediction = row.prediction
			}
		}
		if used.Model == Bayes.Code && used.Prior.usable(d) != nil {
			continue
		}
		r, err := Fit(d, used)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}
