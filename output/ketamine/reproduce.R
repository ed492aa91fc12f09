# "Intravenous ketamine for depression"
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
trial("Murrough 2013", 1.512445646, 0.2905695612,
  escalc("OR", ai = 30, n1i = 47, ci = 7, n2i = 25))
trial("Su 2017", 1.645805557, 0.467989418,
  escalc("OR", ai = 20, n1i = 47, ci = 3, n2i = 24))
trial("Lii 2023", 0.4054651081, 0.4083333333,
  escalc("OR", ai = 12, n1i = 20, ci = 10, n2i = 20))
trial("Su 2023", 1.413693335, 0.3307307307,
  escalc("OR", ai = 15, n1i = 42, ci = 5, n2i = 42))
trial("Su 2017", 1.778856064, 0.5487845488,
  escalc("OR", ai = 11, n1i = 24, ci = 3, n2i = 24))
trial("Lii 2023", -0.4054651081, 0.4083333333,
  escalc("OR", ai = 10, n1i = 20, ci = 12, n2i = 20))
trial("Lii 2023", -0.2006706955, 0.402020202,
  escalc("OR", ai = 9, n1i = 20, ci = 10, n2i = 20))
trial("Lapidus 2014", 2.610069793, 1.019117647,
  uncorrected("MPOR", ai = 1, bi = 7, ci = 0, di = 10, add = 0.5))
trial("Lapidus 2014", 2.610069793, 1.495588235,
  uncorrected("MPOR", ai = 0, bi = 8, ci = 1, di = 9, add = 0.5))
trial("Murrough 2013", 0.8240154558, 0.1149138804,
  escalc("RR", ai = 30, n1i = 47, ci = 7, n2i = 25))
trial("Su 2017", 1.225026214, 0.3203900709,
  escalc("RR", ai = 20, n1i = 47, ci = 3, n2i = 24))
trial("Lii 2023", 0.1823215568, 0.08333333333,
  escalc("RR", ai = 12, n1i = 20, ci = 10, n2i = 20))
trial("Su 2023", 1.098612289, 0.219047619,
  escalc("RR", ai = 15, n1i = 42, ci = 5, n2i = 42))
trial("Murrough 2013", 0.3582978723, 0.01297620635,
  escalc("RD", ai = 30, n1i = 47, ci = 7, n2i = 25))
trial("Su 2017", 0.3005319149, 0.009758451333,
  escalc("RD", ai = 20, n1i = 47, ci = 3, n2i = 24))
trial("Lii 2023", 0.1, 0.0245,
  escalc("RD", ai = 12, n1i = 20, ci = 10, n2i = 20))
trial("Su 2023", 0.2380952381, 0.007963502861,
  escalc("RD", ai = 15, n1i = 42, ci = 5, n2i = 42))
trial("Murrough 2013", -7.95, 5.885791324)
trial("Lii 2023", -0.9400183248, 6.113368421,
  baseline(n = c(20, 19), m = c(12.7, 16.4), sd = c(7.6, 10), m0 = c(25.1, 29.9), sd0 = c(8.3, 7), n0 = c(20, 19), r = 0.5, change = FALSE))
trial("Lii 2023", -3.7, 8.151157895,
  escalc("MD", m1i = 12.7, sd1i = 7.6, n1i = 20, m2i = 16.4, sd2i = 10, n2i = 19))
trial("Lii 2023", -2.044010995, 7.417553684,
  baseline(n = c(20, 19), m = c(12.7, 16.4), sd = c(7.6, 10), m0 = c(25.1, 29.9), sd0 = c(8.3, 7), n0 = c(20, 19), r = 0.3, change = FALSE))
trial("Lii 2023", 0.1639743453, 4.157090526,
  baseline(n = c(20, 19), m = c(12.7, 16.4), sd = c(7.6, 10), m0 = c(25.1, 29.9), sd0 = c(8.3, 7), n0 = c(20, 19), r = 0.7, change = FALSE))
trial("Lii 2023", 1.1, 7.336394737,
  baseline(n = c(20, 19), m = c(12.7, 16.4), sd = c(7.6, 10), m0 = c(25.1, 29.9), sd0 = c(8.3, 7), n0 = c(20, 19), r = 0.5, change = TRUE))
trial("Murrough 2013", -7.7, 6.170444681,
  escalc("MD", m1i = -16.5, sd1i = 10.97, n1i = 47, m2i = -8.8, sd2i = 9.5, n2i = 25))
trial("Lapidus 2014", -7.6, 3.075490989)
trial("Lii 2023", 0.6190392084, 0.4197802198,
  escalc("OR", ai = 10, n1i = 20, ci = 7, n2i = 20))
trial("Lii 2023", 0.3566749439, 0.1428571429,
  escalc("RR", ai = 10, n1i = 20, ci = 7, n2i = 20))
