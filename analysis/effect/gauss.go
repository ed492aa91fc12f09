package effect

import "math"

// gaussHalves is ₂F₁(½, ½; (n−2)/2; 1−r²), from n = 5 on, as Euler's integral with
// t = sin²θ: the mean of 1/√(cos²θ + r²sin²θ) under the weight cos^(n−4)θ.
func gaussHalves(r, n float64) float64 {
	return euler(func(sin, cos float64) (weight, value float64) {
		return math.Pow(cos, n-4), 1 / math.Sqrt(float64(cos*cos)+float64(r*r*sin*sin))
	})
}

// gaussOnes is ₂F₁(1, 1; n/2; 1−r²), from n = 5 on: the mean of
// 1/(cos²θ + r²sin²θ) under the weight sin θ·cos^(n−3)θ.
func gaussOnes(r, n float64) float64 {
	return euler(func(sin, cos float64) (weight, value float64) {
		return sin * math.Pow(cos, n-3), 1 / (float64(cos*cos) + float64(r*r*sin*sin))
	})
}

// euler is a weighted mean over θ from 0 to π/2 by the double exponential rule,
// which crowds its points at both ends. Takahasi and Mori 1974.
func euler(of func(sin, cos float64) (weight, value float64)) float64 {
	const step, steps = 1. / 64, 256
	var sum, mean float64
	for i := -steps; i <= steps; i++ {
		u := float64(i) * step
		left := 1 / (1 + math.Exp(-math.Pi*math.Sinh(u)))
		right := 1 / (1 + math.Exp(math.Pi*math.Sinh(u)))
		sin, cos := math.Sin(math.Pi/2*left), math.Sin(math.Pi/2*right)
		weight, value := of(sin, cos)
		weight *= left * right * math.Cosh(u)
		if !(weight > 0) {
			continue
		}
		sum += weight
		mean += float64(weight * value)
	}
	return mean / sum
}
