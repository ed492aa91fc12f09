package read

import (
	"io"

	"github.com/gocarina/gocsv"
)

// record is a row as gocsv decodes it. The tags are the codes of fields. Every
// field is a type of ours, because gocsv turns an empty cell into 0 and takes
// NaN, hexadecimal and a decimal comma for numbers.
type record struct {
	Study     text   `csv:"study"`
	Label     text   `csv:"label"`
	Outcome   text   `csv:"outcome"`
	Scale     text   `csv:"scale"`
	Kind      text   `csv:"kind"`
	Time      number `csv:"time"`
	TimeWeeks number `csv:"time_weeks"`

	Arm        text     `csv:"arm"`
	Treatment  text     `csv:"treatment"`
	N          total    `csv:"n"`
	Events     count    `csv:"events"`
	Randomised total    `csv:"n_randomised"`
	Mean       number   `csv:"mean"`
	SD         positive `csv:"sd"`
	SE         positive `csv:"se"`

	Experimental text `csv:"experimental"`
	Control      text `csv:"control"`
	VariantT     text `csv:"variant_t"`
	VariantC     text `csv:"variant_c"`
	Rating       text `csv:"rating"`
	Measure      text `csv:"measure"`

	Pairing     text     `csv:"pairing"`
	Both        count    `csv:"both"`
	OnlyT       count    `csv:"only_t"`
	OnlyC       count    `csv:"only_c"`
	Neither     count    `csv:"neither"`
	EventsT     count    `csv:"events_t"`
	EventsC     count    `csv:"events_c"`
	NonEventsT  count    `csv:"nonevents_t"`
	NonEventsC  count    `csv:"nonevents_c"`
	TotalT      total    `csv:"total_t"`
	TotalC      total    `csv:"total_c"`
	NT          total    `csv:"n_t"`
	RandomisedT total    `csv:"n_randomised_t"`
	RandomisedC total    `csv:"n_randomised_c"`
	NC          total    `csv:"n_c"`
	MeanT       number   `csv:"mean_t"`
	MeanC       number   `csv:"mean_c"`
	SDT         positive `csv:"sd_t"`
	SDC         positive `csv:"sd_c"`
	TimeT       positive `csv:"time_t"`
	TimeC       positive `csv:"time_c"`
	EventsG     count    `csv:"events_g"`
	NG          total    `csv:"n_g"`
	MeanG       number   `csv:"mean_g"`
	SDG         positive `csv:"sd_g"`
	TimeG       positive `csv:"time_g"`
	R           number   `csv:"r"`
	Statistic   number   `csv:"statistic"`
	Predictors  total    `csv:"predictors"`
	R2          number   `csv:"r2"`
	Alpha       number   `csv:"alpha"`
	Items       total    `csv:"items"`
	First       count    `csv:"homozygous_1"`
	Mixed       count    `csv:"heterozygous"`
	Second      count    `csv:"homozygous_2"`
	ChangeNT    total    `csv:"change_n_t"`
	ChangeNC    total    `csv:"change_n_c"`
	ChangeMeanT number   `csv:"change_mean_t"`
	ChangeMeanC number   `csv:"change_mean_c"`
	ChangeSDT   positive `csv:"change_sd_t"`
	ChangeSDC   positive `csv:"change_sd_c"`
	P           positive `csv:"p"`
	TValue      number   `csv:"t_value"`
	ClusterSize positive `csv:"cluster_size"`
	ICC         number   `csv:"icc"`
	Min         number   `csv:"min"`
	Q1          number   `csv:"q1"`
	Median      number   `csv:"median"`
	Q3          number   `csv:"q3"`
	Max         number   `csv:"max"`
	SET         positive `csv:"se_t"`
	SEC         positive `csv:"se_c"`
	MinT        number   `csv:"min_t"`
	Q1T         number   `csv:"q1_t"`
	MedianT     number   `csv:"median_t"`
	Q3T         number   `csv:"q3_t"`
	MaxT        number   `csv:"max_t"`
	MinC        number   `csv:"min_c"`
	Q1C         number   `csv:"q1_c"`
	MedianC     number   `csv:"median_c"`
	Q3C         number   `csv:"q3_c"`
	MaxC        number   `csv:"max_c"`
	Yi          number   `csv:"yi"`
	Sei         positive `csv:"sei"`
	Vi          positive `csv:"vi"`
	Low         number   `csv:"ci_low"`
	High        number   `csv:"ci_high"`
	From        text     `csv:"ci_from"`
	G           number   `csv:"g"`
	MeanFrom    text     `csv:"mean_from"`
	GSE         positive `csv:"g_se"`
	LogRR       number   `csv:"log_rr"`
	LogRRSE     positive `csv:"log_rr_se"`
}