trial("Lii 2023", 0.15, 0.023875,
  escalc("RD", ai = 10, n1i = 20, ci = 7, n2i = 20))
trial("KARMA-Dep 2 2025", 0.5679840376, 0.2754901961,
  escalc("OR", ai = 15, n1i = 32, ci = 10, n2i = 30))
trial("KARMA-Dep 2 2025", 0.340926587, 0.1020833333,
  escalc("RR", ai = 15, n1i = 32, ci = 10, n2i = 30))
trial("KARMA-Dep 2 2025", 0.1354166667, 0.01518938983,
  escalc("RD", ai = 15, n1i = 32, ci = 10, n2i = 30))
trial("Ionescu 2019", 0.7801585575, 1.674242424,
  escalc("OR", ai = 2, n1i = 13, ci = 1, n2i = 13))
trial("KARMA-Dep 2 2025", 0.5959834321, 0.2857142857,
  escalc("OR", ai = 14, n1i = 32, ci = 9, n2i = 30))
trial("Ionescu 2019", 0.6931471806, 1.346153846,
  escalc("RR", ai = 2, n1i = 13, ci = 1, n2i = 13))
trial("KARMA-Dep 2 2025", 0.3772942311, 0.1179563492,
  escalc("RR", ai = 14, n1i = 32, ci = 9, n2i = 30))
trial("Ionescu 2019", 0.07692307692, 0.01547564861,
  escalc("RD", ai = 2, n1i = 13, ci = 1, n2i = 13))
trial("KARMA-Dep 2 2025", 0.1375, 0.01469042969,
  escalc("RD", ai = 14, n1i = 32, ci = 9, n2i = 30))
trial("KARMA-Dep 2 2025", -3.16, 7.534741709)
trial("ELEKT-D 2023", 0.142081448, 0.002691973891,
  escalc("RD", ai = 108, n1i = 195, ci = 70, n2i = 170))
trial("ELEKT-D 2023", 0.1951724138, 0.002354913901,
  escalc("RD", ai = 108, n1i = 200, ci = 70, n2i = 203))
trial("ELEKT-D 2023", 0.05761083744, 0.002460133129,
  escalc("RD", ai = 113, n1i = 200, ci = 103, n2i = 203))
trial("ELEKT-D 2023", 0.03261083744, 0.002473258129,
  escalc("RD", ai = 108, n1i = 200, ci = 103, n2i = 203))
trial("ELEKT-D 2023", 0.2201724138, 0.002341788901,
  escalc("RD", ai = 113, n1i = 200, ci = 70, n2i = 203))
trial("ELEKT-D 2023", 0.5728980524, 0.04503922642,
  escalc("OR", ai = 108, n1i = 195, ci = 70, n2i = 170))
trial("ELEKT-D 2023", 0.2964348636, 0.01253441548,
  escalc("RR", ai = 108, n1i = 195, ci = 70, n2i = 170))
trial("KetECT 2022", -0.1632157316, 0.005189046167,
  escalc("RD", ai = 44, n1i = 95, ci = 57, n2i = 91))
trial("KetECT 2022", -0.664326742, 0.08929074022,
  escalc("OR", ai = 44, n1i = 95, ci = 57, n2i = 91))
trial("KetECT 2022", -0.301879019, 0.0187558056,
  escalc("RR", ai = 44, n1i = 95, ci = 57, n2i = 91))
trial("ELEKT-D 2023", 8.8, 2.65,
  escalc("MD", m1i = -0.9, sd1i = 15.36066405, n1i = 195, m2i = -9.7, sd2i = 15.64608577, n2i = 170))
trial("KetECT 2022", -0.200976801, 0.003163716817,
  escalc("RD", ai = 8, n1i = 91, ci = 26, n2i = 90))
trial("KetECT 2022", -1.189704833, 0.1413614164,
  escalc("RR", ai = 8, n1i = 91, ci = 26, n2i = 90))
trial("KetECT 2022", -0.2111111111, 0.00185048011,
  uncorrected("RD", ai = 0, n1i = 91, ci = 19, n2i = 90, add = 0.5))
trial("KetECT 2022", -0.3136752137, 0.004706541914,
  escalc("RD", ai = 21, n1i = 91, ci = 49, n2i = 90))
trial("KetECT 2022", -0.8583476966, 0.04592708878,
  escalc("RR", ai = 21, n1i = 91, ci = 49, n2i = 90))
trial("KetECT 2022", -0.1017094017, 0.003544376736,
  escalc("RD", ai = 14, n1i = 91, ci = 23, n2i = 90))
trial("KetECT 2022", -0.5074867225, 0.0928067102,
  escalc("RR", ai = 14, n1i = 91, ci = 23, n2i = 90))
