package goldens

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
)

// valueTally is how many of the numbers that R gives in the cases run are
// compared, by kind; R's NA is no number.
type valueTally struct {
	kind            string
	compared, known int
}

// leastCompared is how many values must be compared; it only ever grows.
const leastCompared = 222057

const (
	echo       = "an echo of what was asked"
	noRb       = "the mean of τ²/(τ²+v) over the trials, which is not here; τ² is compared"
	twoTrials  = "prediction from two trials or one, of which there is none here"
	rWritesNil = "R's 0 for a variance, a correlation or a statistic that the model does not have"
	lonelyOnly = "of a single trial, of which R reports 0 and here there is none"
	noFit      = "likelihoods under given weights, under a negative least τ² or of one trial, which are not here"
	ofRows     = "R counts trials without an effect of their own; the sums they are of are compared"
	noConstant = "R's log likelihood of the counted trials' effects about this estimate, which no model here maximises"
	noGLMM     = "the log likelihood of a mixed model of counts, of which only the test of heterogeneity is given here"
	noLevel    = "the table of a model that no setting asks for; its variances, mean, covariance and likelihoods are compared"
	ownTest    = "R's test of all coefficients is that of the mean here, whose statistic and P value are compared"
	aboutMH    = "the package's Q is about the estimate of Mantel and Haenszel, and with it τ² and all that follows, which is not here; the common effect is compared"
	allCells   = "what the package pools by inverse variances beside Mantel and Haenszel's sums of corrected cells, which alone the case is about"
	sizedPI    = "the package predicts about the mean under inverse variances here, not about its mean under weights by size"
	commonTau  = "the package pools each subgroup with the common τ² too; here they are pooled alone and it is in the test"
	modes      = "the density of the mean at 0, which is not among what a posterior says here"
	factors    = "marginal likelihoods and Bayes factors, which are not here"
)

// unheld are the fields of run cases, or their elements, that no check compares,
// and why; a * stands for anything. A row of which every value is compared fails
// the test, and so does a value that is neither compared nor in a row.
var unheld = []dispute{
	{"conv.wald/*", "yi", echo},
	{"rma.uni/edge.k1/*", "QE*", lonelyOnly},
	{"rma.uni/edge.k1/*", "*2", lonelyOnly},
	{"rma.uni/*", "fit.*", noFit},
	{"rma.uni/*", "p", noFit},
	{"rma.uni/*", "s2w", noFit},
	{"rma.uni/*", "predict.pi_*", twoTrials},
	{"rma.uni/*", "tau2", rWritesNil},
	{"rma.uni/*", "se_tau2", "of a declared τ², which has no standard error here"},
	{"residuals/*", "cholesky", "residuals turned to be independent, of which only the others are here"},
	{"metareg/*", "predict_rows", echo},
	{"metareg/*", "tau2", rWritesNil},
	{"rma.mh/*", "ll", noConstant},
	{"rma.mh/*", "k", ofRows},
	{"rma.mh/*", "weights", ofRows},
	{"rma.mh/*", "QE*", "Q of a single trial, or of a risk difference from whose Q R leaves trials without an event"},
	{"rma.mh/*", "*2", "I² and H² from such a Q"},
	{"rma.mh/edge.k1/*", "BD", lonelyOnly},
	{"rma.mh/edge.k1/*", "Tarone", lonelyOnly},
	{"rma.peto/*", "ll", noConstant},
	{"rma.peto/*", "k", ofRows},
	{"rma.peto/*", "weights", ofRows},
	{"rma.peto/edge.k1/*", "QE*", lonelyOnly},
	{"rma.peto/edge.k1/*", "*2", lonelyOnly},
	{"rma.glmm/*", "ll", noGLMM},
	{"rma.glmm/*", "sigma2", "the variance of random trial levels, which is not given here; the integral over both effects is compared"},
	{"rma.glmm/*", "tau2", rWritesNil},
	{"rma.glmm/*", "*2", "I² and H² where the model has no τ²"},
	{"cumul/*", "Q", lonelyOnly},
	{"cumul/*", "I2", lonelyOnly},
	{"gosh.full/*", "incl", echo},
	{"gosh.full/*", "H2", "follows from Q or I², which are compared"},
	{"gosh.full/*", "tau2", "R's 0 for the variance of a single trial, or of a model without one"},
	{"gosh.full/*", "QE", lonelyOnly},
	{"gosh.full/*", "I2", lonelyOnly},
	{"robust/*.CR0", "*", "R's own degrees of freedom with CR0, which no correction here has; the standard errors are compared"},
	{"rma.mv.*", "QM*", ownTest},
	{"rma.mv.*", "tau2", rWritesNil},
	{"rma.mv.*", "gamma2", rWritesNil},
	{"rma.mv.*", "rho", rWritesNil},
	{"rma.mv.*", "phi", rWritesNil},
	{"rma.mv.single/*", "*", noLevel},
	{"rma.mv.crossed/*", "*", noLevel},
	{"aggregate/*", "g1", echo},
	{"meta*", "Rb", noRb},
	{"metabin.subgroup/*", "subgroup.*_random", commonTau},
	{"metabin/*/SSW", "*er_pred", sizedPI},
	{"metainc/*/IRR.MH", "*", aboutMH},
	{"metabin/*.MH.DL", "*", aboutMH},
	{"metabin/*/MHexact", "*", aboutMH},
	{"metabin/*/incr.all", "*", allCells},
	{"metabin/*/incr.if0all", "*", allCells},
	{"metabin/*/incr.only0", "*", allCells},
	{"metagen*", "*er_pred", twoTrials},
	{"bayesmeta/*", "q", echo},
	{"bayesmeta/*/sqrt.flat", "tau.mode", "0, where the density under this prior is infinite, which the shortest interval by which modes are found here does not see"},
	{"bayesmeta/*", "dmu0", modes},
	{"bayesmeta/*", "bf_*", factors},
	{"bayesmeta/*", "marglik", factors},
	{"pima/*", "*pi", "the package's prediction with two standard errors and k−2 degrees of freedom, or of the robust interval, which none here is"},
}

