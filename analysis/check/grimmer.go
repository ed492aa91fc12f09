package check

import "math"

// GRIMMER finds a standard deviation that no n whole scores with the printed
// mean have. With T the sum of the scores, the sum of their squares,
//
//	S = (n − 1)s² + T²/n,
//
// is a whole number, even when T is even and odd when T is odd. The printed mean
// leaves some T, the printed s a range of S; if no S of the right parity lies in
// any, nor in those of a standard deviation with n for n − 1, the number is
// asked about. Where GRIM speaks, this is silent.
// Anaya 2016; Allard 2018.
var GRIMMER = Check{Code: "grimmer", Name: "a standard deviation that whole scores cannot have", Level: Warn,
	Source: "Anaya 2016, 10.7287/peerj.preprints.2400v1; Allard 2018", run: grimmer}

const (
	mostSums = 1000    // means that leave more sums than this exclude nothing
	exact    = 1 << 53 // whole numbers below are told apart
)

func grimmer(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		texts := [2]Texts{x.TextsT, x.TextsC}
		for j, g := range x.arms() {
			if !x.Scale.Integer || !whole(g.N) || decimals(texts[j].Mean) < 0 || decimals(texts[j].SD) < 0 || !(g.SD >= 0) {
				continue
			}
			low, high := wholeSums(g.Mean, texts[j].Mean, g.N)
			if !(low <= high && high-low <= mostSums && max(math.Abs(low), math.Abs(high)) < exact) {
				continue
			}
			possible := false
			for sum := low; sum <= high && !possible; sum++ {
				possible = squares(sum, g.N, g.N-1, g.SD, rounding(texts[j].SD)) || squares(sum, g.N, g.N, g.SD, rounding(texts[j].SD))
			}
			if !possible {
				found = append(found, t.on(Warn, say("no %v whole scores have both the mean %v and the standard deviation %v of the %v arm: were fewer people analysed, is the number a standard error, or the scale an average of items?",
					g.N, texts[j].Mean, texts[j].SD, armNames[j]), i))
			}
		}
	}
	return found
}

// squares says whether a sum of squares of the parity of the sum lies where the
// standard deviation, over df, puts it.
func squares(sum, n, df, sd, round float64) bool {
	centre := sum * sum / n
	least, most := max(0, sd-round), sd+round
	low := math.Ceil(float64(df*least*least) + centre - slack*(1+centre))
	high := math.Floor(float64(df*most*most) + centre + slack*(1+centre))
	if math.Mod(math.Abs(low), 2) != math.Mod(math.Abs(sum), 2) {
		low++
	}
	return low <= high
}
