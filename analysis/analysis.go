// Package analysis runs a review: read → check → measure → pool → probe → draw
// → report.
package analysis

import (
	"context"
	"errors"
	"fmt"

	"grove/analysis/choose"
	"grove/analysis/protocol"
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
		a, err := answer(ctx, in, asked)
		if err != nil {
			return report.Review{}, fmt.Errorf("%sanalysis %s: %w", place(asked, err), asked.ID, err)
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

// place is where the protocol has an analysis, for an error that the protocol
// has made or can mend and that does not say more precisely where.
func place(asked protocol.Analysis, err error) string {
	if at, ok := errors.AsType[choose.Misnamed](err); ok && at.At.Line > 0 || !errors.Is(err, choose.ErrProtocol) && !errors.Is(err, choose.ErrAmbiguous) {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d: ", protocol.FileName, asked.At.Line, asked.At.Col)
}
