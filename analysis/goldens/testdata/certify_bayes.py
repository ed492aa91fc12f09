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


def posterior(y, v, s, ratio, level, short):
    k = len(y)

    def given(tau):
        t2 = tau * tau
        u = [1 / (vi + t2) for vi in v]
        su = sum(u)
        mu = sum(a * b for a, b in zip(u, y)) / su
        q = sum(a * (b - mu) ** 2 for a, b in zip(u, y))
        return -(sum(log(vi + t2) for vi in v) + q + log(su) + t2 / s**2) / 2, mu, sqrt(1 / su)

    c = min(sqrt(min(v)), s)
    edges = [mpf(0), c / 4, c / 2]
    spread = max(max(y) - min(y), s)
    top = given(mpf(0))[0]
    while True:
        nxt = edges[-1] * ratio
        edges.append(nxt)
        l = given(nxt)[0]
        top = max(top, l)
        if nxt > spread and l + log(nxt / c) < top - 75:
            break

    def panel(a, b):
        h = (b - a) / 2
        out = []
        for x, w in RULE:
            tau = a + h * (1 + x)
            l, mu, se = given(tau)
            out.append((tau, w * h * exp(l - top), mu, se))
        return out

    panels = [panel(a, b) for a, b in zip(edges, edges[1:])]
    masses = [sum(p[1] for p in q) for q in panels]
    total = sum(masses)
    nodes = [(t, w / total, m, e) for q in panels for t, w, m, e in q if w > total * mpf(10) ** -28]

    def root(lo, hi, f, slope, unit):
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

    def tau_q(p):
        before = mpf(0)
        for i, m in enumerate(masses):
            if before + m / total >= p:
                lo, hi = edges[i], edges[i + 1]
                return root(lo, hi, lambda t: before + sum(q[1] for q in panel(lo, t)) / total - p,
                            lambda t: exp(given(t)[0] - top) / total, hi)
            before += m / total

    def mix_q(p, sd):
        mean = sum(w * mu for t, w, mu, e in nodes)
        dev = sqrt(sum(w * (sd(t, e) ** 2 + (mu - mean) ** 2) for t, w, mu, e in nodes))
        return root(mean - 40 * dev, mean + 40 * dev,
                    lambda m: sum(w * erfc((mu - m) / (sd(t, e) * sqrt(mpf(2)))) for t, w, mu, e in nodes) / 2 - p,
                    lambda m: sum(w * exp(-(((m - mu) / sd(t, e)) ** 2) / 2) / (sd(t, e) * sqrt(2 * pi)) for t, w, mu, e in nodes), dev)

    def shortest(q, density, lowest):
        """Where f(q(p)) = f(q(p + level)), by false positions; one maximum is assumed."""
        free = 1 - level / mpf(100)
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

    a = (1 - level / mpf(100)) / 2
    se = lambda t, e: e
    new = lambda t, e: sqrt(e * e + t * t)
    mean = sum(w * mu for t, w, mu, e in nodes)
    sd = sqrt(sum(w * (e * e + (mu - mean) ** 2) for t, w, mu, e in nodes))
    weights = [100 * sum(w * e * e / (vi + t * t) for t, w, mu, e in nodes) for vi in v]
    mu_density = lambda m: sum(w * exp(-(((m - mu) / e) ** 2) / 2) / e for t, w, mu, e in nodes)
    mu_short = shortest(lambda p: mix_q(p, se), mu_density, None) if short else (None, None)
    tau_short = shortest(tau_q, lambda t: exp(given(t)[0] - top), mpf(0)) if short else (None, None)
    return {
        "short_lb": mu_short[0], "short_ub": mu_short[1], "short_tau_lb": tau_short[0], "short_tau_ub": tau_short[1],
        "estimate": mix_q(mpf(1) / 2, se), "se": sd, "ci_lb": mix_q(a, se), "ci_ub": mix_q(1 - a, se),
        "pi_lb": mix_q(a, new), "pi_ub": mix_q(1 - a, new),
        "tau2": tau_q(mpf(1) / 2) ** 2, "tau2_lb": tau_q(a) ** 2, "tau2_ub": tau_q(1 - a) ** 2,
        "weight_1": weights[0], "weight_k": weights[-1],
    }


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
        for f in one:
            if abs(one[f] - two[f]) > mpf(10) ** -16 * max(abs(one[f]), unit if f.endswith(("b", "estimate")) and not f.startswith("tau2") else 0):
                raise ValueError(f"{name} {f}: {one[f]} and {two[f]}")
        cases.append({"id": name, "yi": y, "vi": v, "prior": s, "level": level, "certified": {f: mp.nstr(x, 17) for f, x in one.items()}})
        print(name, flush=True)
    with open("certified_bayes.json", "w") as out:
        out.write('{"script": "certify_bayes.py", "cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")


main()
