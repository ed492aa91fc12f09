package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"grove/analysis"
	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/report"
	"grove/analysis/tau"
)

// settingFlags are the flags of a question put to a table without a protocol;
// where are its filters as typed.
func settingFlags(f *pflag.FlagSet, asked *protocol.Analysis, where *[]string) {
	s := &asked.Settings
	f.StringVar(&asked.Measure, "measure", "", "effect measure (default: the first the table has numbers for)")
	f.StringVar(&s.Model, "model", s.Model, "model: "+strings.Join(report.Codes("model"), ", "))
	f.StringVar(&s.GLMM, "glmm", s.GLMM, "likelihood of the model glmm: "+strings.Join(report.Codes("glmm"), ", "))
	f.StringVar(&s.Tau2, "tau2", s.Tau2, "estimator of the between-trial variance, or the variance itself, such as 0.05")
	f.Float64Var(&s.Tau2Min, "tau2-min", s.Tau2Min, "the least between-trial variance allowed, 0 or below, for tau2 DL, HE, HS and HSk")
	f.StringVar(&s.Tau2Interval, "tau2-interval", s.Tau2Interval, "interval of the between-trial variance: "+strings.Join(report.Codes("tau2_interval"), ", "))
	f.StringVar(&s.Interval, "interval", s.Interval, "confidence interval")
	f.StringVar(&s.Prediction, "prediction", s.Prediction, "prediction interval")
	f.Func("prior", "prior of the Bayesian model: the scale of a half-normal one on τ, half-cauchy:scale=0.5, or turner2015:outcome=any,comparison=any; known: "+strings.Join(report.Codes("prior"), ", ")+" (default half-normal:scale=0.5 for ratios)", func(text string) (err error) {
		s.Prior, err = protocol.AsPrior("--prior", text)
		return err
	})
	f.StringVar(&s.Credible, "credible", s.Credible, "credible interval of the Bayesian model: "+strings.Join(report.Codes("credible"), ", ")+" (default equal-tailed)")
	f.StringVar(&s.Few, "few", s.Few, "rule for few trials")
	f.Float64Var(&s.Level, "level", s.Level, "confidence level in percent")
	f.StringVar(&asked.Options.Zero, "zero", asked.Options.Zero, "rule for zero cells")
	f.StringVar(&asked.Select.Outcome, "outcome", "", "use the rows of this outcome")
	f.StringSliceVar(&asked.Select.Experimental, "experimental", nil, "treatments of the experimental arm (long layout)")
	f.StringSliceVar(&asked.Select.Control, "control", nil, "treatments of the control arm (long layout)")
	f.StringVar(&asked.Select.Arms, "arms", effect.ArmRules[0].Code, "several arms of one trial (long layout): "+strings.Join(report.Codes("arms"), ", "))
	f.Func("pairing", "correlation of the same people under two treatments, for trials that do not report it: a number, "+strings.Join(report.Codes("pairing"), " or "), func(text string) (err error) {
		asked.Select.Pairing, err = protocol.AsPairing("--pairing", text)
		return err
	})
	f.StringArrayVar(where, "where", nil, "keep rows with column=value; may be repeated")
}

// settled is a question with its filters, or what is wrong with its flags.
func settled(asked protocol.Analysis, where []string) (protocol.Analysis, error) {
	for _, w := range where {
		f, err := analysis.Where(w)
		if err != nil {
			return asked, err
		}
		asked.Select.Where = merge(asked.Select.Where, f)
	}
	if code, ok := tau.Canonical(asked.Settings.Tau2); ok {
		asked.Settings.Tau2 = code
	}
	if code, ok := tau.CanonicalInterval(asked.Settings.Tau2Interval); ok {
		asked.Settings.Tau2Interval = code
	}
	return asked, checkCodes(asked)
}

// merge adds a filter; a second value for a column is an alternative.
func merge(where []protocol.Filter, f protocol.Filter) []protocol.Filter {
	for i := range where {
		if where[i].Column == f.Column {
			where[i].Values = append(where[i].Values, f.Values...)
			return where
		}
	}
	return append(where, f)
}

// checkCodes says which code of the command line no table has.
func checkCodes(a protocol.Analysis) error {
	for _, c := range []struct{ word, code string }{
		{"measure", a.Measure}, {"model", a.Settings.Model}, {"glmm", a.Settings.GLMM}, {"tau2", a.Settings.Tau2}, {"tau2_interval", a.Settings.Tau2Interval}, {"interval", a.Settings.Interval},
		{"prediction", a.Settings.Prediction}, {"credible", a.Settings.Credible}, {"few", a.Settings.Few}, {"zero", a.Options.Zero}, {"arms", a.Select.Arms},
	} {
		if c.code == "" && (c.word == "measure" || c.word == "credible") {
			continue // the table decides, or its first row stands
		}
		if e, ok := tau.Lookup(c.code); ok && c.word == "tau2" && e.Declared {
			continue
		}
		if err := known(strings.ReplaceAll(c.word, "_", "-"), c.code, report.Codes(c.word)); err != nil {
			return err
		}
	}
	if !(a.Settings.Level >= 50 && a.Settings.Level < 100) {
		return fmt.Errorf("--level %v: the level is in percent, from 50 to below 100: 95, not 0.95", a.Settings.Level)
	}
	return nil
}

// known says that a flag's code is not among the known ones.
func known(flag, code string, codes []string) error {
	if slices.Contains(codes, code) {
		return nil
	}
	return fmt.Errorf("--%s %q is not known; known: %s", flag, code, strings.Join(codes, ", "))
}
