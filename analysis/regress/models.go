package regress

// Kind is what differs between trials beside their moderators and their sampling
// errors.
type Kind struct {
	Code, Name string
	random     bool                                  // there is a variance between trials
	clusters   bool                                  // and one between clusters
	moments    func(*momented) ([]float64, error)    // the variances and the inverses of the weights, by moments
	own        func(Model, Settings) (answer, error) // instead of a fit at estimated variances
	Cites      []string
}

// Models are the kinds of models, the default first.
var Models = []Kind{
	// Trials differ by more than their moderators say,
	//
	//	y = Xβ + u + e,  u ~ N(0, τ²),  e ~ N(0, v).
	//
	// Thompson and Higgins 2002.
	{Code: "random", Name: "mixed effects", random: true, Cites: []string{"thompson2002"}},
	// Moderators say all: y = Xβ + e, e ~ N(0, v). Thompson and Higgins 2002.
	{Code: "common", Name: "common effect", Cites: []string{"thompson2002"}},
	// Trials of one cluster (a study with several arms, outcomes or samples; a
	// laboratory) are more alike than others: they share the effect c of their
	// cluster, and each has its own within it,
	//
	//	y = Xβ + c + u + e,  c ~ N(0, σ²ₒ),  u ~ N(0, σ²ᵢ),  e ~ N(0, S),
	//
	// and τ² = σ²ₒ + σ²ᵢ. S has the sampling variances v, and ρ√(vᵢvₗ) for two trials
	// of a cluster that share people, with the correlation ρ assumed; with it the
	// model is that of correlated and hierarchical effects. Both variances are
	// estimated together by ML or REML, with profile likelihood intervals. Where no
	// cluster has two trials only their sum is estimated, with a note. Van den
	// Noortgate and others 2013; Cheung 2014; Konstantopoulos 2011; Pustejovsky and
	// Tipton 2022.
	{Code: "three-level", Name: "effects of clusters, and of trials within them", random: true, clusters: true,
		Cites: []string{"vandennoortgate2013", "cheung2014", "konstantopoulos2011", "pustejovsky2022"}},
	// Trials of one cluster are of the same people (outcomes, times, several arms
	// against one control): their sampling errors correlate by ρ, which is assumed, and
	// they share the effect of their cluster, of variance τ². With n trials of mean
	// variance v̄ in a cluster, J the indicator of the same cluster, and P of Fit at the
	// weights W = 1/nv̄,
	//
	//	τ² = max(0, (Q − tr PS)/tr PJ),  S = v̄((1−ρ)I + ρJ) within clusters,
	//
	// Q = y'Py. The estimate takes the weights 1/n(v̄+τ²), which need not be right:
	// standard errors are robust, CR1p of Corrections with t of clusters less
	// coefficients; others are those of Robust, for which Φ is the inverse of
	// the weights. I² is that of τ² against s² = tr PS/tr PJ, which is (Q − tr PS)/Q above 0.
	// There are no likelihoods, tests of Q, intervals of τ² or of the effect in a new
	// trial, diagnostics or shrunken effects. A setting of tau2 is not used, and one
	// that is declared is ErrSettings; no more clusters than coefficients are ErrData.
	// Hedges, Tipton and Johnson 2010; Tipton 2015.
	{Code: "correlated", Name: "correlated effects by moments, with robust variances", random: true, moments: correlated, Cites: []string{"hedges2010", "tipton2015"}},
	// Trials of one cluster are of different people, and alike because one laboratory or
	// programme made them: τ² between clusters, ω² within them, and sampling errors
	// that do not correlate. With W = 1/v, J as for correlated and the residuals e, τ²
	// and ω² solve
	//
	//	Q = E(e'We),  Q₁ = E(e'Je)  under  V = v + τ²J + ω²I,
	//
	// ω² held at 0 where it would be below, and then τ² from the first of the two,
	// held so too. The estimate takes the weights 1/(v+τ²+ω²). The rest is as for
	// correlated, but that I² is that of τ²+ω² against the s² of Fit and that Q has its
	// test. A ρ is ErrSettings; where no cluster has two trials it is ErrData. Hedges,
	// Tipton and Johnson 2010; Tipton 2015.
	{Code: "hierarchical", Name: "hierarchical effects by moments, with robust variances", random: true, moments: hierarchical, Cites: []string{"hedges2010", "tipton2015"}},
	// Mixed effects with a prior on τ, a row of pool.Priors, and flat ones on β,
	//
	//	y ~ N(Xβ, v+τ²),  τ ~ p(τ),
	//
	// by quadrature over τ, given which β is normal:
	//
	//	β | τ, y ~ N((X'UX)⁻¹X'Uy, (X'UX)⁻¹),  p(τ | y) ∝ p(τ) e^(ln Lᵣ(τ²)),
	//
	// Lᵣ the restricted likelihood. An estimate is a posterior median, its standard
	// error a posterior standard deviation, its interval a credible one of
	// pool.Credibles; the prediction interval is that of the posterior predictive
	// distribution. τ² and its limits are the squares of the median and of the limits
	// of τ. There are no tests, diagnostics or R². With the intercept alone it is
	// pool.Bayes. A prior that is not fully declared, or one of the mean, is
	// ErrSettings; a posterior that would be improper is ErrData. Röver and Friede
	// 2023.
	{Code: "bayes", Name: "Bayesian mixed effects", random: true, own: bayes, Cites: []string{"rover2023"}},
}

// ByMoments says that a model is one of moments and robust variances.
func ByMoments(model string) bool {
	k, _ := row(Models, func(k Kind) string { return k.Code }, model)
	return k.moments != nil
}

// WithClusters says that a model has effects of clusters.
func WithClusters(model string) bool {
	k, _ := row(Models, func(k Kind) string { return k.Code }, model)
	return k.clusters
}
