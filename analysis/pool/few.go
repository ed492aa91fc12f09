package pool

// Few is a rule for few trials: which settings really apply at k trials, and
// which further intervals stand beside the main one.
type Few struct {
	Code, Name string
	rows       []fewRow
}

// fewRow is what a rule says from a number of trials upward.
type fewRow struct {
	from       int
	model      string   // replaces a random-effects model; empty keeps it
	interval   string   // replaces the interval; empty keeps it
	prediction string   // replaces the prediction interval; empty keeps it
	beside     []string // intervals shown beside the main one
	note       string
}

// FewRules are the rules, the default first.
var FewRules = []Few{
	{Code: "grove-2026", Name: "no random-effects headline from two trials, no prediction interval below five", rows: []fewRow{
		{from: 0},
		{from: 1, model: "common", interval: "wald", prediction: "none", note: "single trial: its own Wald interval, nothing is pooled"},
		{from: 2, model: "common", interval: "wald", prediction: "none", note: "two trials: the common-effect estimate, which assumes one effect; no random-effects estimate"},
		{from: 3, prediction: "none", beside: []string{"hk", "hk-adhoc", "wald"}, note: "fewer than five trials: the interval rests on few trials, and a prediction interval is not estimable"},
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

// apply is the settings at k trials. The rule speaks of random-effects models;
// others keep their own settings.
func (f Few) apply(k int, s Settings) (Settings, []string) {
	row := f.at(k)
	model, ok := find(Models, func(m Model) string { return m.Code }, s.Model)
	if !ok || !model.Random {
		return s, nil
	}
	if row.model != "" {
		s.Model = row.model
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

// Beside pools d again under each interval that the few-trials rule of s shows
// beside the main one at this number of trials.
func Beside(d Data, s Settings) ([]Result, error) {
	few, ok := find(FewRules, func(r Few) string { return r.Code }, s.Few)
	model, known := find(Models, func(m Model) string { return m.Code }, s.Model)
	if !ok || !known || !model.Random {
		return nil, nil
	}
	var all []Result
	for _, code := range few.at(len(d.Y)).beside {
		s.Interval = code
		r, err := Fit(d, s)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}
