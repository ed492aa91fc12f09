package read

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// number is a cell that holds a plain decimal or nothing. Reading it never
// fails: what is wrong stays with it, so that all errors of a file are found.
type number struct {
	given   bool
	value   float64
	problem *problem
}

// problem is why a cell was refused.
type problem struct{ reason, cause string }

// or NaN is the value of a number, NaN if the cell is empty or refused.
func (n number) orNaN() float64 {
	if !n.given {
		return math.NaN()
	}
	return n.value
}

// Decimal reads a plain decimal as a cell of a table is read. An empty text
// is NaN; what is refused is NaN with the reason and the likely cause.
func Decimal(text string) (x float64, reason, cause string) {
	var n number
	if err := n.UnmarshalCSV(text); err != nil {
		return math.NaN(), err.Error(), ""
	}
	if n.problem != nil {
		return math.NaN(), n.problem.reason, n.problem.cause
	}
	return n.orNaN(), "", ""
}

func (n *number) refuse(reason, cause string) {
	*n = number{problem: &problem{reason, cause}}
}

var decimal = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// UnmarshalCSV accepts a sign, digits, a fraction and an exponent; nothing else,
// and no value that a float64 cannot hold.
func (n *number) UnmarshalCSV(text string) error {
	*n = number{}
	if text == "" {
		return nil
	}
	if !decimal.MatchString(text) {
		n.refuse("not a plain decimal number", causeOf(text))
		return nil
	}
	value, err := strconv.ParseFloat(text, 64)
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	switch {
	case err != nil:
		n.refuse("too large for a number", "an exponent typed wrong")
	case value == 0 && strings.ContainsAny(mantissa, "123456789"):
		n.refuse("too small for a number: it would become 0", "an exponent typed wrong")
	default:
		n.given, n.value = true, value
	}
	return nil
}

// count is a number of events: whole, 0 or more.
type count struct{ number }

const notWhole = "not a whole number"

const maxCount = 1 << 53 // above it a float64 does not hold every whole number

var thousands = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{3})+$`)

// UnmarshalCSV refuses what is not a whole number, 0 or more.
func (c *count) UnmarshalCSV(text string) error {
	if err := c.number.UnmarshalCSV(text); err != nil || !c.given {
		return err
	}
	switch {
	case c.value < 0:
		c.refuse("a negative count", "a change typed as a count, or a dash before the number")
	case c.value != math.Trunc(c.value) && thousands.MatchString(text):
		c.refuse(notWhole, "a point between thousands, or a percentage where a count is expected")
	case c.value != math.Trunc(c.value):
		c.refuse(notWhole, "a percentage, a mean or an average where a count is expected")
	case c.value > maxCount:
		c.refuse("too large for a count", "digits pasted twice")
	}
	return nil
}

// total is a number of people: whole, 1 or more.
type total struct{ count }

// UnmarshalCSV refuses what is not a whole number, 1 or more.
func (t *total) UnmarshalCSV(text string) error {
	if err := t.count.UnmarshalCSV(text); err != nil || !t.given {
		return err
	}
	if t.value == 0 {
		t.refuse("an arm of nobody", "0 typed for a number that is missing; leave the cell empty or write NA")
	}
	return nil
}

// positive is a standard deviation, a standard error or a variance: above 0.
type positive struct{ number }

// UnmarshalCSV refuses what is not above 0.
func (p *positive) UnmarshalCSV(text string) error {
	if err := p.number.UnmarshalCSV(text); err != nil || !p.given {
		return err
	}
	switch {
	case p.value == 0:
		p.refuse("must be above 0", "0 typed for a number that is missing, or rounded away")
	case p.value < 0:
		p.refuse("must be above 0", "columns exchanged, or a change typed in its place")
	}
	return nil
}

// text is a cell that stays as written.
type text struct{ string }

// UnmarshalCSV keeps the text.
func (t *text) UnmarshalCSV(s string) error {
	t.string = s
	return nil
}
