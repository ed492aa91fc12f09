// Package analysis runs a review: read → check → measure → pool → probe → draw
// → report.
package analysis

import (
	"context"
	"fmt"

	"grove/analysis/record"
	"grove/analysis/report"
)

// Run answers every analysis of a review. The result is a function of the
// input and of grove's version. The error is the first analysis' that has no
// main estimate, or the context's.
func Run(ctx context.Context, in Input) (report.Review, error) {
	review := report.Review{Title: in.Protocol.Review, Name: in.Name, About: in.Protocol.About, Language: in.Protocol.Language, Profile: in.Protocol.Profile, Version: record.Version}
	for _, asked := range in.Protocol.Analyses {
		if err := ctx.Err(); err != nil {
			return report.Review{}, err
		}
		a, err := answer(in, asked)
		if err != nil {
			return report.Review{}, fmt.Errorf("analysis %s: %w", asked.ID, err)
		}
		review.Analyses = append(review.Analyses, a)
	}
	review.Findings = findings(in, review.Analyses)
	var err error
	review.Listing = in.Protocol.Listing
	review.Trials, err = listing(in, review.Analyses)
	review.Listed = len(review.Trials)
	review.Figures, review.Undrawn = view{Figure: in.Protocol.Figure, options: options(in.Protocol.Figure)}.whole(review, in.Protocol.Plots)
	return review, err
}
