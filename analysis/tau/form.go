package tau

import "math"

// form is the distribution of the sum of squares Q = y'Ay of quadratic: with
// d = a(v+τ²) it is a sum of χ² variables with one degree of freedom each, times
// the k−p eigenvalues of A diag(v+τ²) that are not zero.
type form struct {
	a, v     []float64
	left     []float64   // 1 − h, with the leverages h of the fit with weights a
	q        [][]float64 // orthonormal columns of √a X
	df       float64     // k − p
	observed float64
}

// below is the probability of a Q as small as the observed one or smaller, with
// its slope in τ², both from the Laplace transform of the distribution,
//
//	E exp(−zQ) = (Π(1+2zd) · |q' diag(1/(1+2zd)) q|)^−½,
//
// in which no eigenvalue need be known: dividing by z and inverting,
//
//	P(Q ≤ x) = 1/(2πi) ∫ exp(zx) E exp(−zQ) dz/z
//
// along any path from −∞ below around the negative real axis, on which all
// singularities lie, to −∞ above. The path taken is the parabola through the
// saddle point of the integrand that follows its steepest descent,
//
//	z = c + iy − βy²,
//
// with y = sinh t over t, along which the trapezoidal rule converges faster than
// any power of its step (Rice 1980, with the parabola for his straight line;
// Imhof 1961 integrates along the imaginary axis). The step is halved until the
// sum settles; its error, which is squared by every halving, is then that of
// rounding. ok is false if it does not settle.
// Biggerstaff and Jackson 2008; Jackson 2013.
func (f *form) below(tau2 float64) (p, slope float64, ok bool) {
	if f.observed <= 0 {
		return 0, 0, true
	}
	const first, halvings, settled, negligible = 0.25, 8, 1e-11, 1e-18
	c, width, bend := f.saddle(tau2)
	terms := func(t float64) (value, slope float64) {
		y, dy := float64(width*math.Sinh(t)), width*math.Cosh(t)
		z := complex(c-float64(bend*float64(y*y)), y)
		logM, turn := f.transform(z, tau2)
		// exp(zx) E exp(−zQ)/z dz/dt, of which the imaginary part counts
		g := times(over(expOf(times(z, complex(f.observed, 0))+logM), z), complex(-2*bend*y*dy, dy))
		return imag(g), imag(times(g, turn))
	}
	step := first
	from, every := 0.0, step
	for n := 0; ; n++ {
		var more, moreSlope float64
		for t := from; ; t += every {
			value, change := terms(t)
			if t == 0 {
				value, change = value/2, change/2
			}
			more += value
			moreSlope += change
			if math.IsNaN(more+moreSlope) || t > 1 && math.Abs(value) <= negligible*math.Abs(more) && math.Abs(change) <= negligible*math.Abs(moreSlope) {
				break
			}
		}
		if n == 0 {
			p, slope = more*step/math.Pi, moreSlope*step/math.Pi
		} else {
			last := p
			step /= 2
			p, slope = p/2+more*step/math.Pi, slope/2+moreSlope*step/math.Pi
			if math.Abs(p-last) <= settled {
				return p, slope, true
			}
		}
		if n == halvings || math.IsNaN(p) {
			return p, slope, false
		}
		from, every = step/2, step
	}
}

// saddle is where on the positive axis the logarithm g of the integrand is
// least, there g″^−½ and the bend β of the path, all with each trial's part in
// the transform counted by its share 1−h. The bend is that of the steepest
// descent of the transform, −g‴/(6g″) without the pole, but so strong that a Q
// far above what is expected of it still damps the integrand, and no stronger:
// with the pole at a distance c and x above the mean by about 1/c, β = 1/(mc)
// takes the integrand down to e^−m before the transform can grow again.
func (f *form) saddle(tau2 float64) (c, width, bend float64) {
	const m = 60
	c, _ = solve(func(z float64) (float64, float64) {
		value, slope := 1/z-f.observed, -1/(z*z)
		for i, a := range f.a {
			d := a * (f.v[i] + tau2)
			u := d / (1 + float64(2*z*d))
			value += float64(f.left[i] * u)
			slope -= float64(2 * f.left[i] * float64(u*u))
		}
		return value, slope
	}, 1/f.observed, (1+f.df/2)*(1+1e-9)/f.observed, 1/f.observed)
	var second, third float64
	for i, a := range f.a {
		d := a * (f.v[i] + tau2)
		u := d / (1 + float64(2*c*d))
		second += float64(2 * f.left[i] * float64(u*u))
		third += float64(8 * f.left[i] * float64(u*float64(u*u)))
	}
	return c, 1 / math.Sqrt(second+1/(c*c)), max(third/(6*second), 1/(m*c))
}