trial("KetECT 2022", 0.4488400488, 0.004087023254,
  escalc("RD", ai = 55, n1i = 91, ci = 14, n2i = 90))
trial("KetECT 2022", 1.357226019, 0.06751026751,
  escalc("RR", ai = 55, n1i = 91, ci = 14, n2i = 90))
trial("ELEKT-D 2023", -0.1375615764, 0.0007924922919,
  escalc("RD", ai = 5, n1i = 200, ci = 33, n2i = 203))
trial("ELEKT-D 2023", -1.872181037, 0.2203769219,
  escalc("RR", ai = 5, n1i = 200, ci = 33, n2i = 203))
trial("Su 2023", 0.5238095238, 0.008395421661,
  escalc("RD", ai = 29, n1i = 42, ci = 7, n2i = 42))
trial("Su 2023", 1.421385681, 0.1297208539,
  escalc("RR", ai = 29, n1i = 42, ci = 7, n2i = 42))
trial("Lii 2023", 0, 0.00475,
  escalc("RD", ai = 1, n1i = 20, ci = 1, n2i = 20))
trial("Williams 2018", 0.5833333333, 0.02025462963,
  uncorrected("MPRD", ai = 0, bi = 7, ci = 0, di = 5, add = 0.5))
trial("Williams 2018", 0.4166666667, 0.02025462963,
  uncorrected("MPRD", ai = 0, bi = 5, ci = 0, di = 7, add = 0.5))
not_asserted("Murrough 2013, MD", "the effect was taken as reported")
not_asserted("Lapidus 2014, MD", "the effect was taken as reported")
not_asserted("KARMA-Dep 2 2025, MD", "the effect was taken as reported")

# --- the review: its estimates -------------------------------------------------

# "response-acute: Response within four days of the first dose"
estimate(1, c(1, 2, 3, 4), listed = "response-acute") # "main"
absolute(1, "OR", 0.12, 205.9557238, 50.48208928, 412.2416923)
absolute(1, "OR", 0.5, 280.0393876, 101.1396, 392.9826455)
estimate(2, c(1, 2, 3, 4)) # "beside-hk"
estimate(3, c(1, 2, 3, 4)) # "beside-hk-adhoc"
estimate(4, c(1, 2, 3, 4)) # "beside-wald"
estimate(5, c(1, 2, 3, 4), prior = 0.5) # "beside-bayes"
estimate(6, c(2)) # "subgroup-blinding"
estimate(7, c(1, 4)) # "subgroup-blinding"
estimate(8, c(3)) # "subgroup-blinding"
estimate(9, c(1, 2, 4)) # "without-masked"
estimate(10, c(1, 3, 4)) # "masked-or-active"
estimate(11, c(1, 4)) # "active-only"
estimate(12, c(2)) # "inactive-only"
estimate(13, c(1, 3, 4)) # "own-report"
estimate(14, c(1, 5, 3, 4)) # "half-mg"
estimate(15, c(1, 2, 6, 4)) # "masked-at-48h"
estimate(16, c(1, 2, 7, 4)) # "masked-at-72h"
estimate(17, c(1, 3)) # "at-24h"
estimate(18, c(1, 8, 2, 3, 4)) # "any-route-one-in-both"
estimate(19, c(1, 9, 2, 3, 4)) # "any-route-none-in-both"
estimate(20, c(10, 11, 12, 13)) # "risk-ratio"
estimate(21, c(10, 11, 13)) # "risk-ratio-without-masked"
estimate(22, c(14, 15, 16, 17)) # "risk-difference"
estimate(23, c(14, 15, 17)) # "risk-difference-without-masked"
estimate(24, c(1, 2, 3, 4)) # "wald"
estimate(25, c(1, 2, 3, 4)) # "common"
mantel_haenszel(26, c(1, 2, 3, 4), "OR", # "mantel-haenszel"
  ai = c(30, 20, 12, 15), n1i = c(47, 47, 20, 42),
  ci = c(7, 3, 10, 5), n2i = c(25, 24, 20, 42))
estimate(27, c(1, 2, 3, 4), prior = 0.5) # "bayes"
estimate(28, c(2, 3, 4)) # "leave-one-out: murrough2013"
estimate(29, c(1, 3, 4)) # "leave-one-out: su2017"
estimate(30, c(1, 2, 4)) # "leave-one-out: lii2023"
estimate(31, c(1, 2, 3)) # "leave-one-out: su2023"
estimate(32, c(2, 3, 4)) # "leave-one-out-by-programme: murrough2013"
estimate(33, c(1, 3, 4)) # "leave-one-out-by-programme: Taipei"
estimate(34, c(1, 2, 4)) # "leave-one-out-by-programme: lii2023"
estimate(35, c(1, 2, 3)) # "leave-one-out-by-programme: su2023"

