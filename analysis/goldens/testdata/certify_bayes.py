"""Posteriors of the Bayesian random-effects model to 15 digits and more.

y ~ N(mu, v + tau^2), flat prior on mu, half-normal prior on tau. mpmath at 30
digits: composite Gauss-Legendre in tau itself, on panels that grow by a fixed
ratio; made with two ratios, and only what both agree on to 16 digits is
written. Inputs are the exact binary64 numbers. Writes certified_bayes.json
beside this script; the data sets are those of g09_bayes.json and some of few
trials, of which some have their shortest intervals too.
"""
import json
from mpmath import erfc, exp, log, mp, mpf, pi, sqrt

mp.dps = 30


def legendre(n):
    rule = []
    for i in range(n):
        x = mp.cos(pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
        for _ in range(12):
            before, p = mpf(1), x
            for j in range(2, n + 1):
                before, p = p, ((2 * j - 1) * x * p - (j - 1) * before) / j
            d = n * (x * p - before) / (x * x - 1)
            x -= p / d
        rule.append((x, 2 / ((1 - x * x) * d * d)))
    assert abs(sum(w for _, w in rule) - 2) < mpf(10) ** -27
    return rule


RULE = legendre(20)

SHORT = ["two-agree", "two-differ-90", "two-small-unit", "two-lopsided", "one", "three-agree", "three-against-the-prior", "four"]


class Mixture:
    """The posterior of tau, and mixtures over it of normal distributions.

    given(tau) is the log density of tau and the model there, from which of(tau,
    model) makes a mean and a standard deviation. Panels grow by ratio from c, at
    least as far as spread.
    """

    def __init__(self, given, c, spread, ratio, level):
        self.given, self.level = given, mpf(level)
        self.edges = edges = [mpf(0), c / 4, c / 2]
        self.top = given(mpf(0))[0]
        while True:
            nxt = edges[-1] * ratio
            edges.append(nxt)
            l = given(nxt)[0]
            self.top = max(self.top, l)
            if nxt > spread and l + 3 * log(nxt / c) < self.top - 75:  # a heavy tail has its second moment too
                break
        panels = [self.panel(a, b) for a, b in zip(edges, edges[1:])]
        self.masses = [sum(p[1] for p in q) for q in panels]
        self.total = sum(self.masses)
        self.nodes = [(t, w / self.total, m) for q in panels for t, w, m in q if w * max(1, t / spread) ** 2 > self.total * mpf(10) ** -28]

    def panel(self, a, b):
        h = (b - a) / 2
        out = []
        for x, w in RULE:
            tau = a + h * (1 + x)
            l, model = self.given(tau)
            out.append((tau, w * h * exp(l - self.top), model))
        return out

    def root(self, lo, hi, f, slope, unit):
        x = (lo + hi) / 2
        for _ in range(200):
            y = f(x)
            if y < 0:
                lo = x
            else:
                hi = x
            n = x - y / slope(x)
            if not lo < n < hi:
                n = (lo + hi) / 2
            if abs(n - x) < unit * mpf(10) ** -24:
                return n
            x = n
        raise ValueError("no root")

    def tau_density(self, t):
        return exp(self.given(t)[0] - self.top)

    def tau(self, p):
        before = mpf(0)
        for i, m in enumerate(self.masses):
            if before + m / self.total >= p:
                lo, hi = self.edges[i], self.edges[i + 1]
                return self.root(lo, hi, lambda t: before + sum(q[1] for q in self.panel(lo, t)) / self.total - p,
                                 lambda t: self.tau_density(t) / self.total, hi)
            before += m / self.total

    def components(self, of):
        return [(w, *of(t, m)) for t, w, m in self.nodes]

    def moments(self, of):
        c = self.components(of)
        mean = sum(w * m for w, m, e in c)
        return mean, sqrt(sum(w * (e ** 2 + (m - mean) ** 2) for w, m, e in c))

    def density(self, of):
        c = self.components(of)
        return lambda x: sum(w * exp(-(((x - m) / e) ** 2) / 2) / (e * sqrt(2 * pi)) for w, m, e in c)

    def quantiles(self, of):
        c, density = self.components(of), self.density(of)
        mean, dev = self.moments(of)
        return lambda p: self.root(mean - 40 * dev, mean + 40 * dev,
                                   lambda x: sum(w * erfc((m - x) / (e * sqrt(mpf(2)))) for w, m, e in c) / 2 - p, density, dev)

    def shortest(self, q, density, lowest):
        """Where f(q(p)) = f(q(p + level)), by false positions; one maximum is assumed."""
        free = 1 - self.level / 100
        if lowest is not None and density(lowest) >= density(q(1 - free)):
            return lowest, q(1 - free)
        excess = lambda p: density(q(p)) - density(q(p + 1 - free))
        lo, hi = free / 64, free * 63 / 64
        below, above = excess(lo), excess(hi)
        assert below < 0 < above
        side = 0
        for _ in range(60):
            p = (lo * above - hi * below) / (above - below)
            now = excess(p)
            if abs(now) < mpf(10) ** -20 * density(q(free / 2)):
                return q(p), q(p + 1 - free)
            if now < 0:
                lo, below, above, side = p, now, above / 2 if side < 0 else above, -1
            else:
                hi, above, below, side = p, now, below / 2 if side > 0 else below, 1
        raise ValueError("no shortest interval")


def posterior(y, v, s, ratio, level, short):
    def given(tau):
        t2 = tau * tau
        u = [1 / (vi + t2) for vi in v]
        su = sum(u)
        mu = sum(a * b for a, b in zip(u, y)) / su
        q = sum(a * (b - mu) ** 2 for a, b in zip(u, y))
        return -(sum(log(vi + t2) for vi in v) + q + log(su) + t2 / s**2) / 2, (mu, sqrt(1 / su))

    m = Mixture(given, min(sqrt(min(v)), s), max(max(y) - min(y), s), ratio, level)
    a = (1 - level / mpf(100)) / 2
    mean = lambda t, model: model
    new = lambda t, model: (model[0], sqrt(model[1] ** 2 + t * t))
    mu, pred = m.quantiles(mean), m.quantiles(new)
    weights = [100 * sum(w * e * e / (vi + t * t) for t, w, (_, e) in m.nodes) for vi in v]
    mu_short = m.shortest(mu, m.density(mean), None) if short else (None, None)
    tau_short = m.shortest(m.tau, m.tau_density, mpf(0)) if short else (None, None)
    return {
        "short_lb": mu_short[0], "short_ub": mu_short[1], "short_tau_lb": tau_short[0], "short_tau_ub": tau_short[1],
        "estimate": mu(mpf(1) / 2), "se": m.moments(mean)[1], "ci_lb": mu(a), "ci_ub": mu(1 - a),
        "pi_lb": pred(a), "pi_ub": pred(1 - a),
        "tau2": m.tau(mpf(1) / 2) ** 2, "tau2_lb": m.tau(a) ** 2, "tau2_ub": m.tau(1 - a) ** 2,
        "weight_1": weights[0], "weight_k": weights[-1],
    }


def agreed(name, one, two, unit):
    """What both agree on to 16 digits, in unit for what may be near 0."""
    for f in one:
        if abs(one[f] - two[f]) > mpf(10) ** -16 * max(abs(one[f]), unit(f)):
            raise ValueError(f"{name} {f}: {one[f]} and {two[f]}")
    return {f: mp.nstr(x, 17) for f, x in one.items()}


def main():
    sets = [
        ("two-agree", [0.31, 0.35], [0.04, 0.09], 0.5, 95),
        ("two-differ", [0.2, 0.9], [0.05, 0.08], 0.5, 95),
        ("two-differ-90", [0.2, 0.9], [0.05, 0.08], 1, 90),
        ("two-small-unit", [0.0002, 0.0009], [5e-8, 8e-8], 0.5, 95),
        ("two-large-unit", [200, 900], [50000, 80000], 0.5, 95),
        ("two-large-unit-wide-prior", [200, 900], [50000, 80000], 400, 95),
        ("two-lopsided", [0.1, 2.5], [1e-4, 4.0], 0.5, 95),
        ("two-far-from-zero", [1000.2, 1000.9], [0.05, 0.08], 0.5, 95),
        ("one", [0.4], [0.09], 0.5, 95),
        ("three-agree", [1.45, 1.51, 1.5], [0.2, 0.35, 0.5], 0.5, 95),
        ("three-against-the-prior", [-8, 0, 9], [0.01, 0.02, 0.01], 0.25, 95),
        ("four", [-0.592, -0.0791, -0.237, 0.163], [0.119025, 0.00619369, 0.020736, 0.097344], 0.5, 95),
        ("hundred", [((i * 37) % 101 - 50) / 64 for i in range(100)], [0.01 + ((i * 53) % 97) / 512 for i in range(100)], 0.5, 95),
    ]
    for c in json.load(open("g09_bayes.json"))["cases"]:
        prior = {"HN0.5": 0.5, "HN1": 1}.get(c["settings"]["tau_prior"])
        if c["kind"] == "bayesmeta" and prior and c["settings"]["mu_prior"] == "flat" and c["settings"]["interval"] == "central":
            sets.append((c["id"], c["data"]["yi"], c["data"]["vi"], prior, 95))
    cases = []
    for name, y, v, s, level in sets:
        args = [mpf(x) for x in y], [mpf(x) for x in v], mpf(s)
        one, two = (posterior(*args, mpf(r), level, name in SHORT) for r in ("1.12", "1.2"))
        unit = one["se"]
        one, two = ({f: x for f, x in p.items() if x is not None} for p in (one, two))
        certified = agreed(name, one, two, lambda f: unit if f.endswith(("b", "estimate")) and not f.startswith("tau2") else 0)
        cases.append({"id": name, "yi": y, "vi": v, "prior": s, "level": level, "certified": certified})
        print(name, flush=True)
    with open("certified_bayes.json", "w") as out:
        out.write('{"script": "certify_bayes.py", "cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")


if __name__ == "__main__":
    main()
