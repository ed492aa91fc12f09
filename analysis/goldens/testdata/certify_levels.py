"""Variances of three-level models, with their profile likelihood limits, to 20
digits.

y ~ N(Xb, S + s1 Z1 Z1' + s2 Z2 Z2') with the levels g1 and g2 of
g06_rma_mv.json, and S of the sampling variances and of rho sqrt(v v) within g1.
The blocks of the covariance are made whole and inverted. The highest point of a
lattice of 41 by 41 variances, in floating point, is taken up by mpmath's root
search for the score, at 40 digits; the limits likewise, from the profile over the
lattice. A variance that the score presses against 0 is 0. Inputs are the exact
binary64 numbers. Writes certified_levels.json beside this script.
"""
import json
import math
from mpmath import erfinv, findroot, mp, mpf, nstr
from mpmath import log as mplog, pi, sqrt as mpsqrt

mp.dps = 40
CUT = erfinv(mpf(95) / 100) ** 2  # half of chi-squared with one degree of freedom
LATTICE = [0.0] + [10 ** (-5 + n * 5.5 / 39) for n in range(40)]


def inverse(a, sqrt, log):
    """The inverse of a positive definite matrix and the log of its determinant."""
    n = len(a)
    l = [[a[0][0] * 0] * n for _ in range(n)]
    det = a[0][0] * 0
    for i in range(n):
        for j in range(i + 1):
            s = a[i][j] - sum(l[i][m] * l[j][m] for m in range(j))
            l[i][j] = sqrt(s) if i == j else s / l[j][j]
        det += 2 * log(l[i][i])
    w = []
    for c in range(n):
        z = [a[0][0] * 0] * n
        for i in range(n):
            z[i] = ((1 if i == c else 0) - sum(l[i][m] * z[m] for m in range(i))) / l[i][i]
        for i in reversed(range(n)):
            z[i] = (z[i] - sum(l[m][i] * z[m] for m in range(i + 1, n))) / l[i][i]
        w.append(z)
    return w, det


class Model:
    def __init__(self, data, rho, restricted, num, sqrt, log):
        self.restricted, self.sqrt, self.log = restricted, sqrt, log
        y, v = data["yi"], data["vi"]
        self.k = len(y)
        x = [[num(1), num(data["x"][i])] if "x" in data else [num(1)] for i in range(self.k)]
        self.p = len(x[0])
        self.blocks = []
        for g in dict.fromkeys(data["g1"]):
            at = [i for i in range(self.k) if data["g1"][i] == g]
            s = [[num(v[i]) if i == j else num(rho) * sqrt(num(v[i]) * num(v[j])) for j in at] for i in at]
            z = [[num(1) if data["g2"][i] == data["g2"][j] else num(0) for j in at] for i in at]
            self.blocks.append((s, z, [x[i] for i in at], [num(y[i]) for i in at]))

    def at(self, s1, s2, score=True):
        """Log likelihood without constants, score, coefficients, covariance."""
        p, parts, total = self.p, [], 0
        m, c = [[0] * p for _ in range(p)], [0] * p
        for s, z, x, y in self.blocks:
            n = len(y)
            w, det = inverse([[s[i][j] + s1 + s2 * z[i][j] for j in range(n)] for i in range(n)], self.sqrt, self.log)
            total -= det / 2
            wx = [[sum(w[i][j] * x[j][a] for j in range(n)) for a in range(p)] for i in range(n)]
            for a in range(p):
                c[a] += sum(wx[i][a] * y[i] for i in range(n))
                for b in range(p):
                    m[a][b] += sum(wx[i][a] * x[i][b] for i in range(n))
            parts.append((w, wx, z, x, y))
        cov, det = inverse(m, self.sqrt, self.log)
        beta = [sum(cov[a][b] * c[b] for b in range(p)) for a in range(p)]
        if self.restricted:
            total -= det / 2
        g = [0, 0]
        for w, wx, z, x, y in parts:
            n = len(y)
            e = [y[i] - sum(x[i][a] * beta[a] for a in range(p)) for i in range(n)]
            we = [sum(w[i][j] * e[j] for j in range(n)) for i in range(n)]
            total -= sum(e[i] * we[i] for i in range(n)) / 2
            for which in (0, 1) if score else ():
                for i in range(n):
                    for j in range(n):
                        d = z[i][j] if which else 1
                        part = we[i] * we[j] - w[i][j]
                        if self.restricted:
                            part += sum(cov[a][b] * wx[i][a] * wx[j][b] for a in range(p) for b in range(p))
                        g[which] += d * part / 2
        return total, g, beta, cov


