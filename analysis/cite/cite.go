// Package cite holds every paper once. A method names its papers by key; the
// report prints exactly the works that its numbers used.
package cite

// Work is one publication, as a reader would look it up.
type Work struct {
	Key  string
	Text string
}

// Works are all works, in the order of their keys.
var Works = []Work{
	{"baujat2002", "Baujat B, Mahé C, Pignon JP, Hill C. A graphical method for exploring heterogeneity in meta-analyses: application to a meta-analysis of 65 trials. Stat Med 2002;21:2641–2652. doi:10.1002/sim.1221"},
	{"becker1993", "Becker MP, Balagtas CC. Marginal modeling of binary cross-over data. Biometrics 1993;49:997–1009. doi:10.2307/2532242"},
	{"borenstein2009", "Borenstein M. Effect sizes for continuous data. In: Cooper H, Hedges LV, Valentine JC, eds. The Handbook of Research Synthesis and Meta-Analysis. 2nd ed. Russell Sage Foundation; 2009:221–235."},
	{"bradburn2007", "Bradburn MJ, Deeks JJ, Berlin JA, Localio AR. Much ado about nothing: a comparison of the performance of meta-analytical methods with rare events. Stat Med 2007;26:53–77. doi:10.1002/sim.2528"},
	{"brannick2019", "Brannick MT, Potter SM, Benitez B, Morris SB. Bias and precision of alternate estimators in meta-analysis: benefits of blending Schmidt–Hunter and Hedges approaches. Organ Res Methods 2019;22:490–514. doi:10.1177/1094428117741966"},
	{"breslow1980", "Breslow NE, Day NE. Statistical Methods in Cancer Research. Volume I: The Analysis of Case-Control Studies. International Agency for Research on Cancer; 1980."},
	{"cochran1954", "Cochran WG. The combination of estimates from different experiments. Biometrics 1954;10:101–129. doi:10.2307/3001666"},
	{"cochran1954b", "Cochran WG. Some methods for strengthening the common χ² tests. Biometrics 1954;10:417–451. doi:10.2307/3001616"},
	{"dersimonian1986", "DerSimonian R, Laird N. Meta-analysis in clinical trials. Control Clin Trials 1986;7:177–188. doi:10.1016/0197-2456(86)90046-2"},
	{"dersimonian2007", "DerSimonian R, Kacker R. Random-effects model for meta-analysis of clinical trials: an update. Contemp Clin Trials 2007;28:105–114. doi:10.1016/j.cct.2006.04.004"},
	{"doncaster2018", "Doncaster CP, Spake R. Correction for bias in meta-analysis of little-replicated studies. Methods Ecol Evol 2018;9:634–644. doi:10.1111/2041-210X.12927"},
	{"elbourne2002", "Elbourne DR, Altman DG, Higgins JPT, Curtin F, Worthington HV, Vail A. Meta-analyses involving cross-over trials: methodological issues. Int J Epidemiol 2002;31:140–149. doi:10.1093/ije/31.1.140"},
	{"follmann1999", "Follmann DA, Proschan MA. Valid inference in random effects meta-analysis. Biometrics 1999;55:732–737. doi:10.1111/j.0006-341X.1999.00732.x"},
	{"galbraith1988", "Galbraith RF. Graphical display of estimates having differing standard errors. Technometrics 1988;30:271–281. doi:10.1080/00401706.1988.10488400"},
	{"greenland1985", "Greenland S, Robins JM. Estimation of a common effect parameter from sparse follow-up data. Biometrics 1985;41:55–68. doi:10.2307/2530643"},
	{"hardy1996", "Hardy RJ, Thompson SG. A likelihood approach to meta-analysis with random effects. Stat Med 1996;15:619–629."},
	{"hartung2001", "Hartung J, Knapp G. A refined method for the meta-analysis of controlled clinical trials with binary outcome. Stat Med 2001;20:3875–3889. doi:10.1002/sim.1009"},
	{"hedges1981", "Hedges LV. Distribution theory for Glass's estimator of effect size and related estimators. J Educ Stat 1981;6:107–128. doi:10.3102/10769986006002107"},
	{"hedges1982", "Hedges LV. Estimation of effect size from a series of independent experiments. Psychol Bull 1982;92:490–499. doi:10.1037/0033-2909.92.2.490"},
	{"hedges1983", "Hedges LV. A random effects model for effect sizes. Psychol Bull 1983;93:388–395. doi:10.1037/0033-2909.93.2.388"},
	{"hedges1985", "Hedges LV, Olkin I. Statistical Methods for Meta-Analysis. Academic Press; 1985."},
	{"hedges2010", "Hedges LV, Tipton E, Johnson MC. Robust variance estimation in meta-regression with dependent effect size estimates. Res Synth Methods 2010;1:39–65. doi:10.1002/jrsm.5"},
	{"higgins2002", "Higgins JPT, Thompson SG. Quantifying heterogeneity in a meta-analysis. Stat Med 2002;21:1539–1558. doi:10.1002/sim.1186"},
	{"higgins2004", "Higgins JPT, Thompson SG. Controlling the risk of spurious findings from meta-regression. Stat Med 2004;23:1663–1682. doi:10.1002/sim.1752"},
	{"higgins2009", "Higgins JPT, Thompson SG, Spiegelhalter DJ. A re-evaluation of random-effects meta-analysis. J R Stat Soc A 2009;172:137–159. doi:10.1111/j.1467-985X.2008.00552.x"},
	{"hunter2004", "Hunter JE, Schmidt FL. Methods of Meta-Analysis: Correcting Error and Bias in Research Findings. 2nd ed. Sage; 2004."},
	{"jackson2014", "Jackson D, Turner R, Rhodes K, Viechtbauer W. Methods for calculating confidence and credible intervals for the residual between-study variance in random effects meta-regression models. BMC Med Res Methodol 2014;14:103. doi:10.1186/1471-2288-14-103"},
	{"katz1978", "Katz D, Baptista J, Azen SP, Pike MC. Obtaining confidence intervals for the risk ratio in cohort studies. Biometrics 1978;34:469–474. doi:10.2307/2530610"},
	{"knapp2003", "Knapp G, Hartung J. Improved tests for a random effects meta-regression with a single covariate. Stat Med 2003;22:2693–2710. doi:10.1002/sim.1482"},
	{"labbe1987", "L'Abbé KA, Detsky AS, O'Rourke K. Meta-analysis in clinical research. Ann Intern Med 1987;107:224–233. doi:10.7326/0003-4819-107-2-224"},
	{"light1984", "Light RJ, Pillemer DB. Summing Up: The Science of Reviewing Research. Harvard University Press; 1984."},
	{"lopezlopez2014", "López-López JA, Marín-Martínez F, Sánchez-Meca J, Van den Noortgate W, Viechtbauer W. Estimation of the predictive power of the model in mixed-effects meta-regression: a simulation study. Br J Math Stat Psychol 2014;67:30–48. doi:10.1111/bmsp.12002"},
	{"mantel1959", "Mantel N, Haenszel W. Statistical aspects of the analysis of data from retrospective studies of disease. J Natl Cancer Inst 1959;22:719–748."},
	{"may1997", "May WL, Johnson WD. Confidence intervals for differences in correlated binary proportions. Stat Med 1997;16:2127–2136. doi:10.1002/(SICI)1097-0258(19970930)16:18<2127::AID-SIM633>3.0.CO;2-W"},
	{"mcguinness2021", "McGuinness LA, Higgins JPT. Risk-of-bias VISualization (robvis): an R package and Shiny web app for visualizing risk-of-bias assessments. Res Synth Methods 2021;12:55–61. doi:10.1002/jrsm.1411"},
	{"mcnemar1947", "McNemar Q. Note on the sampling error of the difference between correlated proportions or percentages. Psychometrika 1947;12:153–157. doi:10.1007/BF02295996"},
	{"morris1983", "Morris CN. Parametric empirical Bayes inference: theory and applications. J Am Stat Assoc 1983;78:47–55. doi:10.2307/2287098"},
	{"olkin2012", "Olkin I, Dahabreh IJ, Trikalinos TA. GOSH – a graphical display of study heterogeneity. Res Synth Methods 2012;3:214–223. doi:10.1002/jrsm.1053"},
	{"partlett2017", "Partlett C, Riley RD. Random effects meta-analysis: coverage performance of 95% confidence and prediction intervals following REML estimation. Stat Med 2017;36:301–317. doi:10.1002/sim.7140"},
	{"paule1982", "Paule RC, Mandel J. Consensus values and weighting factors. J Res Natl Bur Stand 1982;87:377–385. doi:10.6028/jres.087.022"},
	{"peters2008", "Peters JL, Sutton AJ, Jones DR, Abrams KR, Rushton L. Contour-enhanced meta-analysis funnel plots help distinguish publication bias from other causes of asymmetry. J Clin Epidemiol 2008;61:991–996. doi:10.1016/j.jclinepi.2007.11.010"},
	{"pustejovsky2018", "Pustejovsky JE, Tipton E. Small-sample methods for cluster-robust variance estimation and hypothesis testing in fixed effects models. J Bus Econ Stat 2018;36:672–683. doi:10.1080/07350015.2016.1247004"},
	{"raudenbush1985", "Raudenbush SW, Bryk AS. Empirical Bayes meta-analysis. J Educ Stat 1985;10:75–98. doi:10.3102/10769986010002075"},
	{"raudenbush2009", "Raudenbush SW. Analyzing effect sizes: random-effects models. In: Cooper H, Hedges LV, Valentine JC, eds. The Handbook of Research Synthesis and Meta-Analysis. 2nd ed. Russell Sage Foundation; 2009:295–315."},
	{"robins1986", "Robins J, Breslow N, Greenland S. Estimators of the Mantel–Haenszel variance consistent in both sparse data and large-strata limiting models. Biometrics 1986;42:311–323. doi:10.2307/2531052"},
	{"rover2015", "Röver C, Knapp G, Friede T. Hartung–Knapp–Sidik–Jonkman approach and its modification for random-effects meta-analysis with few studies. BMC Med Res Methodol 2015;15:99. doi:10.1186/s12874-015-0091-1"},
	{"rover2020", "Röver C. Bayesian random-effects meta-analysis using the bayesmeta R package. J Stat Softw 2020;93(6):1–51. doi:10.18637/jss.v093.i06"},
	{"rucker2021", "Rücker G, Schwarzer G. Beyond the forest plot: the drapery plot. Res Synth Methods 2021;12:13–19. doi:10.1002/jrsm.1410"},
	{"sato1989", "Sato T, Greenland S, Robins JM. On the variance estimator for the Mantel–Haenszel risk difference. Biometrics 1989;45:1323–1324."},
	{"sidik2002", "Sidik K, Jonkman JN. A simple confidence interval for meta-analysis. Stat Med 2002;21:3153–3159. doi:10.1002/sim.1262"},
	{"sidik2005", "Sidik K, Jonkman JN. Simple heterogeneity variance estimation for meta-analysis. J R Stat Soc C 2005;54:367–384. doi:10.1111/j.1467-9876.2005.00489.x"},
	{"sterne2011", "Sterne JAC, Sutton AJ, Ioannidis JPA, Terrin N, Jones DR, Lau J, et al. Recommendations for examining and interpreting funnel plot asymmetry in meta-analyses of randomised controlled trials. BMJ 2011;343:d4002. doi:10.1136/bmj.d4002"},
	{"tarone1985", "Tarone RE. On heterogeneity tests based on efficient scores. Biometrika 1985;72:91–95. doi:10.1093/biomet/72.1.91"},
	{"thompson2002", "Thompson SG, Higgins JPT. How should meta-regression analyses be undertaken and interpreted? Stat Med 2002;21:1559–1573. doi:10.1002/sim.1187"},
	{"tipton2015", "Tipton E. Small sample adjustments for robust variance estimation with meta-regression. Psychol Methods 2015;20:375–393. doi:10.1037/met0000011"},
	{"veroniki2016", "Veroniki AA, Jackson D, Viechtbauer W, Bender R, Bowden J, Knapp G, et al. Methods to estimate the between-study variance and its uncertainty in meta-analysis. Res Synth Methods 2016;7:55–79. doi:10.1002/jrsm.1164"},
	{"veroniki2019", "Veroniki AA, Jackson D, Bender R, Kuss O, Langan D, Higgins JPT, et al. Methods to calculate uncertainty in the estimated overall effect size from a random-effects meta-analysis. Res Synth Methods 2019;10:23–43. doi:10.1002/jrsm.1319"},
	{"viechtbauer2005", "Viechtbauer W. Bias and efficiency of meta-analytic variance estimators in the random-effects model. J Educ Behav Stat 2005;30:261–293. doi:10.3102/10769986030003261"},
	{"viechtbauer2007", "Viechtbauer W. Confidence intervals for the amount of heterogeneity in meta-analysis. Stat Med 2007;26:37–52. doi:10.1002/sim.2514"},
	{"viechtbauer2010", "Viechtbauer W, Cheung MW-L. Outlier and influence diagnostics for meta-analysis. Res Synth Methods 2010;1:112–125. doi:10.1002/jrsm.11"},
	{"viechtbauer2021", "Viechtbauer W. Median-unbiased estimators for the amount of heterogeneity in meta-analysis. European Congress of Methodology, Valencia; 2021."},
	{"woolf1955", "Woolf B. On estimating the relation between blood group and disease. Ann Hum Genet 1955;19:251–253. doi:10.1111/j.1469-1809.1955.tb01348.x"},
	{"yusuf1985", "Yusuf S, Peto R, Lewis J, Collins R, Sleight P. Beta blockade during and after myocardial infarction: an overview of the randomized trials. Prog Cardiovasc Dis 1985;27:335–371. doi:10.1016/S0033-0620(85)80003-7"},
	{"zou2007", "Zou GY. One relative risk versus two odds ratios: implications for meta-analyses involving paired and unpaired binary data. Clin Trials 2007;4:25–31. doi:10.1177/1740774506075667"},
}

// Lookup is the work with the given key.
func Lookup(key string) (Work, bool) {
	for _, w := range Works {
		if w.Key == key {
			return w, true
		}
	}
	return Work{}, false
}
