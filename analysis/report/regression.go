package report

import (
	"cmp"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/regress"
)

// Regression is the effects of trials explained by columns of their data, on the
// analysis scale.
type Regression struct {
	ID, Title   string  // of a protocol's
	Formula     string  // empty for the mean alone
	Cluster     string  // the column within which trials may depend on each other, empty for none
	Rho         float64 // the assumed correlation of the sampling errors of a cluster's trials
	Measure     effect.Measure
	Options     effect.Options
	Level       float64
	Prediction  string      // a code of regress.Predictions, empty for no interval
	Moderators  []Moderator // in the order of the formula
	Result      regress.Result
	Alone       regress.Result     // of the same trials without moderators
	Ratio       *regress.Test      // of all moderators by the likelihoods, nil for none
	Robust      *regress.Clustered // nil for none
	Permuted    *regress.Permuted  // nil for none
	Predictions []Predicted
	Clusters    []Cluster   // of a model with effects of clusters
	Trials      []Explained // of the model, in its order
	Left        []Left
	Notes       []string // beside those of the results
	Failed      string   // why there is no answer
}

// Moderator is a column of a formula. Levels are those of a factor, the reference
// first; a covariate has none.
type Moderator struct {
	Name   string
	Levels []string
}

// Value is what a trial has of a moderator, or a prediction is made at: a word, or
// a number where there is none.
type Value struct {
	Number float64
	Word   string
}

// Text is the value as it is written.
func (v Value) Text() string { return cmp.Or(v.Word, Number(v.Number)) }

// Predicted is the effect at given values of the moderators. Difference is how it
// differs from the first prediction, nil for that one. Robust and
// RobustDifference are the same with the variances of Robust, nil without.
type Predicted struct {
	At []Value // in the order of the moderators
	regress.Predicted
	Natural                  Natural
	Difference               *Contrast
	Robust, RobustDifference *Contrast
}

// Contrast is a combination of the coefficients: the effect at a place, or the
// difference between two. Natural is back-transformed, of a difference between
// ratios a ratio of ratios, and of a difference not defined for a measure that is
// pooled on a bent scale.
type Contrast struct {
	regress.Coefficient
	Natural Natural
}

// NewContrast is a contrast with its way to the natural scale.
func NewContrast(b regress.Coefficient, back func(float64) float64) *Contrast {
	return &Contrast{Coefficient: b, Natural: Natural{Estimate: back(b.Estimate), CILower: back(b.CILower), CIUpper: back(b.CIUpper)}}
}

// Cluster is the effect of a cluster, by how much its trials differ from the
// model. Natural is back-transformed as a difference is.
type Cluster struct {
	regress.ShrunkenCluster
	Natural Natural
}

// Explained is a trial of a regression, its weight that of the fit. Diagnostic and
// Shrunken are nil where trials depend on each other.
type Explained struct {
	Trial
	Values        []Value // of the moderators
	Cluster       string  // empty for a cluster of its own
	Within        string  // what it has an effect of within its cluster, empty for itself
	Fitted        float64
	FittedNatural float64
	Diagnostic    *regress.Diagnostic
	Shrunken      *regress.Shrunken
	DrawnNatural  Natural // the shrunken effect
}

// RegressionTitle is what a regression without a title is called.
func RegressionTitle(x Regression) string {
	title := "Regression on " + x.Formula
	if x.Formula == "" || x.Formula == "1" {
		title = "The mean"
	}
	if x.Cluster != "" {
		title += ", allowing for dependence within " + x.Cluster
	}
	return title
}

// notes are all notes of a regression, each once.
func (x Regression) notes() []string {
	all := append([]string{}, x.Result.Notes...)
	if x.Robust != nil {
		all = append(all, x.Robust.Notes...)
	}
	return append(all, x.Notes...)
}

// ofMeans says that a factor has a coefficient for each of its levels, the mean
// there, because the model has no intercept.
func (x Regression) ofMeans() bool {
	f, _ := regress.Parse(x.Formula) // it has been fitted
	return !f.Intercept && slices.ContainsFunc(x.Moderators, func(m Moderator) bool { return m.Levels != nil })
}

// dependent says that intervals allow for dependence within clusters.
func (x Regression) dependent() bool {
	m := x.Result.Model
	return x.Robust != nil || x.Rho > 0 || regress.WithClusters(m) || regress.ByMoments(m)
}

// posterior says that the regression is Bayesian.
func (x Regression) posterior() bool { return x.Result.Posterior.Prior != "" }

// moderating is how many coefficients the moderators have.
func (x Regression) moderating() int { return int(x.Result.Moderators.DF) }
