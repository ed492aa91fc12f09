"""Hierarchical effects by moments, with robust variances, to 20 digits, where a
variance is estimated at 0.

Hedges, Tipton and Johnson 2010: with W = diag(1/v), P = W - WX(X'WX)^-1 X'W,
residuals e = (I-H)y and J the indicator of one cluster, the variances t between and
o within clusters are those that e'We and e'Je are expected to have,

    E(e'We) = tr P(V + tJ + oI),  E(e'Je) = tr (I-H)'J(I-H)(V + tJ + oI),

o set to 0 where it is below, and then t from the first of them with that o, set to 0
likewise. b has the weights 1/(v+t+o), and its variance is the sandwich times m/(m-p)
for m clusters. All matrices are made whole and multiplied out, at 50 digits; the
data are drawn by Python's generator with the seeds given and rounded to three
decimals, of seeds in order the first two of each kind (which of the variances is 0).
Writes certified_hierarchical.json beside this script.
"""
import json
import random
from mpmath import matrix, mp, mpf, nstr, sqrt, inverse, diag, eye

mp.dps = 50


def trace(a):
    return sum(a[i, i] for i in range(a.rows))


def draw(seed):
    """Trials of seven clusters with a moderator; clusters and trials vary or not."""
    r = random.Random(seed)
    between, within = r.choice([0, 0, 0.4]), r.choice([0, 0, 0.4])
    d = {"yi": [], "vi": [], "g1": [], "x": []}
    for c in range(7):
        own = r.gauss(0, between)
        for _ in range(r.randint(1, 4)):
            v = round(r.uniform(0.02, 0.12), 3)
            d["yi"].append(round(own + r.gauss(0, within) + r.gauss(0, v ** 0.5), 3))
            d["vi"].append(v)
            d["g1"].append(c)
            d["x"].append(r.randint(0, 8))
    return d


def certify(d):
    """The kind of a set and its numbers."""
    k = len(d["yi"])
    y, v = matrix([mpf(x) for x in d["yi"]]), [mpf(x) for x in d["vi"]]
    x = matrix([[1, mpf(a)] for a in d["x"]])
    j = matrix(k, k)
    for a in range(k):
        for b in range(k):
            j[a, b] = int(d["g1"][a] == d["g1"][b])

    def fit(w):
        m = inverse(x.T * w * x)
        return m, eye(k) - x * m * x.T * w

    w = diag([1 / a for a in v])
    _, rest = fit(w)
    e = rest * y
    forms = []
    for form in (w, j):
        b = rest.T * form * rest
        forms.append(((e.T * form * e)[0] - trace(b * diag(v)), trace(b * j), trace(b)))
    (q, qt, qo), (r, rt, ro) = forms
    within = max(mpf(0), (qt * r - rt * q) / (qt * ro - rt * qo))
    between = max(mpf(0), (q - qo * within) / qt)
    w = diag([1 / (a + between + within) for a in v])
    m, rest = fit(w)
    beta, e = m * x.T * w * y, rest * y
    clusters = sorted(set(d["g1"]))
    meat = matrix(2, 2)
    for c in clusters:
        s = matrix(2, 1)
        for i in range(k):
            if d["g1"][i] == c:
                s += x[i, :].T * w[i, i] * e[i]
        meat += s * s.T
    n = len(clusters)
    vb = m * meat * m * n / (n - 2)
    return (between > 0, within > 0), [between, within], list(beta), [sqrt(vb[i, i]) for i in range(2)]


if __name__ == "__main__":
    cases, seen = [], {}
    seed = 0
    while len(cases) < 8:
        d = draw(seed)
        kind, *numbers = certify(d)
        if seen.get(kind, 0) < 2:
            seen[kind] = seen.get(kind, 0) + 1
            names = ("sigma2", "beta", "se")
            cases.append({"id": f"hierarchical/{seed}", "data": d, **{n: [nstr(z, 20) for z in zs] for n, zs in zip(names, numbers)}})
        seed += 1
    with open("certified_hierarchical.json", "w") as f:
        f.write('{"cases":[\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
