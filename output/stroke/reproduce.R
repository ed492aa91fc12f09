# "Length of hospital stay after stroke"
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

# --- the review: its effects ---------------------------------------------------
trial("Edinburgh", -20, 40.50802316,
  escalc("MD", m1i = 55, sd1i = 47, n1i = 155, m2i = 75, sd2i = 64, n2i = 156))
trial("Orpington-Mild", -2, 2.080645161,
  escalc("MD", m1i = 27, sd1i = 7, n1i = 31, m2i = 29, sd2i = 4, n2i = 32))
trial("Orpington-Moderate", -55, 15.69840376,
  escalc("MD", m1i = 64, sd1i = 17, n1i = 75, m2i = 119, sd2i = 29, n2i = 71))
trial("Orpington-Severe", -71, 150.2222222,
  escalc("MD", m1i = 66, sd1i = 20, n1i = 18, m2i = 137, sd2i = 48, n2i = 18))
trial("Montreal-Home", -4, 17.30769231,
  escalc("MD", m1i = 14, sd1i = 8, n1i = 8, m2i = 18, sd2i = 11, n2i = 13))
trial("Montreal-Transfer", 1, 1.16734143,
  escalc("MD", m1i = 19, sd1i = 7, n1i = 57, m2i = 18, sd2i = 4, n2i = 52))
trial("Newcastle", 11, 94.58912656,
  escalc("MD", m1i = 52, sd1i = 45, n1i = 34, m2i = 41, sd2i = 34, n2i = 33))
trial("Ume\u00e5", -10, 6.310879285,
  escalc("MD", m1i = 21, sd1i = 16, n1i = 110, m2i = 31, sd2i = 27, n2i = 183))
trial("Uppsala", 7, 19.84230769,
  escalc("MD", m1i = 30, sd1i = 27, n1i = 60, m2i = 23, sd2i = 20, n2i = 52))
trial("Edinburgh", -20, 40.58631542,
  escalc("MD", m1i = 55, sd1i = 47, n1i = 155, m2i = 75, sd2i = 64, n2i = 156, vtype = "HO"))
trial("Orpington-Mild", -2, 2.046833686,
  escalc("MD", m1i = 27, sd1i = 7, n1i = 31, m2i = 29, sd2i = 4, n2i = 32, vtype = "HO"))
trial("Orpington-Moderate", -55, 15.28087637,
  escalc("MD", m1i = 64, sd1i = 17, n1i = 75, m2i = 119, sd2i = 29, n2i = 71, vtype = "HO"))
trial("Orpington-Severe", -71, 150.2222222,
  escalc("MD", m1i = 66, sd1i = 20, n1i = 18, m2i = 137, sd2i = 48, n2i = 18, vtype = "HO"))
trial("Montreal-Home", -4, 20.19230769,
  escalc("MD", m1i = 14, sd1i = 8, n1i = 8, m2i = 18, sd2i = 11, n2i = 13, vtype = "HO"))
trial("Montreal-Transfer", 1, 1.223529709,
  escalc("MD", m1i = 19, sd1i = 7, n1i = 57, m2i = 18, sd2i = 4, n2i = 52, vtype = "HO"))
trial("Newcastle", 11, 95.3755519,
  escalc("MD", m1i = 52, sd1i = 45, n1i = 34, m2i = 41, sd2i = 34, n2i = 33, vtype = "HO"))
trial("Ume\u00e5", -10, 8.032074335,
  escalc("MD", m1i = 21, sd1i = 16, n1i = 110, m2i = 31, sd2i = 27, n2i = 183, vtype = "HO"))
trial("Uppsala", 7, 20.69356643,
  escalc("MD", m1i = 30, sd1i = 27, n1i = 60, m2i = 23, sd2i = 20, n2i = 52, vtype = "HO"))
trial("Edinburgh", -0.3551696409, 0.01306467554,
  escalc("SMD", m1i = 55, sd1i = 47, n1i = 155, m2i = 75, sd2i = 64, n2i = 156))
trial("Orpington-Mild", -0.3479400227, 0.0644688761,
  escalc("SMD", m1i = 27, sd1i = 7, n1i = 31, m2i = 29, sd2i = 4, n2i = 32))
trial("Orpington-Moderate", -2.31756916, 0.04581211028,
  escalc("SMD", m1i = 64, sd1i = 17, n1i = 75, m2i = 119, sd2i = 29, n2i = 71))
trial("Orpington-Severe", -1.887982253, 0.1606177359,
  escalc("SMD", m1i = 66, sd1i = 20, n1i = 18, m2i = 137, sd2i = 48, n2i = 18))
trial("Montreal-Home", -0.3839641412, 0.2054332784,
  escalc("SMD", m1i = 14, sd1i = 8, n1i = 8, m2i = 18, sd2i = 11, n2i = 13))
trial("Montreal-Transfer", 0.1721486691, 0.03691057,
  escalc("SMD", m1i = 19, sd1i = 7, n1i = 57, m2i = 18, sd2i = 4, n2i = 52))
trial("Newcastle", 0.2720520739, 0.06026712584,
  escalc("SMD", m1i = 52, sd1i = 45, n1i = 34, m2i = 41, sd2i = 34, n2i = 33))
trial("Ume\u00e5", -0.4245962719, 0.01486303842,
  escalc("SMD", m1i = 21, sd1i = 16, n1i = 110, m2i = 31, sd2i = 27, n2i = 183))
trial("Uppsala", 0.2895562301, 0.03627173416,
  escalc("SMD", m1i = 30, sd1i = 27, n1i = 60, m2i = 23, sd2i = 20, n2i = 52))

# --- the review: its estimates -------------------------------------------------

# "length-of-stay: Days in hospital, specialist stroke care against routine care"
estimate(1, c(1, 2, 3, 4, 5, 6, 7, 8, 9), listed = "length-of-stay") # "main"
estimate(2, c(10, 11, 12, 13, 14, 15, 16, 17, 18)) # "published-reml"
estimate(3, c(10, 11, 12, 13, 14, 15, 16, 17, 18)) # "published-dl"
estimate(4, c(10, 11, 12, 13, 14, 15, 16, 17, 18)) # "published-common"
estimate(5, c(19, 20, 21, 22, 23, 24, 25, 26, 27)) # "standardised"
estimate(6, c(2, 3, 4, 5, 6, 7, 8, 9)) # "leave-one-out: Edinburgh"
estimate(7, c(1, 3, 4, 5, 6, 7, 8, 9)) # "leave-one-out: Orpington-Mild"
estimate(8, c(1, 2, 4, 5, 6, 7, 8, 9)) # "leave-one-out: Orpington-Moderate"
estimate(9, c(1, 2, 3, 5, 6, 7, 8, 9)) # "leave-one-out: Orpington-Severe"
estimate(10, c(1, 2, 3, 4, 6, 7, 8, 9)) # "leave-one-out: Montreal-Home"
estimate(11, c(1, 2, 3, 4, 5, 7, 8, 9)) # "leave-one-out: Montreal-Transfer"
estimate(12, c(1, 2, 3, 4, 5, 6, 8, 9)) # "leave-one-out: Newcastle"
estimate(13, c(1, 2, 3, 4, 5, 6, 7, 9)) # "leave-one-out: Ume\u00e5"
estimate(14, c(1, 2, 3, 4, 5, 6, 7, 8)) # "leave-one-out: Uppsala"

finish()
