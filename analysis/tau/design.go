package tau

import (
	"errors"
	"fmt"
	"math"
)

// Design is effects y with sampling variances v about a linear model Xβ:
// y ~ N(Xβ, v+τ²). With p columns in X, weights u = 1/(v+τ²) and U = diag(u),
//
//	β = (X'UX)⁻¹X'Uy,  H = X(X'UX)⁻¹X'U,  P = U − UX(X'UX)⁻¹X'U,  Q = y'Py.
//
// With one column of ones it is the common mean of the rest of this package. It
// holds working room, so that one design serves one goroutine.
type Design struct {
	y, v, z    []float64
	x          [][]float64 // by columns
	ones       int         // the column that is constant, −1 without one
	vmin, vmax float64
	ss         float64 // the sum of squares about the unweighted fit
	logX       float64 // ln |X'X|

	q         [][]float64 // scratch: orthonormal columns of √u X
	e, h, rhs []float64   // scratch: √u times the residuals, diagonal of H, Q'√uz
	left      []float64   // scratch: 1 − h
}

// Collinear is a column of X that the columns before it make up.
type Collinear struct{ Column int }

func (c Collinear) Error() string {
	return fmt.Sprintf("column %d of the design is a combination of the columns before it", c.Column+1)
}

// ErrTooMany says that there are no more trials than coefficients.
var ErrTooMany = errors.New("as many coefficients as trials, or more")

// alone is the least share of a column that the columns before it must leave.
const alone = 1e-11

// NewDesign checks and keeps y, v and the columns of X. Input that is not finite
// or not of one length is ErrData, no column left for the residuals ErrTooMany,
// a column that says nothing new a Collinear.
func NewDesign(y, v []float64, x [][]float64) (*Design, error) {
	if err := check(y, v); err != nil {
		return nil, err
	}
	k, p := len(y), len(x)
	for j, col := range x {
		if len(col) != k {
			return nil, fmt.Errorf("%w: %d effects and %d values of column %d", ErrData, k, len(col), j+1)
		}
		for i, value := range col {
			if math.IsNaN(value) || math.IsInf(value, 0) {
				return nil, fmt.Errorf("%w: value %d of column %d is not finite", ErrData, i+1, j+1)
			}
		}
	}
	if p == 0 {
		return nil, fmt.Errorf("%w: a design without columns", ErrData)
	}
	if k <= p {
		return nil, ErrTooMany
	}
	room := make([]float64, k*(p+4)+p)
	cut := func(n int) []float64 { part := room[:n:n]; room = room[n:]; return part }
	d := &Design{y: y, v: v, x: x, ones: -1, vmin: v[0], vmax: v[0], z: cut(k), e: cut(k), h: cut(k), left: cut(k), rhs: cut(p), q: make([][]float64, p)}
	for j := range d.q {
		d.q[j] = cut(k)
		if constant(x[j]) {
			d.ones = j
		}
	}
	for i := range y {
		d.z[i] = y[i]
		if d.ones >= 0 {
			d.z[i] -= y[0]
		}
		d.vmin, d.vmax = min(d.vmin, v[i]), max(d.vmax, v[i])
	}
	r, narrow := d.weigh(func(int) float64 { return 1 })
	if narrow >= 0 {
		return nil, Collinear{narrow}
	}
	for _, e := range d.e {
		d.ss += float64(e * e)
	}
	for j := range r {
		d.logX += 2 * math.Log(r[j][j])
	}
	if _, narrow := d.weigh(func(i int) float64 { return 1 / v[i] }); narrow >= 0 {
		return nil, Collinear{narrow}
	}
	return d, nil
}

func constant(col []float64) bool {
	for _, x := range col {
		if x != col[0] {
			return false
		}
	}
	return col[0] != 0
}

// weigh makes the weighted fit: q, e, h, rhs and the R of √a X = QR.
func (d *Design) weigh(weight func(i int) float64) (r [][]float64, narrow int) {
	for i := range d.v {
		root := math.Sqrt(weight(i))
		d.e[i] = root * d.z[i]
		for j, col := range d.x {
			d.q[j][i] = root * col[i]
		}
	}
	r, narrow = orthonormal(d.q, alone)
	clear(d.rhs)
	sweep(d.q, d.e, d.rhs)
	for i := range d.h {
		d.h[i] = 0
		for _, col := range d.q {
			d.h[i] += float64(col[i] * col[i])
		}
	}
	d.remain()
	return r, narrow
}

