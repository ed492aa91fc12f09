package analysis

import (
	"cmp"
	"math"
	"slices"

	"grove/analysis/protocol"
	"grove/analysis/report"
)

// part is the trials that stand together in a forest plot, in their order there.
type part struct {
	name   string // the heading, empty for none
	trials []int  // places in the main estimate's list
	total  *report.Estimate
}

// parts are the trials of the main estimate as the view has them: sorted, and
// under headings if it groups them. Every trial stands in one part, once.
func (v view) parts(a report.Analysis) []part {
	order := v.sorted(a)
	if len(v.groups) == 0 || a.Main.Result.K < 2 {
		return []part{{trials: order}}
	}
	by := v.groups[0]
	var all []part
	for _, class := range classes(a, v, by.cells) {
		p := part{name: report.Capital(by.name) + ": " + class}
		if class == "" {
			p.name = report.Capital(by.name) + ": " + v.say(notReported)
		}
		for _, i := range order {
			if by.cells[i] == class {
				p.trials = append(p.trials, i)
			}
		}
		for i := range a.Subgroups {
			if v.parted && a.Subgroups[i].Subgroup == cmp.Or(class, notReported) {
				p.total = &a.Subgroups[i]
			}
		}
		all = append(all, p)
	}
	return all
}

// classes are the groups in their order: that of the subgroups, or of their
// first trials in the data; those that say nothing come last.
func classes(a report.Analysis, v view, cells []string) []string {
	var all []string
	add := func(class string) {
		if class != "" && slices.Contains(cells, class) && !slices.Contains(all, class) {
			all = append(all, class)
		}
	}
	if v.parted {
		for _, e := range a.Subgroups {
			add(e.Subgroup)
		}
	}
	for _, c := range cells {
		add(c)
	}
	if slices.Contains(cells, "") {
		all = append(all, "")
	}
	return all
}

// sortKeys are the numbers that trials can be sorted by.
var sortKeys = []struct {
	name string
	of   func(report.Trial) float64
}{
	{"effect", func(t report.Trial) float64 { return t.Y }},
	{"weight", func(t report.Trial) float64 { return t.Weight }},
	{"precision", func(t report.Trial) float64 { return 1 / math.Sqrt(t.V) }},
}

// sorted are the places of the trials in the order of the view. Trials that are
// equal in it stay in the order of the data; those without anything to sort by
// stand last.
func (v view) sorted(a report.Analysis) []int {
	trials := a.Main.Trials
	order := make([]int, len(trials))
	for i := range order {
		order[i] = i
	}
	sort := func(less func(i, j int) int, missing func(i int) bool) {
		slices.SortStableFunc(order, func(i, j int) int {
			switch a, b := missing(i), missing(j); {
			case a && b:
				return 0
			case a:
				return 1
			case b:
				return -1
			case v.Sort.Down:
				return less(j, i)
			}
			return less(i, j)
		})
	}
	for _, k := range sortKeys {
		if k.name == v.Sort.Name {
			sort(func(i, j int) int { return cmp.Compare(k.of(trials[i]), k.of(trials[j])) }, func(i int) bool { return math.IsNaN(k.of(trials[i])) })
		}
	}
	for _, by := range v.order {
		sort(func(i, j int) int { return inOrder(by.cells[i], by.cells[j]) }, func(i int) bool { return by.cells[i] == "" })
	}
	if v.Sort.Name == protocol.InOrder && v.Sort.Down {
		slices.Reverse(order)
	}
	return order
}
