"""The maximum of the beta-binomial likelihood of two kinds of arms, by mpmath at
40 digits: the probabilities by the beta function in the precision s = 1/gamma,
gamma = rho/(1 - rho), which is another way than a product over people; all
derivatives by differences; the root of the gradient in (alpha, theta, log s).
Written from the definition (Kuss 2015). Run: python3 betabinomial.py"""
from mpmath import mp, mpf, log, exp, loggamma, diff, findroot, matrix, sqrt

mp.dps = 40

SETS = {
    "BCG vaccine": (
        [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
        [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
        [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
        [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
        (-4, -0.5, 4)),
    "catheters": (
        [0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4],
        [116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64],
        [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1],
        [117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69],
        (-3.3, -1, 3)),
}


def logbeta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def arm(x, n, eta, logs):
    p, s = 1 / (1 + exp(-eta)), exp(logs)
    return logbeta(x + p * s, n - x + (1 - p) * s) - logbeta(p * s, (1 - p) * s)


for name, (x1, n1, x2, n2, start) in SETS.items():
    def ll(a, t, l):
        return sum(arm(x, n, a + t, l) for x, n in zip(x1, n1)) + sum(arm(x, n, a, l) for x, n in zip(x2, n2))

    def partial(*order):
        return lambda *at: diff(ll, at, order)

    gradient = [partial(1, 0, 0), partial(0, 1, 0), partial(0, 0, 1)]
    root = findroot(lambda a, t, l: [g(a, t, l) for g in gradient], start, tol=mpf(10) ** -24)
    at = tuple(root)
    hessian = matrix(3, 3)
    for i in range(3):
        for j in range(3):
            order = [0, 0, 0]
            order[i] += 1
            order[j] += 1
            hessian[i, j] = -diff(ll, at, tuple(order))
    print(name, "theta", mp.nstr(at[1], 20), "se", mp.nstr(sqrt((hessian ** -1)[1, 1]), 20), "rho", mp.nstr(1 / (1 + exp(at[2])), 20), "gradient", [mp.nstr(g(*at), 3) for g in gradient])
