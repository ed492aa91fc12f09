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
}

// Profile is a named bundle of settings. Once released it never changes, so that
// a review runs again as it was; a better default is a new profile.
type Profile struct {
	Code     string
	Settings pool.Settings
	Options  effect.Options
}

// Profiles are all profiles, the default first.
var Profiles = []Profile{
	{
		Code: DefaultProfile,
		Settings: pool.Settings{Model: "random", Tau2: "REML", Interval: "hk-guarded", Prediction: "guarded",
			Few: "grove-2026", Level: 95},
		Options: effect.Options{Zero: "only0", Add: 0.5, Double: "drop"},
	},
}

// profileOf is the model of a profile; of the default if there is no such code,
// which then is an error already.
func profileOf(code string) model {
	for _, p := range Profiles {
		if p.Code == code {
			return model{p.Settings, p.Options}
		}
	}
	return model{Profiles[0].Settings, Profiles[0].Options}
}