// remain fills 1 − h. As I − QQ' is its own square, for rows q of Q
//
//	h(1−h) = Σ(q'qᵢ)²  over all other rows,
//
// which keeps its digits where a trial holds nearly all of the weight.
func (d *Design) remain() {
	for i, h := range d.h {
		d.left[i] = 1 - h
		if h <= 0.5 {
			continue
		}
		var sum float64
		for l := range d.h {
			if l != i {
				c := d.inner(i, l)
				sum += float64(c * c)
			}
		}
		d.left[i] = sum / h
	}
}

// inner is the product of two rows of Q.
func (d *Design) inner(i, l int) float64 {
	var sum float64
	for _, col := range d.q {
		sum += float64(col[i] * col[l])
	}
	return sum
}

// at is weigh with u = 1/(v+τ²).
func (d *Design) at(tau2 float64) (r [][]float64) {
	r, _ = d.weigh(func(i int) float64 { return 1 / (d.v[i] + tau2) })
	return r
}

// squares is tr (A(I−QQ'))² for A = diag(a), all of it positive terms. Among the
// trials with h ≤ ½ it is
//
//	Σa²(1−2h) + |Q'AQ|²;
//
// the few others are taken one by one.
func (d *Design) squares(a func(i int) float64) float64 {
	var sum float64
	light := make([]float64, len(d.h)) // a, 0 where h is above ½
	for i, h := range d.h {
		at := a(i)
		if h <= 0.5 {
			light[i] = at
			sum += float64(float64(at*at) * (1 - 2*h))
			continue
		}
		sum += float64(float64(at*d.left[i]) * float64(at*d.left[i]))
		for l, other := range d.h {
			c := d.inner(i, l)
			switch {
			case other <= 0.5:
				sum += 2 * float64(float64(at*a(l))*float64(c*c))
			case l != i:
				sum += float64(float64(at*a(l)) * float64(c*c))
			}
		}
	}
	for j, first := range d.q {
		for l, second := range d.q[:j+1] {
			var dot float64
			for i, at := range light {
				dot += float64(at * float64(first[i]*second[i]))
			}
			sum += float64(dot * dot)
			if l < j {
				sum += float64(dot * dot)
			}
		}
	}
	return sum
}

// df is k − p.
func (d *Design) df() float64 { return float64(len(d.z) - len(d.x)) }

func (d *Design) spread() (ss, vmin, vmax float64) { return d.ss, d.vmin, d.vmax }

// total is Q(τ²) = y'Py with its slope −y'PPy.
func (d *Design) total(tau2 float64) (q, slope float64) {
	d.at(tau2)
	for i, e := range d.e {
		q += float64(e * e)
		slope -= float64(float64(e*e) / (d.v[i] + tau2))
	}
	return q, slope
}

// score is the point of the likelihood at τ², with tr P = Σu(1−h) for the h on
// the diagonal of H, and tr P² by squares.
func (d *Design) score(tau2 float64, restricted bool) point {
	d.at(tau2)
	p := point{t: tau2}
	weight := func(i int) float64 { return 1 / (d.v[i] + tau2) }
	for i, e := range d.e {
		u := weight(i)
		p.a += float64(u * float64(e*e))
		if restricted {
			p.b += float64(u * d.left[i])
		} else {
			p.b += u
			p.d += float64(u * u)
		}
		d.e[i] = u * e
	}
	if restricted {
		p.d = d.squares(weight)
	}
	clear(d.rhs)
	sweep(d.q, d.e, d.rhs)
	for _, g := range d.e {
		p.c += float64(g * g)
	}
	return p
}

// logLikelihood is, without its constants,
//
//	−½ Σ ln(v+τ²) − ½ Q,  restricted further − ½ ln |X'UX|.
func (d *Design) logLikelihood(tau2 float64, restricted bool) float64 {
	r := d.at(tau2)
	var l float64
	for i, e := range d.e {
		l -= (math.Log(d.v[i]+tau2) + float64(e*e)) / 2
	}
	if restricted {
		for j := range r {
			l -= math.Log(r[j][j])
		}
	}
	return l
}
