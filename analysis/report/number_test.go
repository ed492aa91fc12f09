package report

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1, "1"}, {-2.5, "-2.5"}, {1. / 3, "0.3333333333"}, {100, "100"}, {357347, "357347"},
		{1e21, "1e+21"}, {1.9967645908459738e-26, "1.996764591e-26"}, {12345678901, "1.23456789e+10"},
		{math.NaN(), ""}, {math.Inf(1), ""},
	} {
		if got := Number(c.x); got != c.want {
			t.Errorf("Number(%v) = %q, want %q", c.x, got, c.want)
		}
	}
	if settle(1e-17, 1) != 0 || settle(1e-11, 1) == 0 || settle(1e-17, 0) == 0 {
		t.Error("settle does not tell noise from a small number")
	}
}

func TestHuman(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{Human(123456789012345678, 2), "1.23e17"}, {Human(-1e15, 0), "−1.00e15"}, {Human(999999999999999, 0), "999,999,999,999,999"}, {Count(1e300), "1.00e300"}, {Number(123456789012345678), "1.23456789e+17"},
		{Human(-0.004, 2), "0.00"}, {Human(-1234.5, 1), "−1,234.5"}, {Human(math.NaN(), 1), "not estimable"}, {Human(math.Inf(-1), 1), "−∞"}, {Human(math.Inf(1), 1), "∞"},
		{Effect(0.0004, true), "<0.001"}, {Effect(0.004, true), "0.004"}, {Effect(12.34, true), "12.3"}, {Effect(123.4, true), "123"}, {Effect(12.34, false), "12.34"},
		{PValue(0.0004), "P < 0.001"}, {PValue(0.0019), "P = 0.002"}, {PValue(0.0499), "P = 0.050"}, {PValue(0.2), "P = 0.20"},
		{Variance(0), "0"}, {Variance(0.0123), "0.012"}, {Variance(685.2), "685.2"}, {Percent(99.6), "99.6%"}, {Percent(99.97), ">99.9%"}, {Percent(0.03), "<0.1%"}, {Percent(0.06), "0.1%"}, {Percent(0), "0%"}, {Percent(100), "100%"}, {Percent(55.4), "55%"}, {Percent(5.54), "5.5%"},
		{Count(88391), "88,391"}, {Count(math.NaN()), "?"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestTextIsInert(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Inert("=1+1"), "'=1+1"}, {Inert("@x"), "'@x"}, {Inert("-x"), "'-x"}, {Inert("Aronson 1948"), "Aronson 1948"},
		{Escape("a|b <script> *x*\n# y"), `a\|b \<script\> \*x\* \# y`}, {Plain("a\x1b[31m\u202eb"), "a[31mb"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
