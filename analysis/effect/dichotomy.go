package effect

import (
	"math"

	"grove/analysis/study"
)

// What an odds ratio and a standardised mean difference have to do with each
// other, if the event is a continuous variable beyond a threshold: with a
// logistic variable d = (√3/π)·ln OR, with a normal one d = ln OR/1.65.
const (
	logistic = 1.7320508075688772 / math.Pi // √3/π
	normal   = 1 / 1.65
)

// OR2DL is the standardised mean difference behind an odds ratio, if the
// variable is logistic,
//
//	(√3/π)·ln OR,  variance 3/π² · Var(ln OR).
//
// Hasselblad and Hedges 1995; Chinn 2000.
var OR2DL = fromOdds("OR2DL", "standardised mean difference from an odds ratio (logistic)", logistic, "hasselblad1995", "chinn2000")

// OR2D is OR2DL under its short code, (√3/π)·ln OR with variance
// 3/π² · Var(ln OR). Hasselblad and Hedges 1995; Chinn 2000.
var OR2D = fromOdds("OR2D", "standardised mean difference from an odds ratio", logistic, "hasselblad1995", "chinn2000")

// OR2DN is the standardised mean difference behind an odds ratio, if the variable
// is normal,
//
//	ln OR/1.65,  variance Var(ln OR)/1.65².
//
// Cox and Snell 1989.
var OR2DN = fromOdds("OR2DN", "standardised mean difference from an odds ratio (normal)", normal, "cox1989", "sanchezmeca2003")

func fromOdds(code, name string, factor float64, cites ...string) Measure {
	variances := []variant[cells]{{"LS", each(func(t cells) float64 { return factor * factor * (1/t.a + 1/t.b + 1/t.c + 1/t.d) })}}
	return Measure{Code: code, Name: name, Needs: Independent, Additive: true, Back: identity, Variances: codes(variances), Cites: cites,
		measure: counted(independent(true), func(t cells) float64 {
			return factor * math.Log(float64(t.a*t.d)/float64(t.b*t.c))
		}, variances)}
}

// D2ORL is the log odds ratio behind a standardised mean difference, if the
// variable is logistic,
//
//	(π/√3)·d,  variance π²/3 · (1/n₁ + 1/n₂ + d²/(2N)),
//
// with Cohen's d, without the correction for small samples. Chinn 2000.
var D2ORL = toOdds("D2ORL", "odds ratio from a standardised mean difference (logistic)", 1/logistic, "hasselblad1995", "chinn2000")

// D2OR is D2ORL under its short code, (π/√3)·d with variance
// π²/3 · (1/n₁ + 1/n₂ + d²/(2N)). Chinn 2000.
var D2OR = toOdds("D2OR", "odds ratio from a standardised mean difference", 1/logistic, "hasselblad1995", "chinn2000")

// D2ORN is the log odds ratio behind a standardised mean difference, if the
// variable is normal,
//
//	1.65·d,  variance 1.65² · (1/n₁ + 1/n₂ + d²/(2N)).
//
// Cox and Snell 1989.
var D2ORN = toOdds("D2ORN", "odds ratio from a standardised mean difference (normal)", 1/normal, "cox1989", "sanchezmeca2003")

func toOdds(code, name string, factor float64, cites ...string) Measure {
	variances := []variant[standardised]{{"LS", each(func(s standardised) float64 {
		return factor * factor * (s.h + float64(s.g*s.g)/(2*s.n))
	})}}
	return Measure{Code: code, Name: name, Needs: Means, Ratio: true, Back: math.Exp, Variances: codes(variances), Cites: cites,
		measure: averaged(func(t, c study.Group, o Options) standardised {
			o.Correct = uncorrected
			return standardise(t, c, o)
		}, func(s standardised) float64 { return factor * s.g }, variances)}
}
