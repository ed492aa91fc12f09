package effect

import "math"

// PHI is the correlation of the two columns of a fourfold table,
//
//	φ = (ad − bc)/√(n₁n₂(a+c)(b+d)),
//
// with the variance of a sample of n people whose margins are all random (LS),
//
//	[1 − φ² + φ(1 + φ²/2)(p₁−p₂)(q₁−q₂)/√(p₁p₂q₁q₂)
//	   − ¾φ²((p₁−p₂)²/(p₁p₂) + (q₁−q₂)²/(q₁q₂))]/n,
//
// p the shares n₁/n and n₂/n of the arms, q those of people with and without the
// event; or with the mean φ of all trials weighted by n in the place of φ (AV).
// It is not defined when a margin is empty. Yule 1912; for AV Hunter and Schmidt
// 2004.
var PHI = Measure{Code: "PHI", Name: "phi coefficient", Needs: Independent, Back: identity,
	Variances: codes(phiVariances), Cites: []string{"yule1912", "hunter2004"},
	measure: counted(independent(false), phi, phiVariances)}

// ZPHI is Fisher's z of φ, artanh φ, with variance Var(φ)/(1−φ²)². Fisher 1921.
var ZPHI = Measure{Code: "ZPHI", Name: "phi coefficient (pooled as Fisher's z)", Needs: Independent, Back: math.Tanh,
	Variances: codes(phiVariances[:1]), Cites: []string{"yule1912", "fisher1921"},
	measure: counted(independent(false), func(t cells) float64 { return math.Atanh(phi(t)) }, []variant[cells]{
		{"LS", each(func(t cells) float64 { return phiVariance(t, phi(t)) / stretch(phi(t)) })},
	})}

// stretch is (1−r²)², by which the variance of a correlation is divided when the
// correlation becomes Fisher's z.
func stretch(r float64) float64 {
	s := (1 - r) * (1 + r)
	return s * s
}

// phi takes one root, so that a table without b and c has exactly 1 and one without
// a and d exactly −1.
func phi(t cells) float64 {
	return (float64(t.a*t.d) - float64(t.b*t.c)) / math.Sqrt(float64((t.a+t.b)*(t.c+t.d))*float64((t.a+t.c)*(t.b+t.d)))
}

var phiVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return phiVariance(t, phi(t)) })},
	{"AV", func(ts []cells) []float64 {
		var sum, n float64
		for _, t := range ts {
			people := t.a + t.b + t.c + t.d
			sum += float64(people * phi(t))
			n += people
		}
		return each(func(t cells) float64 { return phiVariance(t, sum/n) })(ts)
	}},
}

// phiVariance is the variance at the margins of t and a coefficient r. At ±1 it is
// exactly 0: p and q are of the same size, and so are the two terms of them.
func phiVariance(t cells, r float64) float64 {
	n := t.a + t.b + t.c + t.d
	p1, p2, q1, q2 := (t.a+t.b)/n, (t.c+t.d)/n, (t.a+t.c)/n, (t.b+t.d)/n
	p, q, r2 := (p1-p2)/math.Sqrt(p1*p2), (q1-q2)/math.Sqrt(q1*q2), float64(r*r)
	return (1 - r2 + float64(r*(1+r2/2)*float64(p*q)) - float64(0.75*r2*(float64(p*p)+float64(q*q)))) / n
}

// YUQ is Yule's Q, the odds ratio brought between −1 and 1,
//
//	(ad − bc)/(ad + bc),  variance (1−Q²)²/4 · (1/a + 1/b + 1/c + 1/d).
//
// Yule 1912.
var YUQ = yule("YUQ", "Yule's Q", 1)

// YUY is Yule's Y, the same with the square root of the odds ratio,
//
//	(√ad − √bc)/(√ad + √bc),  variance (1−Y²)²/16 · (1/a + 1/b + 1/c + 1/d).
//
// Yule 1912.
var YUY = yule("YUY", "Yule's Y", 0.5)

// yule is the measure (x−1)/(x+1) of the odds ratio to the given power; with
// ω = power·ln OR it is tanh(ω/2).
func yule(code, name string, power float64) Measure {
	of := func(t cells) float64 {
		x, y := math.Pow(t.a, power)*math.Pow(t.d, power), math.Pow(t.b, power)*math.Pow(t.c, power)
		return (x - y) / (x + y)
	}
	variances := []variant[cells]{{"LS", each(func(t cells) float64 {
		return stretch(of(t)) * (power * power / 4) * (1/t.a + 1/t.b + 1/t.c + 1/t.d)
	})}}
	return Measure{Code: code, Name: name, Needs: Independent, Back: identity, Variances: codes(variances), Cites: []string{"yule1912"},
		measure: counted(independent(true), of, variances)}
}