# "response-24h: Response at 24 h"
estimate(36, c(1, 3), listed = "response-24h") # "main"
estimate(37, c(1, 3), prior = 0.5) # "beside-bayes"
estimate(38, c(1)) # "without-masked"
estimate(39, c(10, 12)) # "risk-ratio"
estimate(40, c(14, 16)) # "risk-difference"

# "madrs-24h: Depression score at 24 h, adjusted for baseline"
estimate(41, c(18, 19), listed = "madrs-24h") # "main"
estimate(42, c(18, 19), prior = 3) # "beside-bayes"
estimate(43, c(18, 20)) # "endpoint"
estimate(44, c(18, 21)) # "r-0-3"
estimate(45, c(18, 22)) # "r-0-7"
estimate(46, c(18, 23)) # "change"
estimate(47, c(24, 19)) # "murrough-as-arms"
estimate(48, c(18)) # "without-masked"
estimate(49, c(19)) # "masked-alone"
estimate(50, c(20)) # "masked-alone-endpoint"
estimate(51, c(18, 25, 19)) # "any-route"
estimate(52, c(19)) # "without-se-from-interval"

# "remission-24h: Remission at 24 h"
estimate(53, c(26), listed = "remission-24h") # "main"
estimate(54, c(27)) # "risk-ratio"
estimate(55, c(28)) # "risk-difference"

# "repeated-response: Response at the end of repeated dosing"
estimate(56, c(29), listed = "repeated-response") # "main"
estimate(57, c(30)) # "risk-ratio"
estimate(58, c(31)) # "risk-difference"

# "repeated-remission: Remission at the end of repeated dosing"
estimate(59, c(32, 33), listed = "repeated-remission") # "main"
estimate(60, c(32, 33), prior = 0.5) # "beside-bayes"
estimate(61, c(34, 35)) # "risk-ratio"
estimate(62, c(36, 37)) # "risk-difference"

# "repeated-madrs: Depression score at the end of repeated dosing"
estimate(63, c(38), listed = "repeated-madrs") # "main"
not_asserted("repeated-madrs, without-se-from-interval", "no trial left")

# "ect-response: Response, ketamine against ECT"
estimate(65, c(39), listed = "ect-response") # "main"
estimate(66, c(40)) # "untreated-as-nonresponders"
estimate(67, c(41)) # "untreated-as-responders"
estimate(68, c(42)) # "untreated-against-ketamine"
estimate(69, c(43)) # "untreated-for-ketamine"
estimate(70, c(44)) # "odds-ratio"
estimate(71, c(45)) # "risk-ratio"

# "ect-remission: Remission, ketamine against ECT"
estimate(72, c(46), listed = "ect-remission") # "main"
estimate(73, c(47)) # "odds-ratio"
estimate(74, c(48)) # "risk-ratio"

# "ect-memory: Memory at the end of the course, ketamine against ECT (HVLT-R delayed recall, T score)"
estimate(75, c(49), listed = "ect-memory") # "main"
not_asserted("ect-memory, without-sd-from-se", "no trial left")

# "ect-amnesia: Amnesia, ketamine against ECT"
estimate(77, c(50), listed = "ect-amnesia") # "main"
estimate(78, c(51)) # "risk-ratio"

# "ect-amnesia-lasting: Amnesia lasting more than 24 h, ketamine against ECT"
estimate(79, c(52), listed = "ect-amnesia-lasting") # "main"

# "ect-lasting-harms: Any adverse effect lasting more than 24 h, ketamine against ECT"
estimate(80, c(53), listed = "ect-lasting-harms") # "main"
estimate(81, c(54)) # "risk-ratio"

# "ect-serious: Serious adverse events within a year, ketamine against ECT"
estimate(82, c(55), listed = "ect-serious") # "main"
estimate(83, c(56)) # "risk-ratio"

# "ect-dissociation: Dissociation, ketamine against ECT"
estimate(84, c(57), listed = "ect-dissociation") # "main"
estimate(85, c(58)) # "risk-ratio"

# "ect-dropout: Drop-out before treatment, ketamine against ECT"
estimate(86, c(59), listed = "ect-dropout") # "main"
estimate(87, c(60)) # "risk-ratio"

# "midazolam-dissociation: Derealisation during the infusion, ketamine against midazolam"
estimate(88, c(61), listed = "midazolam-dissociation") # "main"
estimate(89, c(62)) # "risk-ratio"

# "placebo-serious: Serious adverse events within two weeks, ketamine against saline"
estimate(90, c(63), listed = "placebo-serious") # "main"

# "naltrexone-response: Response at 24 h to ketamine, without naltrexone against with it"
estimate(91, c(64), listed = "naltrexone-response") # "main"

# "naltrexone-remission: Remission at 24 h to ketamine, without naltrexone against with it"
estimate(92, c(65), listed = "naltrexone-remission") # "main"

finish()
