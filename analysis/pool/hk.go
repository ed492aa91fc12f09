package pool

import "math"

// HK is the interval of Hartung and Knapp, and of Sidik and Jonkman: the
// variance of the mean is estimated from the spread of the effects,
//
//	SE² = q/Σu,  q = Σu(y−μ)²/(k−1),  u = 1/(v+τ²),
//
// and referred to t with k−1 degrees of freedom. It can be narrower than the
// Wald interval, which is then noted. Undefined for one trial, and where all
// effects are equal. Hartung and Knapp 2001; Sidik and Jonkman 2002.
var HK = Interval{Code: "hk", Name: "Hartung–Knapp", reach: hk, half: halfHK, Cites: []string{"hartung2001", "sidik2002"}}

func halfHK(_, t, se, q float64) float64 {
	if q == 0 {
		return math.NaN()
	}
	return float64(t * float64(math.Sqrt(q)*se))
}

func hk(c centre, d Data, level float64) reach {
	k := len(d.Y)
	r := reach{code: "hk", se: math.Sqrt(c.spread) * c.se, df: float64(k - 1)}
	if k < 2 {
		r.notes = []string{"the Hartung–Knapp interval is not defined for one trial"}
		return r
	}
	if r.se > 0 && r.half(level) < quantile(level, math.Inf(1))*c.se {
		r.notes = []string{"the Hartung–Knapp interval is narrower than the Wald interval"}
	}
	return r
}

// HKAdhoc is Hartung and Knapp's interval with its factor q no smaller than 1.
// Knapp and Hartung 2003; Röver, Knapp and Friede 2015.
var HKAdhoc = Interval{Code: "hk-adhoc", Name: "Hartung–Knapp, ad hoc", reach: hkAdhoc, half: func(z, t, se, q float64) float64 { return halfHK(z, t, se, math.Max(1, q)) }, Cites: []string{"knapp2003", "rover2015"}}

func hkAdhoc(c centre, d Data, level float64) reach {
	c.spread = math.Max(1, c.spread)
	r := hk(c, d, level)
	r.code = "hk-adhoc"
	return r
}

// HKGuarded is the wider of Hartung and Knapp's and Wald's interval, each with
// its own degrees of freedom, so that trials which happen to agree never buy
// precision that their standard errors do not carry. Its test is that of the
// interval taken. Jackson and others call it hybrid 2.
var HKGuarded = Interval{Code: "hk-guarded", Name: "Hartung–Knapp, guarded", RandomOnly: true, reach: func(c centre, d Data, level float64) reach {
	wald := Wald.reach(c, d, level)
	if len(d.Y) < 2 {
		return wald
	}
	r := hk(c, d, level)
	if !(r.half(level) > wald.half(level)) {
		r = wald
		r.notes = []string{"the Wald interval is taken, which is wider than Hartung–Knapp's"}
	} else {
		r.notes = nil
	}
	r.code = "hk-guarded"
	return r
}, half: func(z, t, se, q float64) float64 {
	if h := halfHK(z, t, se, q); h > float64(z*se) {
		return h
	}
	return float64(z * se)
}, Cites: []string{"hartung2001", "rover2015", "jackson2017"}}
