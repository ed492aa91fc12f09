package check

// SingleTrial notes an analysis of one trial: nothing is pooled, and nothing can
// be compared.
var SingleTrial = Check{Code: "single-trial", Name: "one trial alone", Level: Note,
	Source: "Cochrane Handbook ch. 10", run: singleTrial}

func singleTrial(t Trials) []Finding {
	if len(t.Trials) != 1 {
		return nil
	}
	return []Finding{t.on(Note, "a single trial: nothing is pooled and no comparison between trials was possible", 0)}
}
