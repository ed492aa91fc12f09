package effect

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
)

// tetrachoric is the correlation behind a table and its variance, both NaN when
// a cell is empty. It is sought in θ = arcsin r, on which the share of the
// quadrant rises from its least to its greatest value:
//
//	Φ₂(h, k; sin θ) = Φ(h)Φ(k) + ∫₀^θ exp(−(h² + k² − 2hk sin x)/(2cos²x)) dx / 2π.
//
// Plackett 1954.
func tetrachoric(t cells) estimate {
	n := t.a + t.b + t.c + t.d
	if !(t.a > 0 && t.b > 0 && t.c > 0 && t.d > 0) {
		return estimate{math.NaN(), math.NaN()}
	}
	row, column := (t.a+t.b)/n, (t.a+t.c)/n
	h, k := mathext.NormalQuantile(row), mathext.NormalQuantile(column)
	density := func(x float64) float64 {
		sin, cos := math.Sincos(x)
		return math.Exp(-(float64(h*h)+float64(k*k)-float64(2*h*k*sin))/(2*cos*cos)) / (2 * math.Pi)
	}
	// What is sought is the integral that equals the covariance of the table.
	covariance := (float64(t.a/n*(t.d/n)) - float64(t.b/n*(t.c/n)))
	low, high := -math.Pi/2, math.Pi/2
	theta, reached := 0.0, 0.0
	for range 200 {
		rise := density(theta)
		off := covariance - reached
		if off > 0 {
			low = theta
		} else {
			high = theta
		}
		next := theta + off/rise
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-theta) <= 1e-15*math.Max(1, math.Abs(theta)) || off == 0 {
			break
		}
		reached += panels(density, theta, next)
		theta = next
	}
	r := math.Sin(theta)
	cos := math.Cos(theta)
	a, b := normalCDF((k-float64(r*h))/cos), normalCDF((h-float64(r*k))/cos)
	var mean, square float64
	for _, cell := range []struct{ e, p float64 }{{1 - a - b, t.a / n}, {-a, t.b / n}, {-b, t.c / n}} {
		mean += float64(cell.e * cell.p)
		square += float64(cell.e * cell.e * cell.p)
	}
	height := density(theta) / cos
	return estimate{r, (square - float64(mean*mean)) / (n * height * height)}
}

// panels is an integral by Gauss and Legendre's rule on panels that are short
// against the width of a normal density.
func panels(f func(float64) float64, from, to float64) float64 {
	const widest, nodes = 0.1, 20
	count := math.Ceil(math.Abs(to-from) / widest)
	var sum float64
	for i := range int(count) {
		left, right := from+(to-from)*(float64(i)/count), from+(to-from)*(float64(i+1)/count)
		part := quad.Fixed(f, math.Min(left, right), math.Max(left, right), nodes, quad.Legendre{}, 0)
		if left > right {
			part = -part
		}
		sum += part
	}
	return sum
}