// count adds the numbers of a case to the tally of its kind, and those that no
// check compares to their rows.
func (v *valueTally) count(t *testing.T, c golden, checks []check, skipped map[dispute]int) {
	t.Helper()
	for field, isNumber := range leaves(c.Expected) {
		at := slices.IndexFunc(checks, func(k check) bool { return k.field == field })
		for i, number := range isNumber {
			if !number {
				continue
			}
			v.known++
			if at >= 0 && i >= checks[at].from {
				v.compared++
				continue
			}
			row := slices.IndexFunc(unheld, func(p dispute) bool { return matches(p.id, c.ID) && matches(p.field, field) })
			if row < 0 {
				t.Errorf("%s: %s is not compared, and nothing says why", c.ID, field)
				break
			}
			skipped[unheld[row]]++
		}
	}
}

// leaves are the expected fields, "confint.tau2_lb" being a field of a field, with
// which of their elements are numbers: neither NA nor a word.
func leaves(expected map[string]json.RawMessage) map[string][]bool {
	all := map[string][]bool{}
	var read func(path string, v any)
	read = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, e := range v {
				read(path+"."+name, e)
			}
		case []any:
			for _, e := range v {
				read(path, e)
			}
		case float64, bool:
			all[path] = append(all[path], true)
		case string:
			all[path] = append(all[path], v == "Inf" || v == "-Inf" || v == "NaN")
		default:
			all[path] = append(all[path], false)
		}
	}
	for name, raw := range expected {
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			panic(fmt.Sprintf("golden value %s: %v", raw, err))
		}
		read(name, v)
	}
	return all
}

// writeValues writes how many values are compared and, by reason, which are not.
func writeValues(t *testing.T, page *bytes.Buffer, tallies []valueTally, skipped map[dispute]int) {
	t.Helper()
	page.WriteString("| kind | compared | known |\n|---|---|---|\n")
	var all valueTally
	for _, k := range tallies {
		all.compared, all.known = all.compared+k.compared, all.known+k.known
		if k.compared < k.known {
			fmt.Fprintf(page, "| %s | %d | %d |\n", k.kind, k.compared, k.known)
		}
	}
	fmt.Fprintf(page, "| all kinds, with those of which every value is | %d | %d |\n", all.compared, all.known)
	if all.compared < leastCompared {
		t.Errorf("%d values are compared, there were %d", all.compared, leastCompared)
	}
	page.WriteString("\nThe others, by reason:\n\n| cases | fields | values | why |\n|---|---|---|---|\n")
	rows := slices.Clone(unheld)
	slices.SortStableFunc(rows, func(a, b dispute) int { return cmp.Compare(a.id, b.id) })
	for _, p := range rows {
		if skipped[p] == 0 {
			t.Errorf("%s: %s is listed as not compared, but is", p.id, p.field)
		}
		fmt.Fprintf(page, "| `%s` | `%s` | %d | %s |\n", p.id, p.field, skipped[p], p.reason)
	}
}

// excused are the values that agree only because the comparison is absolute below
// the floor of their field.
func (k check) excused(c golden) (n int) {
	want, _ := c.want(fieldPath(k.field)...)
	for i := k.from; i < min(len(want), len(k.got)); i++ {
		small := math.Abs(want[i]) < k.floor && math.Abs(want[i]) >= 1e-12*k.scale
		if small && k.agrees(k.got[i], want[i], c.Tol) && math.Abs(k.got[i]-want[i]) > c.Tol*math.Abs(want[i]) {
			n++
		}
	}
	return n
}