// numbers are the fields of a record that hold numbers.
var numbers = []struct {
	code string
	of   func(*record) *number
}{
	{"time", func(r *record) *number { return &r.Time }},
	{"time_weeks", func(r *record) *number { return &r.TimeWeeks }},
	{"n", func(r *record) *number { return &r.N.number }},
	{"events", func(r *record) *number { return &r.Events.number }},
	{"n_randomised", func(r *record) *number { return &r.Randomised.number }},
	{"n_randomised_t", func(r *record) *number { return &r.RandomisedT.number }},
	{"n_randomised_c", func(r *record) *number { return &r.RandomisedC.number }},
	{"mean", func(r *record) *number { return &r.Mean }},
	{"sd", func(r *record) *number { return &r.SD.number }},
	{"se", func(r *record) *number { return &r.SE.number }},
	{"both", func(r *record) *number { return &r.Both.number }},
	{"only_t", func(r *record) *number { return &r.OnlyT.number }},
	{"only_c", func(r *record) *number { return &r.OnlyC.number }},
	{"neither", func(r *record) *number { return &r.Neither.number }},
	{"events_t", func(r *record) *number { return &r.EventsT.number }},
	{"events_c", func(r *record) *number { return &r.EventsC.number }},
	{"nonevents_t", func(r *record) *number { return &r.NonEventsT.number }},
	{"nonevents_c", func(r *record) *number { return &r.NonEventsC.number }},
	{"total_t", func(r *record) *number { return &r.TotalT.number }},
	{"total_c", func(r *record) *number { return &r.TotalC.number }},
	{"n_t", func(r *record) *number { return &r.NT.number }},
	{"n_c", func(r *record) *number { return &r.NC.number }},
	{"mean_t", func(r *record) *number { return &r.MeanT }},
	{"mean_c", func(r *record) *number { return &r.MeanC }},
	{"sd_t", func(r *record) *number { return &r.SDT.number }},
	{"sd_c", func(r *record) *number { return &r.SDC.number }},
	{"time_t", func(r *record) *number { return &r.TimeT.number }},
	{"time_c", func(r *record) *number { return &r.TimeC.number }},
	{"events_g", func(r *record) *number { return &r.EventsG.number }},
	{"n_g", func(r *record) *number { return &r.NG.number }},
	{"mean_g", func(r *record) *number { return &r.MeanG }},
	{"sd_g", func(r *record) *number { return &r.SDG.number }},
	{"time_g", func(r *record) *number { return &r.TimeG.number }},
	{"r", func(r *record) *number { return &r.R }},
	{"statistic", func(r *record) *number { return &r.Statistic }},
	{"predictors", func(r *record) *number { return &r.Predictors.number }},
	{"r2", func(r *record) *number { return &r.R2 }},
	{"alpha", func(r *record) *number { return &r.Alpha }},
	{"items", func(r *record) *number { return &r.Items.number }},
	{"homozygous_1", func(r *record) *number { return &r.First.number }},
	{"heterozygous", func(r *record) *number { return &r.Mixed.number }},
	{"homozygous_2", func(r *record) *number { return &r.Second.number }},
	{"change_n_t", func(r *record) *number { return &r.ChangeNT.number }},
	{"change_n_c", func(r *record) *number { return &r.ChangeNC.number }},
	{"change_mean_t", func(r *record) *number { return &r.ChangeMeanT }},
	{"change_mean_c", func(r *record) *number { return &r.ChangeMeanC }},
	{"change_sd_t", func(r *record) *number { return &r.ChangeSDT.number }},
	{"change_sd_c", func(r *record) *number { return &r.ChangeSDC.number }},
	{"p", func(r *record) *number { return &r.P.number }},
	{"t_value", func(r *record) *number { return &r.TValue }},
	{"cluster_size", func(r *record) *number { return &r.ClusterSize.number }},
	{"icc", func(r *record) *number { return &r.ICC }},
	{"min", func(r *record) *number { return &r.Min }},
	{"q1", func(r *record) *number { return &r.Q1 }},
	{"median", func(r *record) *number { return &r.Median }},
	{"q3", func(r *record) *number { return &r.Q3 }},
	{"max", func(r *record) *number { return &r.Max }},
	{"se_t", func(r *record) *number { return &r.SET.number }},
	{"se_c", func(r *record) *number { return &r.SEC.number }},
	{"min_t", func(r *record) *number { return &r.MinT }},
	{"q1_t", func(r *record) *number { return &r.Q1T }},
	{"median_t", func(r *record) *number { return &r.MedianT }},
	{"q3_t", func(r *record) *number { return &r.Q3T }},
	{"max_t", func(r *record) *number { return &r.MaxT }},
	{"min_c", func(r *record) *number { return &r.MinC }},
	{"q1_c", func(r *record) *number { return &r.Q1C }},
	{"median_c", func(r *record) *number { return &r.MedianC }},
	{"q3_c", func(r *record) *number { return &r.Q3C }},
	{"max_c", func(r *record) *number { return &r.MaxC }},
	{"yi", func(r *record) *number { return &r.Yi }},
	{"sei", func(r *record) *number { return &r.Sei.number }},
	{"vi", func(r *record) *number { return &r.Vi.number }},
	{"ci_low", func(r *record) *number { return &r.Low }},
	{"ci_high", func(r *record) *number { return &r.High }},
	{"g", func(r *record) *number { return &r.G }},
	{"g_se", func(r *record) *number { return &r.GSE.number }},
	{"log_rr", func(r *record) *number { return &r.LogRR }},
	{"log_rr_se", func(r *record) *number { return &r.LogRRSE.number }},
}

