"""Limits of tau^2 by a generalised Q to 15 digits and more.

Q = sum a (y - mu_a)^2 for fixed weights a is a sum of chi-squares times the
eigenvalues of V^1/2 A V^1/2, A = diag(a) - aa'/sum a, V = diag(v + tau^2). mpmath
at 30 digits: the eigenvalues themselves, and the probability of a smaller Q from
the Laplace transform by Talbot's method, of two degrees, which must agree to 16
digits at every root. Inputs are the exact binary64 numbers. Writes
certified_forms.json beside this script; the data sets are those of
g02_rma_uni.json on which R's searches stop early, and some others.
"""
import json
from mpmath import invertlaplace, log, matrix, mp, mpf, nstr, sqrt

mp.dps = 30
SETS = ["bcg", "raudenbush1985", "molloy2014", "greenland1992", "steurer2006", "edge.k2"]
WEIGHTS = {
    "1": lambda v: [mpf(1) for _ in v],
    "1/(v+mean)": lambda v: [mpf(1.0 / (float(x) + float(sum(v)) / len(v))) for x in v],
    "1/sqrt(v)": lambda v: [1 / sqrt(x) for x in v],
    "1/v": lambda v: [1 / x for x in v],
}


def below(y, v, a, tau2, degree):
    k, s = len(y), sum(a)
    mu = sum(p * q for p, q in zip(a, y)) / s
    q = sum(p * (x - mu) ** 2 for p, x in zip(a, y))
    root = [sqrt(x + tau2) for x in v]
    m = matrix(k, k)
    for i in range(k):
        for j in range(k):
            m[i, j] = root[i] * ((a[i] if i == j else 0) - a[i] * a[j] / s) * root[j]
    e = sorted(mp.eigsy(m, eigvals_only=True))[1:]

    def transform(p):
        out = 1 / p
        for x in e:
            out /= sqrt(1 + 2 * p * x)
        return out

    return invertlaplace(transform, q, method="talbot", degree=degree)


def root(y, v, a, p):
    """Illinois' method on the logarithm of tau^2."""
    if below(y, v, a, mpf(0), 40) <= p:
        return mpf(0)
    f = lambda t: below(y, v, a, mp.exp(t), 40) - p
    lo, hi = log(min(v) / 10000), log(max(max(v), mpf(1)))
    low, high = f(lo), f(hi)
    while high > 0:
        lo, low, hi = hi, high, hi + 2
        high = f(hi)
    while low < 0:
        hi, high, lo = lo, low, lo - 4
        low = f(lo)
    side = 0
    for _ in range(200):
        t = (lo * high - hi * low) / (high - low)
        now = f(t)
        if abs(now) < mpf(10) ** -22:
            assert abs(below(y, v, a, mp.exp(t), 56) - p) <= mpf(10) ** -16
            return mp.exp(t)
        if now > 0:
            lo, low, high, side = t, now, high / 2 if side == 1 else high, 1
        else:
            hi, high, low, side = t, now, low / 2 if side == -1 else low, -1
    raise ValueError("no root")


data = {}
for c in json.load(open("g02_rma_uni.json"))["cases"]:
    data.setdefault(c["id"].split("/")[1], c["data"])
cases = []
for name in SETS:
    y = [mpf(x) for x in data[name]["yi"]]
    v = [mpf(x) for x in data[name]["vi"]]
    for w, of in WEIGHTS.items():
        a = of(v)
        case = {"id": name + "/" + w, "yi": data[name]["yi"], "vi": data[name]["vi"], "weights": [float(x) for x in a]}
        a = [mpf(x) for x in case["weights"]]
        for field, p in [("tau2_lb", mpf(39) / 40), ("tau2_ub", mpf(1) / 40), ("median", mpf(1) / 2)]:
            case[field] = nstr(root(y, v, a, p), 17)
        cases.append(case)
        print(case["id"], case["tau2_lb"], case["tau2_ub"], case["median"], flush=True)
json.dump({"cases": cases}, open("certified_forms.json", "w"), indent=1)