def solve(f, start):
    return findroot(f, start, tol=mpf(10) ** -55, maxsteps=60)


def certify(data, rho, restricted):
    m = Model(data, rho, restricted, mpf, mpsqrt, mplog)
    quick = Model(data, rho, restricted, float, math.sqrt, math.log)
    table = [[quick.at(a, b, False)[0] for b in LATTICE] for a in LATTICE]
    i = max(range(len(LATTICE)), key=lambda n: max(table[n]))
    j = max(range(len(LATTICE)), key=lambda n: table[i][n])

    def at(k, s, t):
        """The point with variance k at s and the other at t."""
        return m.at(s, t) if k == 0 else m.at(t, s)

    def other(k, s, start):
        """The best other variance with variance k at s, to some digits."""
        lo, hi = start / 4, start * 4 + mpf(10) ** -6
        if at(k, s, mpf(0))[1][1 - k] <= 0 and at(k, s, mpf(10) ** -5)[1][1 - k] <= 0:
            return mpf(0)
        while at(k, s, lo)[1][1 - k] < 0:
            lo /= 4
        while at(k, s, hi)[1][1 - k] > 0:
            hi *= 4
        for _ in range(12):
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if at(k, s, mid)[1][1 - k] > 0 else (lo, mid)
        return (lo + hi) / 2

    a, b = mpf(LATTICE[i]), mpf(LATTICE[j])
    b = other(0, a, b)
    a = other(1, b, a)
    if a > 0 and b > 0:
        a, b = solve(lambda s, t: m.at(s, t)[1], (a, b))
    elif a > 0:
        a = solve(lambda s: m.at(s, b)[1][0], a)
    elif b > 0:
        b = solve(lambda t: m.at(a, t)[1][1], b)
    top, score, beta, cov = m.at(a, b)
    assert all(abs(g) < mpf(10) ** -22 if s > 0 else g <= 0 for s, g in zip((a, b), score)), (a, b, score)
    assert top >= max(max(row) for row in table) - 1e-9
    limits = []
    for k in (0, 1):
        own = table if k == 0 else list(zip(*table))
        profile = [max(row) for row in own]
        pair = []
        for side in (-1, 1):
            n = sum(x <= (a, b)[k] for x in LATTICE) - (1 if side < 0 else 0)
            while 0 <= n and profile[n] >= top - CUT:
                n += side
            if n < 0:
                pair.append(mpf(0))
                continue
            start = mpf(LATTICE[n] + LATTICE[n - side]) / 2
            t = other(k, start, mpf(LATTICE[max(range(len(LATTICE)), key=lambda r: own[n][r])]))
            if t > 0:
                s, t = solve(lambda s, t: (at(k, s, t)[0] - top + CUT, at(k, s, t)[1][1 - k]), (start, t))
            if t <= 0:
                t = mpf(0)
                s = solve(lambda s: at(k, s, mpf(0))[0] - top + CUT, start)
            g = at(k, s, t)[1][1 - k]
            assert s > 0 and (abs(g) < mpf(10) ** -18 if t > 0 else g <= 0), (k, side, s, t, g)
            pair.append(s)
        limits.append(pair)
    log_l = top - (m.k - (m.p if restricted else 0)) * mplog(2 * pi) / 2
    if restricted:
        x = [row for block in m.blocks for row in block[2]]
        log_l += inverse([[sum(r[u] * r[w] for r in x) for u in range(m.p)] for w in range(m.p)], mpsqrt, mplog)[1] / 2
    return {"sigma2": [a, b], "limits": limits, "beta": beta, "se": [mpsqrt(cov[n][n]) for n in range(m.p)], "ll": log_l}


def text(v):
    return [text(x) for x in v] if isinstance(v, list) else nstr(v, 20)


def main():
    cases = []
    for c in json.load(open("g06_rma_mv.json"))["cases"]:
        wanted = {"rma.mv.predict": [(0, True), (0, False), (0.6, True)], "rma.mv.mods": [(0, True)]}.get(c["kind"], [])
        for rho, restricted in wanted:
            method = "REML" if restricted else "ML"
            case = {"id": f"{c['id']}/{method}.rho{rho}", "source": c["id"], "method": method, "rho": rho}
            case.update({n: text(x) for n, x in certify(c["data"], rho, restricted).items()})
            print(case["id"], case["sigma2"], case["limits"], flush=True)
            cases.append(case)
    with open("certified_levels.json", "w") as f:
        json.dump({"schema": 1, "script": "certify_levels.py", "cases": cases}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
