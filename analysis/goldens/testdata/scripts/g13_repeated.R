# Measures of the same people twice, and of alpha, by metafor's escalc. Writes
# g13_repeated.json into the folder above. This version of metafor leaves the bias
# in ROMC and shrinks the variance of SMCRH by the correction of its effect; of the
# latter only the effect is written down.
# Run in the folder of this script: Rscript g13_repeated.R
suppressPackageStartupMessages(library(metafor))
num <- function(x) { r <- formatC(x, digits=17, format="g", width=1); r[is.na(x)] <- "null"; r }
vec <- function(x) paste0("[", paste(num(x), collapse=","), "]")
obj <- function(l) paste0("{", paste(paste0('"', names(l), '":', vapply(l, vec, "")), collapse=","), "}")
set.seed(2026)
cases <- character()
add <- function(ds, m, d, vtype=NULL, correct=NULL, keep=c("yi","vi")) {
  a <- c(list(measure=m), as.list(d), if (is.null(vtype)) NULL else list(vtype=vtype))
  e <- do.call(escalc, a)
  settings <- c(sprintf('"measure":"%s"', m), if (is.null(vtype)) NULL else sprintf('"vtype":"%s"', vtype), if (is.null(correct)) NULL else '"correct":false')
  cases <<- c(cases, sprintf('{"id":"escalc.repeated/%s/%s%s","kind":"escalc.repeated","data":%s,"settings":{%s},"tol":1e-10,"expected":%s}',
    ds, m, if (is.null(vtype)) "" else paste0(".", vtype), obj(as.list(d)), paste(settings, collapse=","), obj(list(yi=as.numeric(e$yi), vi=as.numeric(e$vi))[keep])))
}
for (g in 1:3) {
  k <- 10; ds <- paste0("sim", g)
  d <- data.frame(m1i=round(rnorm(k,30,4),2), m2i=round(rnorm(k,26,4),2), sd1i=round(runif(k,3,8),2), sd2i=round(runif(k,3,8),2), ni=sample(c(4:9,20:120),k), ri=round(runif(k,-.2,.95),2))
  raw <- d[c("m1i","m2i","sd1i","ni","ri")]
  add(ds, "MC", d); add(ds, "SMCC", d); add(ds, "SMCRH", d, keep="yi"); add(ds, "ROMC", d, correct=FALSE); add(ds, "SMCR", raw)
  for (v in c("LS","LS2")) { add(ds, "SMCC", d, v); add(ds, "SMCR", raw, v) }
  add(ds, "AHW", data.frame(ai=round(runif(k,.3,.97),3), mi=sample(2:30,k), ni=sample(8:300,k)))
}
writeLines(c(sprintf('{"schema":1,"name":"g13_repeated","script":"scripts/g13_repeated.R","versions":{"R":"%s.%s","metafor":"%s"},"n":%d,"cases":[', R.version$major, R.version$minor, packageVersion("metafor"), length(cases)),
  paste(cases, collapse=",\n"), "]}"), "../g13_repeated.json")
