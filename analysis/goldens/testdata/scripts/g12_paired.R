# Paired counts by metafor's escalc: ai both, bi only under the first, ci only
# under the second, di neither; of MPORM their margins, ai and bi with and without the
# event under the first, ci and di under the second, and their correlation ri. Writes g12_paired.json into the folder above.
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
phi <- function(d) with(d, (ai*di - bi*ci) / sqrt((ai+bi)*(ci+di)*(ai+ci)*(bi+di)))
margins <- function(d, ri=phi(d)) with(d, data.frame(ai=ai+bi, bi=ci+di, ci=ai+ci, di=bi+di, ri=ri))
linked <- list(
  own = margins(tables$random), # each with the correlation of its paired table
  declared = margins(tables$random, 0.2),
  against = margins(tables$random, -0.3),
  large = data.frame(ai=c(4000,350), bi=c(6000,99650), ci=c(4100,420), di=c(5900,99580), ri=c(0.85,0.4)),
  sparse = data.frame(ai=c(1,2,9), bi=c(11,6,1), ci=c(3,4,7), di=c(9,4,3), ri=c(0.5,0.1,0.15)),
  missing = data.frame(ai=c(10,NA,7), bi=c(7,9,6), ci=c(5,4,3), di=c(12,5,10), ri=c(0.3,0.2,0.1)),
  emptied = data.frame(ai=c(7,0,12), bi=c(5,20,0), ci=c(0,4,5), di=c(12,16,7), ri=c(0.3,0.3,0.3)))
for (ds in names(linked)) for (to in c("only0","all","if0all","none")) {
  if (ds == "emptied" && to == "none") next # R's variances are infinite
  add <- if (to == "all") 1 else 0.5 # R rounds the number of people after the correction
  d <- linked[[ds]]
  e <- suppressWarnings(escalc(measure="MPORM", ai=ai, bi=bi, ci=ci, di=di, ri=ri, data=d, to=to, add=add))
  cases <- c(cases, sprintf('{"id":"escalc.paired/margins.%s/MPORM.%s","kind":"escalc.paired","data":%s,"settings":{"measure":"MPORM","to":"%s","add":%s},"tol":1e-10,"expected":{"yi":%s,"vi":%s}}',
    ds, to, obj(as.list(d)), to, num(add), vec(as.numeric(e$yi)), vec(as.numeric(e$vi))))
}
writeLines(c(sprintf('{"schema":1,"name":"g12_paired","script":"scripts/g12_paired.R","versions":{"R":"%s.%s","metafor":"%s"},"n":%d,"cases":[', R.version$major, R.version$minor, packageVersion("metafor"), length(cases)),
  paste(cases, collapse=",\n"), "]}"), "../g12_paired.json")
