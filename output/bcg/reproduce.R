# "BCG vaccine against tuberculosis"
# Every estimate of this review again in R's metafor, held against estimates.csv
# and studies.csv at 1e-8. Run in this folder: Rscript reproduce.R

suppressPackageStartupMessages(if (!require(metafor, quietly = TRUE))
  stop("this script needs the R package metafor (Debian: apt-get install r-cran-metafor)"))
options(warn = 1)

number <- function(x) suppressWarnings(as.numeric(x))
table_of <- function(file) read.csv(file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
estimates <- table_of("estimates.csv")
studies <- table_of("studies.csv")

# --- asserting ---------------------------------------------------------------
# A number of ours and one of R's agree when they differ by at most 1e-8 of the
# scale of the number. What is not defined (NA) asserts nothing.
held <- 0L
failed <- character()
fail <- function(where, ...) failed <<- c(failed, paste0(where, ": ", ...))
assert <- function(where, name, ours, theirs, scale) {
  if (is.na(ours)) return(invisible())
  if (length(theirs) == 1 && is.finite(theirs) && abs(ours - theirs) <= 1e-8 * scale) held <<- held + 1L
  else fail(where, name, " is ", format(ours, digits = 10), ", R has ", paste(format(theirs, digits = 10), collapse = " "))
}
# A probability that belongs to a statistic moves, relative to itself, by the
# statistic's relative error times its square.
assert_p <- function(where, name, ours, theirs, statistic) assert(where, name, ours, theirs, theirs * max(1, statistic^2))
not_asserted <- function(where, why) cat("not asserted: ", where, ": ", why, "\n", sep = "")
guard <- function(where, expr) tryCatch(expr, error = function(e) fail(where, "R stopped: ", conditionMessage(e)))

# --- effects -----------------------------------------------------------------
# trial() is one effect: its label, our effect and variance, and what R makes of
# the trial's counts or means. R's own number is then pooled; ours only where the
# effect was taken as reported.
y <- v <- numeric()
recomputed <- 0L
trial <- function(label, yi, vi, made = NULL) {
  if (is.null(made)) { y <<- c(y, yi); v <<- c(v, vi); return(invisible()) }
  assert(label, "yi", yi, as.numeric(made$yi), max(abs(yi), sqrt(vi)))
  assert(label, "vi", vi, as.numeric(made$vi), vi)
  recomputed <<- recomputed + 1L
  y <<- c(y, as.numeric(made$yi)); v <<- c(v, as.numeric(made$vi))
}

# The rules for a continuity correction: of the trials with a zero cell, of those
# among them whose effect or variance is not defined otherwise, of all, of none.
only0 <- function(...) escalc(..., to = "only0")
every <- function(...) escalc(..., to = "all")
uncorrected <- function(...) suppressWarnings(escalc(..., to = "none"))
needed <- function(...) {
  e <- uncorrected(...)
  if (is.finite(e$yi) && is.finite(e$vi) && e$vi > 0) e else only0(...)
}

# A mean difference that takes the baseline into account, from summary data and a
# correlation r: as change from baseline, or adjusted for the imbalance.
baseline <- function(n, m, sd, m0, sd0, n0, r, change) {
  if (change) return(list(yi = (m[1] - m0[1]) - (m[2] - m0[2]), vi = sum((sd^2 + sd0^2 - 2 * r * sd * sd0) / n)))
  pooled <- function(n, sd) sqrt(sum((n - 1) * sd^2) / (sum(n) - 2))
  e <- escalc("MD", m1i = m[1], sd1i = sd[1], n1i = n[1], m2i = m[2], sd2i = sd[2], n2i = n[2])
  list(yi = e$yi - r * pooled(n, sd) / pooled(n0, sd0) * (m0[1] - m0[2]), vi = e$vi * (1 - r^2))
}

# --- pooling -----------------------------------------------------------------
# fit() is rma(), iterated to the last digits. The restricted and the full
# likelihood may have several maxima: from several starts, the highest is taken,
# and its start kept for the same trials under another test.
# The generalised Q takes its weights for tau^2 alone: 1/sqrt(v), or equal ones
# where the trials are weighted equally. A number in place of a method is tau^2
# itself, declared.
best <- new.env()
fit <- function(yi, vi, method, test, level, weighted = TRUE, tau2_min = 0) {
  spread <- diff(range(yi))^2
  if (method == "GENQ") {
    f <- rma(yi, vi, method = method, weights = if (weighted) 1 / sqrt(vi) else rep(1, length(yi)),
      control = list(tol = 1e-14, tau2.max = 1e6 * (max(vi) + spread)))
    given <- rma(yi, vi, tau2 = f$tau2, test = test, level = level, weighted = weighted)
    given$se.tau2 <- f$se.tau2
    return(given)
  }
  if (!is.na(number(method))) return(rma(yi, vi, tau2 = number(method), test = test, level = level, weighted = weighted))
  one <- function(start, step = 1) tryCatch(
    rma(yi, vi, method = method, test = test, level = level, weighted = weighted, control = c(if (is.na(start)) NULL else list(tau2.init = start), if (tau2_min < 0) list(tau2.min = tau2_min),
      list(threshold = 1e-12 * max(1, min(vi)), maxiter = 1000, stepadj = step, tol = 1e-14, tau2.max = 1e6 * (max(vi) + spread)))),
    error = function(e) if (step > 0.1) one(start, step / 2) else NULL)
  if (!is.element(method, c("ML", "REML"))) return(one(NA))
  key <- paste(c(method, format(c(yi, vi), digits = 17)), collapse = " ")
  if (!is.null(best[[key]])) return(one(best[[key]]))
  starts <- c(NA, 0, max(vi), spread)
  all <- lapply(starts, one)
  height <- vapply(all, function(f) if (is.null(f)) -Inf else as.numeric(logLik(f)), 0)
  best[[key]] <- starts[which.max(height)]
  all[[which.max(height)]]
}
wider <- function(a, b, width) if (width(a) > width(b)) a else b
tests <- c(wald = "z", t = "t", hk = "knha", "hk-adhoc" = "adhoc")
width <- function(f) f$ci.ub - f$ci.lb
under <- function(interval, refit) if (is.element(interval, names(tests))) refit(tests[[interval]]) else others[[interval]](refit)
# Intervals that metafor does not have, from its fits.
others <- list(
  "hk-guarded" = function(refit) wider(refit("knha"), refit("z"), width), # the wider of Hartung-Knapp and Wald
  "hk-iqwig" = function(refit) { # ad hoc where Hartung-Knapp is narrower than Wald with DerSimonian and Laird's tau^2
    f <- refit("knha")
    dl <- rma(f$yi, f$vi, method = "DL", level = 100 * (1 - f$level))
    if (width(f) < width(dl)) refit("adhoc") else f
  },
  kr = function(refit) { # Kenward-Roger
    f <- refit("z")
    k <- kenward_roger(f)
    f$se <- k$se
    f$zval <- as.numeric(f$beta) / k$se
    f$pval <- 2 * pt(-abs(f$zval), k$df)
    f$ci.lb <- as.numeric(f$beta) - qt(1 - f$level / 2, k$df) * k$se
    f$ci.ub <- as.numeric(f$beta) + qt(1 - f$level / 2, k$df) * k$se
    f
  },
  permutation = function(refit) { # of signs: the sums and the means of all sets of trials
    f <- refit("z")
    w <- 1 / (f$vi + f$tau2)
    sums <- function(x) Reduce(function(s, e) c(s, s + e), x, 0)
    e <- w * f$yi
    f$pval <- mean(abs(sum(e) - 2 * sums(e)) >= abs(sum(e)) - 1e-12 * sum(abs(e)))
    means <- sort((sums(e) / sums(w))[-1])
    beyond <- floor(f$level * 2^(f$k - 1)) # as many sets, none among them, may have means beyond a limit
    f$ci.lb <- if (beyond > 0) means[beyond] else NA
    f$ci.ub <- if (beyond > 0) rev(means)[beyond] else NA
    f
  })
kenward_roger <- function(f) {
  u <- 1 / (f$vi + f$tau2)
  phi <- 1 / sum(u)
  information <- (sum(u^2) - 2 * phi * sum(u^3) + phi^2 * sum(u^2)^2) / 2
  v <- phi + 2 * phi^2 * (sum(u^3) - phi * sum(u^2)^2) / information
  list(se = sqrt(v), df = 2 * information / (v * sum(u^2))^2)
}
predictions <- list( # the interval for a new trial: the test of the fit and the kind of its degrees of freedom
  hk = list("knha", "default"), "hk-pr" = list("knha", "riley"), hts = list("z", "riley"), v = list("t", "default"), z = list("z", "default"))
predicted <- function(prediction, refit) {
  if (prediction == "guarded") # the larger of the Hartung-Knapp and Wald standard errors
    return(wider(predicted("hk", refit), predicted("v", refit), function(p) p$pi.ub - p$pi.lb))
  if (!is.element(prediction, names(predictions))) {
    f <- refit("z")
    k <- kenward_roger(f)
    half <- switch(prediction, simple = qnorm(1 - f$level / 2) * sqrt(f$tau2),
      kr = qt(1 - f$level / 2, k$df) * sqrt(f$tau2 + k$se^2), "kr-pr" = qt(1 - f$level / 2, k$df - 1) * sqrt(f$tau2 + k$se^2))
    return(list(pi.lb = as.numeric(f$beta) - half, pi.ub = as.numeric(f$beta) + half))
  }
  how <- predictions[[prediction]]
  f <- refit(how[[1]])
  counted(f, predict(f, pi.type = how[[2]]), how[[2]])
}
# metafor takes the further degree of freedom only where tau^2 is estimated.
counted <- function(f, p, kind) {
  if (kind != "riley" || !isTRUE(f$tau2.fix)) return(p)
  half <- qt(1 - f$level / 2, f$k - f$p - 1) * sqrt(f$tau2 + p$se^2)
  p$pi.lb <- p$pred - half
  p$pi.ub <- p$pred + half
  p
}

# estimate() is one row of estimates.csv from the trials at the given places;
# that row names the model, the estimator of tau^2 and the intervals. listed is
# the analysis in studies.csv whose rows are these trials; tau2_min is the least
# tau^2 allowed.
ours_of <- function(row) {
  o <- estimates[row, ]
  names <- c("level", "k", "estimate", "se", "statistic", "p", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2", "tau2_se", "tau2_lb", "tau2_ub", "i2", "i2_q", "h2", "q", "q_df", "q_p")
  c(list(where = paste0(o$analysis, ", ", o$scenario, if (!is.na(o$subgroup)) paste0(" ", o$subgroup)),
    model = o$model, tau2_method = o$tau2_method, tau2_interval = o$tau2_interval, interval = o$interval, prediction = o$prediction, tests = o$tests, glmm = o$glmm), lapply(o[names], number))
}
assert_estimate <- function(o, f) {
  scale <- function(x) max(abs(x), o$se)
  for (n in c("ci_lb", "ci_ub")) assert(o$where, n, o[[n]], f[[sub("_", ".", n)]], scale(o[[n]]))
  assert(o$where, "estimate", o$estimate, as.numeric(f$beta), scale(o$estimate))
  assert(o$where, "se", o$se, f$se, o$se)
  assert(o$where, "statistic", o$statistic, f$zval, max(abs(o$statistic), 1))
  assert_p(o$where, "p", o$p, f$pval, f$zval)
  if (!is.na(o$q)) {
    assert(o$where, "q", o$q, f$QE, max(o$q, 1))
    assert_p(o$where, "q_p", o$q_p, f$QEp, sqrt(max(f$QE, 1)))
    assert(o$where, "i2_q", o$i2_q, max(0, 100 * (f$QE - o$q_df) / f$QE), 100)
    assert(o$where, "h2", o$h2, f$H2, o$h2)
  }
}
estimate <- function(row, at, prior = NA, listed = NULL, tau2_min = 0) {
  o <- c(ours_of(row), tau2_min = tau2_min)
  guard(o$where, {
    yi <- y[at]; vi <- v[at]
    assert(o$where, "k", o$k, length(at), 1)
    weights <- if (o$model == "bayes") bayes(o, yi, vi, prior) else {
      f <- random_or_common(o, yi, vi)
      if (is.null(f$shares)) weights(f) else 100 * f$shares / sum(f$shares)
    }
    if (!is.null(listed)) in_studies(o$where, listed, yi, vi, weights)
  })
}
random_or_common <- function(o, yi, vi) {
  method <- if (is.na(o$tau2_method)) "EE" else o$tau2_method
  refit <- function(test, ...) fit(yi, vi, method, test, o$level, tau2_min = o$tau2_min, ...)
  f <- if (is.element(o$model, names(models))) models[[o$model]](refit) else under(o$interval, refit)
  assert_estimate(o, f)
  if (method == "EE") return(f)
  assert(o$where, "tau2", o$tau2, f$tau2, max(o$tau2, min(vi)))
  assert(o$where, "tau2_se", o$tau2_se, f$se.tau2, max(o$tau2_se, min(vi)))
  assert(o$where, "i2", o$i2, f$I2, 100)
  if (!is.na(o$tau2_lb)) {
    if (is.element(o$tau2_interval, names(tau2_limits))) {
      limits <- tau2_limits[[o$tau2_interval]](f)
      assert(o$where, "tau2_lb", o$tau2_lb, limits[1], max(o$tau2_lb, min(vi)))
      assert(o$where, "tau2_ub", o$tau2_ub, limits[2], max(o$tau2_ub, min(vi)))
    } else not_asserted(o$where, paste("the interval", o$tau2_interval, "of tau^2, which metafor has to fewer digits or not at all"))
  }
  if (identical(o$prediction, "nagashima")) not_asserted(o$where, "the prediction interval over the confidence distribution of tau^2, which metafor has not")
  else if (!is.na(o$prediction)) {
    p <- predicted(o$prediction, refit)
    assert(o$where, "pi_lb", o$pi_lb, p$pi.lb, max(abs(o$pi_lb), o$se))
    assert(o$where, "pi_ub", o$pi_ub, p$pi.ub, max(abs(o$pi_ub), o$se))
  }
  f
}
# Intervals of tau^2. The Q-profile is of the data alone, whatever the fit.
tau2_limits <- list(
  QP = function(f) suppressMessages(confint(rma(f$yi, f$vi, method = "DL", level = 100 * (1 - f$level)),
    control = list(tol = 1e-14, tau2.max = 1e6 * (max(f$vi) + diff(range(f$yi))^2))))$random["tau^2", c("ci.lb", "ci.ub")],
  Wald = function(f) pmax(0, f$tau2 + c(-1, 1) * qnorm(1 - f$level / 2) * f$se.tau2),
  HT = function(f) { # H^2 = (tau^2 + s^2)/s^2 on the log scale
    k <- f$k
    w <- 1 / f$vi
    s2 <- (k - 1) / (sum(w) - sum(w^2) / sum(w))
    se <- if (f$QE > k) (log(f$QE) - log(k - 1)) / (sqrt(2 * f$QE) - sqrt(2 * k - 3)) / 2 else sqrt((1 - 1 / (3 * (k - 2)^2)) / (2 * (k - 2)))
    h2 <- (f$tau2 + s2) / s2 * exp(c(-2, 2) * qnorm(1 - f$level / 2) * se)
    pmax(0, s2 * (h2 - 1))
  })
# Models that metafor does not have, from its fits.
models <- list(
  equal = function(refit) refit("z", weighted = FALSE),
  uwls = function(refit) refit("knha"),
  waap = function(refit) { # the same of the trials with a power of 80%
    f <- refit("knha")
    strong <- sqrt(f$vi) <= abs(as.numeric(f$beta)) / 2.8
    if (sum(strong) < 2) return(f)
    g <- rma(f$yi[strong], f$vi[strong], method = "EE", test = "knha", level = 100 * (1 - f$level))
    g$QE <- sum((f$yi - as.numeric(g$beta))^2 / f$vi)
    g$QEp <- pchisq(g$QE, f$k - 1, lower.tail = FALSE)
    g$H2 <- g$QE / (f$k - 1)
    g$shares <- strong / f$vi
    g
  },
  ivhet = function(refit) ivhet(refit("z")),
  "henmi-copas" = function(refit) {
    f <- ivhet(refit("z"))
    if (f$k < 2) return(f)
    w <- f$shares; a <- 1 + f$tau2 * w; p <- w / sum(w); v <- sum(p * a); s <- sum(p * a^2); t3 <- sum(p * a^3)
    beyond <- function(t) integrate(function(r) {
      m <- sum(a) - s / v + r^2 * (s / v^2 - 1)
      var <- 2 * (sum(a^2) - 2 * t3 / v + s^2 / v^2) + 4 * r^2 * (t3 - s^2 / v) / v^2
      wide <- sum(p * w)
      pgamma(f$k - 1 + ((r / t)^2 - 1) * (sum(w) - wide) / wide, m^2 / var, m / var) * dnorm(r, 0, sqrt(v))
    }, t, t + 12 * sqrt(v), rel.tol = 1e-12, subdivisions = 1000)$value
    t <- uniroot(function(t) beyond(t) - f$level / 2, c(1e-3, qnorm(1 - f$level / 2) * sqrt(v)), tol = 1e-14)$root
    f$pval <- 2 * beyond(abs(f$zval))
    f$ci.lb <- as.numeric(f$beta) - t * f$se
    f$ci.ub <- as.numeric(f$beta) + t * f$se
    f
  })
ivhet <- function(f) {
  w <- f$shares <- 1 / f$vi
  f$beta <- sum(w * f$yi) / sum(w)
  f$se <- sqrt(sum(w^2 * (f$vi + f$tau2))) / sum(w)
  f$zval <- f$beta / f$se
  f$pval <- 2 * pnorm(-abs(f$zval))
  f$ci.lb <- f$beta - qnorm(1 - f$level / 2) * f$se
  f$ci.ub <- f$beta + qnorm(1 - f$level / 2) * f$se
  f
}
# The rows of studies.csv hold the same effects, with the weights of the fit.
in_studies <- function(where, listed, yi, vi, weights) {
  s <- studies[studies$analysis == listed, ]
  assert(where, "rows of studies.csv", nrow(s), length(yi), 1)
  for (i in seq_along(yi)) {
    assert(where, paste("studies.csv yi", i), number(s$yi)[i], yi[i], max(abs(yi[i]), sqrt(vi[i])))
    assert(where, paste("studies.csv vi", i), number(s$vi)[i], vi[i], vi[i])
    assert(where, paste("studies.csv weight", i), number(s$weight)[i], weights[i], 100)
  }
}

# Mantel-Haenszel pools the counts themselves, without a correction. Q is about
# its estimate, over the trials that have an effect of their own.
mantel_haenszel <- function(row, at, measure, ai, n1i, ci, n2i) {
  o <- ours_of(row)
  rates <- is.element(measure, c("IRR", "IRD"))
  pooled <- function(...) suppressWarnings(if (rates) rma.mh(measure = measure, x1i = ai, t1i = n1i, x2i = ci, t2i = n2i, ...)
    else rma.mh(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, ...))
  guard(o$where, {
    f <- pooled(level = o$level, add = c(0.5, 0), to = c("only0", "none"), drop00 = c(TRUE, FALSE))
    f$QE <- sum((y[at] - as.numeric(f$beta))^2 / v[at])
    f$QEp <- pchisq(f$QE, length(at) - 1, lower.tail = FALSE)
    f$H2 <- f$QE / (length(at) - 1)
    assert(o$where, "k", o$k, length(ai), 1)
    assert_estimate(o, f)
    if (is.element(measure, c("OR", "IRR"))) {
      assert_test(o, "cmh", pooled(correct = FALSE)$MH, pooled(correct = FALSE)$MHp)
      assert_test(o, "cmh-corrected", pooled(correct = TRUE)$MH, pooled(correct = TRUE)$MHp)
    }
    if (measure == "OR") {
      assert_test(o, "bd", f$BD, f$BDp)
      assert_test(o, "tarone", f$TA, f$TAp)
    }
  })
}
# A test beside Q stands in a row as: code statistic df number p number.
assert_test <- function(o, code, statistic, p) {
  words <- strsplit(strsplit(o$tests, "; ", fixed = TRUE)[[1]], " ", fixed = TRUE)
  for (w in words) if (w[1] == code) {
    assert(o$where, code, as.numeric(w[2]), statistic, max(1, statistic))
    assert_p(o$where, paste(code, "p"), as.numeric(w[6]), p, sqrt(max(1, statistic)))
  }
}

# Peto's odds ratio. Q is of the one-step odds ratios of the trials that have one.
peto <- function(row, at, measure, ai, n1i, ci, n2i) {
  o <- ours_of(row)
  guard(o$where, {
    f <- suppressWarnings(rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i, level = o$level))
    f$QEp <- pchisq(f$QE, o$q_df, lower.tail = FALSE)
    f$H2 <- f$QE / o$q_df
    assert(o$where, "k", o$k, length(ai), 1)
    assert_estimate(o, f)
  })
}

# A generalised linear mixed model, at 1e-3: metafor's optimisers stop there. It
# needs lme4, or BiasedUrn and numDeriv for the exact likelihood, and integrates over two random
# effects by Laplace's approximation only, which is not the integral.
mixed <- function(row, at, measure, ai, n1i, ci, n2i) {
  o <- ours_of(row)
  needs <- if (o$glmm == "CM.EL" && measure == "OR") c("BiasedUrn", "numDeriv") else "lme4"
  if (o$glmm == "UM.RS" && o$model == "glmm") return(not_asserted(o$where, "metafor has only Laplace's approximation of two random effects"))
  lacking <- needs[!vapply(needs, requireNamespace, TRUE, quietly = TRUE)]
  if (length(lacking) > 0) return(not_asserted(o$where, paste("metafor needs the package", lacking[1], "for it")))
  method <- if (o$model == "glmm") "ML" else "EE"
  fitted <- function(...) suppressMessages(suppressWarnings(rma.glmm(measure = measure, method = method, level = o$level, ...)))
  guard(o$where, {
    f <- switch(measure,
      OR = fitted(ai = ai, n1i = n1i, ci = ci, n2i = n2i, model = o$glmm),
      IRR = fitted(x1i = ai, t1i = n1i, x2i = ci, t2i = n2i, model = o$glmm),
      PLO = fitted(xi = ai, ni = n1i), IRLN = fitted(xi = ai, ti = n1i))
    loose <- 1e5 # of 1e-8
    assert(o$where, "estimate", o$estimate, as.numeric(f$beta), loose * max(abs(o$estimate), o$se))
    assert(o$where, "se", o$se, f$se, loose * o$se)
    if (method == "ML") assert(o$where, "tau2", o$tau2, f$tau2, loose * max(1, o$tau2))
  })
}

# The Bayesian model, written out: given tau the mean is normal, and the rest is
# one integral over tau, by Simpson's rule. Our quantiles must have their
# probabilities.
bayes <- function(o, yi, vi, prior) {
  posterior <- function(to) { # at tau from 0: the given mean and its standard error, the shares w/sum(w), the log density
    t <- seq(0, to, length.out = 20001)
    w <- 1 / outer(t^2, vi, "+")
    m <- drop(w %*% yi) / rowSums(w)
    list(t = t, m = m, se = 1 / sqrt(rowSums(w)), share = w / rowSums(w), rule = to / 60000 * c(1, rep(c(4, 2), 9999), 4, 1),
      log = -t^2 / (2 * prior^2) + (rowSums(log(w)) - log(rowSums(w)) - rowSums(w * outer(m, yi, "-")^2)) / 2)
  }
  all <- posterior(10 * prior)
  top <- max(all$log)
  mass <- function(p) p$rule * exp(p$log - top)
  total <- sum(mass(all))
  mean_of <- function(g) sum(mass(all) * g) / total
  below <- (1 - o$level / 100) / 2
  probability <- function(name, p, theirs) assert(o$where, paste("probability of", name), p, theirs, 1)
  mean_at <- function(x, sd) mean_of(pnorm((x - all$m) / sd))
  probability("ci_lb", below, mean_at(o$ci_lb, all$se))
  probability("estimate", 0.5, mean_at(o$estimate, all$se))
  probability("ci_ub", 1 - below, mean_at(o$ci_ub, all$se))
  if (!is.na(o$prediction)) {
    probability("pi_lb", below, mean_at(o$pi_lb, sqrt(all$se^2 + all$t^2)))
    probability("pi_ub", 1 - below, mean_at(o$pi_ub, sqrt(all$se^2 + all$t^2)))
  }
  up_to <- function(tau2) sum(mass(posterior(sqrt(tau2)))) / total
  probability("tau2_lb", below, up_to(o$tau2_lb))
  probability("tau2", 0.5, up_to(o$tau2))
  probability("tau2_ub", 1 - below, up_to(o$tau2_ub))
  mu <- mean_of(all$m)
  assert(o$where, "se", o$se, sqrt(mean_of(all$se^2 + (all$m - mu)^2)), o$se)
  weight <- colSums(mass(all) * all$share)
  100 * weight / sum(weight)
}

# A test between subgroups: one tau^2 behind all of them, by DerSimonian and
# Laird; or each subgroup by the method of its own row.
between <- function(where, groups, tau2, methods, q, df, p) guard(where, {
  at <- unlist(groups)
  group <- factor(rep(seq_along(groups), lengths(groups)))
  if (tau2 == "common") f <- rma(y[at], v[at], mods = ~ group, method = "DL")
  else {
    each <- mapply(function(g, method) fit(y[g], v[g], method, "z", 95), groups, methods, SIMPLIFY = FALSE)
    f <- rma(vapply(each, function(e) as.numeric(e$beta), 0), vapply(each, function(e) e$se^2, 0), method = "EE")
    f$QM <- f$QE; f$QMp <- f$QEp
  }
  assert(where, "q", q, f$QM, max(q, 1))
  assert(where, "df", df, length(groups) - 1, 1)
  assert_p(where, "p", p, f$QMp, sqrt(max(f$QM, 1)))
})

# How many more of 1,000 at a baseline risk, from the estimate and its interval.
absolute <- function(row, measure, risk, more, low, high) {
  o <- ours_of(row)
  with <- switch(measure, OR = function(e) risk * e / (1 - risk + risk * e), RR = function(e) pmin(1, risk * e), RD = function(e) pmax(0, pmin(1, risk + e)))
  back <- if (measure == "RD") identity else exp
  theirs <- 1000 * (with(back(c(o$estimate, o$ci_lb, o$ci_ub))) - risk)
  for (i in 1:3) assert(o$where, c("more per 1000", "its low limit", "its high limit")[i], c(more, low, high)[i], theirs[i], 1000)
}

finish <- function() {
  cat("metafor ", as.character(packageVersion("metafor")), ", ", R.version.string, "\n", sep = "")
  cat(length(y), "effects,", recomputed, "of them computed from counts or means again\n")
  if (length(failed) > 0) {
    writeLines(head(failed, 20))
    cat(length(failed), "assertions failed,", held, "held\n")
    quit(status = 1)
  }
  cat(held, "assertions held\n")
}

# --- moderators --------------------------------------------------------------
# explained() is rma() on the columns of X, iterated to the last digits, from
# several starts where the likelihood may have several maxima.
explained <- function(yi, vi, X, method, test, level) {
  spread <- diff(range(yi))^2
  model <- function(...) suppressWarnings(rma(yi, vi, mods = X, intercept = FALSE, test = test, level = level, ...))
  if (!is.na(number(method))) return(model(tau2 = number(method)))
  most <- 1e6 * (max(vi) + spread)
  if (method == "GENQ") return(model(tau2 = rma(yi, vi, mods = X, intercept = FALSE, method = method, weights = 1 / sqrt(vi), control = list(tol = 1e-14, tau2.max = most))$tau2))
  one <- function(start, step = 1) tryCatch(
    model(method = method, control = c(if (is.na(start)) NULL else list(tau2.init = start),
      list(threshold = 1e-12 * max(1, min(vi)), maxiter = 1000, stepadj = step, tol = 1e-14, tau2.max = most))),
    error = function(e) if (step > 0.1) one(start, step / 2) else NULL)
  if (!is.element(method, c("ML", "REML"))) return(one(NA))
  all <- lapply(c(NA, 0, max(vi), spread), one)
  height <- vapply(all, function(f) if (is.null(f)) -Inf else as.numeric(logLik(f, REML = method == "REML")), 0)
  all[[which.max(height)]]
}
# The wider of Knapp-Hartung and Wald, for n coefficients at once: the larger of
# the values that their quadratic form must reach.
reach <- function(f, n) if (f$test == "z") qchisq(1 - f$level, n) else n * f$s2w * qf(1 - f$level, n, f$k - f$p)
wider_of <- function(k, z, n) if (reach(k, n) >= reach(z, n)) k else z

assert_each <- function(where, name, ours, theirs, se) for (i in seq_along(ours)) assert(where, paste(name, i), ours[i], as.numeric(theirs)[i], max(abs(ours[i]), se[i]))

# regression() is one regression of the trials at the given places. ours are our
# numbers, in the order of the columns that R makes of the formula.
regression <- function(where, at, formula, data, how, ours) guard(where, {
  yi <- y[at]; vi <- v[at]
  X <- model.matrix(formula, data)
  if (!is.null(how$levels)) return(levelled(where, yi, vi, X, formula, how, ours))
  method <- if (is.na(how$tau2_method)) "EE" else how$tau2_method
  refit <- function(test, ...) explained(yi, vi, X, method, test, how$level)
  guarded <- how$interval == "hk-guarded"
  z <- refit("z")
  k <- if (guarded) refit("knha") else refit(tests[[how$interval]])
  f <- if (guarded) wider_of(k, z, 1) else k
  each <- function(...) assert_each(where, ...)
  each("coefficient", ours$estimate, f$beta, ours$se)
  each("se", ours$se, f$se, ours$se)
  each("ci_lb", ours$ci_lb, f$ci.lb, ours$se)
  each("ci_ub", ours$ci_ub, f$ci.ub, ours$se)
  for (i in seq_along(ours$p)) assert_p(where, paste("p", i), ours$p[i], f$pval[i], f$zval[i])
  if (!f$int.only) {
    g <- if (guarded) wider_of(k, z, f$m) else f
    assert(where, "qm", ours$qm, g$QM, max(ours$qm, 1))
    assert_p(where, "qm_p", ours$qm_p, g$QMp, sqrt(max(g$m * g$QM, 1)))
  }
  assert(where, "q", ours$q, f$QE, max(ours$q, 1))
  assert_p(where, "q_p", ours$q_p, f$QEp, sqrt(max(f$QE, 1)))
  one <- matrix(1, length(yi), 1)
  if (method == "EE") {
    mean <- explained(yi, vi, one, "EE", "z", how$level)
    assert(where, "r2", ours$r2, max(0, 100 * (1 - f$QE / (f$k - f$p) / (mean$QE / (f$k - 1)))), 100)
  } else {
    mean <- explained(yi, vi, one, method, "z", how$level)
    assert(where, "tau2", ours$tau2, f$tau2, max(ours$tau2, min(vi)))
    assert(where, "tau2_without_moderators", ours$tau2_alone, mean$tau2, max(ours$tau2_alone, min(vi)))
    assert(where, "r2", ours$r2, max(0, 100 * (mean$tau2 - f$tau2) / mean$tau2), 100)
    assert(where, "i2", ours$i2, f$I2, 100)
    if (!is.na(ours$tau2_lb) && how$tau2_interval == "QP") {
      limits <- suppressMessages(confint(rma(yi, vi, mods = X, intercept = FALSE, method = "DL", level = how$level),
        control = list(tol = 1e-14, tau2.max = 1e6 * (max(vi) + diff(range(yi))^2))))$random["tau^2", c("ci.lb", "ci.ub")]
      assert(where, "tau2_lb", ours$tau2_lb, limits[1], max(ours$tau2_lb, min(vi)))
      assert(where, "tau2_ub", ours$tau2_ub, limits[2], max(ours$tau2_ub, min(vi)))
    }
  }
  if (!is.null(ours$lrt)) {
    ml <- if (method == "EE") "EE" else "ML"
    lrt <- 2 * (logLik(explained(yi, vi, X, ml, "z", how$level), REML = FALSE) - logLik(explained(yi, vi, one, ml, "z", how$level), REML = FALSE))
    assert(where, "lrt", ours$lrt[1], as.numeric(lrt), max(1, ours$lrt[1]))
    assert_p(where, "lrt_p", ours$lrt[2], pchisq(as.numeric(lrt), f$p - 1, lower.tail = FALSE), sqrt(max(1, as.numeric(lrt))))
  }
  if (!is.null(ours$robust)) clustered(where, z, ours$robust, if (!is.null(ours$at)) model.matrix(formula, ours$at))
  if (!is.null(ours$permutation)) rearranged(where, k, z, guarded, ours$permutation)
  if (!is.null(ours$at)) foretold(where, f, model.matrix(formula, ours$at), refit, how, ours$predictions)
  # What each trial does, and where the model draws it.
  each("hat", ours$hat, hatvalues(z), rep(1, f$k))
  each("weight", ours$weight, weights(z), rep(100, f$k))
  for (i in seq_along(yi)) if (!is.na(ours$cook_d[i])) {
    without <- function(test) explained(yi[-i], vi[-i], X[-i, , drop = FALSE], method, test, how$level)
    d <- without("z")
    change <- as.numeric(z$beta - d$beta)
    assert(where, paste("cook_d", i), ours$cook_d[i], drop(change %*% solve(z$vb, change)), max(1, ours$cook_d[i]))
    if (how$interval != "wald") d <- if (guarded) wider_of(without("knha"), d, 1) else without(tests[[how$interval]])
    x <- X[i, ]
    s2 <- d$vb[1] / without("z")$vb[1]
    assert(where, paste("rstudent", i), ours$rstudent[i], drop(yi[i] - x %*% d$beta) / sqrt(s2 * (vi[i] + d$tau2) + drop(x %*% d$vb %*% x)), max(1, abs(ours$rstudent[i])))
  }
  if (method != "EE") each("blup", ours$blup, blup(f)$pred, sqrt(vi))
})

# Variances that allow for dependence within clusters.
clustered <- function(where, z, ours, places) {
  if (ours$code == "CR1p") {
    r <- do.call(robust, list(z, cluster = ours$cluster, adjust = TRUE)) # which looks its arguments up by name
    theirs <- list(se = r$se, df = rep(r$dfs, z$p), p = r$pval, t = r$zval, qm = r$QM, qm_p = r$QMp)
    combined <- function(L) data.frame(SE = sqrt(rowSums((L %*% r$vb) * L)), df = r$dfs)
  } else {
    if (!suppressMessages(requireNamespace("clubSandwich", quietly = TRUE))) return(not_asserted(where, paste("the R package clubSandwich is needed for", ours$code)))
    r <- as.data.frame(suppressWarnings(clubSandwich::coef_test(z, vcov = ours$code, cluster = ours$cluster, test = "Satterthwaite")))
    theirs <- list(se = r$SE, df = r$df_Satt, p = r$p_Satt, t = r$tstat)
    combined <- function(L) as.data.frame(suppressWarnings(clubSandwich::linear_contrast(z, vcov = ours$code, cluster = ours$cluster, contrasts = L, test = "Satterthwaite")))
    if (!z$int.only && z$m > 1) {
      w <- suppressWarnings(clubSandwich::Wald_test(z, clubSandwich::constrain_zero(z$btt), vcov = ours$code, cluster = ours$cluster, test = "HTZ"))
      theirs$qm <- w$Fstat; theirs$qm_p <- w$p_val
    } else if (!z$int.only) { # the test of the one coefficient
      theirs$qm <- r$tstat[z$btt]^2; theirs$qm_p <- r$p_Satt[z$btt]
    }
  }
  if (!z$int.only && !is.na(ours$qm)) {
    assert(where, "robust qm", ours$qm, theirs$qm, max(1, ours$qm))
    assert_p(where, "robust qm_p", ours$qm_p, theirs$qm_p, sqrt(max(1, z$m * theirs$qm)))
  }
  for (i in seq_along(ours$se)) {
    assert(where, paste("robust se", i), ours$se[i], theirs$se[i], ours$se[i])
    assert(where, paste("robust df", i), ours$df[i], theirs$df[i], ours$df[i])
    assert_p(where, paste("robust p", i), ours$p[i], theirs$p[i], theirs$t[i])
  }
  for (i in seq_len(NROW(places))) if (!is.na(ours$places$se[i])) {
    o <- lapply(ours$places, `[`, i)
    parts <- sum(abs(places[i, ]) * theirs$se) # where they are large R's variance of their sum is rounding to 1e-14 of their square
    told <- function(name, x, theirs) assert(where, paste("robust", name, "at place", i), x, theirs, max(abs(x), o$se, 1e-6 * parts^2 / o$se))
    p <- combined(places[i, , drop = FALSE])
    told("se", o$se, p$SE)
    told("df", o$df, p$df)
    half <- qt(1 - z$level / 2, p$df) * p$SE
    mean <- drop(places[i, ] %*% z$beta)
    told("ci_lb", o$ci_lb, mean - half)
    told("ci_ub", o$ci_ub, mean + half)
    if (i > 1 && !is.na(o$difference_se)) {
      d <- combined(places[i, , drop = FALSE] - places[1, , drop = FALSE])
      told("difference's se", o$difference_se, d$SE)
      told("difference's df", o$difference_df, d$df)
    }
  }
}

# Every arrangement of the data again, where R has them in a minute.
rearranged <- function(where, k, z, guarded, ours) {
  if (ours$arrangements > 1000) return(not_asserted(where, paste("R would need minutes for", ours$arrangements, "arrangements")))
  again <- function(f) permutest(f, exact = TRUE, permci = FALSE, progbar = FALSE, retpermdist = TRUE)
  far <- function(f, n, form) form / (if (f$test == "z") qchisq(1 - f$level, n) else qf(1 - f$level, n, f$k - f$p)) # beside what it must reach
  a <- again(k); b <- if (guarded) again(z) else a
  share <- function(seen, all) mean(all >= seen * (1 - 1e-8))
  for (i in seq_along(ours$p)) {
    p <- share(min(far(k, 1, k$zval[i]^2), far(z, 1, z$zval[i]^2)[guarded]), pmin(far(k, 1, a$zval.perm[, i]^2), if (guarded) far(z, 1, b$zval.perm[, i]^2) else Inf))
    assert(where, paste("permutation p", i), ours$p[i], p, 1)
  }
  if (!k$int.only) assert(where, "permutation qm_p", ours$qm_p, share(min(far(k, k$m, k$QM), far(z, z$m, z$QM)[guarded]), pmin(far(k, k$m, a$QM.perm), if (guarded) far(z, z$m, b$QM.perm) else Inf)), 1)
}

# The effect at given moderators, and how the others differ from the first.
foretold <- function(where, f, X, refit, how, ours) {
  place <- function(f, x, ...) if (f$int.only) predict(f, ...) else predict(f, newmods = if (f$int.incl) x[, -1, drop = FALSE] else x, ...)
  new <- function(prediction) {
    if (prediction == "guarded") return(wider(new("hk"), new("v"), function(p) p$pi.ub[1] - p$pi.lb[1]))
    f <- refit(predictions[[prediction]][[1]])
    counted(f, place(f, X, pi.type = predictions[[prediction]][[2]]), predictions[[prediction]][[2]])
  }
  p <- place(f, X)
  difference <- function(i) {
    x <- X[i, ] - X[1, ]
    predict(f, newmods = matrix(if (f$int.incl) x[-1] else x, 1), intercept = FALSE)
  }
  q <- if (is.na(how$prediction)) NULL else new(how$prediction)
  for (i in seq_len(nrow(X))) {
    s <- ours$se[i]
    told <- function(name, x, theirs, s) assert(where, paste(name, "at place", i), x, theirs, max(abs(x), s))
    told("estimate", ours$estimate[i], p$pred[i], s)
    told("se", s, p$se[i], s)
    told("ci_lb", ours$ci_lb[i], p$ci.lb[i], s)
    told("ci_ub", ours$ci_ub[i], p$ci.ub[i], s)
    if (!is.null(q)) {
      told("pi_lb", ours$pi_lb[i], q$pi.lb[i], s)
      told("pi_ub", ours$pi_ub[i], q$pi.ub[i], s)
    }
    if (i > 1) {
      d <- difference(i)
      told("difference", ours$difference[i], d$pred, ours$difference_se[i])
      told("its se", ours$difference_se[i], d$se, ours$difference_se[i])
    }
  }
}

# Effects of clusters, correlated sampling errors or both, by rma.mv(). Its search
# for variances ends after five digits: everything else is held at our variances,
# and of these that no others are likelier, and that their limits are as much less
# likely as profiles have it.
levelled <- function(where, yi, vi, X, formula, how, ours) {
  l <- how$levels
  data <- data.frame(yi = yi, cluster = l$cluster, unit = l$unit)
  S <- l$rho * sqrt(vi %o% vi) * outer(l$cluster, l$cluster, "==")
  diag(S) <- vi
  random <- list(NULL, ~ 1 | unit, ~ 1 | cluster / unit)[[length(l$sigma2) + 1]]
  model <- function(X, method, sigma2 = rep(NA, length(l$sigma2))) {
    given <- list(yi = yi, V = S, mods = X, intercept = FALSE, method = method, data = data, level = how$level)
    if (!is.null(random)) given <- c(given, list(random = random, sigma2 = sigma2))
    search <- function(...) suppressWarnings(do.call(rma.mv, c(given, list(...))))
    tryCatch(search(), error = function(e) search(control = list(optimizer = "optim", optmethod = "Nelder-Mead", maxit = 10000))) # where the first finds no end
  }
  height <- function(f) as.numeric(logLik(f, REML = method == "REML"))
  method <- if (is.na(how$tau2_method)) "ML" else how$tau2_method
  z <- model(X, method, l$sigma2)
  df <- l$df
  reach <- function(df) if (is.na(df)) qnorm(0.5 + how$level / 200) else qt(0.5 + how$level / 200, df)
  beyond <- function(t) if (is.na(df)) 2 * pnorm(-abs(t)) else 2 * pt(-abs(t), df)
  each <- function(...) assert_each(where, ...)
  b <- as.numeric(z$beta)
  # Knapp and Hartung's factor, without effects of clusters; the guarded rule takes
  # it for n coefficients where it asks for more of them than Wald's does.
  r <- yi - drop(X %*% b)
  s2 <- drop(r %*% solve(z$M, r)) / (z$k - z$p)
  scales <- list(hk = s2, "hk-adhoc" = max(1, s2), "hk-guarded" = s2)
  scale <- if (is.null(scales[[how$interval]]) || is.na(df)) 1 else scales[[how$interval]]
  se <- z$se * sqrt(scale)
  each("coefficient", ours$estimate, b, ours$se)
  each("se", ours$se, se, ours$se)
  each("ci_lb", ours$ci_lb, b - reach(df) * se, ours$se)
  each("ci_ub", ours$ci_ub, b + reach(df) * se, ours$se)
  for (i in seq_along(b)) assert_p(where, paste("p", i), ours$p[i], beyond(b[i] / se[i]), b[i] / se[i])
  if (!z$int.only) {
    form <- drop(b[z$btt] %*% solve(z$vb[z$btt, z$btt], b[z$btt])) / scale
    if (how$interval != "hk-guarded" || z$m == 1) {
      assert(where, "qm", ours$qm, if (is.na(df)) form else form / z$m, max(ours$qm, 1))
      assert_p(where, "qm_p", ours$qm_p, if (is.na(df)) pchisq(form, z$m, lower.tail = FALSE) else pf(form / z$m, z$m, df, lower.tail = FALSE), sqrt(max(form, 1)))
    } else not_asserted(where, "which of two tests of several coefficients the guarded rule takes")
  }
  assert(where, "q", ours$q, z$QE, max(ours$q, 1))
  assert_p(where, "q_p", ours$q_p, z$QEp, sqrt(max(z$QE, 1)))
  one <- matrix(1, length(yi), 1)
  loose <- 1e4 # of 1e-8
  if (length(l$sigma2) > 0) {
    if (height(model(X, method)) > height(z) + 1e-6) fail(where, "R knows likelier variances")
    assert(where, "tau2", ours$tau2, sum(l$sigma2), max(ours$tau2, min(vi)))
    assert(where, "tau2_without_moderators", ours$tau2_alone, sum(model(one, method)$sigma2), loose * max(ours$tau2_alone, min(vi)))
    for (j in seq_along(l$sigma2)) for (limit in c(l$lower[j], l$upper[j])) if (!is.na(limit) && limit > 0) {
      at <- rep(NA, length(l$sigma2))
      at[j] <- limit
      assert(where, paste("likelihood at a limit of variance", j), qchisq(how$level / 100, 1) / 2, height(z) - height(model(X, method, at)), loose)
    }
  }
  if (!is.null(ours$lrt)) {
    lrt <- 2 * (as.numeric(logLik(model(X, "ML"), REML = FALSE)) - as.numeric(logLik(model(one, "ML"), REML = FALSE)))
    assert(where, "lrt", ours$lrt[1], lrt, loose * max(1, ours$lrt[1]))
  }
  if (!is.null(ours$robust)) clustered(where, z, ours$robust, if (!is.null(ours$at)) model.matrix(formula, ours$at))
  if (!is.null(l$effects)) each("effect of cluster", l$effects, ranef(z)[[1]]$intrcpt, sqrt(rep(min(vi), length(l$effects))))
  if (is.null(ours$at)) return(invisible())
  X <- model.matrix(formula, ours$at)
  spread <- function(x) sqrt(drop(x %*% z$vb %*% x))
  for (i in seq_len(nrow(X))) {
    o <- ours$predictions
    s <- spread(X[i, ])
    told <- function(name, x, theirs) assert(where, paste(name, "at place", i), x, theirs, max(abs(x), s))
    mean <- drop(X[i, ] %*% b)
    new <- if (l$nested || is.na(how$prediction)) 1 else switch(how$prediction, guarded = max(1, s2), hk = , "hk-pr" = s2, 1)
    told("estimate", o$estimate[i], mean)
    told("se", o$se[i], s * sqrt(scale))
    told("ci_lb", o$ci_lb[i], mean - reach(df) * s * sqrt(scale))
    told("ci_ub", o$ci_ub[i], mean + reach(df) * s * sqrt(scale))
    told("pi_lb", o$pi_lb[i], mean - reach(o$pi_df[i]) * sqrt(sum(l$sigma2) + new * s^2))
    told("pi_ub", o$pi_ub[i], mean + reach(o$pi_df[i]) * sqrt(sum(l$sigma2) + new * s^2))
    if (i > 1) {
      told("difference", o$difference[i], drop((X[i, ] - X[1, ]) %*% b))
      told("its se", o$difference_se[i], spread(X[i, ] - X[1, ]) * sqrt(scale))
    }
  }
}

# --- the review: its effects ---------------------------------------------------
trial("Aronson 1948", -0.8893113339, 0.325584765,
  escalc("RR", ai = 4, n1i = 123, ci = 11, n2i = 139))
trial("Ferguson & Simes 1949", -1.585388657, 0.1945811214,
  escalc("RR", ai = 6, n1i = 306, ci = 29, n2i = 303))
trial("Rosenthal et al. 1960", -1.348073148, 0.4153679654,
  escalc("RR", ai = 3, n1i = 231, ci = 11, n2i = 220))
trial("Hart & Sutherland 1977", -1.44155119, 0.0200100319,
  escalc("RR", ai = 62, n1i = 13598, ci = 248, n2i = 12867))
trial("Frimodt-M\u00f8ller et al. 1973", -0.2175473222, 0.05121017217,
  escalc("RR", ai = 33, n1i = 5069, ci = 47, n2i = 5808))
trial("Stein & Aronson 1953", -0.7861155858, 0.006905618456,
  escalc("RR", ai = 180, n1i = 1541, ci = 372, n2i = 1451))
trial("Vandiviere et al. 1973", -1.620898224, 0.2230172476,
  escalc("RR", ai = 8, n1i = 2545, ci = 10, n2i = 629))
trial("TPT Madras 1980", 0.01195233352, 0.003961579298,
  escalc("RR", ai = 505, n1i = 88391, ci = 499, n2i = 88391))
trial("Coetzee & Berjak 1968", -0.4694176487, 0.05643421046,
  escalc("RR", ai = 29, n1i = 7499, ci = 45, n2i = 7277))
trial("Rosenthal et al. 1961", -1.371344803, 0.07302479361,
  escalc("RR", ai = 17, n1i = 1716, ci = 65, n2i = 1665))
trial("Comstock et al. 1974", -0.3393588283, 0.01241221397,
  escalc("RR", ai = 186, n1i = 50634, ci = 141, n2i = 27338))
trial("Comstock & Webster 1969", 0.4459134006, 0.5325058452,
  escalc("RR", ai = 5, n1i = 2498, ci = 3, n2i = 2341))
trial("Comstock et al. 1976", -0.01731394822, 0.07140465968,
  escalc("RR", ai = 27, n1i = 16913, ci = 29, n2i = 17854))
trial("Aronson 1948", -0.9386941409, 0.3571249523,
  escalc("OR", ai = 4, n1i = 123, ci = 11, n2i = 139))
trial("Ferguson & Simes 1949", -1.666190729, 0.2081323937,
  escalc("OR", ai = 6, n1i = 306, ci = 29, n2i = 303))
trial("Rosenthal et al. 1960", -1.386294361, 0.4334130781,
  escalc("OR", ai = 3, n1i = 231, ci = 11, n2i = 220))
trial("Hart & Sutherland 1977", -1.456443549, 0.02031441297,
  escalc("OR", ai = 62, n1i = 13598, ci = 248, n2i = 12867))
trial("Frimodt-M\u00f8ller et al. 1973", -0.2191410857, 0.05195177732,
  escalc("OR", ai = 33, n1i = 5069, ci = 47, n2i = 5808))
trial("Stein & Aronson 1953", -0.9581220408, 0.009905265515,
  escalc("OR", ai = 180, n1i = 1541, ci = 372, n2i = 1451))
trial("Vandiviere et al. 1973", -1.633775838, 0.2270096752,
  escalc("OR", ai = 8, n1i = 2545, ci = 10, n2i = 629))
trial("TPT Madras 1980", 0.01202060145, 0.004006962012,
  escalc("OR", ai = 505, n1i = 88391, ci = 499, n2i = 88391))
trial("Coetzee & Berjak 1968", -0.4717460358, 0.05697712399,
  escalc("OR", ai = 29, n1i = 7499, ci = 45, n2i = 7277))
trial("Rosenthal et al. 1961", -1.401210139, 0.07542172631,
  escalc("OR", ai = 17, n1i = 1716, ci = 65, n2i = 1665))
trial("Comstock et al. 1974", -0.3408496464, 0.01252513382,
  escalc("OR", ai = 186, n1i = 50634, ci = 141, n2i = 27338))
trial("Comstock & Webster 1969", 0.4466346823, 0.5341621725,
  escalc("OR", ai = 5, n1i = 2498, ci = 3, n2i = 2341))
trial("Comstock et al. 1976", -0.01734187393, 0.0716351173,
  escalc("OR", ai = 27, n1i = 16913, ci = 29, n2i = 17854))

# --- the review: its estimates -------------------------------------------------

# "tuberculosis: Tuberculosis, BCG vaccine against no vaccine"
estimate(1, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), listed = "tuberculosis") # "main"
absolute(1, "RR", 0.002, -1.02115812, -1.339855503, -0.5486034804)
absolute(1, "RR", 0.05, -25.52895301, -33.49638758, -13.71508701)
estimate(2, c(14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26)) # "odds-ratio"
estimate(3, c(1, 2, 3, 4, 7, 8, 9)) # "random-allocation"
estimate(4, c(1, 2, 3, 4, 6, 10, 12, 13)) # "far-from-the-equator"
estimate(5, c(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13)) # "without-madras"
estimate(6, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "dersimonian-laird"
estimate(7, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "paule-mandel"
estimate(8, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "hartung-knapp"
estimate(9, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "dl-wald"
estimate(10, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "common"
mantel_haenszel(11, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), "RR", # "mantel-haenszel"
  ai = c(4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27), n1i = c(123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913),
  ci = c(11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29), n2i = c(139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854))
estimate(12, c(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Aronson 1948"
estimate(13, c(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Ferguson & Simes 1949"
estimate(14, c(1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Rosenthal et al. 1960"
estimate(15, c(1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Hart & Sutherland 1977"
estimate(16, c(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Frimodt-M\u00f8ller et al. 1973"
estimate(17, c(1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Stein & Aronson 1953"
estimate(18, c(1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13)) # "leave-one-out: Vandiviere et al. 1973"
estimate(19, c(1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13)) # "leave-one-out: TPT Madras 1980"
estimate(20, c(1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13)) # "leave-one-out: Coetzee & Berjak 1968"
estimate(21, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13)) # "leave-one-out: Rosenthal et al. 1961"
estimate(22, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13)) # "leave-one-out: Comstock et al. 1974"
estimate(23, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13)) # "leave-one-out: Comstock & Webster 1969"
estimate(24, c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)) # "leave-one-out: Comstock et al. 1976"
estimate(25, c(1)) # "cumulative: Aronson 1948"
estimate(26, c(1, 2)) # "cumulative: Ferguson & Simes 1949"
estimate(27, c(1, 2, 6)) # "cumulative: Stein & Aronson 1953"
estimate(28, c(1, 2, 6, 3)) # "cumulative: Rosenthal et al. 1960"
estimate(29, c(1, 2, 6, 3, 10)) # "cumulative: Rosenthal et al. 1961"
estimate(30, c(1, 2, 6, 3, 10, 9)) # "cumulative: Coetzee & Berjak 1968"
estimate(31, c(1, 2, 6, 3, 10, 9, 12)) # "cumulative: Comstock & Webster 1969"
estimate(32, c(1, 2, 6, 3, 10, 9, 12, 5)) # "cumulative: Frimodt-M\u00f8ller et al. 1973"
estimate(33, c(1, 2, 6, 3, 10, 9, 12, 5, 7)) # "cumulative: Vandiviere et al. 1973"
estimate(34, c(1, 2, 6, 3, 10, 9, 12, 5, 7, 11)) # "cumulative: Comstock et al. 1974"
estimate(35, c(1, 2, 6, 3, 10, 9, 12, 5, 7, 11, 13)) # "cumulative: Comstock et al. 1976"
estimate(36, c(1, 2, 6, 3, 10, 9, 12, 5, 7, 11, 13, 4)) # "cumulative: Hart & Sutherland 1977"
estimate(37, c(1, 2, 6, 3, 10, 9, 12, 5, 7, 11, 13, 4, 8)) # "cumulative: TPT Madras 1980"
# m1 is "latitude"
regression("tuberculosis, by-latitude", c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), ~ m1,
  data.frame(row.names = 1:13, m1 = c(44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33)),
  list(tau2_method = "REML", tau2_interval = "QP", interval = "hk-guarded", level = 95, prediction = "guarded"), list(
  estimate = c(0.25146821, -0.02910172501),
  se = c(0.2839252837, 0.008201417411),
  ci_lb = c(-0.3734471261, -0.04715292303),
  ci_ub = c(0.8763835461, -0.011050527),
  p = c(0.3947370724, 0.004565051542),
  qm = 12.59098288,
  qm_p = 0.004565051542,
  q = 30.73309001,
  q_p = 0.001214290987,
  tau2 = 0.07634796396,
  tau2_lb = 0.01668006832,
  tau2_ub = 0.7848352546,
  tau2_alone = 0.3132432581,
  i2 = 68.39122484,
  r2 = 75.62662181,
  rstudent = c(0.1936000029, -0.4194727886, -0.4654073662, -0.5830410775, -0.2068457663, 0.8347234503, -2.603911002, 0.5035537482, 0.169869669, -0.9738839414, -0.1594687925, 1.355698567, 1.828215239),
  cook_d = c(0.004804235888, 0.04890416441, 0.01039495785, 0.2495051308, 0.007186254424, 0.2882901036, 0.3642645973, 0.2718841556, 0.02004764174, 0.1645043569, 0.0009370499285, 0.04035079465, 0.1433569839),
  hat = c(0.04902329496, 0.1492658426, 0.03514204803, 0.3481032664, 0.2247856982, 0.2366753016, 0.06404005527, 0.35703409, 0.09263847047, 0.1156831077, 0.2309160275, 0.01888249141, 0.07781030576),
  weight = c(2.822868802, 4.18782413, 2.307436659, 11.77487505, 8.894794135, 13.62828275, 3.790030763, 14.12787715, 8.544846972, 7.595785065, 12.78279728, 1.863507042, 7.679074206),
  blup = c(-1.002472075, -1.415705424, -1.029382194, -1.404227904, -0.181137182, -0.8062627092, -0.6379634953, 0.005105162847, -0.4969843259, -1.175530035, -0.3299901164, -0.5640808994, -0.3515324526),
  lrt = c(9.95882164, 0.001600804811),
  permutation = list(arrangements = 10000, p = c(0.7451, 0.0074), qm_p = 0.0074),
  at = data.frame(row.names = 1:3, m1 = c(13, 33, 55)),
  predictions = list(estimate = c(-0.1268542151, -0.7088887154, -1.349126666),
  se = c(0.1930086563, 0.1222150046, 0.2292167765),
  ci_lb = c(-0.5516634034, -0.9778821268, -1.853629389),
  ci_ub = c(0.2979549732, -0.4398953039, -0.8446239422),
  pi_lb = c(-0.8686884365, -1.373879408, -2.139302699),
  pi_ub = c(0.6149800062, -0.04389802303, -0.5589506324),
  pi_df = c(11, 11, 11),
  difference = c(NA, -0.5820345002, -1.22227245),
  difference_se = c(NA, 0.1640283482, 0.3444595313))))

finish()
