package goldens

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// certificate is one certified data set: the values by method.
type certificate struct {
	ID        string
	Data      struct{ Yi, Vi []float64 }
	Certified map[string]json.RawMessage
}

// number is a certified decimal, written as text.
type number float64

func (n *number) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	_, err := fmt.Sscan(text, (*float64)(n))
	return err
}

type certifiedFit struct {
	Tau2, Beta, SE, Z, Pval, I2, H2 *number
	Lower                           *number `json:"ci_lb"`
	Upper                           *number `json:"ci_ub"`
	QE, QEp                         *number
	Maxima                          []number `json:"local_maxima"`
	HK                              *struct {
		SE, T, Pval *number
		Lower       *number `json:"ci_lb"`
		Upper       *number `json:"ci_ub"`
	}
	HTS *struct{ Lb, Ub *number } `json:"PI_HTS"`
}

// digits is the log relative error of NIST's reference data sets, the number of
// correct digits, at most 16. A certified zero is met by zero alone.
func digits(got float64, want number) float64 {
	c := float64(want)
	if got == c {
		return 16
	}
	if c == 0 || math.IsNaN(got) {
		return 0
	}
	return min(16, max(0, -math.Log10(math.Abs(got-c)/math.Abs(c))))
}

// tally is the correct digits by method and field, in the order of the sets.
type tally struct {
	t      *testing.T
	held   int
	digits map[string][]float64
	worst  map[string]string // the set with the fewest digits
	order  []string
}

func newTally(t *testing.T) *tally {
	return &tally{t: t, digits: map[string][]float64{}, worst: map[string]string{}}
}

// table prints the digits, with R's beside them.
func (y *tally) table(theirs map[string][]float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "; correct digits, median and fewest\n%-14s %4s  %-10s %-14s %-14s %s", "", "sets", "grove", "metafor", "tightened", "fewest on")
	for _, what := range y.order {
		fmt.Fprintf(&b, "\n%-14s %4d  %-10s %-14s %-14s %s", what, len(y.digits[what]), spread(y.digits[what]), spread(theirs[what+" default"]), spread(theirs[what+" tight"]), y.worst[what])
	}
	return b.String()
}

// hold asks for so many correct digits; a value not certified is passed over.
func (y *tally) hold(id, what string, got float64, want *number, least float64) {
	if want == nil {
		return
	}
	y.held++
	n := digits(got, *want)
	if y.digits[what] == nil {
		y.order = append(y.order, what)
	}
	if y.digits[what] == nil || n < slices.Min(y.digits[what]) {
		y.worst[what] = id
	}
	y.digits[what] = append(y.digits[what], n)
	if n < least {
		y.t.Errorf("%s: %s: %.17g, certified %.17g: %.1f digits, not %g", id, what, got, float64(*want), n, least)
	}
}

func TestCertified(t *testing.T) {
	raw, err := os.ReadFile("testdata/certified.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []certificate }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 55 {
		t.Fatalf("%d certified sets, not 55", len(file.Cases))
	}
	y := newTally(t)
	for _, c := range file.Cases {
		certify(y, c)
	}
	t.Logf("%d values held%s", y.held, y.table(metaforDigits(t, "")))
	if y.held < 6549 {
		t.Errorf("%d certified values held, there were 6549", y.held)
	}
}

// spread is the median of the digits and the fewest.
func spread(digits []float64) string {
	if len(digits) == 0 {
		return "-"
	}
	d := slices.Sorted(slices.Values(digits))
	return fmt.Sprintf("%4.1f %4.1f", (d[(len(d)-1)/2]+d[len(d)/2])/2, d[0])
}

