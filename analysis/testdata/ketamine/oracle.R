# An independent answer to the analyses of data/ketamine, with metafor.
#
#   Rscript oracle.R DATA > oracle.json        DATA: the folder data/ketamine
#
# It reads the three tables itself and selects with the plain code below, which
# follows data/ketamine/SOURCES.md. Ratios stand on the log scale. Numbers have
# 17 significant digits; null is "not defined", "Inf" is infinite.

suppressMessages(library(metafor))

folder <- commandArgs(trailingOnly = TRUE)[1]
stopifnot(!is.na(folder))
table_of <- function(name) {
  d <- read.csv(file.path(folder, name), colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
  d$row <- paste0(name, ":", seq_len(nrow(d)) + 1)      # no cell has a line break
  d
}
studies   <- table_of("studies.csv")
arms      <- table_of("arms.csv")
contrasts <- table_of("contrasts.csv")
stopifnot(nrow(studies) == 40, !anyDuplicated(studies$study))
num <- as.numeric
is  <- function(x, values) !is.na(x) & x %in% values
of  <- function(study, column) studies[match(study, studies$study), column]
z   <- qnorm(0.975)

# ---- selection -------------------------------------------------------------

# Parallel, randomised trials of intravenous ketamine against a control: one row
# of counts a trial, at the time nearest to at, ties to the earlier; all ketamine
# arms of a trial together.
counts <- function(outcome, experimental = "ketamine", control, use = "primary", at = NA, from = -Inf, to = Inf,
                   keep = function(s, a) rep(TRUE, nrow(a))) {
  a <- arms[is(arms$outcome, outcome) & is(arms$kind, "count") & is(arms$treatment, c(experimental, control)) & is(arms$use, use), ]
  a <- a[is(of(a$study, "randomised"), "yes") & is(of(a$study, "route"), "iv") & is(of(a$study, "design"), "parallel"), ]
  a <- a[!is.na(a$n) & !is.na(a$events), ]
  a <- a[keep(a$study, a), ]
  if (!is.na(at)) a <- a[!is.na(a$time_h) & num(a$time_h) >= from & num(a$time_h) <= to, ]
  out <- NULL
  for (s in unique(studies$study)) {                    # in the order of studies.csv
    b <- a[a$study == s, ]
    hours <- sort(unique(num(b$time_h)), na.last = TRUE)
    hours <- Filter(function(h) all(c(any(is(b$treatment[b$time_h %in% h], experimental)), any(is(b$treatment[b$time_h %in% h], control)))),
                    if (nrow(b)) unique(b$time_h) else character(0))
    if (!length(hours)) next
    h <- if (is.na(at)) { stopifnot(length(hours) == 1); hours } else {
      o <- order(abs(num(hours) - at), num(hours)); hours[o[1]] }
    b <- b[b$time_h %in% h, ]
    e <- b[is(b$treatment, experimental), ]; c <- b[is(b$treatment, control), ]
    out <- rbind(out, data.frame(study = s, ai = sum(num(e$events)), n1i = sum(num(e$n)), ci = sum(num(c$events)), n2i = sum(num(c$n)),
                                 time_h = num(h), rows = paste(c(e$row, c$row), collapse = " ")))
  }
  out
}
response <- function(at = 24, from = 20, to = 96, ...) counts("response", control = c("saline", "midazolam"), at = at, from = from, to = to, ...)

# ---- pooling ---------------------------------------------------------------

# REML at the tightest step that Fisher scoring can reach: a large tau2 has no
# room for 1e-14.
reml <- function(yi, vi, test) {
  for (threshold in c(1e-14, 1e-13, 1e-12)) {
    m <- tryCatch(rma(yi, vi, method = "REML", test = test, control = list(threshold = threshold, maxiter = 10000)), error = function(e) NULL)
    if (!is.null(m)) return(m)
  }
  stop("REML did not converge")
}

fit <- function(study, yi, vi, rows, n = NULL, prior = NULL) {
  k <- length(yi)
  trials <- lapply(seq_len(k), function(i) list(study = study[i], rows = rows[i], yi = yi[i], vi = vi[i],
                                                wald_lb = yi[i] - z * sqrt(vi[i]), wald_ub = yi[i] + z * sqrt(vi[i])))
  out <- list(k = k, n = if (is.null(n)) NA else n, trials = trials)
  if (k == 1) {
    out$headline <- list(rule = "single trial, Wald", estimate = yi, ci_lb = yi - z * sqrt(vi), ci_ub = yi + z * sqrt(vi))
    return(out)
  }
  ce <- rma(yi, vi, method = "EE")
  out$common <- list(estimate = num(ce$beta), se = ce$se, ci_lb = ce$ci.lb, ci_ub = ce$ci.ub)
  re <- reml(yi, vi, "z")
  hk <- reml(yi, vi, "knha")
  # the estimate is a root of the REML score, or the score at 0 is not positive
  u <- 1 / (vi + re$tau2); mu <- sum(u * yi) / sum(u)
  score <- sum(u^2 * (yi - mu)^2) - (sum(u) - sum(u^2) / sum(u))
  zero <- re$tau2 < 1e-12                               # metafor stops within 1e-14 of a boundary it cannot pass
  stopifnot(if (zero) score <= 0 else abs(score) < 1e-9 * sum(u))
  ci <- confint(re, control = list(tol = 1e-14, maxiter = 100000, tau2.max = 1e9))$random["tau^2", ]
  wider <- if (diff(c(hk$ci.lb, hk$ci.ub)) > diff(c(re$ci.lb, re$ci.ub))) hk else re
  out$reml <- list(tau2 = if (zero) 0 else re$tau2, tau2_lb = num(ci["ci.lb"]), tau2_ub = num(ci["ci.ub"]), estimate = num(re$beta), se = re$se,
                   wald_lb = re$ci.lb, wald_ub = re$ci.ub, hk_se = hk$se, hk_lb = hk$ci.lb, hk_ub = hk$ci.ub,
                   guarded_lb = wider$ci.lb, guarded_ub = wider$ci.ub, guarded_is = if (identical(wider, hk)) "hk" else "wald",
                   q = re$QE, q_df = k - 1, q_p = re$QEp, i2 = if (zero) 0 else re$I2, i2_q = max(0, 100 * (re$QE - (k - 1)) / re$QE), h2 = if (zero) 1 else re$H2,
                   weights = as.list(num(weights(re))))
  if (!is.null(prior)) out$bayes <- bayes(yi, vi, prior)
  out$headline <- if (k == 2) list(rule = "two trials, common effect, Wald", estimate = out$common$estimate, ci_lb = out$common$ci_lb, ci_ub = out$common$ci_ub)
                  else list(rule = "REML, guarded Hartung-Knapp", estimate = out$reml$estimate, ci_lb = out$reml$guarded_lb, ci_ub = out$reml$guarded_ub)
  out
}

# Normal-normal model, flat prior of mu, half-normal prior of tau: the central
# 95% interval, the median and the mean of mu, by quadrature over tau.
bayes <- function(yi, vi, scale) {
  at <- function(tau) { u <- 1 / (vi + tau^2); c(mu = sum(u * yi) / sum(u), se = 1 / sqrt(sum(u))) }
  log_post <- function(tau) { u <- 1 / (vi + tau^2); m <- at(tau)
    sum(dnorm(yi, m["mu"], sqrt(1 / u), log = TRUE)) + log(m["se"]) - tau^2 / (2 * scale^2) }
  top <- max(sapply(seq(0, 10 * scale, length.out = 2001), log_post))
  over <- function(g) { total <- 0
    for (from in seq(0, 11.5) * scale) total <- total + integrate(function(t) sapply(t, function(x) g(at(x)) * exp(log_post(x) - top)), from, from + scale, rel.tol = 1e-12, abs.tol = 1e-15, subdivisions = 1000)$value
    total }
  mass <- over(function(m) 1)
  cdf <- function(x) over(function(m) pnorm(x, m["mu"], m["se"])) / mass
  mean <- over(function(m) m["mu"]) / mass
  q <- function(p) uniroot(function(x) cdf(x) - p, mean + c(-40, 40) * max(sqrt(vi)), tol = 1e-13, maxiter = 1000)$root
  list(scale = scale, mean = mean, median = q(0.5), ci_lb = q(0.025), ci_ub = q(0.975))
}

binary <- function(d, measure, mh = TRUE, prior = NULL) {
  e <- escalc(measure = measure, ai = d$ai, n1i = d$n1i, ci = d$ci, n2i = d$n2i)
  out <- fit(d$study, num(e$yi), num(e$vi), d$rows, sum(d$n1i + d$n2i), prior)
  for (i in seq_len(nrow(d))) out$trials[[i]] <- c(out$trials[[i]], list(events_t = d$ai[i], n_t = d$n1i[i], events_c = d$ci[i], n_c = d$n2i[i], time_h = d$time_h[i]))
  if (mh && nrow(d) > 1) {
    m <- rma.mh(measure = measure, ai = d$ai, n1i = d$n1i, ci = d$ci, n2i = d$n2i, add = 0, to = "none")
    out$mh <- list(estimate = num(m$beta), se = m$se, ci_lb = m$ci.lb, ci_ub = m$ci.ub)
  }
  out
}
three <- function(d, ...) sapply(c("OR", "RR", "RD"), function(m)
  binary(d, m, prior = if (m == "RD") NULL else 0.5, ...), simplify = FALSE)

answers <- list(made_with = list(R = as.character(getRversion()), metafor = as.character(packageVersion("metafor"))))

# ---- response within four days ----------------------------------------------

all4 <- response()
blinding <- function(words) function(s, a) is(of(s, "blinding"), words)
own <- c("table", "abstract", "derived from abstract")
later <- c("primary", "sensitivity")
scenarios <- list(
  all = all4,
  without_lii2023 = all4[all4$study != "lii2023", ],
  masked_or_active = response(keep = blinding(c("masked", "active"))),
  active = response(keep = blinding("active")),
  inactive = response(keep = blinding("inactive")),
  own_report = response(keep = function(s, a) !(s %in% unique(a$study[!is(a$evidence, own)]))),
  dose_0.5 = response(keep = function(s, a) !is(a$arm, "ketamine 0.2")),
  lii2023_at_48h = response(at = 48, use = later),
  lii2023_at_72h = response(keep = function(s, a) s != "lii2023" | is(a$time_h, "72"), use = later),
  at_24h_strictly = response(from = 24, to = 24))
answers$response_acute <- lapply(scenarios, three)
answers$response_acute$leave_one_out <- sapply(all4$study, function(s) three(all4[all4$study != s, ]), simplify = FALSE)
# read at 72 h by one time for all trials, instead of Lii alone: the other trials have one time each
stopifnot(identical(response(at = 72, use = later)[, 1:5], scenarios$lii2023_at_72h[, 1:5]))

# ---- paired crossover trials --------------------------------------------------

# MPOR, MPRR and MPRD compare the margins; add0 as they are, only0 with 0.5 in
# each cell where one is zero; MPORC is the conditional odds ratio.
paired <- function(study, outcome, pairing) {
  p <- contrasts[is(contrasts$study, study) & is(contrasts$outcome, outcome) & is(contrasts$pairing, pairing), ]
  stopifnot(nrow(p) == 1)
  x <- num(c(p$both, p$only_t, p$only_c, p$neither))
  es <- function(measure, to) { e <- suppressWarnings(escalc(measure = measure, ai = x[1], bi = x[2], ci = x[3], di = x[4], add = 1/2, to = to))
    v <- sqrt(num(e$vi)); list(yi = num(e$yi), vi = num(e$vi), wald_lb = num(e$yi) - z * v, wald_ub = num(e$yi) + z * v) }
  exact <- binom.test(x[2], x[2] + x[3])
  list(rows = p$row, both = x[1], only_t = x[2], only_c = x[3], neither = x[4],
       add0 = sapply(c("MPOR", "MPRR", "MPRD"), es, to = "none", simplify = FALSE),
       only0 = sapply(c("MPOR", "MPRR", "MPRD", "MPORC"), es, to = "only0", simplify = FALSE),
       mcnemar_exact_p = exact$p.value,
       conditional_or = list(estimate = x[2] / x[3], exact_lb = exact$conf.int[1] / (1 - exact$conf.int[1]), exact_ub = exact$conf.int[2] / (1 - exact$conf.int[2])))
}
lapidus <- sapply(c("one-in-both", "none-in-both"), function(p) paired("lapidus2014", "response", p), simplify = FALSE)
answers$naltrexone <- list(response = paired("williams2018", "response", "known"), remission = paired("williams2018", "remission", "known"))
answers$lapidus2014 <- lapidus

# Any route: the four trials and Lapidus 2014 by each pairing.
any_route <- function(p, to, measure) {
  e <- escalc(measure = measure, ai = all4$ai, n1i = all4$n1i, ci = all4$ci, n2i = all4$n2i)
  x <- lapidus[[p]][[to]][[paste0("MP", measure)]]
  if (is.null(x) || !is.finite(x$vi)) return(list(note = "not defined without a correction"))
  fit(c(all4$study, "lapidus2014"), c(num(e$yi), x$yi), c(num(e$vi), x$vi), c(all4$rows, lapidus[[p]]$rows), sum(all4$n1i + all4$n2i) + 18)
}
answers$response_any_route <- sapply(names(lapidus), function(p) sapply(c("add0", "only0"), function(to)
  sapply(c("OR", "RR", "RD"), function(m) any_route(p, to, m), simplify = FALSE), simplify = FALSE), simplify = FALSE)

# ---- depression score at 24 h, MADRS -------------------------------------------

reported <- function(study, scale, outcome = "depression_score") {
  r <- contrasts[is(contrasts$study, study) & is(contrasts$scale, scale) & is(contrasts$outcome, outcome), ]
  stopifnot(nrow(r) == 1)
  q <- if (is.na(r$ci_from) || r$ci_from %in% c("normal", "wald")) z else qt(0.975, num(sub("^t", "", r$ci_from)))
  list(study = study, yi = num(r$yi), sei = (num(r$ci_high) - num(r$ci_low)) / (2 * q), rows = r$row, n = num(r$n_t) + num(r$n_c))
}
mean_of <- function(study, arm, hours, kind, scale = "MADRS", outcome = "depression_score") {
  a <- arms[is(arms$study, study) & is(arms$outcome, outcome) & is(arms$scale, scale) & is(arms$arm, arm) & is(arms$time_h, as.character(hours)) & is(arms$kind, kind), ]
  stopifnot(nrow(a) == 1)
  list(m = num(a$mean), s = num(a$sd), n = num(a$n), row = a$row)
}
pooled_sd <- function(a, b) sqrt(((a$n - 1) * a$s^2 + (b$n - 1) * b$s^2) / (a$n + b$n - 2))

lii <- function(hours) {
  t <- mean_of("lii2023", "ketamine", hours, "endpoint"); c <- mean_of("lii2023", "saline", hours, "endpoint")
  t0 <- mean_of("lii2023", "ketamine", 0, "baseline");    c0 <- mean_of("lii2023", "saline", 0, "baseline")
  md <- t$m - c$m; var <- t$s^2 / t$n + c$s^2 / c$n; md0 <- t0$m - c0$m
  rows <- paste(t$row, c$row); base <- paste(rows, t0$row, c0$row)
  line <- function(yi, vi, rows, ...) c(list(yi = yi, vi = vi, se = sqrt(vi), ci_lb = yi - z * sqrt(vi), ci_ub = yi + z * sqrt(vi), rows = rows), list(...))
  out <- list(endpoint = line(md, var, rows), baseline_difference = md0)
  for (r in c(0.3, 0.5, 0.7)) {
    beta <- r * pooled_sd(t, c) / pooled_sd(t0, c0)
    out[[paste0("adjusted_r", r)]] <- line(md - beta * md0, (1 - r^2) * var, base, correlation = r, beta = beta)
    change <- function(x, x0) (x$s^2 + x0$s^2 - 2 * r * x$s * x0$s) / x$n      # n of the endpoint
    out[[paste0("change_r", r)]] <- line(md - md0, change(t, t0) + change(c, c0), base, correlation = r)
  }
  out
}
murrough <- reported("murrough2013", "MADRS")
lines24 <- lii(24)
answers$madrs_24h <- list(murrough2013 = c(murrough, list(vi = murrough$sei^2, ci_lb = murrough$yi - z * murrough$sei, ci_ub = murrough$yi + z * murrough$sei)),
  lii2023 = lines24, lii2023_at_48h = lii(48), lii2023_at_72h = lii(72))
lii_forms <- setdiff(names(lines24), "baseline_difference")
answers$madrs_24h$pooled <- sapply(lii_forms, function(l)
  fit(c("murrough2013", "lii2023"), c(murrough$yi, lines24[[l]]$yi), c(murrough$sei^2, lines24[[l]]$vi), c(murrough$rows, lines24[[l]]$rows), murrough$n + 39), simplify = FALSE)
# Murrough as arms: changes with standard deviations from a meeting abstract.
ma <- mean_of("murrough2013", "ketamine", 24, "change"); mb <- mean_of("murrough2013", "midazolam", 24, "change")
arms_only <- list(yi = ma$m - mb$m, vi = ma$s^2 / ma$n + mb$s^2 / mb$n)
answers$madrs_24h$murrough2013_as_arms <- c(arms_only, list(rows = paste(ma$row, mb$row)))
lap <- reported("lapidus2014", "MADRS")
answers$madrs_24h$lapidus2014 <- c(lap, list(vi = lap$sei^2))
# and beside each form of Lii: Murrough as arms, and Lapidus as a third trial
answers$madrs_24h$pooled_murrough_as_arms <- sapply(lii_forms, function(l)
  fit(c("murrough2013", "lii2023"), c(arms_only$yi, lines24[[l]]$yi), c(arms_only$vi, lines24[[l]]$vi), c(paste(ma$row, mb$row), lines24[[l]]$rows), ma$n + mb$n + 39), simplify = FALSE)
answers$madrs_24h$pooled_any_route <- sapply(lii_forms, function(l)
  fit(c("murrough2013", "lapidus2014", "lii2023"), c(murrough$yi, lap$yi, lines24[[l]]$yi), c(murrough$sei^2, lap$sei^2, lines24[[l]]$vi), c(murrough$rows, lap$rows, lines24[[l]]$rows), murrough$n + 18 + 39), simplify = FALSE)

# ---- remission at 24 h; the end of repeated dosing ------------------------------

answers$remission_24h <- three(counts("remission", control = c("saline", "midazolam"), at = 24, from = 20, to = 96), mh = FALSE)
repeated <- function(outcome) counts(outcome, control = c("saline", "midazolam"), at = 672, from = 336, to = 672, keep = function(s, a) is(of(s, "regimen"), "repeated"))
answers$repeated_response <- three(repeated("response"), mh = FALSE)
answers$repeated_remission <- three(repeated("remission"))
karma <- reported("karmadep2_2025", "MADRS")
answers$repeated_madrs <- fit(karma$study, karma$yi, karma$sei^2, karma$rows, karma$n)

# ---- against ECT ------------------------------------------------------------------

ect <- function(outcome, use = "primary", keep = function(s, a) rep(TRUE, nrow(a))) counts(outcome, control = "ect", use = use, keep = keep)
answers$ect_response <- three(ect("response"), mh = FALSE)
answers$ect_remission <- three(ect("remission"), mh = FALSE)
all_randomised <- c("untreated_as_nonresponders", "untreated_as_responders", "untreated_against_ketamine", "untreated_for_ketamine")
answers$ect_response_all_randomised <- sapply(all_randomised, function(w) three(ect(paste0("response_", w), use = "sensitivity"), mh = FALSE), simplify = FALSE)
answers$ect_dropout_before_treatment <- three(ect("dropout_before_treatment"), mh = FALSE)
answers$ect_harms <- sapply(c("ae_amnesia", "ae_amnesia_gt24h", "ae_long_lasting_gt24h", "any_ae", "sae", "suicide_attempt", "dissociation"), function(o) three(ect(o), mh = FALSE), simplify = FALSE)
# nobody of one arm: the risk difference without 0.5 added as well
none <- ect("ae_amnesia_gt24h"); raw <- escalc(measure = "RD", ai = none$ai, n1i = none$n1i, ci = none$ci, n2i = none$n2i, add = 0, to = "none")
answers$ect_harms$ae_amnesia_gt24h$RD_uncorrected <- fit(none$study, num(raw$yi), num(raw$vi), none$rows, none$n1i + none$n2i)
memory <- arms[is(arms$outcome, "HVLT-R_delayed_recall_T") & is(arms$use, "primary"), ]
stopifnot(nrow(memory) == 2, all(memory$study == "elektd2023"))
k <- memory[memory$arm == "ketamine", ]; e <- memory[memory$arm == "ect", ]
answers$ect_memory <- fit("elektd2023", num(k$mean) - num(e$mean), num(k$se)^2 + num(e$se)^2, paste(k$row, e$row), num(k$n) + num(e$n))

# ---- other harms, not pooled --------------------------------------------------------

answers$dissociation_midazolam <- three(counts("dissociation_derealization", control = "midazolam"), mh = FALSE)
answers$sae_placebo <- three(counts("sae", control = c("saline", "midazolam")), mh = FALSE)

# ---- out ------------------------------------------------------------------------------

quote_json <- function(s) paste0("\"", gsub("\"", "\\\\\"", gsub("\\\\", "\\\\\\\\", s)), "\"")
json <- function(x, indent = "") {
  deeper <- paste0(indent, "  ")
  if (is.list(x)) {
    named <- !is.null(names(x))
    parts <- vapply(seq_along(x), function(i) paste0(deeper, if (named) paste0(quote_json(names(x)[i]), ": "), json(x[[i]], deeper)), "")
    return(paste0(if (named) "{\n" else "[\n", paste(parts, collapse = ",\n"), "\n", indent, if (named) "}" else "]"))
  }
  x <- unname(x); stopifnot(length(x) == 1)
  if (is.character(x)) quote_json(x)
  else if (is.na(x)) "null"
  else if (is.infinite(x)) quote_json(if (x > 0) "Inf" else "-Inf")
  else formatC(num(x), digits = 17, format = "g", width = 1)
}
cat(json(answers), "\n", sep = "")
