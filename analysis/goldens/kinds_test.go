package goldens

import (
	"fmt"
	"strings"
	"testing"
)

// kinds are the kinds of cases, each with the function that runs one: it
// reports false when the case asks for something the tables do not have.
// minimum is the number of cases that must be run; it only ever grows.
var kinds = []struct {
	file, kind string
	run        func(golden) ([]check, bool)
	minimum    int
}{
	{"g01_escalc.json", "escalc", escalc, 319},
	{"g01_escalc.json", "escalc.summary", escalcSummary, 7},
	{"g01_escalc.json", "transf", transf, 27},
	{"g01_escalc.json", "conv.wald", convWald, 1},
	{"g01_escalc.json", "conv.fivenum", convFivenum, 5},
	{"g02_rma_uni.json", "rma.uni", rmaUni, 921},
	{"g02_rma_uni.json", "confint.tau2", confintTau2, 80},
	{"g02_rma_uni.json", "profile.tau2", profileTau2, 6},
	{"g02_rma_uni.json", "predict.pi", predictPI, 65},
	{"g02_rma_uni.json", "rma.raw", rmaRaw, 56},
	{"g02_rma_uni.json", "rma.uni.na", rmaUniNA, 1},
	{"g02_rma_uni.json", "residuals", residuals, 9},
	{"g02_rma_uni.json", "blup", blup, 10},
	{"g03_metareg.json", "metareg", metareg, 247},
	{"g03_metareg.json", "metareg.diag", metaregDiag, 25},
	{"g03_metareg.json", "permutest.exact", permutestExact, 14},
	{"g03_metareg.json", "anova.rma", anovaRMA, 8},
	{"g04_mh_glmm.json", "rma.mh", rmaMH, 116},
	{"g04_mh_glmm.json", "rma.peto", rmaPeto, 24},
	{"g04_mh_glmm.json", "rma.glmm", rmaGLMM, 59},
	{"g05_diag_bias.json", "leave1out", leaveOneOut, 34},
	{"g05_diag_bias.json", "cumul", cumul, 35},
	{"g05_diag_bias.json", "influence", influences, 36},
	{"g05_diag_bias.json", "gosh.full", goshFull, 16},
	{"g05_diag_bias.json", "baujat", baujat, 12},
	{"g05_diag_bias.json", "hc", henmiCopas, 12},
	{"g06_rma_mv.json", "robust", robust, 55},
	{"g06_rma_mv.json", "rma.mv.nested", rmaMV, 15},
	{"g06_rma_mv.json", "rma.mv.corr", rmaMV, 6},
	{"g06_rma_mv.json", "rma.mv.mods", rmaMV, 4},
	{"g06_rma_mv.json", "rma.mv.predict", rmaMVPredict, 4},
	{"g06_rma_mv.json", "rma.mv.confint", rmaMVConfint, 3},
	{"g06_rma_mv.json", "rma.mv.single", rmaMVGroupings, 4},
	{"g06_rma_mv.json", "rma.mv.crossed", rmaMVGroupings, 4},
	{"g06_rma_mv.json", "vcalc", vcalc, 6},
	{"g06_rma_mv.json", "aggregate", aggregate, 9},
	{"g06_rma_mv.json", "robumeta", robumeta, 8},
	{"g08_meta.json", "metabin", metabin, 203},
	{"g08_meta.json", "metacont", metacont, 71},
	{"g08_meta.json", "metaprop", metaInverse, 35},
	{"g08_meta.json", "metaprop.ci", metapropCI, 43},
	{"g08_meta.json", "metarate", metaInverse, 16},
	{"g08_meta.json", "metacor", metaInverse, 7},
	{"g08_meta.json", "metamean", metaInverse, 4},
	{"g08_meta.json", "metainc", metainc, 17},
	{"g08_meta.json", "metagen", metagen, 220},
	{"g08_meta.json", "metainf", metainf, 10},
	{"g08_meta.json", "metagen.subgroup", metagenSubgroup, 9},
	{"g08_meta.json", "metabin.subgroup", metabinSubgroup, 14},
	{"g09_bayes.json", "bayesmeta", bayesmeta, 49},
	{"g09_bayes.json", "bmr", bmr, 2},
	{"g10_misc.json", "pima", pima, 11},
	{"g12_paired.json", "escalc.paired", paired, 137},
	{"g13_repeated.json", "escalc.repeated", escalc, 30},
	{"g14_robust.json", "robust.terms", robustTerms, 20},
	{"g15_places.json", "robust.places", robustPlaces, 36},
}

func TestGoldens(t *testing.T) {
	files := map[string]map[string][]golden{}
	gaps := map[dispute][]difference{}
	skipped, excused := map[dispute]int{}, map[string]int{}
	var tallies []kindTally
	var values []valueTally
	ruled := map[string]bool{}
	var table strings.Builder
	fmt.Fprintf(&table, "\n%-16s %6s %6s %6s %8s %8s %8s\n", "kind", "run", "known", "failed", "suspect", "values", "known")
	for _, k := range kinds {
		if files[k.file] == nil {
			files[k.file] = load(t, k.file)
		}
		cases := files[k.file][k.kind]
		var ran, failed, suspect int
		v := valueTally{kind: k.kind}
		held := map[string]bool{}
		for _, c := range cases {
			if c.Failed {
				failed++
				continue
			}
			if c.Suspect != "" {
				suspect++
				continue
			}
			used = nil
			checks, ok := k.run(c)
			if !ok {
				continue
			}
			ran++
			for _, method := range used {
				ruled[method] = true
			}
			for _, k := range checks {
				_, there := c.want(fieldPath(k.field)...)
				held[k.field] = held[k.field] || there
				if n := k.excused(c); n > 0 {
					excused[k.field] += n
				}
			}
			v.count(t, c, checks, skipped)
			for _, d := range differences(c, checks) {
				if p, ok := disputed(d); ok {
					gaps[p] = append(gaps[p], d)
					continue
				}
				t.Errorf("%s: %s: %s", d.id, d.field, d.text)
			}
		}
		fmt.Fprintf(&table, "%-16s %6d %6d %6d %8d %8d %8d\n", k.kind, ran, len(cases), failed, suspect, v.compared, v.known)
		values = append(values, v)
		tallies = append(tallies, kindTally{k.kind, ran, len(cases), failed, suspect})
		for field, there := range held {
			if !there {
				t.Errorf("%s: no case expects a field %q", k.kind, field)
			}
		}
		if ran < k.minimum {
			t.Errorf("%s: %d cases run, there were %d", k.kind, ran, k.minimum)
		}
	}
	for _, p := range disputes {
		if len(gaps[p]) == 0 {
			t.Errorf("%s: %s is listed as disputed but does not differ", p.id, p.field)
		}
	}
	t.Log(table.String())
	everyMethodHasARuler(t, ruled)
	differencesPage(t, gaps, tallies, values, skipped, excused, files)
}

func differences(c golden, checks []check) []difference {
	var all []difference
	for _, k := range checks {
		all = append(all, k.differences(c)...)
	}
	return all
}
