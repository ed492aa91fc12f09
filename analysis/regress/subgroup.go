package regress

import "fmt"

// Subgroups is one τ² behind all subgroups: the mean effect in each, and the test
// of any difference between them, as a model with the subgroups as a factor.
type Subgroups struct {
	Result  Result // a coefficient, the mean, for each subgroup, sorted by name
	Between Test
}

// FitSubgroups fits the subgroups with a common τ², estimated from the trials
// about the means of their own subgroups by the estimator of s, and tests all
// of their differences at once under its rule. Trials with an empty group are
// left out, with a note. It is the analysis to choose when subgroups are too
// small to have a τ² each. Borenstein and others 2009; Rubio-Aparicio and others
// 2017.
func FitSubgroups(d Data, group []string, s Settings) (Subgroups, error) {
	if len(group) != len(d.Y) {
		return Subgroups{}, fmt.Errorf("%w: %d trials and %d subgroups", ErrData, len(d.Y), len(group))
	}
	d.Variables = []Variable{{Name: "subgroup", Words: group}}
	means, err := New(d, "0 + subgroup")
	if err != nil {
		return Subgroups{}, err
	}
	differences, err := New(d, "subgroup")
	if err != nil {
		return Subgroups{}, err
	}
	r, err := Fit(means, s)
	if err != nil {
		return Subgroups{}, err
	}
	f, err := prepare(differences, s)
	if err != nil {
		return Subgroups{}, err
	}
	between, _ := f.tests(f.joint)
	between.Term = "subgroups"
	return Subgroups{r, between}, nil
}