// slice hands gocsv a part of a sheet under a header of field codes.
type slice struct {
	header []string
	rows   []sheetRow
	next   int
}

// Read returns the header, then the rows.
func (s *slice) Read() ([]string, error) {
	s.next++
	switch {
	case s.next == 1:
		return s.header, nil
	case s.next-2 < len(s.rows):
		return s.rows[s.next-2].cells, nil
	}
	return nil, io.EOF
}

// ReadAll returns what Read has not returned yet.
func (s *slice) ReadAll() ([][]string, error) {
	var all [][]string
	for {
		cells, err := s.Read()
		if err == io.EOF {
			return all, nil
		}
		all = append(all, cells)
	}
}

// notOurs is the header that gocsv sees for a column that is no field.
const notOurs = "\x00"

const rowsAtOnce = 4096 // so that the records of a large file are never all in memory

// decode turns the cells into rows, checked one by one.
func decode(s sheet, layout Layout, have claims) ([]Row, Errors) {
	header := make([]string, len(s.header))
	for i := range header {
		header[i] = notOurs
	}
	for code, column := range have {
		header[column] = code
	}
	shares := shareColumns(s, have)
	rows := make([]Row, 0, len(s.rows))
	var errs Errors
	for from := 0; from < len(s.rows); from += rowsAtOnce {
		part := s.rows[from:min(from+rowsAtOnce, len(s.rows))]
		var records []record
		if err := gocsv.UnmarshalCSV(&slice{header: header, rows: part}, &records); err != nil {
			return nil, Errors{{File: s.file, Line: part[0].line, Reason: err.Error()}}
		}
		for i := range records {
			b := builder{sheet: s, have: have, raw: part[i], record: &records[i], shares: shares}
			rows = append(rows, b.build(layout))
			errs = append(errs, b.errs...)
		}
	}
	return rows, errs
}
