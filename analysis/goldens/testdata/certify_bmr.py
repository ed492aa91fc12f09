"""Posteriors of the Bayesian meta-regression to 15 digits and more.

y ~ N(X beta, v + tau^2), flat prior on beta, half-normal or half-Cauchy prior on
tau: as certify_bayes.py, with the normal equations of X solved at 40 digits.
Writes certified_bmr.json beside this script; the data sets are those of kind bmr
in g09_bayes.json and some of few trials, several columns and none of ones.
"""
import json
from multiprocessing import Pool

from certify_bayes import Mixture, agreed
from mpmath import cholesky_solve, det, inverse, log, matrix, mp, mpf, sqrt

mp.dps = 40

PRIORS = {"half-normal": lambda t, s: -t * t / s**2 / 2, "half-cauchy": lambda t, s: -log(1 + t * t / s**2)}


def posterior(y, v, x, prior, s, ratio, level, short):
    k, p = len(y), len(x[0])

    def given(tau):
        unit = v[0] + tau * tau  # the weights are taken in it, so that the equations keep their size
        u = [unit / (vi + tau * tau) for vi in v]
        xux = matrix(p, p)
        xuy = matrix(p, 1)
        for i in range(k):
            for j in range(p):
                xuy[j] += u[i] * x[i][j] * y[i]
                for l in range(p):
                    xux[j, l] += u[i] * x[i][j] * x[i][l]
        beta, c = cholesky_solve(xux, xuy), inverse(xux) * unit
        q = sum(u[i] * (y[i] - sum(a * b for a, b in zip(x[i], beta))) ** 2 for i in range(k)) / unit
        return (sum(log(ui / unit) for ui in u) - q - log(det(xux)) + p * log(unit)) / 2 + PRIORS[prior](tau, s), (beta, c)

    m = Mixture(given, min(sqrt(min(v)), s), max(max(y) - min(y), s), ratio, level)
    a = (1 - level / mpf(100)) / 2

    def at(row, more=lambda t: 0):
        return lambda t, model: (sum(r * b for r, b in zip(row, model[0])),
                                 sqrt(sum(row[j] * row[l] * model[1][j, l] for j in range(p) for l in range(p)) + more(t)))

    def effect(t, model):  # of the first trial, drawn to the model
        rest = v[0] / (v[0] + t * t)
        mean, sd = at(x[0])(t, model)
        return y[0] - rest * (y[0] - mean), sqrt(rest * t * t + (rest * sd) ** 2)

    first = sum(w * t for t, w, _ in m.nodes)
    out = {"tau_mean": first, "tau_sd": sqrt(sum(w * (t - first) ** 2 for t, w, _ in m.nodes)),
           "tau_median": m.tau(mpf(1) / 2), "tau_lb": m.tau(a), "tau_ub": m.tau(1 - a)}
    every = {f"beta{j + 1}": at([mpf(int(l == j)) for l in range(p)]) for j in range(p)}
    every.update(fit=at(x[0]), new=at(x[0], lambda t: t * t), effect=effect)
    for name, of in every.items():
        q = m.quantiles(of)
        mean, sd = m.moments(of)
        out.update({name + "_mean": mean, name + "_sd": sd, name + "_median": q(mpf(1) / 2), name + "_lb": q(a), name + "_ub": q(1 - a)})
        if short and name == f"beta{p}":
            out[name + "_short_lb"], out[name + "_short_ub"] = m.shortest(q, m.density(of), None)
            out["tau_short_lb"], out["tau_short_ub"] = m.shortest(m.tau, m.tau_density, mpf(0))
    for i in (0, k - 1):
        out[f"weight_{'1k'[i > 0]}"] = 100 * sum(w / (v[i] + t * t) / sum(1 / (vi + t * t) for vi in v) for t, w, _ in m.nodes)
    return out


def case(given):
    name, y, v, x, prior, s, level, short = given
    args = [mpf(e) for e in y], [mpf(e) for e in v], [[mpf(e) for e in row] for row in x], prior, mpf(s)
    one, two = (posterior(*args, mpf(r), level, short) for r in ("1.12", "1.2"))
    certified = agreed(name, one, two, lambda f: 0 if f.startswith("tau") or f.startswith("weight") else one[f.split("_")[0] + "_sd"])
    certified = {f: e for f, e in certified.items() if abs(mpf(e)) > mpf(10) ** -20}  # what is 0 has no digits
    print(name, flush=True)
    return {"id": name, "yi": y, "vi": v, "x": x, "prior": {"tau": prior, "scale": s}, "level": level, "certified": certified}


def sets():
    few = [0.1, 0.5, 0.4, 1.1], [0.04, 0.09, 0.02, 0.16]
    latitude = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]
    year = [1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976]
    all = [
        ("four-slope", *few, [[1, 0], [1, 1], [1, 2], [1, 3]], "half-normal", 0.5, 95, True),
        ("four-slope-90-cauchy", *few, [[1, 0], [1, 1], [1, 2], [1, 3]], "half-cauchy", 0.5, 90, False),
        ("four-means", *few, [[1, 0], [1, 0], [0, 1], [0, 1]], "half-normal", 0.5, 95, False),
        ("four-through-zero", *few, [[1], [2], [4], [7]], "half-normal", 1, 95, False),
        ("four-equal", [0.4] * 4, few[1], [[1, 0], [1, 1], [1, 2], [1, 3]], "half-normal", 0.5, 95, False),
        ("four-exact", [0.25, 0.5, 0.75, 1.0], few[1], [[1, 0], [1, 1], [1, 2], [1, 3]], "half-normal", 0.5, 95, False),
        ("four-far-from-zero", [y + 1000 for y in few[0]], few[1], [[1, 0], [1, 1], [1, 2], [1, 3]], "half-normal", 0.5, 95, False),
        ("four-intercept", *few, [[1]] * 4, "half-normal", 0.5, 95, False),
    ]
    for c in json.load(open("g09_bayes.json"))["cases"]:
        if c["kind"] == "bmr":
            all.append((c["id"], c["data"]["yi"], c["data"]["vi"], c["data"]["X"], "half-normal", 0.5, 95, False))
            if "bcg" in c["id"]:
                all.append(("bcg-latitude-year", c["data"]["yi"], c["data"]["vi"], [[1, a, b] for a, b in zip(latitude, year)], "half-normal", 0.5, 95, False))
    return all


def main():
    with Pool() as pool:
        cases = pool.map(case, sets(), chunksize=1)
    with open("certified_bmr.json", "w") as out:
        out.write('{"script": "certify_bmr.py", "cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")


if __name__ == "__main__":
    main()
