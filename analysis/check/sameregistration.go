package check

import "strings"

// SameRegistration finds trials with one registration number or one DOI.
var SameRegistration = Check{Code: "same-registration", Name: "two trials with one registration or DOI", Level: Warn,
	Source: "Cochrane Handbook 4.6.2; case: an overview of mindfulness, 2019", run: sameRegistration}

func sameRegistration(t Trials) []Finding {
	var found []Finding
	registered, published := map[string]int{}, map[string]int{}
	for i, x := range t.Trials {
		id, doi := bare(x.Registration), bare(x.DOI)
		if j, seen := registered[id]; id != "" && seen {
			found = append(found, t.on(Warn, say("the registration %v is also that of %v: is it one trial twice, or two parts of one?", x.Registration, t.Trials[j].name()), i, j))
		} else if j, seen := published[doi]; doi != "" && seen {
			found = append(found, t.on(Warn, say("the DOI %v is also that of %v: is it one trial twice, or two trials in one paper?", x.DOI, t.Trials[j].name()), i, j))
		}
		if _, seen := registered[id]; !seen {
			registered[id] = i
		}
		if _, seen := published[doi]; !seen {
			published[doi] = i
		}
	}
	return found
}

// sameID says that two identifiers are given and the same.
func sameID(a, b string) bool {
	a, b = bare(a), bare(b)
	return a != "" && a == b
}

// bare is an identifier without case, punctuation and web address.
func bare(id string) string {
	id = strings.ToLower(strings.TrimSpace(id))
	for _, prefix := range []string{"https://", "http://", "dx.", "doi.org/", "doi:"} {
		id = strings.TrimPrefix(id, prefix)
	}
	return folded(id)
}
