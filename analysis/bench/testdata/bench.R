# The same work in R's metafor. Called with a folder that holds trials.csv (yi,
# vi) and counts.csv (ai, n1i, ci, n2i); prints a line a task: its name and the
# seconds of one call, the median of several.
suppressPackageStartupMessages(library(metafor))
a <- commandArgs(TRUE)
d <- read.csv(file.path(a[1], "trials.csv"))
e <- read.csv(file.path(a[1], "counts.csv"))
many <- split(d, rep(seq_len(nrow(d) / 10), each = 10, length.out = nrow(d)))
timed <- function(name, f, least = 0.3, samples = 5) {
  f()
  n <- 1L
  repeat {
    t <- system.time(for (i in seq_len(n)) f())["elapsed"]
    if (t >= least) break
    n <- if (t < least / 50) n * 20L else as.integer(ceiling(n * least * 1.2 / max(t, 1e-3)))
  }
  s <- replicate(samples, system.time(for (i in seq_len(n)) f())["elapsed"] / n)
  cat(name, median(s), sep = "\t")
  cat("\n")
}
k <- 22
y <- d$yi[1:k]; v <- d$vi[1:k]
reml <- rma.uni(y, v)
timed("reml", function() rma.uni(y, v))
timed("dl", function() rma.uni(y, v, method = "DL"))
timed("hk", function() rma.uni(y, v, test = "knha"))
timed("qprofile", function() confint(reml))
timed("loo", function() leave1out(reml))
timed("cumul", function() cumul(reml))
timed("influence", function() influence(reml))
small <- rma.uni(d$yi[1:10], d$vi[1:10])
timed("permutation", function() permutest(small, exact = TRUE, progbar = FALSE), 0.1, 1)
twelve <- rma.uni(d$yi[1:12], d$vi[1:12])
timed("subsets", function() gosh(twelve, progbar = FALSE), 0.1, 1)
timed("many", function() for (x in many) try(rma.uni(x$yi, x$vi, test = "knha"), silent = TRUE), 0.1, 3)
timed("mh", function() rma.mh(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = e, measure = "OR"))
if (requireNamespace("lme4", quietly = TRUE)) suppressWarnings(suppressMessages(timed("glmm", function() rma.glmm(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = e, measure = "OR", model = "UM.FS"), 0.1, 3)))
