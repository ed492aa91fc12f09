package protocol

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// mistakes are protocols that are refused. at marks, by the text that begins
// there, the place in the protocol; its n-th occurrence if there are several.
var mistakes = []struct {
	name, text string
	at         string
	nth        int
	says       string
}{
	// The top level.
	{"unknown key", "reviw: R\ndata: {arms: a.csv}\nanalyses: []\n", "reviw", 1, `did you mean "review"?`},
	{"unknown key far from all", small() + "colour: red\n", "colour", 1, "known: review, about, language, profile, data, listing, plots, scales, accepted, model, figure, analyses"},
	{"key of another level", small() + "measure: OR\n", "measure", 2, "unknown key of a protocol"},
	{"no review", strings.TrimPrefix(small(), "review: R\n"), "data", 1, "a protocol needs the key review"},
	{"no data", strings.Replace(small(), "data: {arms: arms.csv}\n", "", 1), "review", 1, "needs the key data"},
	{"no analyses", "review: R\ndata: {arms: a.csv}\n", "review", 1, "needs the key analyses"},
	{"review empty", strings.Replace(small(), "review: R", "review:", 1), "review", 1, "review has no value"},
	{"review of spaces", strings.Replace(small(), "review: R", "review: '  '", 1), "'  '", 1, "review is empty"},
	{"review a list", strings.Replace(small(), "review: R", "review: [R]", 1), "[R]", 1, "not a list"},
	{"unknown profile", small() + "profile: grove-2025\n", "grove-2025", 1, `did you mean "grove-2026"?`},
	{"a list for a protocol", "- a\n- b\n", "- a", 1, "a protocol is a map"},
	{"a word for a protocol", "hello\n", "hello", 1, "a protocol is a map"},
	{"analyses a map", "review: R\ndata: {arms: a.csv}\nanalyses: {id: a}\n", "{id", 1, "analyses is a list"},
	{"analyses empty", "review: R\ndata: {arms: a.csv}\nanalyses: []\n", "[]", 1, "analyses is a list of one or more"},

	// The data.
	{"unknown table", strings.Replace(small(), "arms: arms", "arm: arms", 1), "arm:", 1, `did you mean "arms"?`},
	{"neither arms nor contrasts", strings.Replace(small(), "{arms: arms.csv}", "{studies: s.csv}", 1), "{studies", 1, "data needs arms, contrasts or both"},
	{"a file outside", strings.Replace(small(), "arms.csv", "../arms.csv", 1), "../arms.csv", 1, "lies inside it"},
	{"an absolute file", strings.Replace(small(), "arms.csv", "/etc/arms.csv", 1), "/etc", 1, "lies inside it"},
	{"a file with a back slash", strings.Replace(small(), "arms.csv", `a\arms.csv`, 1), `a\arms`, 1, "lies inside it"},
	{"a file that goes around", strings.Replace(small(), "arms.csv", "a/../b.csv", 1), "a/../b.csv", 1, "lies inside it"},
	{"unknown layout", strings.Replace(small(), "arms.csv", "{file: a.csv, layout: lang}", 1), "lang", 1, `did you mean "long"?`},
	{"a layout without a file", strings.Replace(small(), "arms.csv", "{layout: long}", 1), "{layout", 1, "a file needs the key file"},
	{"unknown key of a file", strings.Replace(small(), "arms.csv", "{file: a.csv, format: long}", 1), "format", 1, "unknown key of a file"},

	// An analysis.
	{"no id", "review: R\ndata: {arms: a.csv}\nanalyses:\n  - measure: OR\n", "measure", 1, "an analysis needs the key id"},
	{"no measure", "review: R\ndata: {arms: a.csv}\nanalyses:\n  - id: a\n", "id", 1, "an analysis needs the key measure"},
	{"unknown measure", strings.Replace(small(), "OR", "ORR", 1), "ORR", 1, `did you mean "OR"?`},
	{"measure in small letters", strings.Replace(small(), "OR", "smd", 1), "smd", 1, `did you mean "SMD"?`},
	{"unknown key of an analysis", small("outcom: x"), "outcom", 1, `did you mean "outcome"?`},
	{"letters exchanged in a key", small("sensitivtiy: [leave-one-out]"), "sensitivtiy", 1, `did you mean "sensitivity"?`},
	{"capitals in an id", strings.Replace(small(), "id: a", "id: Acute", 1), "Acute", 1, "small letters"},
	{"a space in an id", strings.Replace(small(), "id: a", "id: a b", 1), "a b", 1, "small letters"},
	{"a path in an id", strings.Replace(small(), "id: a", "id: ../a", 1), "../a", 1, "small letters"},
	{"a dash at the end of an id", strings.Replace(small(), "id: a", "id: a-", 1), "a-", 1, "small letters"},
	{"a long id", strings.Replace(small(), "id: a", "id: a"+strings.Repeat("b", 80), 1), "ab", 1, "at most 80"},
	{"the id main", strings.Replace(small(), "id: a", "id: main", 1), "main", 1, "kept for the main result"},
	{"an id twice", small() + "  - {id: a, measure: RR}\n", "a, measure", 1, "the id stands twice, first on line 4"},
	{"a correlation above 1", small("pairing: {r: 30}"), "30", 1, "between -1 and 1, or lowest or highest"},
	{"a correlation of 1", small("pairing: {r: 1}"), "1}", 1, "between -1 and 1, or lowest or highest"},
	{"a bound that is none", small("pairing: {r: low}"), "low", 1, "did you mean \"lowest\"?"},
	{"a correlation of two", small("pairing: {r: [0.1, 0.2]}"), "[0.1", 1, "r is a word"},
	{"a pairing without its correlation", small("pairing: {}"), "{}", 1, "pairing needs the key r"},
	{"a bare correlation", small("pairing: 0.3"), "0.3", 1, "pairing is a map such as {r: 0.3} or {r: lowest}, or none"},
	{"a bare bound", small("pairing: lowest"), "lowest", 1, "pairing is a map such as {r: 0.3}"},
	{"unknown better", small("better: hihger"), "hihger", 1, `did you mean "higher"?`},
	{"favours a list", small("favours: [a, b]"), "[a, b]", 1, "favours is a map (left, right)"},
	{"favours of one side", small("favours: {left: a}"), "{left", 1, "needs the key right"},
	{"subgroup a word", small("subgroup: blinding"), "blinding", 1, "subgroup is a map (by, order)"},
	{"subgroup without by", small("subgroup: {order: [a]}"), "{order", 1, "subgroup needs the key by"},
	{"a subgroup twice", small("subgroup: {by: x, order: [a, b, a]}"), "a]", 1, "stands twice in order"},
	{"title a map", small("title: {en: x}"), "{en", 1, "title is a word or a line of text, not a map"},
	{"arms unknown", small("arms: combined"), "combined", 1, `did you mean "combine"?`},
	{"arms an unknown word", small("arms: average"), "average", 1, "unknown arms"},
	{"only without a name", small("arms: {only: }"), "only", 1, "only has no value"},
	{"only misspelt", small("arms: {olny: x}"), "olny", 1, `did you mean "only"?`},

	// A figure.
	{"a style misspelt", small("figure: {style: bjm}"), "bjm", 1, `did you mean "bmj"?`},
	{"a key of a figure misspelt", small("figure: {colums: [study]}"), "colums", 1, `did you mean "columns"?`},
	{"a figure a word", small("figure: bmj"), "bmj", 1, "a figure is a map"},
	{"a figure empty", small("figure: {}"), "{}", 1, "a figure without keys"},
	{"a narrow figure", small("figure: {width: 8}"), "8", 1, "40 to 1000 millimetres"},
	{"a width in words", small("figure: {width: wide}"), "wide", 1, "width is a number"},
	{"a width with its unit", small("figure: {width: 80mm}"), "80mm", 1, "width is a number"},
	{"half a dot", small("figure: {dpi: 300.5}"), "300.5", 1, "a whole number of dots"},
	{"too many dots", small("figure: {dpi: 9999}"), "9999", 1, "72 to 1200"},
	{"digits below none", small("figure: {digits: -1}"), "-1", 1, "0 to 6, or auto"},
	{"columns a word", small("figure: {columns: study}"), "study", 1, "columns is a list"},
	{"a column twice", small("figure: {columns: [study, effect, study]}"), "study]", 1, "stands twice in columns"},
	{"two heads in one", small("figure: {columns: [study, {effect: OR, weight: W}]}"), "{effect", 1, "{name: head}"},
	{"the plot first", small("figure: {columns: [plot, study]}"), "plot", 1, "columns begins with study"},
	{"a prediction misspelt", small("figure: {prediction: densty}"), "densty", 1, `did you mean "density"?`},
	{"a model misspelt in a figure", small("figure: {models: [comon]}"), "comon", 1, `did you mean "common"?`},
	{"a style of the review misspelt", small() + "figure: {style: jam}\n", "jam", 1, `did you mean "jama"?`},

	// The figures beside the forest plots.
	{"plots a map", small("plots: {funnel: yes}"), "{funnel", 1, "plots is a list of kinds, or none"},
	{"plots empty", small("plots: []"), "[]", 1, "plots is a list of kinds, or none"},
	{"a plot misspelt", small("plots: [radial, funell]"), "funell", 1, `did you mean "funnel"?`},
	{"a plot unknown", small("plots: [pie]"), "pie", 1, "known: subgroups, leave-one-out, cumulative, drapery"},
	{"a plot twice", small("plots: [radial, radial]"), "radial]", 1, "stands twice in plots"},
	{"a bubble by nothing", small("plots: [bubble]"), "bubble", 1, "drawn by a column of numbers: {bubble: {by: year}}"},
	{"a bubble of another key", small("plots: [{bubble: {per: year}}]"), "per", 1, "unknown key of bubble"},
	{"a bubble twice", small("plots: [{bubble: {by: year}}, {bubble: {by: year}}]"), "{bubble", 2, "stands twice in plots"},
	{"a funnel by a column", small("plots: [{funnel: {by: year}}]"), "funnel", 1, "takes no column"},
	{"a figure of the review in an analysis", small("plots: [evidence]"), "evidence", 1, "a figure of the whole review"},
	{"a figure of an analysis in the review", small() + "plots: [funnel]\n", "funnel", 1, "a figure of one analysis"},

	// Time.
	{"no unit", small("time: {at: 1, from: 0, to: 2}"), "{at", 1, "time needs the key unit"},
	{"unknown unit", small("time: {at: 1, from: 0, to: 2, unit: days}"), "days", 1, "known: min, h, d, w"},
	{"no bounds", small("time: {at: 1, unit: h}"), "{at", 1, "time needs the key from"},
	{"at before from", small("time: {at: 1, from: 2, to: 3, unit: h}"), "{at", 1, "from ≤ at ≤ to"},
	{"to before from", small("time: {at: 3, from: 4, to: 2, unit: d}"), "{at", 1, "from ≤ at ≤ to"},
	{"a time in words", small("time: {at: one day, from: 0, to: 2, unit: h}"), "one day", 1, "at is a number"},
	{"a time with its unit", small("time: {at: 24h, from: 0, to: 96, unit: h}"), "24h", 1, "at is a number"},
	{"a time with an underscore", small("time: {at: 1_0, from: 0, to: 96, unit: h}"), "1_0", 1, "at is a number"},
	{"a time not finite", small("time: {at: .inf, from: 0, to: 96, unit: h}"), ".inf", 1, "at is a number"},
	{"a time too large", small("time: {at: 1e999, from: 0, to: 96, unit: h}"), "1e999", 1, "at is a number"},
	{"time a word", small("time: 24"), "24", 1, "time is a map (at, from, to, unit)"},
	{"a scenario's unit alone", small("time: {at: 24, from: 20, to: 96, unit: h}", "sensitivity: [{id: s, time: {at: 2, unit: d}}]"), "{at: 2,", 1, "time needs the key from"},
	{"a scenario's at outside", small("time: {at: 24, from: 20, to: 96, unit: h}", "sensitivity: [{id: s, time: {at: 97}}]"), "{at: 97", 1, "from ≤ at ≤ to"},

	// What is compared and preferred.
	{"no control", small("compare: {experimental: [k]}"), "{experimental", 1, "compare needs the key control"},
	{"both at once", small("compare: {experimental: [k, x], control: [x]}"), "{experimental", 1, `"x" is both experimental and control`},
	{"a treatment twice", small("compare: {experimental: [k, k], control: [x]}"), "k], c", 1, "stands twice in experimental"},
	{"no treatments", small("compare: {experimental: [], control: [x]}"), "[]", 1, "experimental is an empty list"},
	{"a preference of another column", small("prefer: {scales: [A]}"), "scales", 1, `did you mean "scale"?`},
	{"an unknown source", small("prefer: {source: [arms, contrast]}"), "contrast]", 1, `did you mean "contrasts"?`},
	{"prefer nothing", small("prefer: {}"), "{}", 1, "prefer without a column"},

	// Filters.
	{"where a list", small("where: [a, b]"), "[a", 1, "where is a map of columns and values"},
	{"where empty", small("where: {}"), "{}", 1, "where is an empty map"},
	{"a filter without value", small("where:", "  use:", "  route: iv"), "use", 1, "the filter on use has no value"},
	{"a filter on null", small("where: {use: null}"), "use", 1, "write {missing: true}"},
	{"a filter of no values", small("where: {use: []}"), "[]", 1, "use is an empty list"},
	{"a filter of a list in a list", small("where: {use: [a, [b]]}"), "[b]", 1, "not a list"},
	{"a value twice", small("where: {use: [a, b, a]}"), "a]", 1, "stands twice in use"},
	{"an unknown operator", small("where: {n: {gte: 5}}"), "gte", 1, `did you mean "gt"?`},
	{"an operator as a sign", small("where: {n: {'>': 5}}"), "'>'", 1, "known: gt, ge, lt, le, missing"},
	{"an operator on a word", small("where: {n: {gt: many}}"), "many", 1, "gt is a number"},
	{"an operator on a list", small("where: {n: {gt: [1, 2]}}"), "[1", 1, "not a list"},
	{"missing false", small("where: {n: {missing: false}}"), "false", 1, "unknown missing; known: true"},
	{"no operator", small("where: {n: {}}"), "{}", 1, "empty map"},
	{"any in an analysis", small("where: {n: any}"), "any", 1, "an analysis inherits none"},
	{"any of nothing", small("where: {route: iv}", "sensitivity: [{id: s, where: {rout: any, x: y}}]"), "rout:", 1, `did you mean "route"?`},
	{"any to exclude", small("exclude: {n: any}"), "any", 1, "exclude only adds"},
	{"exclude a word", small("exclude: lii2023"), "lii2023", 1, "exclude is a map of columns and values, not a word"},
	{"exclude nothing", small("exclude: []"), "[]", 1, "exclude is an empty list"},
	{"exclude words", small("exclude: [a, b]"), "a,", 1, "exclude is a map"},

	// The model.
	{"unknown key of a model", small("model: {tua2: DL}"), "tua2", 1, `did you mean "tau2"?`},
	{"model a word", small("model: random"), "random", 1, "a model is a map"},
	{"model empty", small("model: {}"), "{}", 1, "a model without keys"},
	{"unknown model", small("model: {model: fixed}"), "fixed", 1, "unknown model"},
	{"an unknown credible interval", small("model: {credible: shorter}"), "shorter", 1, `did you mean "shortest"?`},
	{"an unknown prior", small("model: {prior: {tau: half-cauchi, scale: 1}}"), "half-cauchi", 1, `did you mean "half-cauchy"?`},
	{"a prior without its scale", small("model: {prior: {tau: half-normal}}"), "{tau", 1, "the half-normal prior on τ needs a positive scale, not 0"},
	{"a prior with what it does not take", small("model: {prior: {tau: uniform, scale: 1}}"), "{tau", 1, "takes no scale"},
	{"a prior without a distribution", small("model: {prior: {scale: 1}}"), "{scale", 1, "a prior needs the key tau"},
	{"a published prior without its outcome", small("model: {prior: {tau: turner2015, comparison: any}}"), "{tau", 1, `needs an outcome with a comparison; known: any with any; `},
	{"a published prior by its name", small("model: {prior: turner2015}"), "turner2015", 1, "mental-health with nonpharmacological-nonpharmacological; write it as {tau: turner2015, outcome: any, comparison: any}"},
	{"a prior by its name without its scale", small("model: {prior: half-t}"), "half-t", 1, "not 0; write it as {tau: half-t, scale: 0.5, df: 4}"},
	{"a misspelt name of a prior", small("model: {prior: jeffrey}"), "jeffrey", 1, `did you mean "jeffreys"?`},
	{"a prior neither a name nor a number", small("model: {prior: .5}"), ".5", 1, "prior is a number such as"},
	{"a published prior that is not there", small("model: {prior: {tau: turner2015, outcome: pain, comparison: any}}"), "{tau", 1, "pain with pharmacological-placebo"},
	{"an outcome of a prior that has none", small("model: {prior: {tau: half-normal, scale: 1, outcome: pain}}"), "{tau", 1, "takes no outcome"},
	{"a published prior of another measure", strings.Replace(small("model: {prior: {tau: turner2015, outcome: any, comparison: any}}"), "OR", "RR", 1), "{tau", 1, "is of the measure OR, not of RR"},
	{"a scenario's measure and the analysis's prior", small("model: {prior: {tau: turner2015, outcome: any, comparison: any}}", "sensitivity: [{id: s, measure: RR}]"), "{id: s", 1, "is of the measure OR, not of RR"},
	{"a prior below zero", small("model: {prior: -1}"), "-1", 1, "is above 0"},
	{"a least tau2 above zero", small("model: {tau2_min: 0.1}"), "0.1", 1, "the least τ² allowed is 0, or below it"},
	{"a least tau2 in words", small("model: {tau2_min: low}"), "low", 1, "number"},
	{"unknown tau2", small("model: {tau2: RELM}"), "RELM", 1, `did you mean "REML"?`},
	{"unknown interval", small("model: {interval: hksj}"), "hksj", 1, `did you mean "hk"?`},
	{"unknown prediction", small("model: {prediction: guard}"), "guard", 1, `did you mean "guarded"?`},
	{"unknown few", small("model: {few: grove2026}"), "grove2026", 1, `did you mean "grove-2026"?`},
	{"unknown reading", small("readings: [u4]"), "u4", 1, `did you mean "u`},
	{"unknown zero", small("model: {zero: only}"), "only", 1, `did you mean "only0"?`},
	{"unknown double", small("model: {double: dropped}"), "dropped", 1, `did you mean "drop"?`},
	{"unknown variance", small("model: {variance: XX}"), "XX", 1, "unknown variance"},
	{"a variance of another measure", small("model: {variance: HO}"), "HO", 1, "a variance that the measure OR does not know"},
	{"a scenario's variance", small("sensitivity: [{id: s, model: {variance: HO}}]"), "HO", 1, "a variance that the measure OR does not know"},
	{"a scenario's measure and the analysis's variance", strings.Replace(small("model: {variance: HO}", "sensitivity: [{id: s, measure: SMD}]"), "OR", "MD", 1), "{id: s", 1, "a variance that the measure SMD does not know"},
	{"a level as a share", small("model: {level: 0.95}"), "0.95", 1, "in percent"},
	{"a level of 100", small("model: {level: 100}"), "100", 1, "in percent"},
	{"a level with its sign", small("model: {level: 95%}"), "95%", 1, "level is a number"},
	{"a mid on the harmful side of a ratio", small("better: higher", "mid: {value: 0.8, source: declared}"), "0.8", 1, "better is higher, so a minimal important difference of OR is above 1"},
	{"a mid on the harmful side of a difference", strings.Replace(small("better: lower", "mid: {value: 3, source: declared}"), "OR", "MD", 1), "3, source", 1, "better is lower, so a minimal important difference of MD is below 0"},
	{"a mid that is no difference", small("better: lower", "mid: {value: 1, source: declared}"), "1, source", 1, "is below 1"},
	{"add below 0", small("model: {add: -0.5}"), "-0.5", 1, "0 to 1"},
	{"the review's model", small() + "model: {tau2: REMLL}\n", "REMLL", 1, `did you mean "REML"?`},

	// Scenarios.
	{"sensitivity a word", small("sensitivity: leave-one-out"), "leave-one-out", 1, "sensitivity is a list"},
	{"unknown shorthand", small("sensitivity: [leave-one-uot]"), "leave-one-uot", 1, `did you mean "leave-one-out"?`},
	{"a shorthand twice", small("sensitivity: [cumulative, cumulative]"), "cumulative]", 1, "the id stands twice"},
	{"a shorthand without by", small("sensitivity: [leave-one-out: {title: x}]"), "{title", 1, "leave-one-out needs the key by"},
	{"a shorthand with a word", small("sensitivity: [leave-one-out: study]"), "study", 1, "leave-one-out is a map"},
	{"choices as a word", small("sensitivity: [choices]"), "choices", 1, "choices needs a map"},
	{"choices without an axis", small("sensitivity: [choices: {title: x}]"), "{title", 1, "choices without an axis"},
	{"an axis of one option", small("sensitivity: [choices: {measure: [OR]}]"), "[OR]", 1, "two options or more"},
	{"an option twice", small("sensitivity: [choices: {measure: [RR, RD, RR]}]"), "RR]}", 1, "stands twice in measure"},
	{"an unknown option", small("sensitivity: [choices: {tau2: [DL, REMLL]}]"), "REMLL", 1, `did you mean "REML"?`},
	{"an unknown axis", small("sensitivity: [choices: {taus: [DL, REML]}]"), "taus", 1, `did you mean "tau2"?`},
	{"an unknown statement", small("sensitivity: [all-subsets: {statement: directon}]"), "directon", 1, `did you mean "direction"?`},
	{"moderators as a word", small("sensitivity: [moderators]"), "moderators", 1, "moderators needs a map: {moderators: {formula: latitude + allocation}}"},
	{"moderators of nothing", small("sensitivity: [moderators: {title: x}]"), "{title", 1, "moderators needs a formula"},
	{"a formula misspelt", small("sensitivity: [moderators: {formla: x}]"), "formla", 1, `did you mean "formula"?`},
	{"a formula of R", small("sensitivity: [moderators: {formula: ~ factor(x)}]"), "~ factor", 1, "likely a formula of R"},
	{"a formula that ends in +", small("sensitivity: [moderators: {formula: x +}]"), "x +", 1, "column 4: a term is missing"},
	{"an interaction alone", small("sensitivity: [moderators: {formula: 'x:y'}]"), "'x:y'", 1, "x:y needs y as a term of its own"},
	{"a long formula", small("sensitivity: [moderators: {formula: a*b*c*d*e*f*g*h}]"), "a*b", 1, "more than 100 terms"},
	{"robust without clusters", small("sensitivity: [moderators: {formula: x, robust: CR2}]"), "CR2", 1, "robust needs a cluster"},
	{"levels without clusters", small("sensitivity: [moderators: {formula: x, model: three-level}]"), "three-level", 1, "the model three-level needs a cluster"},
	{"moments without clusters", small("sensitivity: [moderators: {formula: x, model: correlated}]"), "correlated", 1, "the model correlated needs a cluster"},
	{"moments within clusters", small("sensitivity: [moderators: {formula: x, cluster: c, model: hierarchical, within: w}]"), "w}", 1, "within is of a model with effects of clusters"},
	{"an unknown model of moderators", small("sensitivity: [moderators: {formula: x, model: three-levels}]"), "three-levels", 1, `did you mean "three-level"?`},
	{"a model of counts with moderators", small("sensitivity: [moderators: {formula: x, model: peto}]"), "peto", 1, "unknown model; known: random, common, three-level"},
	{"rho without clusters", small("sensitivity: [moderators: {formula: x, rho: 0.5}]"), "0.5", 1, "rho needs a cluster"},
	{"rho of 1", small("sensitivity: [moderators: {formula: x, cluster: c, rho: 1}]"), "1}", 1, "from 0 to below 1"},
	{"within without levels", small("sensitivity: [moderators: {formula: x, cluster: c, within: w}]"), "w}", 1, "within is of a model with effects of clusters"},
	{"an unknown correction", small("sensitivity: [moderators: {formula: x, cluster: c, robust: CR9}]"), "CR9", 1, "unknown robust; did you mean"},
	{"permutation unsure", small("sensitivity: [moderators: {formula: x, permutation: true}]"), "true", 1, "unknown permutation; known: yes, no"},
	{"at a word", small("sensitivity: [moderators: {formula: x, at: 20}]"), "20", 1, "at is a list of values such as {latitude: 20}"},
	{"at of no moderator", small("sensitivity: [moderators: {cluster: c, at: [{x: 1}]}]"), "{x: 1}", 1, "no moderator in a formula to predict at"},
	{"at without a moderator", small("sensitivity: [moderators: {formula: x + y, at: [{x: 1}]}]"), "{x: 1}", 1, "needs the key y"},
	{"at of a column misspelt", small("sensitivity: [moderators: {formula: latitude, at: [{latitud: 1, latitude: 1}]}]"), "latitud:", 1, `did you mean "latitude"?`},
	{"at the same number twice", small("sensitivity: [moderators: {formula: x + z, at: [{x: 20, z: a}, {z: a, x: 20.0}]}]"), "{z: a", 1, "stands twice in at"},
	{"at the same twice", small("sensitivity: [moderators: {formula: x, at: [{x: 1}, {x: 1}]}]"), "{x: 1}", 2, "stands twice in at"},
	{"two regressions on the same", small("sensitivity: [{moderators: {formula: x}}, {moderators: {formula: x}}]"), "{moderators", 2, "the id stands twice"},
	{"too many combinations", small("sensitivity: [choices: {level: [" + numbers(65) + "], prior: [" + numbers(65) + "]}]"), "[50.0", 2, "more than 4096 combinations"},
	{"a scenario without id", small("sensitivity: [{model: {interval: wald}}]"), "{model", 1, "a scenario needs the key id"},
	{"a scenario's id twice", small("sensitivity: [{id: s, measure: RR}, {id: s, measure: RD}]"), "s, measure: RD", 1, "the id stands twice, first on line 6"},
	{"a scenario named main", small("sensitivity: [{id: main, measure: RR}]"), "main", 1, "kept for the main result"},
	{"a key of an analysis only", small("sensitivity: [{id: s, measure: RR, better: higher}]"), "better", 1, "unknown key of a scenario"},
	{"a scenario without a change", small("sensitivity: [{id: s, title: Nothing}]"), "{id", 1, "changes nothing"},
	{"a scenario with the same measure", small("sensitivity: [{id: s, measure: OR}]"), "{id", 1, "changes nothing"},
	{"a scenario with the same model", small("sensitivity: [{id: s, model: {tau2: REML, level: 95.0}}]"), "{id", 1, "changes nothing"},
	{"a scenario with the same filter", small("where: {x: [a, b]}", "sensitivity: [{id: s, where: {x: [b, a]}}]"), "{id", 1, "changes nothing"},
	{"a scenario with the same exclusion", small("exclude: {x: a, y: b}", "sensitivity: [{id: s, exclude: {y: b, x: a}}]"), "{id", 1, "changes nothing"},
	{"a scenario with the same time", small("time: {at: 24, from: 0, to: 48, unit: h}", "sensitivity: [{id: s, time: {at: 1, from: 0, to: 2, unit: d}}]"), "{id: s", 1, "changes nothing"},

	// YAML.
	{"empty", "", "", 1, "the protocol is empty"},
	{"comments only", "# nothing\n", "", 1, "the protocol is empty"},
	{"a second document", small() + "---\nreview: S\n", "review", 2, "a second YAML document"},
	{"a key twice", small() + "review: S\n", "review", 2, "the key stands twice in one map, first on line 1"},
	{"a key twice on one line", small("where: {a: 1, b: 2, a: 3}"), "a: 3", 1, "the key stands twice"},
	{"a key twice in quotes", small("where: {a: 1, 'a': 3}"), "'a'", 1, "the key stands twice"},
	{"an anchor", strings.Replace(small(), "review: R", "review: &r R", 1), "&r", 1, "anchors and aliases are not used"},
	{"an alias", small("title: *r"), "*r", 1, "anchors and aliases are not used"},
	{"a merge key", small("where: {<<: {a: 1}, b: 2}"), "<<", 1, "merge keys are not used"},
	{"a tag", small("title: !!str x"), "!!str", 1, "tags are not used"},
	{"a directive", "%YAML 1.2\n---\n" + small(), "%YAML", 1, "no YAML directives"},
	{"a complex key", "? review\n: R\n", "?", 1, "a key is a plain word"},
	{"a tab", "review: R\n\tdata: x\n", "", 0, "not YAML"},
	{"a bracket not closed", small("where: {a: [1, 2"), "", 0, "not YAML"},
	{"a colon in a title", small("title: Response: day 1"), "", 0, "not YAML"},
	{"a quote not closed", small("title: 'Response"), "", 0, "not YAML"},
	{"an escape character", small("title: a\x1b[2J"), "\x1b", 1, "a control character (U+001B)"},
	{"a NUL", small("title: a\x00b"), "\x00", 1, "a control character (U+0000)"},
	{"an escaped escape character", small(`title: "a\e[2J"`), `"a\e`, 1, "a line break or another control character"},
	{"a key with an escape", small(`where: {"a\e": x}`), `"a\e`, 1, "a key with a line break"},
	{"a title of two lines", small("title: |", "  one", "  two"), "|", 1, "begin it with >"},
	{"a lone CR", small("title: a\rb"), "\r", 1, "ends no line"},
	{"Latin-1", small("title: bl\xe5"), "\xe5", 1, "not UTF-8"},
	{"deep brackets", small("title: " + strings.Repeat("[", 60)), "", 0, "p.yaml:6:44: more than 32 brackets open"},
	{"a long line", small("title: " + strings.Repeat("x", maxLine)), "", 0, "a line longer than"},
	{"a large file", small() + strings.Repeat("# x\n", maxBytes/4), "", 0, "larger than the limit"},
}

