package report

import (
	"math"
)

// groupKinds are the ways in which trials report their arms, each with its two
// columns; a head has two lines. The first that any trial uses is shown.
var groupKinds = []struct {
	head [2]string
	has  func(Trial) bool
	cell func(Trial) [2]string
}{
	{[2]string{"Experimental\nevents/N", "Control\nevents/N"},
		func(t Trial) bool { return !math.IsNaN(t.T.Events) && !math.IsNaN(t.C.Events) },
		func(t Trial) [2]string {
			return [2]string{Count(t.T.Events) + "/" + Count(t.T.N), Count(t.C.Events) + "/" + Count(t.C.N)}
		}},
	{[2]string{"Experimental\nmean (SD), N", "Control\nmean (SD), N"},
		func(t Trial) bool { return !math.IsNaN(t.T.Mean) && !math.IsNaN(t.C.Mean) },
		func(t Trial) [2]string {
			return [2]string{
				Human(t.T.Mean, 1) + " (" + Human(t.T.SD, 1) + "), " + Count(t.T.N),
				Human(t.C.Mean, 1) + " (" + Human(t.C.SD, 1) + "), " + Count(t.C.N)}
		}},
}

// Groups are the heads and, per trial, the cells that show the two arms;
// none when no trial reports its arms. A trial that reports another way has
// empty cells.
func Groups(all []Trial) (head []string, cells [][]string) {
	cells = make([][]string, len(all))
	for _, g := range groupKinds {
		used := false
		for _, t := range all {
			used = used || g.has(t)
		}
		if !used {
			continue
		}
		for i, t := range all {
			c := [2]string{}
			if g.has(t) {
				c = g.cell(t)
			}
			cells[i] = append(cells[i], c[0], c[1])
		}
		return append(head, g.head[0], g.head[1]), cells
	}
	return nil, cells
}
