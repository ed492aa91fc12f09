package pool

import (
	"fmt"
	"math"
)

// Prior is what a Bayesian model assumes before the trials: a distribution of τ,
// with the parameters that it asks for, and a normal distribution of the mean,
// flat where SD is 0. All are in the unit of the effects.
type Prior struct {
	Tau                 string  // a code of Priors, empty for none
	Scale, Location, DF float64 // of the distribution of τ
	Outcome, Comparison string  // that a published distribution of τ is of
	Mean, SD            float64 // of the mean
}

// HalfNormal is the half-normal prior on τ with a flat one on the mean.
func HalfNormal(scale float64) Prior { return Prior{Tau: "half-normal", Scale: scale} }

// PriorOfTau is one distribution of τ before the trials. Its density may ask for
// a scale, degrees of freedom or a location, and may depend on the variances; a
// published one asks for an outcome and a comparison instead.
type PriorOfTau struct {
	Code, Name          string
	Scale, DF, Location bool
	tail                func(Prior) float64                              // a: the density falls as τ^−a
	log                 func(p Prior, v []float64) func(float64) float64 // the log density of τ at ln τ, up to a constant
	Published           []Published                                      // in the place of parameters, tail and log: what it stands for
	Measures            []string                                         // whose τ it is the distribution of, nil for any
	Cites               []string
}

