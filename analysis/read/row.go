package read

import (
	"fmt"
	"math"

	"grove/analysis/study"
)

// builder makes one Row from one record and collects what is wrong with it.
type builder struct {
	sheet  sheet
	have   claims
	raw    sheetRow
	record *record
	shares map[int]bool
	errs   Errors
	notes  []string

	converted []string // codes of effect.Conversions
}

func (b *builder) fail(code, reason, cause string) {
	b.errs = append(b.errs, b.sheet.at(b.raw, b.have.column(code), reason, cause))
}

func (b *builder) note(s string) { b.notes = append(b.notes, s) }

const hoursInWeek = 168

// hours is the time of the row, NaN if it has none.
func (b *builder) hours() float64 {
	if r := b.record; r.TimeWeeks.given {
		return r.TimeWeeks.value * hoursInWeek
	}
	return b.record.Time.orNaN()
}

func (b *builder) build(layout Layout) Row {
	b.cells()
	r := b.record
	none := study.Group{N: math.NaN(), Events: math.NaN(), Mean: math.NaN(), SD: math.NaN(), Time: math.NaN(), Randomised: math.NaN()}
	row := Row{
		Line: b.raw.line, Cells: b.raw.cells,
		Study: r.Study.string, Label: r.Label.string, Outcome: r.Outcome.string, Scale: r.Scale.string, Kind: r.Kind.string,
		Time: b.hours(), Group: none, T: none, C: none, Y: math.NaN(), V: math.NaN(),
	}
	if row.Study == "" {
		b.fail("study", "the study is not named", "a merged cell, a total or an empty row left by a spreadsheet")
	}
	switch layout {
	case Long:
		b.long(&row)
	case Wide:
		b.wide(&row)
	}
	row.Notes, row.Converted = b.notes, b.converted
	return row
}

// cells reports every cell that holds no number where one is expected.
func (b *builder) cells() {
	for _, n := range numbers {
		p := n.of(b.record).problem
		if p == nil {
			continue
		}
		cause := p.cause
		if b.shares[b.have.column(n.code)] && p.reason == notWhole {
			cause = sharesCause
		}
		b.fail(n.code, p.reason, cause)
	}
}

// long fills in an arm.
func (b *builder) long(row *Row) {
	r := b.record
	row.Arm, row.Treatment = r.Arm.string, r.Treatment.string
	if row.Arm == "" {
		b.fail("arm", "the arm is not named", "a merged cell, a total or an empty row left by a spreadsheet")
	}
	if row.Treatment == "" {
		row.Treatment = row.Arm
	}
	row.Group = study.Group{N: r.N.orNaN(), Events: r.Events.orNaN(), Mean: r.Mean.orNaN(), SD: r.SD.orNaN(), Time: math.NaN(), Randomised: r.Randomised.orNaN()}
	b.events("n", r.N.number, "events", r.Events.number)
	b.randomised("n_randomised", r.Randomised.number, r.N.number)
	b.spread(&row.Group, spread{mean: r.Mean, sd: r.SD, se: r.SE, low: r.Low, high: r.High,
		five: quantiles{r.Min, r.Q1, r.Median, r.Q3, r.Max}})
	b.clustered(&row.Group)
}

// events refuses events that cannot be: more than people, or without people.
func (b *builder) events(nCode string, n number, eventsCode string, events number) {
	switch {
	case !events.given:
	case n.given && events.value > n.value:
		b.fail(eventsCode, "more events than people ("+b.cell(nCode)+")", "columns exchanged, a percentage as a count, or events counted instead of people")
	case !n.given && n.problem == nil:
		b.fail(nCode, b.name(nCode)+" is empty where events are given", "leave both empty if the number of people is not known")
	}
}

// randomised refuses fewer people allocated to an arm than analysed.
func (b *builder) randomised(code string, all, analysed number) {
	if all.given && analysed.given && all.value < analysed.value {
		b.fail(code, fmt.Sprintf("fewer people randomised than analysed (%g)", analysed.value), "columns exchanged, or numbers of different time points")
	}
}

// name is a field's column as the file writes it.
func (b *builder) name(code string) string {
	if i := b.have.column(code); i >= 0 {
		return b.sheet.header[i]
	}
	return code
}

// cell is the text of a field's cell.
func (b *builder) cell(code string) string {
	if i := b.have.column(code); i >= 0 {
		return b.raw.cells[i]
	}
	return ""
}
