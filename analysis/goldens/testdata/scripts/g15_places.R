# Effects at given moderators with cluster-robust variances: by predict() of robust()
# of metafor (CR1p) and by linear_contrast() of clubSandwich with Satterthwaite's
# degrees of freedom (the others), and how each place differs from the first. Models:
# mixed effects by REML without and with correlated sampling errors as working model
# (random; common, rho 0.6), and effects of clusters (three-level, rho 0.6). Writes
# g15_places.json into the folder above. Run in the folder of this script:
# Rscript g15_places.R
suppressPackageStartupMessages({library(metafor); library(metadat); library(clubSandwich)})
num <- function(x) { r <- formatC(x, digits=17, format="g", width=1); r[is.na(x)] <- "null"; r }
vec <- function(x) paste0("[", paste(num(x), collapse=","), "]")
words <- function(x) paste0('["', paste(x, collapse='","'), '"]')
k <- as.data.frame(dat.konstantopoulos2011)
a <- as.data.frame(dat.assink2016)
sets <- list(
  konstantopoulos2011 = data.frame(yi=as.numeric(k$yi), vi=as.numeric(k$vi), g1=as.integer(factor(k$district)), x=k$year - 1990, z=c("a","b","c")[1 + seq_len(nrow(k)) %% 3]),
  assink2016 = data.frame(yi=as.numeric(a$yi), vi=as.numeric(a$vi), g1=as.integer(factor(a$study)), x=a$year, z=c("a","b","c","d")[1 + (seq_len(nrow(a)) * 7) %% 4]))
cases <- character()
for (ds in names(sets)) for (model in c("random", "common", "three-level")) {
  d <- sets[[ds]]; d$g2 <- seq_len(nrow(d))
  V <- impute_covariance_matrix(d$vi, cluster=d$g1, r=0.6)
  fit <- switch(model,
    random = rma(yi, vi, mods=~x+z, data=d, control=list(threshold=1e-14, maxiter=1000)),
    common = rma.mv(yi, V, mods=~x+z, data=d, sparse=FALSE),
    rma.mv(yi, V, mods=~x+z, random=~1|g1/g2, data=d, control=list(optimizer="optim", optmethod="Nelder-Mead", reltol=1e-15, maxit=10000)))
  at <- data.frame(x=c(-3, 0, 7.5, 2), z=c("a", "b", "c", "a"))
  X <- model.matrix(~ x + z, data.frame(x=at$x, z=factor(at$z, levels=sort(unique(d$z)))))
  D <- sweep(X, 2, X[1, ])
  for (type in c("CR0", "CR1", "CR1S", "CR2", "CR3", "CR1p")) {
    if (type == "CR1p") {
      r <- robust(fit, cluster=d$g1, adjust=TRUE)
      one <- function(L, intercept) { p <- predict(r, newmods=L[, -1, drop=FALSE], intercept=intercept); data.frame(Est=p$pred, SE=p$se, df=rep(r$dfs, nrow(L)), CI_L=p$ci.lb, CI_U=p$ci.ub) }
      p <- one(X, TRUE); q <- one(D[-1, ], FALSE)
    } else {
      v <- vcovCR(fit, cluster=d$g1, type=type)
      one <- function(L) as.data.frame(linear_contrast(fit, vcov=v, contrasts=L, test="Satterthwaite"))
      p <- one(X); q <- one(D[-1, ])
    }
    own <- if (model == "random") "cl" else "g1"
    cases <- c(cases, sprintf('{"id":"robust.places/%s/%s.%s","kind":"robust.places","data":{"yi":%s,"vi":%s,"%s":%s,"x":%s,"z":%s,"at_x":%s,"at_z":%s},"settings":{"model":"%s","cluster":"%s",%s"vcov":"%s"},"tol":%s,"expected":{"pred":%s,"se":%s,"df":%s,"ci_lb":%s,"ci_ub":%s,"difference":%s,"difference_se":%s,"difference_df":%s,"difference_lb":%s,"difference_ub":%s}}',
      ds, model, type, vec(d$yi), vec(d$vi), own, vec(d$g1), vec(d$x), words(d$z), vec(at$x), words(at$z), model, own, if (model == "random") "" else '"V":"vcalc cluster=g1 rho=0.6",', type, if (model == "three-level") "1e-05" else "1e-09",
      vec(p$Est), vec(p$SE), vec(p$df), vec(p$CI_L), vec(p$CI_U), vec(q$Est), vec(q$SE), vec(q$df), vec(q$CI_L), vec(q$CI_U)))
  }
}
writeLines(c(sprintf('{"schema":1,"name":"g15_places","script":"scripts/g15_places.R","versions":{"R":"%s.%s","metafor":"%s","clubSandwich":"%s"},"n":%d,"cases":[', R.version$major, R.version$minor, packageVersion("metafor"), packageVersion("clubSandwich"), length(cases)),
  paste(cases, collapse=",\n"), "]}"), "../g15_places.json")
