# The maximum of the likelihood of a generalised linear mixed model with random
# trial levels (UM.RS), and of the exact conditional one with a common effect
# (CM.EL), without any package: every integral by the trapezoidal rule over a grid
# of the scaled plane about its mode, every sum of the hypergeometric distribution
# written out, the maximum by nlminb, the Hessian by Richardson's extrapolation.
# Written from the models' definitions. Run here: Rscript mixed.R > mixed.json
cases <- character()
number <- function(x) paste(vapply(x, function(e) if (is.na(e)) "null" else format(e, digits = 12), ""), collapse = ", ")
case <- function(name, measure, model, d) {
  if (measure == "OR") { # trials with no events, or only events, say nothing of an odds ratio and are left out
    keep <- with(d, ai + ci > 0 & bi + di > 0)
    d <- lapply(d, function(x) x[keep])
  }
  e <- if (model == "UM.RS") levels_random(measure, d) else exact_common(d)
  columns <- paste0('"', names(d), '": [', vapply(d, number, ""), "]", collapse = ", ")
  values <- paste0('"', names(e), '": ', vapply(e, number, ""), collapse = ", ")
  cases <<- c(cases, sprintf('{"name": "%s", "measure": "%s", "model": "%s", "data": {%s}, "expected": {%s}}', name, measure, model, columns, values))
}

# log-probability of the counts of an arm at eta, and what its mode needs
arm <- function(measure, y, n) {
  if (measure == "OR") list(y = y, log = function(eta) dbinom(y, n, plogis(eta), log = TRUE), mean = function(eta) n * plogis(eta), var = function(eta) n * plogis(eta) * plogis(-eta), off = 0)
  else list(y = y, log = function(eta) dpois(y, exp(eta), log = TRUE), mean = function(eta) exp(eta), var = function(eta) exp(eta), off = log(n))
}
# log of the integral over z ~ N(0, I) of the arms' probabilities at base + load z
integral <- function(arms, base, load) {
  q <- ncol(load); z <- rep(0, q)
  for (i in 1:100) {
    eta <- base + drop(load %*% z)
    r <- mapply(function(a, e) a$y - a$mean(e), arms, eta); v <- mapply(function(a, e) a$var(e), arms, eta)
    curvature <- crossprod(load * v, load) + diag(q)
    step <- solve(curvature, crossprod(load, r) - z)
    z <- z + drop(step) * min(1, 2 / max(abs(step)))
    if (max(abs(step)) < 1e-10) break
  }
  root <- t(chol(solve(curvature)))
  x <- seq(-9, 9, by = 0.2)
  grid <- if (q == 1) matrix(x, 1) else rbind(rep(x, length(x)), rep(x, each = length(x)))
  at <- z + root %*% grid
  log <- -colSums(at^2) / 2 - q * log(2 * pi) / 2 + log(det(root)) + q * log(0.2)
  for (j in seq_along(arms)) log <- log + arms[[j]]$log(base[j] + drop(load[j, ] %*% at))
  max(log) + log(sum(exp(log - max(log))))
}
hessian <- function(f, p) {
  n <- length(p); h <- matrix(0, n, n)
  second <- function(i, j, s) { a <- b <- rep(0, n); a[i] <- s; b[j] <- s
    (f(p + a + b) - f(p + a - b) - f(p - a + b) + f(p - a - b)) / (4 * s^2) }
  for (i in 1:n) for (j in 1:i) { s <- 0.02
    d <- c(second(i, j, s), second(i, j, s / 2), second(i, j, s / 4))
    e <- (4 * d[2:3] - d[1:2]) / 3
    h[i, j] <- h[j, i] <- (16 * e[2] - e[1]) / 15 }
  h
}
top <- function(f, start) {
  for (i in 1:3) { m <- nlminb(start, function(p) -f(p), control = list(rel.tol = 1e-15, x.tol = 1e-12, eval.max = 5000, iter.max = 5000)); start <- m$par }
  for (i in 1:2) { # two steps of Newton, with central differences
    g <- vapply(seq_along(start), function(j) { d <- function(s) { a <- 0 * start; a[j] <- s; (f(start + a) - f(start - a)) / (2 * s) }; (4 * d(5e-3) - d(1e-2)) / 3 }, 0)
    h <- hessian(f, start); next_start <- start - solve(h, g)
    if (f(next_start) > f(start) - 1e-9) start <- next_start
  }
  list(par = start, value = f(start))
}
levels_random <- function(measure, d) {
  y1 <- d[[1]]; y2 <- d[[3]]
  n1 <- if (measure == "OR") d$ai + d$bi else d$t1i; n2 <- if (measure == "OR") d$ci + d$di else d$t2i
  arms <- Map(function(y, n, yc, nc) list(arm(measure, y, n), arm(measure, yc, nc)), y1, n1, y2, n2)
  off <- lapply(arms, function(a) c(a[[1]]$off, a[[2]]$off))
  all <- function(base, load) sum(mapply(function(a, o) integral(a, base + o, load), arms, off))
  level <- if (measure == "OR") qlogis(sum(y2) / sum(n2)) else log(sum(y2) / sum(n2))
  common <- top(function(p) all(c(p[1] + p[2], p[1]), matrix(p[3], 2, 1)), c(level, -0.1, 0.7))
  f <- function(p) all(c(p[1] + p[2], p[1]), rbind(c(p[3], p[4] / 2), c(p[3], -p[4] / 2)))
  m <- top(f, c(common$par, 0.4))
  if (m$value < common$value + 1e-9) {
    h <- hessian(function(p) all(c(p[1] + p[2], p[1]), matrix(p[3], 2, 1)), common$par)
    return(list(beta = common$par[2], se = sqrt(solve(-h)[2, 2]), tau2 = 0, sigma2 = common$par[3]^2, ll = common$value))
  }
  list(beta = m$par[2], se = sqrt(solve(-hessian(f, m$par))[2, 2]), tau2 = m$par[4]^2, sigma2 = m$par[3]^2, ll = m$value)
}
exact_common <- function(d) {
  trial <- function(a, b, c, e) { # the log-probability of a, its mean and variance, at the log odds ratio t
    x <- max(0, a - e):min(a + b, a + c)
    k <- lchoose(a + b, x) + lchoose(c + e, a + c - x)
    function(t) { l <- k + t * x; w <- exp(l - max(l)); w <- w / sum(w); m <- sum(w * x); c(log(w[x == a]), a - m, sum(w * (x - m)^2)) }
  }
  all <- Map(trial, d$ai, d$bi, d$ci, d$di)
  newton <- function(f) { t <- 0; for (i in 1:200) { v <- f(t); s <- v[2] / v[3]; t <- t + s; if (abs(s) < 1e-13) break }; c(t, f(t)) }
  m <- newton(function(t) rowSums(sapply(all, function(g) g(t))))
  own <- sapply(all, function(g) { v <- tryCatch(newton(g), error = function(e) NULL); if (is.null(v) || !is.finite(v[1]) || abs(v[1]) > 15) c(NA, 0, NA, 0) else v })
  w <- own[4, ]; y <- ifelse(is.na(own[1, ]), 0, own[1, ])
  list(beta = m[1], se = 1 / sqrt(m[4]), ll = m[2], wald = sum(w * (y - sum(w * y) / sum(w))^2), lrt = 2 * (sum(own[2, ]) - m[2]))
}

