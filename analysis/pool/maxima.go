package pool

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// steps are the values of τ, on the scale of log odds and log rates, between
// which maxima of the likelihood are looked for.
var steps = []float64{0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5}

// found is the highest maximum of a likelihood over τ ≥ 0.
type found struct {
	at           vector
	tau, tauSE   float64
	se           float64 // of θ
	shares       []float64
	lower, upper float64 // of τ, by the profile likelihood
	notes        []string
}

// far is where τ is no longer a spread that counts could tell: a likelihood that
// rises beyond it has no maximum, a limit beyond it is not estimable.
const far = 20

// search looks for every maximum over τ: the likelihood is followed over the
// steps, the other parameters at their best, and from each step that is higher
// than its neighbours it is climbed to the top. one and its height are the
// maximum at τ = 0. ErrData where it rises without end, as it does when every
// trial has events only in one arm, or where a climb does not settle.
func search(m *mixed, one vector, height, level float64) (found, error) {
	sd, theta := m.parameters()-1, m.fixed-1
	others := m.all()[:sd]
	profile := func(tau float64, from vector) profiled {
		from[sd] = tau
		p, s, arrived := climb(m.slope, from, others)
		return profiled{p, s.value, s.gradient[sd], arrived}
	}
	if m.random > 1 {
		m.apart = coarse
	}
	zero := one // its standard deviations, if any, stand where they do here
	zero[sd] = 0
	line := []profiled{{zero, height, 0, true}}
	for _, tau := range steps {
		line = append(line, profile(tau, line[len(line)-1].p))
	}
	m.apart = fine
	near := func(p vector) slope { // none beyond far
		if math.Abs(p[sd]) > far {
			return slope{value: math.Inf(-1)}
		}
		return m.slope(p)
	}
	f := found{at: zero, lower: math.NaN(), upper: math.NaN()}
	best, tops := height, 0
	if height > line[1].value {
		tops++
	}
	for i := 1; i < len(line); i++ {
		if line[i].value < line[i-1].value && i > 1 || i+1 < len(line) && line[i].value < line[i+1].value {
			continue
		}
		p, s, arrived := climb(near, line[i].p, m.all())
		p[sd] = math.Abs(p[sd])
		if p[sd] < 1e-4 {
			continue // the top is at 0
		}
		if !arrived {
			return found{}, fmt.Errorf("%w: the likelihood has no maximum over τ that a climb finds", ErrData)
		}
		tops++
		if s.value > best+1e-9 {
			best, f.at, f.tau = s.value, p, p[sd]
			f.se, f.tauSE = math.Sqrt(variance(s.hessian, m.all(), theta)), math.Sqrt(variance(s.hessian, m.all(), sd))
			_, f.shares = m.whole(p, theta)
		}
	}
	if tops > 1 {
		f.notes = append(f.notes, fmt.Sprintf("the likelihood has %d maxima over τ; the highest is taken", tops))
	}
	f.limits(profile, best, height, level)
	return f, nil
}

// profiled is the profile likelihood at one τ: the parameters, the value and its
// derivative in τ, and whether the climb there arrived.
type profiled struct {
	p                 vector
	value, derivative float64
	arrived           bool
}

// limits are the τ at which the profile likelihood is lower than its maximum by
// half of the quantile of χ² with one degree of freedom (Hardy and Thompson
// 1996); 0 where it is not lower at τ = 0. The upper one is not estimable beyond
// far, and neither where a climb or the search does not settle.
func (f *found) limits(profile func(float64, vector) profiled, best, zero, level float64) {
	drop := best - distuv.ChiSquared{K: 1}.Quantile(level/100)/2
	between := func(in, out float64, name string) float64 { // the likelihood is above at in, below at out
		from, tau, last := f.at, (in+out)/2, math.Inf(1)
		for range 100 {
			q := profile(tau, from)
			if !q.arrived {
				break
			}
			if q.value > drop {
				in, from = tau, q.p
			} else {
				out = tau
			}
			next := tau - (q.value-drop)/q.derivative
			if !(next > min(in, out) && next < max(in, out)) || math.Abs(next-tau) > last/2 {
				next = (in + out) / 2
			}
			if last = math.Abs(next - tau); last <= 1e-12*(1+tau) {
				return tau
			}
			tau = next
		}
		f.notes = append(f.notes, unsettled(name))
		return math.NaN()
	}
	f.lower = 0
	if zero < drop {
		f.lower = between(f.tau, 0, "lower")
	}
	from := f.at
	for out := math.Min(f.tau+0.5, far); ; out = math.Min(1.5*out, far) {
		q := profile(out, from)
		if math.IsNaN(q.value) {
			f.notes = append(f.notes, unsettled("upper"))
			return
		}
		if q.arrived {
			from = q.p
		}
		if q.value < drop {
			f.upper = between(f.tau, out, "upper")
			return
		}
		if out == far {
			f.notes = append(f.notes, "the upper limit of τ² is not estimable: the likelihood does not fall far enough up to a τ of 20")
			return
		}
	}
}

// unsettled is the note of a limit whose search found none.
func unsettled(limit string) string {
	return "the " + limit + " limit of τ² is not estimable: the search did not converge"
}
