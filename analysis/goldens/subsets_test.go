package goldens

import (
	"context"
	"encoding/json"
	"sync"

	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/probe/subsets"
)

// goshFull holds every subset to R's. The subsets of one trial come first, of
// which R says that Q, I² and τ² are 0 and ours that they are not defined.
func goshFull(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), "z", "default", 95)
	if !ok {
		return nil, false
	}
	s.Prediction = "none"
	d := generic(c)
	rows := map[subsets.Set]subsets.Row{}
	var lock sync.Mutex
	if _, err := subsets.Walk(context.Background(), d, s, func(_ int, part []subsets.Row) {
		lock.Lock()
		defer lock.Unlock()
		for _, r := range part {
			rows[r.Set] = r
		}
	}); err != nil {
		panic(c.ID + ": " + err.Error())
	}
	var included [][]int
	if err := json.Unmarshal(c.Expected["incl"], &included); err != nil {
		panic(c.ID + ": " + err.Error())
	}
	k := len(d.Y)
	checks := []check{{field: "k"}, {field: "estimate", scale: 1}, {field: "QE", scale: float64(k), from: k}, {field: "I2", scale: 100, floor: 100, from: k}}
	if s.Model == pool.Random.Code {
		checks = append(checks, check{field: "tau2", scale: typical(d.V), floor: typical(d.V), from: k})
	}
	for _, trials := range included {
		var set subsets.Set
		for i, in := range trials {
			set |= subsets.Set(in) << i
		}
		r := rows[set]
		i2 := r.I2
		if s.Model == pool.Common.Code {
			i2 = r.I2Q
		}
		for i, x := range []float64{float64(r.Set.Size()), r.Estimate, r.Q, i2, r.Tau2}[:len(checks)] {
			checks[i].got = append(checks[i].got, x)
		}
	}
	return append(checks, one("nsub", float64(len(rows)), 0)), true
}

// baujat are the coordinates of the plot of that name.
func baujat(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), "z", "default", 95)
	if !ok {
		return nil, false
	}
	shares, err := probe.Shares(generic(c), s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	x, y := check{field: "x", scale: 1}, check{field: "y", scale: 1}
	for _, share := range shares {
		x.got, y.got = append(x.got, share.Heterogeneity), append(y.got, share.Result)
	}
	return []check{x, y}, true
}

// henmiCopas is the interval of Henmi and Copas.
func henmiCopas(c golden) ([]check, bool) {
	if c.text("method", "") != "DL" {
		return nil, false
	}
	d := generic(c)
	r := fit(d, pool.Settings{Model: pool.HenmiCopas.Code, Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	return []check{one("beta", r.Estimate, 0), one("se", r.SE, 0), one("ci_lb", r.CILower, 0), one("ci_ub", r.CIUpper, 0),
		tau2Field("tau2", r.Tau2, d.V)}, true
}
