package protocol

import (
	"grove/analysis/effect"
	"grove/analysis/pool"
)

// model is how effects are measured and pooled, the part of a choice that a
// profile fills.
type model struct {
	settings pool.Settings
	options  effect.Options
	logPrior float64 // of the profile
}

// with is the settings for a measure: where no prior is declared, ratios have
// the profile's and other scales none.
func (m model) with(measure string) pool.Settings {
	return Profile{Settings: m.settings, LogPrior: m.logPrior}.For(measure)
}

// Profile is a named bundle of settings. Once released it never changes, so that
// a review runs again as it was; a better default is a new profile.
type Profile struct {
	Code     string
	Settings pool.Settings
	Options  effect.Options
	LogPrior float64 // scale of the half-normal prior of τ on log ratios; other scales have none unless it is declared
}

// For is the settings for a measure.
func (p Profile) For(measure string) pool.Settings {
	s := p.Settings
	if m, _ := effect.Lookup(measure); s.Prior.Tau == "" && m.Ratio {
		s.Prior = pool.HalfNormal(p.LogPrior)
	}
	return s
}

// Profiles are all profiles, the default first.
var Profiles = []Profile{
	{
		Code: DefaultProfile,
		Settings: pool.Settings{Model: "random", GLMM: "CM.EL", Tau2: "REML", Tau2Interval: "QP", Interval: "hk-guarded", Prediction: "guarded",
			Few: "grove-2026", Level: 95},
		Options:  effect.Options{Zero: "needed", Add: 0.5, Double: "drop"},
		LogPrior: 0.5,
	},
}

// profileOf is the model of a profile; of the default if there is no such code,
// which then is an error already.
func profileOf(code string) model {
	for _, p := range Profiles {
		if p.Code == code {
			return model{p.Settings, p.Options, p.LogPrior}
		}
	}
	return model{Profiles[0].Settings, Profiles[0].Options, Profiles[0].LogPrior}
}
