package goldens

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// ways are metafor's transformations that a measure makes of one number, on its
// way to the analysis scale or back.
var ways = map[string]func(x float64) float64{
	"transf.ztor": effect.ZCOR.Back, "transf.ztor2": effect.ZR2.Back, "transf.ilogit": effect.PLO.Back, "transf.iarcsin": effect.PAS.Back,
	"transf.iahw": effect.AHW.Back, "transf.iabt": effect.ABT.Back,
	"transf.rtoz":          func(x float64) float64 { return effectOf(effect.ZCOR, within(90, study.Within{R: x})) },
	"transf.logit":         func(x float64) float64 { return effectOf(effect.PLO, alone(group(1, x, nan, nan, nan))) },
	"transf.arcsin":        func(x float64) float64 { return effectOf(effect.PAS, alone(group(1, x, nan, nan, nan))) },
	"transf.ahw":           func(x float64) float64 { return effectOf(effect.AHW, within(90, study.Within{Alpha: x, Items: 5})) },
	"transf.abt":           func(x float64) float64 { return effectOf(effect.ABT, within(90, study.Within{Alpha: x, Items: 5})) },
	"transf.dtolnor.norm":  func(x float64) float64 { return effectOf(effect.D2ORN, apart(x)) },
	"transf.dtolnor.logis": func(x float64) float64 { return effectOf(effect.D2ORL, apart(x)) },
	"transf.dtorpb":        func(x float64) float64 { return effectOf(effect.RPB, huge(x)) },
	"transf.rpbtorbis":     func(x float64) float64 { return effectOf(effect.RBIS, huge(2*x/math.Sqrt(1-x*x))) },
	"transf.lnortod.norm":  func(x float64) float64 { return effectOf(effect.OR2DN, odds(x)) },
	"transf.lnortod.logis": func(x float64) float64 { return effectOf(effect.OR2DL, odds(x)) },
}

// read are its ways from one effect to another, or to what it says of people, by our
// codes of readings.
var read = map[string]string{"transf.rpbtod": "d", "transf.exp.int": "mean-ratio",
	"transf.dtou1": "u1", "transf.dtou2": "u2", "transf.dtou3": "u3", "transf.dtoovl": "overlap", "transf.dtobesd": "besd", "transf.dtocles": "superiority"}

// effectOf is the effect of one contrast as it stands.
func effectOf(m effect.Measure, c study.Contrast) float64 {
	es, err := effectsOf(m, []study.Contrast{c}, effect.Options{Zero: "none", Double: "keep"})
	if err != nil {
		panic(err)
	}
	return es[0].Y
}

// apart are two arms whose means are d standard deviations apart.
func apart(d float64) study.Contrast {
	return against(group(40, nan, d, 1, nan), group(50, nan, 0, 1, nan))
}

// huge are the same of so many people that N−2 is N.
func huge(d float64) study.Contrast {
	const many = 1e13
	return against(group(many, nan, d, 1, nan), group(many, nan, 0, 1, nan))
}

// odds are two arms with the given log odds ratio.
func odds(y float64) study.Contrast {
	return against(group(1+math.Exp(y), math.Exp(y), nan, nan, nan), group(2, 1, nan, nan, nan))
}

// transf runs the transformations that belong to a measure; the others are of
// numbers that no measure here is made of.
func transf(c golden) ([]check, bool) {
	value := check{field: "value", scale: 1}
	switch fun := c.text("fun", ""); {
	case fun == "transf.pft":
		x, n := c.column("xi"), c.column("ni")
		for i := range x {
			value.got = append(value.got, effectOf(effect.PFT, alone(group(n[i], x[i], nan, nan, nan))))
		}
	case fun == "transf.ipft.hm":
		var es []study.Effect
		for _, n := range c.column("ni") {
			es = append(es, study.Effect{T: group(n, nan, nan, nan, nan)})
		}
		back := effect.PFT.Natural(es...)
		for _, y := range c.column("x") {
			value.got = append(value.got, back(y))
		}
	case read[fun] != "":
		use("readings", read[fun])
		r := effect.Readings[slices.IndexFunc(effect.Readings, func(r effect.Reading) bool { return r.Code == read[fun] })]
		args := setting(c, "targs", map[string]float64{})
		for _, x := range c.column("x") {
			if r.Subject.Spread { // R is given the logarithm of the ratio
				x = effect.RR.Back(x)
			}
			value.got = append(value.got, r.Of(x, args["tau2"]))
		}
	case ways[fun] != nil:
		for _, x := range c.column("x") {
			value.got = append(value.got, ways[fun](x))
		}
	default:
		return nil, false
	}
	return []check{value}, true
}
