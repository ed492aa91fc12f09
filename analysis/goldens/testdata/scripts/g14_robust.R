# Cluster-robust variances with several moderators by clubSandwich, with Hotelling's
# T² of all of them and of a factor, under working models of correlated sampling
# errors: rho 0.6 within clusters, without other random effects (common) and with
# those of clusters and of trials (three-level). Writes g14_robust.json into the
# folder above. Run in the folder of this script: Rscript g14_robust.R
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
for (ds in names(sets)) for (model in c("common", "three-level")) {
  d <- sets[[ds]]; d$g2 <- seq_len(nrow(d))
  V <- impute_covariance_matrix(d$vi, cluster=d$g1, r=0.6)
  fit <- if (model == "common") rma.mv(yi, V, mods=~x+z, data=d, sparse=FALSE) else
    rma.mv(yi, V, mods=~x+z, random=~1|g1/g2, data=d, control=list(optimizer="optim", optmethod="Nelder-Mead", reltol=1e-15, maxit=10000))
  p <- length(coef(fit))
  for (type in c("CR0", "CR1", "CR1S", "CR2", "CR3")) {
    v <- vcovCR(fit, cluster=d$g1, type=type)
    z <- coef_test(fit, vcov=v, test="Satterthwaite")
    all <- Wald_test(fit, constraints=constrain_zero(2:p), vcov=v, test="HTZ")
    own <- Wald_test(fit, constraints=constrain_zero(3:p), vcov=v, test="HTZ")
    cases <- c(cases, sprintf('{"id":"robust.terms/%s/%s.%s","kind":"robust.terms","data":{"yi":%s,"vi":%s,"g1":%s,"x":%s,"z":%s},"settings":{"model":"%s","cluster":"g1","V":"vcalc cluster=g1 rho=0.6","vcov":"%s"},"tol":%s,"expected":{"beta":%s,"se":%s,"df":%s,"p":%s,"vcov":%s,"all":%s,"z":%s}}',
      ds, model, type, vec(d$yi), vec(d$vi), vec(d$g1), vec(d$x), words(d$z), model, type, if (model == "common") "1e-09" else "1e-05",
      vec(z$beta), vec(z$SE), vec(z$df_Satt), vec(z$p_Satt), vec(as.vector(as.matrix(v))), vec(c(all$Fstat, all$df_num, all$df_denom, all$p_val)), vec(c(own$Fstat, own$df_num, own$df_denom, own$p_val))))
  }
}
writeLines(c(sprintf('{"schema":1,"name":"g14_robust","script":"scripts/g14_robust.R","versions":{"R":"%s.%s","metafor":"%s","clubSandwich":"%s"},"n":%d,"cases":[', R.version$major, R.version$minor, packageVersion("metafor"), packageVersion("clubSandwich"), length(cases)),
  paste(cases, collapse=",\n"), "]}"), "../g14_robust.json")
