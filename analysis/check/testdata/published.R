# Writes continuous.csv and binary.csv: trials of published meta-analyses as the
# R package metadat prints them (facts: counts, means, standard deviations, arm
# sizes). Run once, in this folder: Rscript published.R
#
# Taken: every data set of metadat 1.2.0 that compares two groups trial by trial
# and is pooled by its help page as a difference of means on named scales
# (continuous) or from events and n (binary). Of a trial with three arms the
# first two. Of a set with several outcomes the first one its help page pools.
# Not taken: networks of counts printed an arm a row, dat.colditz1994 (the same
# trials as dat.bcg), dat.egger2001 (the same as dat.li2007), dat.curtis1998 and
# dat.besson2016 (many species and units, ratios of means), prevalence and case
# studies without allocated groups (dat.vanhowe1999, dat.bourassa1996, the trials
# of dat.landenberger2005 that are not randomised), and the hypothetical trials of
# dat.viechtbauer2021.
suppressMessages(library(metadat))
cat("metadat", as.character(packageVersion("metadat")), "\n")

continuous <- NULL
means <- function(set, measure, scale, study, n_t, mean_t, sd_t, n_c, mean_c, sd_c, min = NA, max = NA, kind = "")
  continuous <<- rbind(continuous, data.frame(set, measure, scale, min, max, kind, study, n_t, mean_t, sd_t, n_c, mean_c, sd_c))

d <- dat.normand1999
means("normand1999", "MD", "days in hospital", d$source, d$n1i, d$m1i, d$sd1i, d$n2i, d$m2i, d$sd2i, min = 0)
d <- dat.gibson2002
means("gibson2002", "SMD", "days off", paste(d$author, d$year), d$n1i, d$m1i, d$sd1i, d$n2i, d$m2i, d$sd2i, min = 0)
d <- dat.senn2013
first <- !duplicated(d$study)
second <- duplicated(d$study) & c(FALSE, first[-length(first)])
means("senn2013", "MD", "HbA1c", d$study[first], d$ni[first], d$mi[first], d$sdi[first], d$ni[second], d$mi[second], d$sdi[second],
      kind = ifelse(d$comment[first] == "raw", "endpoint", "change"))
d <- dat.stowe2010
means("stowe2010", "MD", "hours off", d$study, d$n1, d$y1, d$sd1, d$n2, d$y2, d$sd2, kind = "change")
d <- dat.franchini2012
means("franchini2012", "MD", "hours off", d$Study, d$n1, d$y1, d$sd1, d$n2, d$y2, d$sd2, kind = "change")
d <- dat.michael2013
means("michael2013", "MD", "agreement 1-4", d$Study, d$No_brain_n, d$No_brain_m, d$No_brain_s, d$Brain_n, d$Brain_m, d$Brain_s, min = 1, max = 4)
d <- dat.lehmann2018
means("lehmann2018", "SMD", d$DV_Scale, paste(d$Short_Title, seq_len(nrow(d))), d$Red_N, d$Red_M, d$Red_SD, d$Control_N, d$Control_M, d$Control_SD,
      min = d$DV_ScaleBottom, max = d$DV_ScaleTop)
d <- subset(dat.dagostino1998, outcome == "rnic1")
means("dagostino1998", "SMD", d$scale.rn, paste("Study", d$study), d$nt, d$mt, d$sdt, d$nc, d$mc, d$sdc, kind = "change")
continuous <- continuous[complete.cases(continuous[c("n_t", "mean_t", "sd_t", "n_c", "mean_c", "sd_c")]), ]

binary <- NULL
counts <- function(set, measure, study, events_t, n_t, events_c, n_c)
  binary <<- rbind(binary, data.frame(set, measure, study, events_t, n_t, events_c, n_c))

