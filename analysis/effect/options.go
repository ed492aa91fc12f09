package effect

// Options are the choices that an effect size leaves open.
type Options struct {
	Add      float64 // what is added to each cell where the zero rule asks for it
	Zero     string  // a code of ZeroRules
	Double   string  // a code of DoubleRules: a trial with no events, or only events, in both arms
	Variance string  // a code the measure knows (LS, UB, ...); empty is the measure's default
	Correct  string  // a code of Corrections, of the small-sample bias; empty is the default
	Baseline float64 // correlation r of baseline and endpoint with which MD takes the baseline into account; 0 does not
	Change   bool    // the baseline is subtracted (change from baseline) instead of adjusted for
}
