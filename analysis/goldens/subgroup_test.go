package goldens

import (
	"encoding/json"
	"maps"
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
)

func metagenSubgroup(c golden) ([]check, bool) {
	d := fromSE(c)
	checks, ok := genericFields(c, d)
	return append(checks, subgroupFields(c, d, classes(c))...), ok
}

func metabinSubgroup(c golden) ([]check, bool) {
	if c.text("sm", "") != "OR" || c.text("method", "") != "Inverse" {
		return nil, false
	}
	counts := c
	counts.Data = maps.Clone(c.Data)
	delete(counts.Data, "sg")
	cs, ok := contrasts(counts, effect.OR)
	if !ok {
		return nil, false
	}
	o := effect.Options{Add: 0.5, Zero: "only0", Double: "drop"}
	es, err := effectsOf(effect.OR, cs, o)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	class := classes(c)
	for i := len(es) - 1; i >= 0; i-- {
		if math.IsNaN(es[i].Y) {
			class = slices.Delete(class, i, i+1)
		}
	}
	checks, ok := metaRaw(c, effect.OR, cs, cs, o)
	return append(checks, subgroupFields(c, usable(es), class)...), ok
}

// classes are the subgroups of the trials.
func classes(c golden) []string {
	var class []string
	if err := json.Unmarshal(c.Data["sg"], &class); err != nil {
		panic(c.ID + ": " + err.Error())
	}
	return class
}

// subgroupFields are the subgroups, beside the pool of all trials, under both models. With a common τ² the
// package pools the subgroups with it too; here they are pooled alone, and it
// is in the test.
func subgroupFields(c golden, d pool.Data, class []string) []check {
	s := pool.Settings{Model: "random", Tau2: c.text("method_tau", ""), Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	groups, tests, err := pool.Subgroups(d, class, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	s.Model, s.Tau2 = "common", ""
	plain, plainTests, err := pool.Subgroups(d, class, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	common := c.flag("tau_common", false)
	kind, field := "separate", func(name string, scale float64) check { return check{field: "subgroup." + name, scale: scale} }
	if common {
		kind = "common"
	}
	test := tests[slices.IndexFunc(tests, func(b pool.Between) bool { return b.Tau2 == kind })]
	unit := math.Sqrt(slices.Min(d.V))
	k, te, se := field("k", 0), field("TE_common", unit), field("se_common", 0)
	q, i2 := field("Q", 1), field("I2", 1)
	i2.floor = 1
	random := []check{field("TE_random", unit), field("se_random", 0), field("lower_random", unit), field("upper_random", unit)}
	tau2 := tau2Field("subgroup.tau2", 0, d.V)
	tau2.got = nil
	for i, g := range groups {
		r, f := g.Result, plain[i].Result
		k.got, te.got, se.got = append(k.got, float64(f.K)), append(te.got, f.Estimate), append(se.got, f.SE)
		for j, x := range []float64{r.Estimate, r.SE, r.CILower, r.CIUpper} {
			random[j].got = append(random[j].got, x)
		}
		if common {
			r.Tau2 = test.Common
		}
		if r.K == 1 { // the package's words for a single trial
			r.Tau2, r.Q = math.NaN(), 0
		}
		tau2.got, q.got, i2.got = append(tau2.got, r.Tau2), append(q.got, r.Q), append(i2.got, r.I2Q/100)
	}
	checks := []check{k, te, se, q, i2, tau2, field("Q_b_random", 1), field("pval_Q_b_random", smallest), field("Q_b_common", 1), field("pval_Q_b_common", smallest), field("df_Q_b", 0)}
	for i, x := range []float64{test.Q, test.P, plainTests[0].Q, plainTests[0].P, test.DF} {
		checks[len(checks)-5+i].got = []float64{x}
	}
	if !common {
		checks = append(checks, random...)
	}
	return checks
}