func TestMistakes(t *testing.T) {
	for _, c := range mistakes {
		_, err := Parse("p.yaml", []byte(c.text))
		var errs Errors
		if !errors.As(err, &errs) || len(errs) == 0 {
			t.Errorf("%s: parsed without an error", c.name)
			continue
		}
		line, col := place(c.text, c.at, c.nth)
		found := false
		for _, e := range errs {
			if c.nth == 0 {
				found = found || strings.Contains(e.Error(), c.says)
				continue
			}
			found = found || e.Line == line && e.Column == col && strings.Contains(e.Error(), c.says)
		}
		if !found {
			t.Errorf("%s: want %d:%d %s; have\n%v", c.name, line, col, c.says, err)
		}
	}
	t.Logf("%d mistakes", len(mistakes))
}

// place is the line and column of the n-th occurrence of a text.
func place(text, at string, nth int) (line, col int) {
	from := 0
	for i := 1; i < nth; i++ {
		from += strings.Index(text[from:], at) + len(at)
	}
	before := text[:from+max(0, strings.Index(text[from:], at))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, len([]rune(before[start:])) + 1
}

func TestAllErrorsAreListedInOrder(t *testing.T) {
	_, err := Parse("p.yaml", []byte("analyses:\n  - {id: A, measure: ORR, model: {tua2: x}}\n  - {id: b, mesure: OR}\ndata: {arm: x}\nprofil: x\n"))
	want := []string{"p.yaml:1:1: a protocol needs the key review", "p.yaml:2:10: \"A\"", "p.yaml:2:22: \"ORR\"", "p.yaml:2:35: \"tua2\"", "p.yaml:3:5: an analysis needs the key measure",
		"p.yaml:3:13: \"mesure\"", "p.yaml:4:7: data needs", "p.yaml:4:8: \"arm\"", "p.yaml:5:1: \"profil\""}
	lines := strings.Split(err.Error(), "\n")
	for i := range max(len(want), len(lines)) {
		if i >= len(want) || i >= len(lines) || !strings.HasPrefix(lines[i], want[i]) {
			t.Fatalf("line %d of\n%v", i, err)
		}
	}
}

func TestErrorsPrintFiftyThenACount(t *testing.T) {
	text := small()
	for i := range 60 {
		text += fmt.Sprintf("x%d: 1\n", i)
	}
	_, err := Parse("p.yaml", []byte(text))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 51 || lines[50] != "and 10 more" {
		t.Errorf("%d lines, last %q", len(lines), lines[len(lines)-1])
	}
}

func TestNoError(t *testing.T) {
	if _, err := Parse("p.yaml", []byte(small())); err != nil {
		t.Errorf("%#v", err)
	}
}

// numbers is a list of so many levels.
func numbers(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("5%d.%d", i/10, i%10))
	}
	return strings.Join(all, ", ")
}
