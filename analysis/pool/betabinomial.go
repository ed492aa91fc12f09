package pool

import (
	"fmt"
	"math"

	"grove/analysis/study"
)

// BetaBinomial takes the events of every arm as beta-binomial: the risk of an arm
// varies from trial to trial about its mean, with one correlation ρ of two people
// of an arm for both kinds of arms,
//
//	logit π₁ = α + θ,  logit π₂ = α,  Var(x) = nπ(1−π)(1 + (n−1)ρ),
//
// by the maximum of the likelihood over α, θ and ρ ≥ 0, θ being the log odds
// ratio. Nothing is added to a zero cell, and a trial without events in either
// arm, or with nothing else, counts as any other: it says something of the
// risks. The arms of a trial are not compared with each other but with all arms
// of their kind, so the randomisation within trials is not used, and at ρ = 0
// all people are in one table; a note says so. The standard error is from the
// exact Hessian. There is no τ²: the spread is in ρ, whose value a note gives.
// The weights are the trials' shares of the information about θ.
//
// The probabilities are products over people, with γ = ρ/(1−ρ),
//
//	P(x) = C(n, x) Π(π + jγ, j < x) Π(1−π + jγ, j < n−x) / Π(1 + jγ, j < n),
//
// in which nothing cancels as ρ goes to 0. ErrData where there is no event, or
// nothing else, in all arms of one kind, where each arm has either no events or
// nothing else, as the likelihood then rises all the way to ρ = 1, and where counts
// are not whole. Kuss 2015.
var BetaBinomial = Model{Code: "beta-binomial", Name: "beta-binomial", Measures: []string{"OR"}, WaldOnly: true, centre: betaBinomial,
	carries: func(measure string, t, c study.Group) bool { return measure == "OR" && t.N > 0 && c.N > 0 },
	Cites:   []string{"kuss2015"}}

// betaPeople is the largest number of people of a trial, which bounds the time.
const betaPeople = 2e6

func betaBinomial(d Data, _ Settings) (centre, error) {
	if err := counted(d, inPeople, "the beta-binomial model"); err != nil {
		return centre{}, err
	}
	var events, people [2]float64
	for i := range d.T {
		if d.T[i].N+d.C[i].N > betaPeople {
			return centre{}, fmt.Errorf("%w: trial %d has too many people for a product over people", ErrData, i+1)
		}
		for a, g := range []study.Group{d.T[i], d.C[i]} {
			if g.Events != math.Trunc(g.Events) || g.N != math.Trunc(g.N) || g.Events > g.N {
				return centre{}, fmt.Errorf("%w: a likelihood of counts needs whole ones, trial %d has others", ErrData, i+1)
			}
			events[a] += g.Events
			people[a] += g.N
		}
	}
	for a := range events {
		if events[a] == 0 || events[a] == people[a] {
			return centre{}, fmt.Errorf("%w: no events, or only events, in all arms of one kind, so the likelihood has no maximum", ErrData)
		}
	}
	logit := func(a int) float64 { return math.Log(events[a]) - math.Log(people[a]-events[a]) }
	start := vector{logit(1), logit(0) - logit(1)}
	shares := make([]float64, len(d.T))
	f := func(p vector) (all slope) {
		for i := range d.T {
			t, c := betaArm(d.T[i], p[0]+p[1], p[2]), betaArm(d.C[i], p[0], p[2])
			all.value += t.value + c.value
			all.add(t, vector{1, 1})
			all.add(c, vector{1, 0})
			shares[i] = math.Max(0, -t.hessian[0][0])
		}
		return all
	}
	inside := func(p vector) slope { // none where γ is below 0
		if p[2] < 0 {
			return slope{value: math.Inf(-1)}
		}
		return f(p)
	}
	p, s, arrived := climb(f, start, []int{0, 1})
	free := []int{0, 1}
	notes := []string{"the likelihood takes the counts as they are; what is added to a zero cell stands only in the trial's own effect and in Q",
		"the arms are compared with all arms of their kind, not within their trials: the randomisation within trials is not used"}
	// from γ = 0 and from several starts beyond it, the highest maximum
	best := s.value
	highest, furthest := best, 0.0 // of the ends of all climbs, arrived or not, and its γ
	for _, gamma := range []float64{1e-3, 1e-2, 0.1, 1} {
		from := p
		from[2] = gamma
		q, top, ok := climb(inside, from, []int{0, 1, 2})
		if top.value > highest {
			highest, furthest = top.value, q[2]
		}
		if ok && top.value > best+1e-9 && q[2] > 0 {
			best, p, s, arrived, free = top.value, q, top, true, []int{0, 1, 2}
		}
	}
	if highest > best+1e-6*(1+math.Abs(best)) {
		return centre{}, fmt.Errorf("%w: no maximum of the beta-binomial likelihood was found: it still rises at rho = %.4g, as it does up to 1 where each arm has no events or nothing else", ErrData, furthest/(1+furthest))
	}
	f(p) // leaves the shares where they belong
	v := variance(s.hessian, free, 1)
	if !arrived || !(v > 0) || math.IsInf(v, 0) {
		return centre{}, fmt.Errorf("%w: no maximum of the beta-binomial likelihood was found", ErrData)
	}
	rho := p[2] / (1 + p[2])
	notes = append(notes, fmt.Sprintf("correlation of two people of an arm, rho = %.4g", rho))
	if len(free) == 2 {
		notes = append(notes, "rho is 0: all people stand in one table, whatever their trial")
	}
	nan := math.NaN()
	about, _, _, _ := inverseVariance(d)
	return centre{estimate: p[1], se: math.Sqrt(v), weights: shares, spread: nan, about: about, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan, notes: notes}, nil
}

// add adds the slope of an arm in (η, γ) to one in (α, θ, γ); of says which of α
// and θ are in η.
func (s *slope) add(arm slope, of vector) {
	for a := range 3 {
		da := of[a]
		i := 0
		if a == 2 {
			da, i = 1, 1
		}
		s.gradient[a] += float64(da * arm.gradient[i])
		for b := range 3 {
			db := of[b]
			j := 0
			if b == 2 {
				db, j = 1, 1
			}
			s.hessian[a][b] += float64(float64(da*db) * arm.hessian[i][j])
		}
	}
}

// betaArm is the log-probability of the events of an arm at the log odds η of
// its mean risk and at γ, with its derivatives in η and γ.
func betaArm(g study.Group, eta, gamma float64) (s slope) {
	e := math.Exp(-math.Abs(eta))
	p, q := 1/(1+e), e/(1+e)
	if eta < 0 {
		p, q = q, p
	}
	d := p * q // of π in η, whose own derivative is d(q−p)
	// log of π + jγ, then of 1−π + jγ, and less that of 1 + jγ
	part := func(n, base, sign float64) {
		for j := 0.0; j < n; j++ {
			x := base + float64(j*gamma)
			s.value += math.Log(x)
			u, w := sign*d/x, j/x
			s.gradient[0] += u
			s.gradient[1] += w
			s.hessian[0][0] += float64(u*(q-p)) - float64(u*u)
			s.hessian[0][1] -= float64(u * w)
			s.hessian[1][1] -= float64(w * w)
		}
	}
	part(g.Events, p, 1)
	part(g.N-g.Events, q, -1)
	for j := 0.0; j < g.N; j++ {
		x := 1 + float64(j*gamma)
		s.value -= math.Log(x)
		s.gradient[1] -= j / x
		s.hessian[1][1] += float64(j / x * (j / x))
	}
	s.hessian[1][0] = s.hessian[0][1]
	s.value += newBinomial(g.Events, g.N).ways
	return s
}
