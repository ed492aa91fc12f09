package effect

import "gonum.org/v1/gonum/stat/distuv"

// normalCDF is Φ, the share of a standard normal variable below x.
func normalCDF(x float64) float64 { return distuv.UnitNormal.CDF(x) }
