package check

// EventsOverN finds more events than people, events below zero and an arm of
// nobody: columns exchanged, a percentage typed as a count, or events counted
// instead of the people who had them.
var EventsOverN = Check{Code: "events-over-n", Name: "more events than people", Level: Error,
	Source: "Cochrane Handbook 6.4.2", run: eventsOverN}

func eventsOverN(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		for j, g := range x.arms() {
			switch {
			case g.N <= 0:
				found = append(found, t.on(Error, say("%v people in the %v arm: is a column misread?", g.N, armNames[j]), i))
			case g.Events < 0:
				found = append(found, t.on(Error, say("%v events in the %v arm: is a sign or a column misread?", g.Events, armNames[j]), i))
			case g.Events > g.N:
				guess := "are the columns of events and people exchanged, or are events counted instead of people?"
				if g.Events <= 100 {
					guess = "is it a percentage, or are the columns of events and people exchanged?"
				}
				found = append(found, t.on(Error, say("%v events in %v people in the %v arm: %v", g.Events, g.N, armNames[j], guess), i))
			}
		}
	}
	return found
}
