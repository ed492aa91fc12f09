package effect

import (
	"math"

	"grove/analysis/study"
)

// REH is the log relative excess heterozygosity, 0 under Hardy and Weinberg's
// equilibrium, from the people of the first homozygous, the heterozygous and the
// second homozygous genotype,
//
//	ln(n₁₂/(2√(n₁₁n₂₂))),  variance 1/n₁₂ + 1/(4n₁₁) + 1/(4n₂₂).
//
// Ziegler, Van Steen and Wellek 2011.
var REH = Measure{Code: "REH", Name: "relative excess heterozygosity", Needs: Genotypes, Ratio: true, Back: math.Exp,
	Variances: codes(rehVariances), Cites: []string{"ziegler2011"},
	measure: computed(genotypesMissing, func(c study.Contrast, _ Options) study.Within { return *c.Within },
		func(w study.Within) float64 {
			return math.Log(w.Mixed) - math.Ln2 - (math.Log(w.First)+math.Log(w.Second))/2
		},
		rehVariances, func(study.Contrast) string { return "nobody of one genotype" })}

var rehVariances = []variant[study.Within]{
	{"LS", each(func(w study.Within) float64 { return 1/w.Mixed + 1/(4*w.First) + 1/(4*w.Second) })},
}

func genotypesMissing(c study.Contrast) string {
	switch w := c.Within; {
	case w == nil || !given(w.First+w.Mixed+w.Second):
		return "genotypes not reported"
	case !(w.First >= 0 && w.Mixed >= 0 && w.Second >= 0):
		return "people of a genotype are negative"
	}
	return ""
}