case("nielweise2007", "OR", "CM.EL", list(ai = c(0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4), bi = c(116, 43, 206, 130, 146, 97, 173, 73, 96, 112, 66, 70, 185, 181, 118, 252, 344, 60), ci = c(3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1), di = c(114, 32, 186, 129, 151, 135, 174, 37, 84, 120, 57, 57, 170, 169, 105, 261, 359, 68)))
case("bcg", "OR", "UM.RS", list(ai = c(4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27), bi = c(119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886), ci = c(11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29), di = c(128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825)))
case("hine1989", "OR", "UM.RS", list(ai = c(2, 4, 6, 7, 7, 11), bi = c(37, 40, 101, 96, 103, 143), ci = c(1, 4, 4, 5, 3, 4), di = c(42, 40, 106, 95, 103, 142)))
case("hine1989", "OR", "CM.EL", list(ai = c(2, 4, 6, 7, 7, 11), bi = c(37, 40, 101, 96, 103, 143), ci = c(1, 4, 4, 5, 3, 4), di = c(42, 40, 106, 95, 103, 142)))
case("fine1993", "OR", "CM.EL", list(ai = c(16, 22, 44, 19, 62, 130, 24, 51, 30, 43, 169, 279, 56, 42, 14, 21), bi = c(3, 12, 28, 3, 8, 53, 2, 10, 6, 2, 77, 107, 3, 3, 0, 5), ci = c(20, 22, 40, 12, 27, 65, 30, 44, 17, 35, 139, 97, 30, 10, 18, 15), di = c(2, 13, 28, 8, 5, 29, 20, 11, 8, 0, 69, 44, 2, 5, 0, 4)))
case("damico2009", "OR", "UM.RS", list(ai = c(13, 1, 12, 14, 4, 4, 0, 5, 10, 7, 32, 62, 7, 22, 3, 91), bi = c(45, 27, 149, 18, 71, 16, 45, 44, 40, 40, 99, 139, 48, 171, 88, 174), ci = c(23, 29, 38, 17, 12, 7, 4, 31, 25, 25, 60, 100, 26, 40, 17, 149), di = c(7, 31, 132, 15, 63, 17, 42, 16, 24, 29, 80, 100, 31, 145, 75, 113)))
case("damico2009", "OR", "CM.EL", list(ai = c(13, 1, 12, 14, 4, 4, 0, 5, 10, 7, 32, 62, 7, 22, 3, 91), bi = c(45, 27, 149, 18, 71, 16, 45, 44, 40, 40, 99, 139, 48, 171, 88, 174), ci = c(23, 29, 38, 17, 12, 7, 4, 31, 25, 25, 60, 100, 26, 40, 17, 149), di = c(7, 31, 132, 15, 63, 17, 42, 16, 24, 29, 80, 100, 31, 145, 75, 113)))
case("lee2004", "OR", "UM.RS", list(ai = c(18, 5, 9, 32, 9, 11, 69, 3, 1, 11, 7, 4, 1, 24, 16, 28), bi = c(82, 45, 11, 103, 14, 7, 53, 22, 29, 19, 37, 43, 29, 16, 34, 82), ci = c(20, 18, 7, 31, 10, 12, 80, 12, 1, 19, 16, 6, 13, 71, 53, 25), di = c(80, 32, 13, 108, 13, 6, 42, 13, 29, 11, 23, 41, 17, 9, 35, 86)))
case("lee2004", "OR", "CM.EL", list(ai = c(18, 5, 9, 32, 9, 11, 69, 3, 1, 11, 7, 4, 1, 24, 16, 28), bi = c(82, 45, 11, 103, 14, 7, 53, 22, 29, 19, 37, 43, 29, 16, 34, 82), ci = c(20, 18, 7, 31, 10, 12, 80, 12, 1, 19, 16, 6, 13, 71, 53, 25), di = c(80, 32, 13, 108, 13, 6, 42, 13, 29, 11, 23, 41, 17, 9, 35, 86)))
case("yusuf1985_t6", "OR", "UM.RS", list(ai = c(14, 18, 15, 10, 21, 3, 2, 19, 15, 5, 0, 8, 3, 0, 1, 0, 14, 0, 8, 6, 3), bi = c(42, 48, 85, 42, 205, 35, 18, 57, 91, 57, 9, 125, 45, 16, 41, 25, 207, 11, 251, 151, 174), ci = c(15, 19, 12, 12, 24, 6, 3, 15, 9, 4, 0, 11, 3, 0, 1, 3, 15, 0, 7, 4, 2), di = c(43, 45, 83, 35, 204, 25, 17, 52, 105, 53, 8, 116, 46, 13, 45, 22, 213, 11, 122, 154, 134)))
case("nielweise2008", "IRR", "UM.RS", list(x1i = c(7, 8, 3, 6, 1, 1, 17, 3, 2), t1i = c(1344, 1600, 12012, 1536, 370, 729, 6760, 1107, 320), x2i = c(11, 8, 14, 10, 1, 8, 15, 7, 3), t2i = c(1988, 1461, 10962, 1503, 483, 913, 6840, 1015, 440)))
case("sim.rates1", "IRR", "UM.RS", list(x1i = c(16, 5, 6, 10, 16, 9, 28, 25), t1i = c(556, 325, 1299, 890, 1263, 1518, 726, 1062), x2i = c(4, 15, 8, 22, 24, 21, 6, 8), t2i = c(171, 806, 667, 1327, 997, 1541, 207, 632)))
case("sim.rates2", "IRR", "UM.RS", list(x1i = c(1, 3, 11, 27, 5, 25, 20, 5, 8, 19, 30, 116, 6, 4, 20), t1i = c(1470, 362, 1006, 1097, 185, 1929, 747, 1386, 125, 691, 1870, 1454, 212, 375, 891), x2i = c(14, 8, 25, 19, 3, 6, 26, 5, 37, 48, 19, 62, 28, 24, 8), t2i = c(1550, 638, 1815, 790, 391, 447, 1723, 842, 1613, 1802, 1197, 568, 1940, 1292, 226)))
case("sim.rates3", "IRR", "UM.RS", list(x1i = c(71, 38, 14, 17, 10, 1, 6, 23, 8, 23, 4, 9, 18, 33, 9, 8, 56, 5, 69, 47, 41, 11, 3, 9, 16, 37, 8, 65, 38, 1), t1i = c(1711, 1024, 1169, 590, 1567, 514, 805, 1898, 672, 1598, 241, 1047, 1651, 1126, 885, 293, 825, 669, 1216, 1681, 770, 1153, 576, 989, 431, 1572, 988, 1927, 1168, 364), x2i = c(45, 2, 37, 51, 4, 16, 43, 8, 24, 98, 12, 27, 20, 29, 17, 40, 50, 5, 2, 39, 18, 20, 5, 2, 13, 6, 14, 7, 40, 22), t2i = c(1033, 155, 1702, 1441, 72, 1879, 1872, 566, 1744, 1659, 597, 1738, 1528, 963, 651, 907, 1922, 441, 191, 1114, 604, 1709, 507, 256, 375, 190, 844, 294, 1574, 1102)))

cat("[\n", paste(cases, collapse = ",\n"), "\n]\n", sep = "")