// Priors are the distributions of τ, the default first.
var Priors = []PriorOfTau{
	// p(τ) ∝ exp(−τ²/(2s²)). Röver 2020.
	{Code: "half-normal", Name: "half-normal", Scale: true, tail: never, Cites: []string{"rover2020"},
		log: func(p Prior, _ []float64) func(float64) float64 {
			return func(l float64) float64 { return -math.Exp(2*(l-math.Log(p.Scale))) / 2 }
		}},
	// p(τ) ∝ 1/(1 + τ²/s²): half of a Cauchy distribution. Gelman 2006.
	{Code: "half-cauchy", Name: "half-Cauchy", Scale: true, tail: falls(2), Cites: []string{"gelman2006"},
		log: func(p Prior, _ []float64) func(float64) float64 { return halfT(p.Scale, 1) }},
	// p(τ) ∝ (1 + τ²/(ds²))^(−(d+1)/2): half of Student's t with d degrees of freedom.
	// Gelman 2006.
	{Code: "half-t", Name: "half-t", Scale: true, DF: true, tail: func(p Prior) float64 { return p.DF + 1 }, Cites: []string{"gelman2006"},
		log: func(p Prior, _ []float64) func(float64) float64 { return halfT(p.Scale, p.DF) }},
	// ln τ² ~ N(m, s²), m the location and s the scale, as the empirical distributions
	// of heterogeneity are printed. Turner and others 2015.
	{Code: "log-normal", Name: "log-normal (of τ²)", Scale: true, Location: true, tail: never, Cites: []string{"turner2015"},
		log: func(p Prior, _ []float64) func(float64) float64 {
			return func(l float64) float64 {
				z := (2*l - p.Location) / p.Scale
				return -l - float64(z*z)/2
			}
		}},
	// (ln τ² − m)/s ~ t with d degrees of freedom, m the location and s the scale; d is 5
	// in the empirical distributions for standardised mean differences. The 95% ranges of
	// τ² that are printed with those fit a second number that is the standard deviation
	// of ln τ², s√(d/(d−2)), not the scale: 2.59 as a scale about −3.44 reaches 25, as a
	// standard deviation 5.6, and 5.16 is printed. The help of bayesmeta takes it as the
	// scale. Rhodes, Turner and Higgins 2015.
	{Code: "log-t", Name: "log-Student-t (of τ²)", Scale: true, Location: true, DF: true, tail: falls(1), Cites: []string{"rhodes2015"},
		log: func(p Prior, _ []float64) func(float64) float64 {
			return func(l float64) float64 {
				z := (2*l - p.Location) / p.Scale
				return -l - float64((p.DF+1)*math.Log1p(float64(z*z)/p.DF))/2
			}
		}},
	// p(τ) ∝ 1, improper: the posterior is proper from two trials more than there are
	// coefficients. Gelman 2006.
	{Code: "uniform", Name: "uniform", tail: falls(0), Cites: []string{"gelman2006"},
		log: func(Prior, []float64) func(float64) float64 { return func(float64) float64 { return 0 } }},
	// p(τ) ∝ 1/√τ, improper. Röver 2020.
	{Code: "sqrt", Name: "uniform-root", tail: falls(0.5), Cites: []string{"rover2020"},
		log: func(Prior, []float64) func(float64) float64 { return func(l float64) float64 { return -l / 2 } }},
	// p(τ) ∝ √Σ(τ/(v+τ²))², the root of the information about τ; improper. Röver 2020.
	{Code: "jeffreys", Name: "Jeffreys", tail: falls(1), Cites: []string{"rover2020"},
		log: func(_ Prior, v []float64) func(float64) float64 {
			return func(l float64) float64 {
				top := math.Inf(-1)
				for _, v := range v {
					top = math.Max(top, factor(l, v))
				}
				var sum float64
				for _, v := range v {
					sum += math.Exp(2 * (factor(l, v) - top))
				}
				return top + math.Log(sum)/2
			}
		}},
	// p(τ) ∝ Π(τ/(v+τ²))^(1/k), improper. Berger and Deely 1988.
	{Code: "berger-deely", Name: "Berger–Deely", tail: falls(1), Cites: []string{"berger1988"},
		log: func(_ Prior, v []float64) func(float64) float64 {
			return func(l float64) float64 {
				var sum float64
				for _, v := range v {
					sum += factor(l, v)
				}
				return sum / float64(len(v))
			}
		}},
	// p(τ) ∝ Π(τ/(v+τ²)^(3/2))^(1/k), the proper relative of Berger and Deely's. Berger
	// and Deely 1988.
	{Code: "conventional", Name: "conventional", tail: falls(2), Cites: []string{"berger1988"},
		log: func(_ Prior, v []float64) func(float64) float64 {
			return func(l float64) float64 {
				var sum float64
				for _, v := range v {
					sum += (3*factor(l, v) - l) / 2
				}
				return sum / float64(len(v))
			}
		}},
	// p(τ) = s/(s+τ)², s² the harmonic mean of the variances: its median is s.
	// DuMouchel and Normand 2000.
	{Code: "dumouchel", Name: "DuMouchel", tail: falls(2), Cites: []string{"dumouchel2000"},
		log: func(_ Prior, v []float64) func(float64) float64 {
			s := math.Log(harmonic(v)) / 2
			return func(l float64) float64 { return -2 * logSum(s, l) }
		}},
	// p(τ) = 2s²τ/(s²+τ²)², s² the harmonic mean of the variances: the shrinkage
	// s²/(s²+τ²) is uniform. Daniels 1999.
	{Code: "shrinkage", Name: "uniform shrinkage", tail: falls(3), Cites: []string{"daniels1999"},
		log: func(_ Prior, v []float64) func(float64) float64 {
			s2 := harmonic(v)
			return func(l float64) float64 { return 2*factor(l, s2) - l }
		}},
	// p(τ) = 2s²τ/(s²+τ²)², s² the typical variance of I²: I² is uniform. It takes two
	// trials. Röver 2020; Higgins and Thompson 2002.
	{Code: "I2", Name: "uniform I²", tail: falls(3), Cites: []string{"rover2020", "higgins2002"},
		log: func(_ Prior, v []float64) func(float64) float64 {
			s2 := typical(v)
			return func(l float64) float64 { return 2*factor(l, s2) - l }
		}},
	// ln τ² ~ N(m, s²), the distribution that the paper expects of log odds ratios by the
	// outcome and the comparison, such as {tau: turner2012, outcome: mortality, comparison:
	// pharmacological-placebo}. Semi-objective outcomes are such as a major morbidity
	// event, withdrawal or hospital stay, subjective ones such as pain, symptoms and
	// adverse events; placebo is placebo or control. Other measures are refused. Settings
	// of the paper without a second source are left out, and can be written as log-normal.
	// Turner and others 2012.
	{Code: "turner2012", Name: "published log-normal (Turner 2012)", Published: turner2012, Measures: []string{"OR"}, Cites: []string{"turner2012"}},
	// ln τ² ~ N(m, s²), the distribution that the paper expects of log odds ratios by the
	// outcome and the comparison, such as {tau: turner2015, outcome: mortality, comparison:
	// pharmacological-placebo}; any with any is its general setting. Major morbidity is
	// cause-specific mortality, a major morbidity event or a composite of both, symptoms
	// are signs or symptoms that a condition goes on or ends, placebo is placebo or
	// control. Other measures are refused. Settings of the paper without a second source
	// are left out, and can be written as log-normal. Turner and others 2015.
	{Code: "turner2015", Name: "published log-normal (Turner 2015)", Published: turner2015, Measures: []string{"OR"}, Cites: []string{"turner2015"}},
}

func never(Prior) float64 { return math.Inf(1) }

func falls(a float64) func(Prior) float64 { return func(Prior) float64 { return a } }

// logSum is ln(eᵃ+eᵇ).
func logSum(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// factor is ln(τ/(v+τ²)) at ln τ.
func factor(l, v float64) float64 { return l - logSum(math.Log(v), 2*l) }

func halfT(scale, df float64) func(float64) float64 {
	s := math.Log(scale) + math.Log(df)/2
	return func(l float64) float64 { return -(df + 1) / 2 * logSum(0, 2*(l-s)) }
}

// harmonic is the harmonic mean.
func harmonic(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += 1 / x
	}
	return float64(len(v)) / sum
}

