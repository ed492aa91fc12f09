package check

import "strings"

// Accepted is a finding that a reviewer has looked at and left as it is, with
// the reason. RowHash is the finding's, of which the first eight characters
// suffice; Study is empty for a finding about the whole analysis.
type Accepted struct {
	Check, Study, Reason, RowHash string
}

// Judgement is what the acceptances make of the findings.
type Judgement struct {
	Open      []Finding  // nobody has accepted them
	Accepted  []Settled  // accepted with a reason
	Lapsed    []Settled  // the rows have changed since: the findings are open, too
	Unmatched []Accepted // nothing of the kind is found any more
}

// Settled is a finding with the acceptance that speaks of it.
type Settled struct {
	Finding  Finding
	Accepted Accepted
}

const enough = 8 // characters of a hash that name a row

// Judge holds findings against acceptances. An acceptance settles every finding
// of its check and study whose rows have its hash. One that settles none but
// meets such a finding with other rows has lapsed; one that meets none at all is
// unmatched. Order is kept.
func Judge(findings []Finding, acceptances []Accepted) Judgement {
	var j Judgement
	used := make([]bool, len(acceptances))
	for _, f := range findings {
		settled := false
		for i, a := range acceptances {
			if a.speaksOf(f) && a.holds(f) {
				used[i] = true
				if !settled {
					j.Accepted = append(j.Accepted, Settled{f, a})
					settled = true
				}
			}
		}
		if !settled {
			j.Open = append(j.Open, f)
		}
	}
	for i, a := range acceptances {
		if used[i] {
			continue
		}
		met := false
		for _, f := range j.Open {
			if a.speaksOf(f) {
				j.Lapsed = append(j.Lapsed, Settled{f, a})
				met = true
				break
			}
		}
		if !met {
			j.Unmatched = append(j.Unmatched, a)
		}
	}
	return j
}

func (a Accepted) speaksOf(f Finding) bool { return a.Check == f.Check && a.Study == f.Study }

func (a Accepted) holds(f Finding) bool {
	return len(a.RowHash) >= enough && strings.HasPrefix(f.RowHash, a.RowHash)
}
