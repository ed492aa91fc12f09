package report

import (
	"fmt"
	"slices"
)

// Languages are the languages the page's own words are written in, each by the
// code that a protocol uses and by its tag in a page. What is written of
// results is English in all of them, and what the protocol and the data say
// stays as it is written there.
var Languages = []struct{ Code, Tag string }{{"en", "en"}, {"no", "nb"}}

// htmlWords are the page's own words, in the order of Languages.
var htmlWords = map[string][2]string{
	"skip":             {"Skip to the answer", "Hopp til svaret"},
	"contents":         {"Contents", "Innhold"},
	"in-short":         {"In short", "Kort sagt"},
	"asked":            {"What was asked", "Spørsmålet"},
	"answer":           {"The answer", "Svaret"},
	"in-1000":          {"In 1,000 people", "Blant 1 000 mennesker"},
	"rests-on":         {"What it rests on", "Hva svaret hviler på"},
	"would-change":     {"What changes it", "Hva som endrer svaret"},
	"missing":          {"What is missing", "Hva som mangler"},
	"margin":           {"Against the declared margin", "Mot den fastsatte grensen"},
	"first-of":         {"This is the protocol's first analysis of %d. Of all, %d pool two or more trials and %d rest on a single one; the table below has them all.", "Dette er protokollens første av %d analyser. Av alle slår %d sammen to eller flere studier, og %d hviler på én; tabellen nedenfor viser alle."},
	"no-answer":        {"No estimate from any trial: %d.", "Uten anslag fra noen studie: %d."},
	"findings":         {"Findings in the data", "Funn i dataene"},
	"findings-about":   {"What the data checks ask about. Each stands in the results as well.", "Det datakontrollene spør om. Alt står også i resultatene."},
	"sof":              {"Summary of findings", "Oppsummering av funnene"},
	"sof-about":        {"Absolute effects are shown where the protocol declares a baseline risk, and for differences of risks. Certainty is a person's judgement and has not been made.", "Absolutte effekter vises der protokollen oppgir en utgangsrisiko, og for risikodifferanser. Tillit til resultatet er et menneskes vurdering, og den er ikke gjort."},
	"outcome":          {"Outcome", "Utfall"},
	"effect":           {"Effect (interval)", "Effekt (intervall)"},
	"baseline":         {"Without, per 1,000", "Uten, per 1 000"},
	"difference":       {"With it, more or fewer per 1,000 (interval)", "Med: flere eller færre per 1 000 (intervall)"},
	"trials":           {"Trials", "Studier"},
	"trial":            {"Trial", "Studie"},
	"people":           {"People", "Personer"},
	"certainty":        {"Certainty", "Tillit"},
	"not-assessed":     {"not assessed", "ikke vurdert"},
	"k-of":             {"%d of %d", "%d av %d"},
	"answer-above":     {"Its answer in words stands above, under", "Svaret med ord står ovenfor, under"},
	"sensitivity":      {"What changes when one thing changes", "Hva som endres når én ting endres"},
	"share":            {"The rows share trials with the main estimate: they are not independent confirmations.", "Radene deler studier med hovedanslaget: de er ikke uavhengige bekreftelser."},
	"refits":           {"The same as a table, with what exactly changed", "Det samme som tabell, med nøyaktig hva som er endret"},
	"change":           {"What changes", "Hva som endres"},
	"exactly":          {"Exactly", "Nøyaktig"},
	"model":            {"Model and interval", "Modell og intervall"},
	"remark":           {"Remark", "Merknad"},
	"main":             {"Main estimate", "Hovedanslag"},
	"beside":           {"The same trials, other intervals and models", "De samme studiene, andre intervaller og modeller"},
	"subgroups":        {"Subgroups, descriptive", "Undergrupper, beskrivende"},
	"refit":            {"One thing changed", "Én ting endret"},
	"cumulative":       {"Adding one trial at a time", "Én studie lagt til om gangen"},
	"influence":        {"Leaving out one at a time", "Én utelatt om gangen"},
	"influence-table":  {"Each trial left out in turn", "Hver studie utelatt etter tur"},
	"left-one":         {"Left out", "Utelatt"},
	"interval-null":    {"The interval and no difference", "Intervallet og ingen forskjell"},
	"excludes":         {"excludes it", "utelukker det"},
	"includes":         {"includes it", "omfatter det"},
	"companions":       {"Further plots", "Flere plott"},
	"published":        {"Published reviews, for comparison: not pooled here", "Publiserte oversikter til sammenligning: ikke slått sammen her"},
	"review":           {"Review", "Oversikt"},
	"control":          {"Control", "Kontroll"},
	"timepoint":        {"Time", "Tid"},
	"comparable":       {"Comparable with this analysis", "Sammenlignbar med denne analysen"},
	"source":           {"Source", "Kilde"},
	"data":             {"The data behind the numbers", "Dataene bak tallene"},
	"data-about":       {"Source names the file of the review and its lines.", "Kilden viser filen i oversikten og linjene i den."},
	"weight":           {"Weight", "Vekt"},
	"notes":            {"Notes", "Merknader"},
	"left":             {"Left out: %d of %d listed", "Utelatt: %d av %d på listen"},
	"reason":           {"Reason", "Grunn"},
	"nothing-found":    {"Trials of which no number of this outcome was found: %d", "Studier uten noe tall for dette utfallet: %d"},
	"method":           {"Method", "Metode"},
	"works":            {"Papers", "Artikler"},
	"more":             {"Data, refits, left-out trials and method", "Data, nye tilpasninger, utelatte studier og metode"},
	"listing":          {"The listed trials, and what was found of each", "Studiene på listen, og hva som ble funnet av hver"},
	"listing-about":    {"● in the main estimate; ○ a number was found and is not in it (the reason stands with the analysis); blank: nothing found.", "● i hovedanslaget; ○ et tall ble funnet, men er ikke med (grunnen står ved analysen); tomt: ingenting funnet."},
	"pooled":           {"in the main estimate", "i hovedanslaget"},
	"found-not-pooled": {"found, not in it", "funnet, ikke med"},
	"nothing":          {"nothing found", "ingenting funnet"},
	"methods":          {"Methods used", "Metoder som er brukt"},
	"methods-about":    {"The papers of the methods that these numbers used, and no others.", "Artiklene bak metodene tallene bruker, og ingen andre."},
	"run":              {"This run", "Denne kjøringen"},
	"profile":          {"Profile of settings", "Innstillingsprofil"},
	"version":          {"Program", "Program"},
	"identity":         {"Identity", "Identitet"},
	"identity-about":   {"The SHA-256 of the protocol, of every table of data and of every result stand in run.json beside this page; the changes since earlier runs in history.jsonl.", "SHA-256 for protokollen, hver datatabell og hvert resultat står i run.json ved siden av denne siden; endringer siden tidligere kjøringer i history.jsonl."},
	"files":            {"Numbers for programs", "Tall for programmer"},
	"files-about":      {"results.json (every estimate, with every setting in effect), estimates.csv (a row an estimate), studies.csv (a row a trial of a main estimate), reproduce.R (every estimate again in R), and the figures as SVG under figures.", "results.json (alle anslag, med alle innstillinger), estimates.csv (én rad per anslag), studies.csv (én rad per studie i et hovedanslag), reproduce.R (alle anslag på nytt i R), og figurene som SVG under figures."},
	"to-top":           {"To the top", "Til toppen"},
	"copy":             {"Copy as %s", "Kopier som %s"},
	"copied":           {"Copied", "Kopiert"},
	"saved":            {"Saved as a file", "Lagret som fil"},
	"not-copied":       {"Could not be copied", "Kunne ikke kopieres"},
}

// htmlWord is the word of a key in the language at place i, with its numbers.
// A key without a word is an error.
func htmlWord(i int, key string, args ...any) (string, error) {
	w, ok := htmlWords[key]
	if !ok {
		return "", fmt.Errorf("no word for %q", key)
	}
	if len(args) == 0 {
		return w[i], nil
	}
	return fmt.Sprintf(w[i], args...), nil
}

// language is the place of a language in Languages.
func language(code string) (int, error) {
	if code == "" {
		return 0, nil
	}
	i := slices.IndexFunc(Languages, func(l struct{ Code, Tag string }) bool { return l.Code == code })
	if i < 0 {
		return 0, fmt.Errorf("unknown language %q", code)
	}
	return i, nil
}
