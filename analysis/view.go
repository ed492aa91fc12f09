package analysis

import (
	"slices"

	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// view is how the figures of one analysis are set.
type view struct {
	protocol.Figure
	options figure.Options
}

// look is the view that a protocol asks for. Its codes are known ones.
func look(f protocol.Figure) view {
	v := view{Figure: f, options: figure.Options{Width: f.Width}}
	if i := slices.IndexFunc(figure.Styles, func(s figure.Style) bool { return s.Name == f.Style }); i >= 0 {
		v.options.Style = figure.Styles[i]
	}
	for _, l := range report.Languages {
		if i := slices.IndexFunc(figure.Locales, func(x figure.Locale) bool { return x.Name == l.Tag }); i >= 0 && l.Code == f.Language {
			v.options.Locale = figure.Locales[i]
		}
	}
	return v
}
