# Paired counts by metafor's escalc: ai both, bi only under the first, ci only
# under the second, di neither. Writes g12_paired.json into the folder above.
# Run in the folder of this script: Rscript g12_paired.R
suppressPackageStartupMessages(library(metafor))
num <- function(x) { r <- formatC(x, digits=17, format="g", width=1); r[is.na(x)] <- "null"; r[!is.na(x) & is.infinite(x)] <- paste0('"', ifelse(x[!is.na(x) & is.infinite(x)] > 0, "", "-"), 'Inf"'); r }
vec <- function(x) paste0("[", paste(num(x), collapse=","), "]")
obj <- function(l) paste0("{", paste(paste0('"', names(l), '":', vapply(l, vec, "")), collapse=","), "}")
set.seed(2026)
tables <- list(
  williams = data.frame(ai=0, bi=7, ci=0, di=5),
  lapidus = data.frame(ai=c(1,0), bi=c(7,8), ci=c(0,1), di=c(10,9)),
  random = data.frame(ai=rpois(12,20), bi=rpois(12,8), ci=rpois(12,12), di=rpois(12,25)),
  sparse = data.frame(ai=rpois(12,1.2), bi=rpois(12,2), ci=rpois(12,1), di=rpois(12,4)),
  zeros = data.frame(ai=c(0,5,0,0,4,3,0), bi=c(0,0,6,0,3,0,2), ci=c(0,0,0,7,2,0,3), di=c(9,0,0,0,0,4,0)),
  missing = data.frame(ai=c(3,2,4), bi=c(2,NA,6), ci=c(1,2,NA), di=c(8,7,6)))
cases <- character()
for (ds in names(tables)) for (m in c("MPRR","MPOR","MPRD","MPORC","MPPETO")) for (to in c("only0","all","if0all","none")) {
  if (ds %in% c("zeros","sparse") && to == "none") next # some variances are then zero, which R reports as effects
  add <- if (to == "all") 0.25 else 0.5
  d <- tables[[ds]]
  e <- tryCatch(suppressWarnings(escalc(measure=m, ai=ai, bi=bi, ci=ci, di=di, data=d, to=to, add=add)), error=function(e) NULL)
  if (is.null(e)) next
  cases <- c(cases, sprintf('{"id":"escalc.paired/%s/%s.%s","kind":"escalc.paired","data":%s,"settings":{"measure":"%s","to":"%s","add":%s},"tol":1e-10,"expected":{"yi":%s,"vi":%s}}',
    ds, m, to, obj(as.list(d)), m, to, num(add), vec(as.numeric(e$yi)), vec(as.numeric(e$vi))))
}
writeLines(c(sprintf('{"schema":1,"name":"g12_paired","script":"scripts/g12_paired.R","versions":{"R":"%s.%s","metafor":"%s"},"n":%d,"cases":[', R.version$major, R.version$minor, packageVersion("metafor"), length(cases)),
  paste(cases, collapse=",\n"), "]}"), "../g12_paired.json")
