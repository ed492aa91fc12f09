package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"grove/analysis/protocol"
)

// figureFlags are the keys of a protocol's figure as flags. One has another name
// here, where --prediction is already the definition of the interval.
var figureFlags = []struct{ flag, key, help string }{
	{"style", "style", "style of the figure: grove, bmj, jama, cochrane"},
	{"width", "width", "width of the figure in millimetres, or natural"},
	{"dpi", "dpi", "dots per inch of a .png figure"},
	{"digits", "digits", "decimals of the effects in the figure"},
	{"columns", "columns", "columns of the figure, from left to right: study, experimental, control, n, plot, effect, weight, risk_of_bias or of the table"},
	{"sort", "sort", "order of the trials in the figure: data, effect, weight, precision or a column; -weight for the heaviest first"},
	{"group", "group", "column under whose values the trials stand in the figure"},
	{"predicted", "prediction", "how the figure draws a prediction interval: bar, density"},
	{"shares", "shares", "own intervals of the trials in the figure, where the measure is a share of one group: pooled, wilson, clopper-pearson, ..."},
	{"models", "models", "models below the main one in the figure: common, bayes, ..."},
	{"language", "language", "language of the figure: en, no"},
}

// addFigureFlags adds the flags; their values are read into what it returns.
func addFigureFlags(f *pflag.FlagSet) []protocol.Flag {
	setting := make([]protocol.Flag, len(figureFlags))
	for i, row := range figureFlags {
		setting[i].Name = row.key
		f.StringSliceVar(&setting[i].Values, row.flag, nil, row.help)
	}
	return setting
}

// figureOf is the figure that the flags given ask for. Without a file to write
// they have nothing to set.
func figureOf(c *cobra.Command, setting []protocol.Flag, file string) (protocol.Figure, error) {
	var given []protocol.Flag
	for i, row := range figureFlags {
		if !c.Flags().Changed(row.flag) {
			continue
		}
		if file == "" {
			return protocol.Figure{}, fmt.Errorf("--%s says how a figure is set, and there is none without --figure", row.flag)
		}
		given = append(given, setting[i])
	}
	return protocol.FigureOf(given)
}
