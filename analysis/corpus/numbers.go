package corpus

import (
	"fmt"
	"strings"
)

// numberTexts are texts that no cell of numbers may hold, with a part of the
// cause that is named.
var numberTexts = []struct{ text, cause string }{
	{"1,234", "thousands separator or decimal comma"},
	{"0,5", "thousands separator or decimal comma"},
	{"1.234,5", "thousands separator or decimal comma"},
	{"1,234.5", "thousands separator or decimal comma"},
	{"1.234.567", "points between thousands"},
	{"1 234", "space between thousands"},
	{"12 3", "a space inside"},
	{"1\u00a0234", "non-breaking space"},
	{"1\u202f234", "typographic space"},
	{"12\u00a0", "non-breaking space"},
	{"\u00a012", "non-breaking space"},
	{"1'234", "thousands separator"},
	{"\u22125", "typographic minus"},
	{"\u20135", "typographic minus"},
	{"\uff11\uff12", "digits of another width"},
	{"\u0661\u0662", "digits of another width or script"},
	{"1\u200b2", "invisible character"},
	{"\ufeff12", "invisible character"},
	{"45%", "percent sign"},
	{"NaN", "not finite"},
	{"nan", "not finite"},
	{"Inf", "not finite"},
	{"-Infinity", "not finite"},
	{"+inf", "not finite"},
	{"0x1p-2", "hexadecimal"},
	{"0x1F", "hexadecimal"},
	{"1_000", "underscore"},
	{"1e-400", "exponent typed wrong"},
	{"1e400", "exponent typed wrong"},
	{"-1e999", "exponent typed wrong"},
	{"0.0e", "exponent that is not complete"},
	{"1e", "exponent that is not complete"},
	{".5", "before the point"},
	{"5.", "after the point"},
	{"--5", "a sign too many"},
	{"- 5", "a sign too many"},
	{"na", "spelt so"},
	{"N/A", "spelt so"},
	{"n.a.", "spelt so"},
	{"NR", "spelt so"},
	{"-", "spelt so"},
	{".", "spelt so"},
	{"?", "spelt so"},
	{"null", "spelt so"},
	{"not reported", "spelt so"},
	{"#N/A", "spelt so"},
	{"#DIV/0!", "spreadsheet's error"},
	{"#REF!", "spreadsheet's error"},
	{"=A1+2", "formula"},
	{"12*", "footnote mark"},
	{"12†", "footnote mark"},
	{"12a", "unit or a footnote mark"},
	{"12 mg", "unit or a footnote mark"},
	{"<5", "a bound"},
	{"~12", "approximation"},
	{"≥3", "a bound"},
	{"12/20", "denominator"},
	{"14.5 (7.2)", "two numbers in one cell"},
	{"14.5 ± 7.2", "mean and its standard deviation"},
	{"3-5", "a range"},
	{"3 to 5", "a range"},
	{"12-03-2020", "a date"},
	{"2020-03-12", "a date"},
	{"3-Mar", "a date"},
	{"Mar-20", "a date"},
	{"l2", "looks like a digit"},
	{"1O", "looks like a digit"},
	{"twelve", "a word where a number is expected"},
	{"\"12\"", "quote inside"},
	{"1.2×10^3", "power of ten"},
	{"12;13", "write digits"},
}

// cells are places for a text in the bases: a row, a column, and the row with @
// for the text. They are columns of counts, of means, of standard deviations, of
// times, and of effects.
var cells = []struct {
	base, row, column string
	line              int
}{
	{"long", "alpha2019,ket,ketamine,response,24,MADRS,count,20,@,,,,a", "events", 2},
	{"long", "beta2020,ket,ketamine,score,24,MADRS,endpoint,30,,@,7.25,,c", "mean", 4},
	{"long", "beta2020,sal,saline,score,@,MADRS,endpoint,31,NA,21,8,,d", "time_h", 5},
	{"counts", "beta2020,30,@,7,25,b", "n_t", 3},
	{"means", "beta2020,-3,@,12,-1.5,2.5,14", "sd_t", 3},
	{"effect", "gamma2021,MD,@,0.1,0.9,", "yi", 4},
	{"effect", "alpha2019,MD,-7.95,@,-3.2,normal", "ci_low", 2},
}

// notNumbers puts each of the texts into each of the places.
func notNumbers() []File {
	var all []File
	for _, p := range cells {
		for _, c := range numberTexts {
			lines := strings.Split(Of(p.base).Text, "\n")
			lines[p.line-1] = strings.Replace(p.row, "@", `"`+strings.ReplaceAll(c.text, `"`, `""`)+`"`, 1)
			all = append(all, File{Name: fmt.Sprintf("%q in %s", c.text, p.column), Base: p.base, Text: strings.Join(lines, "\n"),
				Want: Refused, Line: p.line, Column: p.column, Says: c.cause})
		}
	}
	return all
}