d <- dat.bcg;               counts("bcg", "RR", paste(d$author, d$year), d$tpos, d$tpos + d$tneg, d$cpos, d$cpos + d$cneg)
d <- dat.axfors2021;        counts(paste("axfors2021", d$hcq_cq), "OR", d$acronym, d$hcq_arm_event, d$hcq_arm_total, d$control_arm_event, d$control_arm_total)
d <- dat.cannon2006;        counts("cannon2006", "OR", d$trial, d$ep1t, d$nt, d$ep1c, d$nc)
d <- dat.collins1985a;      counts("collins1985a", "OR", paste(d$trial, d$year), d$b.xti, d$nti, d$b.xci, d$nci)
d <- dat.collins1985b;      counts("collins1985b", "OR", paste(d$author, d$year), d$pre.xti, d$pre.nti, d$pre.xci, d$pre.nci)
d <- dat.damico2009;        counts("damico2009", "OR", paste(d$study, d$year), d$xt, d$nt, d$xc, d$nc)
d <- subset(dat.dagostino1998, outcome == "rngoal1")
counts("dagostino1998", "OR", paste("Study", d$study), d$xt, d$nt, d$xc, d$nc)
d <- dat.dorn2007;          counts("dorn2007", "RR", paste(d$study, d$year), d$x.a, d$n.a, d$x.p, d$n.p)
d <- dat.fine1993;          counts("fine1993", "OR", paste("Study", d$study), d$e1i, d$nei, d$c1i, d$nci)
d <- dat.gibson2002;        counts("gibson2002", "RR", paste(d$author, d$year), d$ai, d$ai + d$bi, d$ci, d$ci + d$di)
d <- dat.graves2010;        counts("graves2010", "RR", d$study, d$ai, d$n1i, d$ci, d$n2i)
d <- dat.hahn2001;          counts("hahn2001", "OR", d$study, d$ai, d$n1i, d$ci, d$n2i)
d <- dat.hartmannboyce2018; counts("hartmannboyce2018", "RR", paste(d$study, d$treatment), d$x.nrt, d$n.nrt, d$x.ctrl, d$n.ctrl)
d <- dat.hine1989;          counts("hine1989", "RD", d$source, d$ai, d$n1i, d$ci, d$n2i)
d <- subset(dat.landenberger2005, design == "rct")
counts("landenberger2005", "OR", paste(d$study, d$setting), d$n.cbt.non, d$n.cbt.non + d$n.cbt.rec, d$n.ctrl.non, d$n.ctrl.non + d$n.ctrl.rec)
d <- dat.laopaiboon2015;    counts("laopaiboon2015", "RR", paste(d$author, d$year), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.lau1992;           counts("lau1992", "OR", paste(d$trial, d$year), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.lee2004;           counts("lee2004", "RR", paste(d$study, d$year), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.li2007;            counts("li2007", "OR", paste(d$study, d$year), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.linde2005;         counts("linde2005", "RR", paste(d$study, d$year), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.nielweise2007;     counts("nielweise2007", "OR", paste(d$author, d$year), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.yusuf1985;         counts(paste("yusuf1985 table", d$table), "OR", paste(d$id, d$trial), d$ai, d$n1i, d$ci, d$n2i)
d <- dat.anand1999
d$group <- ifelse(d$asp.t == 0 & d$asp.c == 0, d$intensity, ifelse(d$asp.t == 0, "against aspirin", "with aspirin"))
counts(paste("anand1999", d$group), "OR", paste(d$study, d$year), d$ai, d$n1i, d$ci, d$n2i)
binary <- binary[complete.cases(binary), ]

continuous <- continuous[order(match(continuous$set, unique(continuous$set))), ]
binary <- binary[order(match(binary$set, unique(binary$set))), ]
write.csv(continuous, "continuous.csv", row.names = FALSE, na = "", quote = TRUE)
write.csv(binary, "binary.csv", row.names = FALSE, na = "", quote = TRUE)
cat(nrow(continuous), "continuous,", nrow(binary), "binary\n")
print(table(continuous$set)); print(table(binary$set))