// metaforDigits are metafor's correct digits by method, field and control; a set
// on which it failed counts as none. Sets whose name has the word without, if
// one is given, are left out.
func metaforDigits(t *testing.T, without string) map[string][]float64 {
	t.Helper()
	f, err := os.Open("testdata/metafor_lre.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"tau2": "tau2", "beta": "beta", "se": "se", "pval": "pval", "I2": "I2", "hk_se": "hk se"}
	found := map[string][]float64{}
	for _, row := range rows[1:] {
		if without != "" && strings.Contains(row[0], without) {
			continue
		}
		failed := row[len(row)-1] != ""
		for i, name := range rows[0] {
			field, ok := names[name]
			if !ok || !failed && row[i] == "NA" || failed && row[1] == "FE" && name == "tau2" {
				continue
			}
			var n float64
			if !failed {
				if n, err = strconv.ParseFloat(row[i], 64); err != nil {
					t.Fatal(err)
				}
			}
			key := row[1] + " " + field + " " + row[2]
			found[key] = append(found[key], n)
		}
	}
	return found
}

func certify(y *tally, c certificate) {
	d := pool.Data{Y: c.Data.Yi, V: c.Data.Vi, Measure: "GEN"}
	s := pool.Settings{Model: "common", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	certifyFit(y, c, "FE", d, s, 12)
	for _, e := range tau.Estimators {
		s.Model, s.Tau2 = "random", e.Code
		least := 12.0
		if e.Iterative {
			least = 10
		}
		certifyFit(y, c, e.Code, d, s, least)
	}
	var qp struct {
		Lower *number `json:"tau2_lb"`
		Upper *number `json:"tau2_ub"`
	}
	if raw, ok := c.Certified["Qprofile95"]; ok {
		if err := json.Unmarshal(raw, &qp); err != nil {
			y.t.Fatal(err)
		}
		lo, hi, _ := tau.QProfile.Of(d.Y, d.V, tau.Estimate{}, 95)
		y.hold(c.ID, "QP lower", lo, qp.Lower, 10)
		y.hold(c.ID, "QP upper", hi, qp.Upper, 10)
	}
}

func certifyFit(y *tally, c certificate, method string, d pool.Data, s pool.Settings, least float64) {
	raw, ok := c.Certified[method]
	if !ok {
		return
	}
	var want certifiedFit
	if err := json.Unmarshal(raw, &want); err != nil {
		y.t.Fatal(err)
	}
	r := fit(d, s)
	name := func(field string) string { return method + " " + field }
	y.hold(c.ID, name("tau2"), r.Tau2, want.Tau2, least)
	y.hold(c.ID, name("beta"), r.Estimate, want.Beta, least)
	y.hold(c.ID, name("se"), r.SE, want.SE, least)
	y.hold(c.ID, name("z"), r.Statistic, want.Z, least)
	y.hold(c.ID, name("pval"), r.P, want.Pval, least)
	y.hold(c.ID, name("ci_lb"), r.CILower, want.Lower, least)
	y.hold(c.ID, name("ci_ub"), r.CIUpper, want.Upper, least)
	if r.K > 1 {
		y.hold(c.ID, name("QE"), r.Q, want.QE, least)
		y.hold(c.ID, name("QEp"), r.QP, want.QEp, least)
		y.hold(c.ID, name("I2"), r.I2, want.I2, least)
		y.hold(c.ID, name("H2"), r.H2, want.H2, least)
	}
	certifyMaxima(y, c, method, d, want.Maxima, least)
	if want.HK != nil {
		s.Interval = "hk"
		h := fit(d, s)
		y.hold(c.ID, name("hk se"), h.SE, want.HK.SE, least)
		y.hold(c.ID, name("hk t"), h.Statistic, want.HK.T, least)
		y.hold(c.ID, name("hk pval"), h.P, want.HK.Pval, least)
		y.hold(c.ID, name("hk ci_lb"), h.CILower, want.HK.Lower, least)
		y.hold(c.ID, name("hk ci_ub"), h.CIUpper, want.HK.Upper, least)
	}
	if want.HTS != nil && s.Model == "random" {
		s.Interval, s.Prediction = "wald", "hts"
		p := fit(d, s)
		y.hold(c.ID, name("pi_lb"), p.PILower, want.HTS.Lb, least)
		y.hold(c.ID, name("pi_ub"), p.PIUpper, want.HTS.Ub, least)
	}
}

// certifyMaxima asks for all local maxima of a likelihood, and no other.
func certifyMaxima(y *tally, c certificate, method string, d pool.Data, want []number, least float64) {
	if want == nil {
		return
	}
	e, _ := tau.Lookup(method)
	got, err := e.Fit(d.Y, d.V)
	if err != nil {
		y.t.Fatal(err)
	}
	if len(got.Maxima) != len(want) {
		y.t.Errorf("%s: %s has the maxima %v, certified %v", c.ID, method, got.Maxima, want)
		return
	}
	for i := range want {
		y.hold(c.ID, method+" maxima", got.Maxima[i], &want[i], least)
	}
}
