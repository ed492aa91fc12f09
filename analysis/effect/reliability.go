package effect

import (
	"math"

	"grove/analysis/study"
)

// reliable is Cronbach's alpha of a questionnaire of so many items, from so many
// people.
type reliable struct{ alpha, items, n float64 }

// reliability makes a measure of alpha. It is not a measure of difference.
func reliability(code, name string, of func(reliable) float64, back func(float64) float64, variance func(reliable) float64, cites ...string) Measure {
	variances := []variant[reliable]{{"LS", each(variance)}}
	return Measure{Code: code, Name: name, Needs: Reliability, Null: math.NaN(), Back: back, Variances: codes(variances), Cites: cites,
		measure: computed(reliabilityMissing, func(c study.Contrast, _ Options) reliable {
			return reliable{c.Within.Alpha, c.Within.Items, c.T.N}
		}, of, variances, func(c study.Contrast) string {
			if c.Within.Alpha == 1 {
				return "an alpha of 1 has no variance"
			}
			return "too few people or items for a variance"
		})}
}

func reliabilityMissing(c study.Contrast) string {
	switch {
	case c.Within == nil || !given(c.Within.Alpha):
		return "alpha not reported"
	case !(c.Within.Alpha <= 1):
		return "alpha exceeds 1"
	case !given(c.Within.Items) || !(c.Within.Items >= 2):
		return "number of items not reported, or fewer than two"
	}
	return peopleMissing(c)
}

// ARAW is Cronbach's alpha α with variance
//
//	2k(1−α)²/((k−1)(n−2))
//
// of a questionnaire of k items. Bonett 2002 and 2010.
var ARAW = reliability("ARAW", "alpha", func(r reliable) float64 { return r.alpha }, identity,
	func(r reliable) float64 {
		return 2 * r.items * float64((1-r.alpha)*(1-r.alpha)) / ((r.items - 1) * (r.n - 2))
	}, "bonett2002", "bonett2010")

// ABT is −ln(1−α), with variance 2k/((k−1)(n−2)), and back α = 1 − e^−y. Bonett
// 2002.
var ABT = reliability("ABT", "alpha (pooled as logarithm)", func(r reliable) float64 { return -math.Log1p(-r.alpha) }, func(y float64) float64 { return -math.Expm1(-y) },
	func(r reliable) float64 { return 2 * r.items / ((r.items - 1) * (r.n - 2)) }, "bonett2002")

// AHW is 1 − (1−α)^⅓, with variance
//
//	18k(n−1)(1−α)^⅔/((k−1)(9n−11)²),
//
// and back α = 1 − (1−y)³, 1 above y = 1, as no alpha is larger. Hakstian and Whalen
// 1976.
var AHW = reliability("AHW", "alpha (pooled as cube root)", func(r reliable) float64 { return 1 - math.Cbrt(1-r.alpha) }, func(y float64) float64 {
	root := math.Max(0, 1-y)
	return 1 - root*root*root
},
	func(r reliable) float64 {
		root, people := math.Cbrt(1-r.alpha), 9*r.n-11
		return 18 * r.items * (r.n - 1) * float64(root*root) / ((r.items - 1) * float64(people*people))
	}, "hakstian1976")
