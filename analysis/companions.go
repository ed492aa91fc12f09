package analysis

import (
	"errors"
	"fmt"
	"strings"

	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// subject is a finished analysis with what it was made from.
type subject struct {
	report.Analysis
	view
	in    Input
	asked protocol.Analysis
	m     measured
}

// companions draw the kinds of protocol.Plots that stand beside the forest plots
// of an analysis, each in its own file. A picture comes without its name and its
// title. An error of type undrawn says why there is none.
var companions = []struct {
	kind string
	draw func(s subject, p protocol.Companion, f figure.Frame) (report.Figure, error)
}{
	{"subgroups", subgroupSummary},
	{"leave-one-out", oneByOne},
	{"cumulative", oneByOne},
	{"drapery", drapery},
	{"baujat", baujat},
	{"radial", radial},
	{"funnel", funnel},
	{"labbe", labbe},
	{"time-course", timeCourse},
	{"bubble", bubble},
	{"traffic-light", trafficLight},
}

// ErrUndrawn marks a figure that was asked for and cannot be drawn of the data.
var ErrUndrawn = errors.New("no figure")

// undrawn is why a kind is not drawn of an analysis.
type undrawn string

func (u undrawn) Error() string { return string(u) }

// few says that there are too few to draw a kind of; nil if there are enough.
func few(kind protocol.PlotKind, n int, one, many string) error {
	if n >= kind.From {
		return nil
	}
	return undrawn(fmt.Sprintf("%s, and it takes %d or more", report.Plural(n, one, many), kind.From))
}

// longestName is how long the name of a figure's file may be before its ending
// and, of two that are alike, its number.
const longestName = 80

// surround draws the companions of an analysis, the usual ones unless the protocol
// names others, and says why one it names is not drawn.
func surround(s subject) (figures []report.Figure, missing []string, err error) {
	plots := s.asked.Plots
	if plots == nil {
		plots = protocol.UsualPlots()
	}
	names := map[string]bool{}
	for _, p := range plots {
		kind := kindOf(p)
		title, printed := kind.Name, s.say(kind.Name)
		if p.By != "" {
			title, printed = title+" by "+p.By, printed+s.say(" by ")+p.By
		}
		drawn, err := s.draw(p, kind, figure.Frame{Title: s.Title + ": " + printed, Options: s.view.options})
		var why undrawn
		switch {
		case errors.As(err, &why) && s.asked.Plots == nil:
			continue
		case errors.As(err, &why):
			missing = append(missing, report.Capital(title)+" not drawn: "+string(why))
			continue
		case err != nil:
			return nil, nil, fmt.Errorf("plots: %s: %w", title, err)
		}
		base := p.Kind + "-" + protocol.Slug(p.By)
		base = strings.Trim(base[:min(len(base), longestName)], "-")
		name := base
		for n := 2; names[name]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		names[name] = true
		drawn.Name, drawn.Title, drawn.Cites = "figures/"+s.ID+"/"+name, s.Title+": "+title, kind.Cites
		figures = append(figures, s.finished(drawn))
	}
	return figures, missing, nil
}

// draw makes one picture.
func (s subject) draw(p protocol.Companion, kind protocol.PlotKind, f figure.Frame) (report.Figure, error) {
	for _, c := range companions {
		if c.kind == p.Kind {
			return c.draw(s, p, f)
		}
	}
	return report.Figure{}, undrawn(kind.Name + " has no drawing")
}

func kindOf(p protocol.Companion) protocol.PlotKind {
	for _, k := range protocol.Plots {
		if k.Code == p.Kind {
			return k
		}
	}
	return protocol.PlotKind{Code: p.Kind, Name: p.Kind}
}

// enough says whether the main estimate has trials enough for a kind.
func (s subject) enough(p protocol.Companion) error {
	return few(kindOf(p), s.Main.Result.K, "trial", "trials")
}

// finished is a picture with its text alternative, its SVG and its resolution.
func (v view) finished(f report.Figure) report.Figure {
	f.Alt, f.SVG, f.DPI = f.Drawing.Description, figure.SVG(f.Drawing), v.DPI
	return f
}

// weighted is a trial as a dot whose area is its weight in the main estimate.
func weighted(t report.Trial, x, y float64) figure.Dot {
	d := figure.NewDot(t.Label, x, y)
	d.Weight = t.Weight
	return d
}

// se is the unit of a standard error on the analysis' scale.
func (s subject) se() string {
	if s.Measure.Ratio {
		return "standard error of the logarithm"
	}
	return "standard error"
}