// typical is the typical variance of Higgins and Thompson, NaN for one trial.
func typical(v []float64) float64 {
	var sw, pairs float64
	for _, x := range v {
		w := 1 / x
		pairs += float64(w * sw)
		sw += w
	}
	if len(v) < 2 {
		return math.NaN()
	}
	return float64(float64(len(v)-1)*sw) / (2 * pairs)
}

// Usable says why a prior cannot be used with k trials and p coefficients, nil if
// it can: ErrSettings for a distribution that no table knows or parameters that it does
// not take, ErrData where the posterior would be improper.
func (p Prior) Usable(k, coefficients int) error {
	row, ok := find(Priors, func(r PriorOfTau) string { return r.Code }, p.Tau)
	if !ok {
		return fmt.Errorf("%w: the Bayesian model needs a prior on τ, not %q", ErrSettings, p.Tau)
	}
	for _, x := range []struct {
		what  string
		takes bool
		value float64
	}{{"scale", row.Scale, p.Scale}, {"number of degrees of freedom", row.DF, p.DF}} {
		if x.takes && (!(x.value > 0) || math.IsInf(x.value, 0)) {
			return fmt.Errorf("%w: the %s prior on τ needs a positive %s, not %v", ErrSettings, row.Name, x.what, x.value)
		}
		if !x.takes && x.value != 0 {
			return fmt.Errorf("%w: the %s prior on τ takes no %s", ErrSettings, row.Name, x.what)
		}
	}
	if !row.Location && p.Location != 0 {
		return fmt.Errorf("%w: the %s prior on τ takes no location", ErrSettings, row.Name)
	}
	if row.Published == nil && (p.Outcome != "" || p.Comparison != "") {
		return fmt.Errorf("%w: the %s prior on τ takes no outcome and no comparison", ErrSettings, row.Name)
	}
	if row.Published != nil && (p.Outcome == "" || p.Comparison == "") {
		return fmt.Errorf("%w: the %s prior on τ needs an outcome with a comparison; known: %s", ErrSettings, row.Name, row.has())
	}
	if row.Published != nil && row.published(p) < 0 {
		return fmt.Errorf("%w: the %s prior on τ is not known for the outcome %q with the comparison %q; known: %s", ErrSettings, row.Name, p.Outcome, p.Comparison, row.has())
	}
	if row.Location && (math.IsNaN(p.Location) || math.IsInf(p.Location, 0)) || !(p.SD >= 0) || math.IsInf(p.SD, 0) || math.IsNaN(p.Mean) || math.IsInf(p.Mean, 0) || p.SD == 0 && p.Mean != 0 {
		return fmt.Errorf("%w: the location of τ or the normal prior of the mean is not one", ErrSettings)
	}
	if row.Code == "I2" && k < 2 {
		return fmt.Errorf("%w: the %s prior needs two trials", ErrData, row.Name)
	}
	if !(p.order(k, coefficients) > 1) && row.Code != "log-t" {
		from := fmt.Sprintf("%d trials", k)
		if coefficients > 1 {
			from += fmt.Sprintf(" and %d coefficients", coefficients)
		}
		return fmt.Errorf("%w: the %s prior leaves an improper posterior from %s", ErrData, row.Name, from)
	}
	return nil
}

// usable says why a prior cannot be used with these data for a model of the mean,
// nil if it can.
func (p Prior) usable(d Data) error {
	if err := p.Usable(len(d.Y), 1); err != nil {
		return err
	}
	return p.Suits(d.Measure)
}

// order is a where the posterior density of τ falls as τ^−a.
func (p Prior) order(k, coefficients int) float64 {
	p = p.Plain()
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, p.Tau)
	if p.SD > 0 {
		k++
	}
	return row.tail(p) + float64(k-coefficients)
}

// String is the prior of a model of the mean in words.
func (p Prior) String() string { return p.words(1) }

// words are the prior of a model with so many coefficients.
func (p Prior) words(coefficients int) string {
	plain := p.Plain()
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, plain.Tau)
	s := row.Name + " prior on τ"
	with := " with "
	for _, x := range []struct {
		name  string
		takes bool
		value float64
	}{{"location", row.Location, plain.Location}, {"scale", row.Scale, plain.Scale}, {"degrees of freedom", row.DF, plain.DF}} {
		if x.takes {
			s += fmt.Sprintf("%s%s %v", with, x.name, x.value)
			with = ", "
		}
	}
	if plain.Tau != p.Tau {
		s += fmt.Sprintf(", taken from “%s:outcome=%s,comparison=%s”", p.Tau, p.Outcome, p.Comparison)
	}
	if p.SD > 0 {
		return s + fmt.Sprintf(", normal prior on the mean with mean %v and standard deviation %v", p.Mean, p.SD)
	}
	if coefficients > 1 {
		return s + ", flat prior on the coefficients"
	}
	return s + ", flat prior on the mean"
}
