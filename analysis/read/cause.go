package read

import (
	"regexp"
	"strings"
	"unicode"
)

// causes are the ways in which a text that should be a number comes to be none,
// in the order in which they are tried.
var causes = []struct {
	found func(string) bool
	cause string
}{
	{matches(`(?i)^[+-]?(nan|inf|infinity)$`), "a program's word for a value that is not finite; leave the cell empty or write NA"},
	{matches(`(?i)^(#?n/?a!?|n\.a\.?|nr|n\.r\.?|nd|not reported|missing|null|none|nil|unknown|unclear|-+|–|—|\.|\?+)$`), "a missing number is an empty cell or NA, spelt so"},
	{matches(`^#`), "a spreadsheet's error value"},
	{matches(`^[=@]`), "a spreadsheet's formula"},
	{matches(`(?i)^[+-]?0x`), "a hexadecimal number"},
	{has("%‰"), "a percent sign: write the plain number, and counts as counts"},
	{hasRune(invisible), "an invisible character (zero width, byte order mark or control) inside the number"},
	{hasRune(oddSpace), "a non-breaking space or another typographic space inside the number"},
	{matches(`^[-+−–—]?[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?$`), "a space between thousands"},
	{has("±"), "a mean and its standard deviation in one cell"},
	{has("(["), "two numbers in one cell; one each"},
	{matches(`^[0-9]+ ?/ ?[0-9]+$`), "a count with its denominator; one number a cell"},
	{matches(`^[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}$`), "a date: a spreadsheet may have made it from a number"},
	{matches(`(?i)^([0-9]{1,2}[-. ])?(jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|des)[a-z]*[-. ]?[0-9]*$`), "a date: a spreadsheet may have made it from a number"},
	{matches(`^[0-9.]+ ?([-–—]|to) ?[0-9.]+$`), "a range in a cell for one number"},
	{has(","), "thousands separator or decimal comma; write 1234 or 1.234"},
	{has("'’´`\""), "a thousands separator, a prime or a quote inside the number"},
	{has("_"), "an underscore between digits"},
	{has("−–—‐‑‒﹣－"), "a typographic minus or dash; write -"},
	{hasRune(foreignDigit), "digits of another width or script; write 0 to 9"},
	{has("<>≤≥=~≈"), "a bound or an approximation is not a number"},
	{has("×*^·†‡§"), "a power of ten or a footnote mark; write 1.2e-5, and notes in a column of their own"},
	{matches(`\..*\.`), "two decimal points, or points between thousands"},
	{matches(`^[+-]?\.[0-9]+([eE][+-]?[0-9]+)?$`), "a digit is missing before the point: write 0.5"},
	{matches(`^[+-]?[0-9]+\.([eE][+-]?[0-9]+)?$`), "a digit is missing after the point"},
	{matches(`^[+-] ?[+-]|^[+-] `), "a sign too many, or a space after it"},
	{matches(`^[+-]?[0-9.]+ ?[eEdD] ?[+-]?[0-9]*$`), "an exponent that is not complete; write 1.2e-5"},
	{matches(`^[+-]?[0-9lOoIS.]+$`), "a letter that looks like a digit"},
	{matches(`^[+-]?[0-9.]+ ?\p{L}`), "a unit or a footnote mark beside the number"},
	{matches(` `), "a space inside the number"},
	{matches(`^\p{L}`), "a word where a number is expected: columns shifted, or a note in the wrong column"},
}

func causeOf(text string) string {
	for _, c := range causes {
		if c.found(text) {
			return c.cause
		}
	}
	return "write digits with a point for the decimals"
}

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

func has(any string) func(string) bool {
	return func(s string) bool { return strings.ContainsAny(s, any) }
}

func hasRune(is func(rune) bool) func(string) bool {
	return func(s string) bool { return strings.IndexFunc(s, is) >= 0 }
}

func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) && r != '\t'
}
func oddSpace(r rune) bool     { return unicode.IsSpace(r) && r != ' ' }
func foreignDigit(r rune) bool { return unicode.IsDigit(r) && r > '9' }
