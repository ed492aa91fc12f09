
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