// transform is ln E exp(−zQ) with its slope in τ². The determinant is taken by
// elimination, in which no pivot can vanish or turn past the negative axis: all
// of 1/(1+2zd) lie on one side of a line through 0.
func (f *form) transform(z complex128, tau2 float64) (logM, slope complex128) {
	n := len(f.q)
	room := make([]complex128, 2*n*n)
	b, db := room[:n*n], room[n*n:]
	product := rising{z: 1}
	var turns complex128
	for i, a := range f.a {
		d := 1 + times(2*z, complex(a*(f.v[i]+tau2), 0))
		u := over(1, d)
		turn := times(times(2*z, complex(a, 0)), u) // −u′/u
		product.times(d)
		turns += turn
		for j := range n {
			for l := range n {
				part := times(u, complex(f.q[j][i]*f.q[l][i], 0))
				b[j*n+l] += part
				db[j*n+l] -= times(part, turn)
			}
		}
	}
	logs := product.logOf()
	for j := range n {
		pivot := b[j*n+j]
		logs += logOf(pivot)
		turns += over(db[j*n+j], pivot)
		for i := j + 1; i < n; i++ {
			r := over(b[i*n+j], pivot)
			dr := over(db[i*n+j]-times(r, db[j*n+j]), pivot)
			for l := j; l < n; l++ {
				db[i*n+l] -= times(dr, b[j*n+l]) + times(r, db[j*n+l])
				b[i*n+l] -= times(r, b[j*n+l])
			}
		}
	}
	return -logs / 2, -turns / 2
}

// rising is a product of numbers that do not lie below the real axis, of which one
// logarithm is taken for all: that whose angle is the sum of theirs. A number that
// turns the product by less than half a circle takes it from below the axis to
// above only past the positive side.
type rising struct {
	z     complex128
	size  float64 // logarithm of what z no longer has
	turns int
}

func (r *rising) times(z complex128) {
	const far = 1e100
	below := imag(r.z) < 0
	r.z = times(r.z, z)
	if below && !(imag(r.z) < 0) {
		r.turns++
	}
	if size := math.Abs(real(r.z)) + math.Abs(imag(r.z)); size > far || size < 1/far {
		r.size += math.Log(size)
		r.z = complex(real(r.z)/size, imag(r.z)/size)
	}
}

func (r *rising) logOf() complex128 {
	l := logOf(r.z)
	angle := imag(l) + float64(2*math.Pi*float64(r.turns))
	if imag(r.z) < 0 {
		angle += 2 * math.Pi
	}
	return complex(real(l)+r.size, angle)
}

// times, over, expOf and logOf are complex arithmetic that no compiler fuses.
func times(a, b complex128) complex128 {
	return complex(float64(real(a)*real(b))-float64(imag(a)*imag(b)), float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

func over(a, b complex128) complex128 {
	size := float64(real(b)*real(b)) + float64(imag(b)*imag(b))
	return times(a, complex(real(b)/size, -imag(b)/size))
}

func expOf(a complex128) complex128 {
	sin, cos := math.Sincos(imag(a))
	size := math.Exp(real(a))
	return complex(size*cos, size*sin)
}

func logOf(a complex128) complex128 {
	return complex(math.Log(math.Hypot(real(a), imag(a))), math.Atan2(imag(a), real(a)))
}
