package report

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/pool"
)

// Markdown is report.md: the answer of each analysis first, then what it rests
// on. Figures are linked by their names relative to the output.
func Markdown(r Review) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", Escape(r.Title))
	if r.About != "" {
		fmt.Fprintf(&b, "%s\n\n", Escape(r.About))
	}
	fmt.Fprintf(&b, "%s listed. Settings: profile `%s`, grove %s; every choice in effect stands in `results.json`.\n", Plural(r.Listed, "trial", "trials"), r.Profile, r.Version)
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n> %s\n", Escape(f))
	}
	if len(r.Analyses) > 1 {
		b.WriteString("\n")
		summary(&b, r)
	}
	for _, a := range r.Analyses {
		section(&b, a)
	}
	listing(&b, r)
	works(&b, r)
	return []byte(b.String())
}

// summary is the table of all main estimates.
func summary(b *strings.Builder, r Review) {
	rows := [][]string{}
	for _, a := range r.Analyses {
		e := a.Main
		rows = append(rows, []string{
			"[" + Escape(a.Title) + "](#" + a.ID + ")", a.Measure.Code,
			fmt.Sprintf("%d of %d", e.Result.K, a.Listed), Count(e.Result.N), natural(e) + assumes(e)})
	}
	table(b, []string{"analysis", "measure", "trials", "people", "estimate (interval)"}, rows)
}

// marks show a trial's evidence in the matrix of the listed trials.
var marks = []struct {
	evidence Evidence
	mark     string
}{{Pooled, "●"}, {Shown, "○"}, {Nothing, ""}}

// listing is the table of all listed trials with what each analysis has of
// them, so that what is missing is seen.
func listing(b *strings.Builder, r Review) {
	if len(r.Listing)+len(r.Figures)+len(r.Undrawn) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## The %s, and what was found of each\n", Plural(r.Listed, "listed trial", "listed trials"))
	for _, f := range r.Figures {
		picture(b, f)
	}
	notDrawn(b, r.Undrawn)
	if len(r.Listing) == 0 {
		return
	}
	b.WriteString("\n● in the main estimate; ○ a number was found and is not in it (the reason stands with the analysis); blank: nothing found.\n\n")
	head := []string{"trial"}
	for _, l := range r.Listing {
		head = append(head, Escape(l))
	}
	for _, a := range r.Analyses {
		head = append(head, "["+Escape(a.ID)+"](#"+a.ID+")")
	}
	rows := [][]string{}
	for _, t := range r.Trials {
		row := []string{Escape(t.Label)}
		for _, c := range t.Cells {
			row = append(row, Escape(c))
		}
		for _, e := range t.Evidence {
			for _, m := range marks {
				if m.evidence == e {
					row = append(row, m.mark)
				}
			}
		}
		rows = append(rows, row)
	}
	table(b, head, rows)
}

// assumes marks an estimate of several trials that assumes one effect.
func assumes(e Estimate) string {
	if e.Result.K > 1 && e.Result.Tau2Method == "" {
		return ", assuming one effect"
	}
	return ""
}

// picture links a figure, with its text alternative.
func picture(b *strings.Builder, f Figure) {
	fmt.Fprintf(b, "\n![%s: %s](%s.svg)\n", Escape(f.Title), Escape(f.Alt), f.Name)
}

// notDrawn says which figures that were asked for are not there.
func notDrawn(b *strings.Builder, undrawn []string) {
	for _, u := range undrawn {
		fmt.Fprintf(b, "\n%s.\n", Escape(u))
	}
}

func section(b *strings.Builder, a Analysis) {
	e := a.Main
	fmt.Fprintf(b, "\n<a id=\"%s\"></a>\n\n## %s\n\n", a.ID, Escape(a.Title))
	if a.Question != "" {
		fmt.Fprintf(b, "%s\n\n", Escape(a.Question))
	}
	said := parts(Headline(a))
	fmt.Fprintf(b, "**%s**%s\n\n", Escape(said[0].Text), Escape(said[1].Text))
	for _, s := range InShort(a) {
		fmt.Fprintf(b, "* %s\n", Escape(s))
	}
	for _, p := range a.Published {
		fmt.Fprintf(b, "* Published, for comparison and not pooled here: %s\n", Escape(PublishedResult(p)))
	}
	if a.Margin != nil {
		fmt.Fprintf(b, "\n%s\n", Escape(MarginReading(a)))
	}
	for _, f := range a.Figures {
		if !inLab(a, f) {
			picture(b, f)
		}
	}
	notDrawn(b, a.Undrawn)
	if e.Result.K > 1 {
		fmt.Fprintf(b, "\n%s.\n", Heterogeneity(e.Result))
	}
	if t := Tests(e.Result); t != "" {
		fmt.Fprintf(b, "\n%s.\n", t)
	}
	if len(e.Notes) > 0 {
		b.WriteString("\nNotes:\n\n")
		for _, n := range e.Notes {
			fmt.Fprintf(b, "* %s\n", Escape(n))
		}
	}
	if len(a.Estimates()) > 1 {
		b.WriteString("\n### What changes when one thing changes\n\nThe rows share trials with the main estimate: they are not independent confirmations.\n\n")
		estimates(b, a)
		for i, t := range a.Between {
			if i > 0 && math.IsNaN(t.Q) {
				continue // for the same reason
			}
			fmt.Fprintf(b, "\n%s\n", Escape(TestBetween(t)))
		}
	}
	for _, l := range Labs(a) {
		lab(b, l)
	}
	b.WriteString("\n### Trials\n\n")
	trials(b, a)
	left(b, a)
}

// longest is how many rows of a table of refits report.md shows; results.json has
// more.
const longest = 20

// lab is a section on many refits.
func lab(b *strings.Builder, l Lab) {
	fmt.Fprintf(b, "\n### %s\n\n", Escape(l.Title))
	for _, s := range l.Said {
		fmt.Fprintf(b, "* %s\n", Escape(s))
	}
	if l.Figure != nil {
		picture(b, *l.Figure)
	}
	for _, t := range l.Tables {
		rows := [][]string{}
		left := 0
		for i, r := range t.Rows {
			if len(rows) == longest || i < len(t.Muted) && t.Muted[i] {
				left++
				continue
			}
			var cells []string
			for _, c := range r {
				cells = append(cells, Escape(c))
			}
			rows = append(rows, cells)
		}
		var heads []string
		for _, h := range t.Heads {
			heads = append(heads, Escape(h))
		}
		fmt.Fprintf(b, "\n%s:\n\n", Escape(t.Title))
		table(b, heads, rows)
		if left > 0 {
			fmt.Fprintf(b, "\n%s in `results.json`.\n", Plural(left, "more row stands", "more rows stand"))
		}
	}
}

// left says which listed trials are not in the main estimate: those of which a
// number was found with the reason, the others by name.
func left(b *strings.Builder, a Analysis) {
	if len(a.Main.Left) == 0 {
		return
	}
	fmt.Fprintf(b, "\n### Left out (%d of %d listed)\n\n", len(a.Main.Left), a.Listed)
	rows := [][]string{}
	var nothing []string
	for _, l := range a.Main.Left {
		if l.Found {
			rows = append(rows, []string{Escape(l.Label), Escape(l.Reason)})
		} else {
			nothing = append(nothing, Escape(l.Label))
		}
	}
	if len(rows) > 0 {
		table(b, []string{"trial", "reason"}, rows)
	}
	if len(nothing) > 0 {
		fmt.Fprintf(b, "\nNo number of this outcome was found for %s: %s.\n", Plural(len(nothing), "trial", "trials"), strings.Join(nothing, ", "))
	}
}

// Headline is the answer of an analysis in two sentences, with what it rests on.
func Headline(a Analysis) string {
	e := a.Main
	if e.Result.K == 0 || e.Failed != "" {
		return fmt.Sprintf("**No estimate**: %s of %s listed.", why(e), Plural(a.Listed, "trial", "trials"))
	}
	who := fmt.Sprintf("%d of %s", e.Result.K, Plural(a.Listed, "listed trial", "listed trials"))
	if !math.IsNaN(e.Result.N) {
		who += ", " + Count(e.Result.N) + " people"
	}
	s := fmt.Sprintf("**%s %s** (%s%% interval; %s; %s, %s).", Capital(a.Measure.Name), natural(e),
		Level(e.Settings.Level), who, Model(e.Result), IntervalName(e.Result))
	if r := Reading(a); r != "" {
		s += " " + r
	}
	if !math.IsNaN(e.ExactP) {
		s += fmt.Sprintf(" That interval is approximate; the exact test of the same pairs gives %s.", PValue(e.ExactP))
	}
	if e.Result.Prediction != "" {
		s += fmt.Sprintf(" %s%% prediction interval for a new trial's true effect: %s (%s).", Level(e.Settings.Level),
			Interval(e.Natural.PILower, e.Natural.PIUpper, a.Measure.Ratio), PredictionName(e.Result))
	}
	if p := PosteriorSentence(e.Result, e.Settings); p != "" {
		s += " " + p
	}
	return s
}

func why(e Estimate) string {
	if e.Failed != "" {
		return e.Failed
	}
	return "0"
}

// estimates is the table of the main row and every change from it.
func estimates(b *strings.Builder, a Analysis) {
	rows := [][]string{}
	for _, e := range a.Estimates() {
		title := Escape(e.Title)
		if e.Kind == "main" {
			title = "**Main estimate**"
		}
		rows = append(rows, []string{title, fmt.Sprint(e.Result.K), e.Measure.Code, natural(e), Model(e.Result) + ", " + IntervalName(e.Result), tau2(e.Result), Escape(note(e, a))})
	}
	table(b, []string{"", "trials", "measure", "estimate (interval)", "model, interval", "τ²", ""}, rows)
}

// note is what has to be known of a refit beside its numbers.
func note(e Estimate, a Analysis) string {
	switch {
	case e.Failed != "":
		return e.Failed
	case e.SameAs != "":
		return Repeats(e)
	case OnlyDegrees(e, a.Main):
		return "narrower by its reference distribution alone"
	}
	return ""
}

// tau2 is τ² where the model has one.
func tau2(r pool.Result) string {
	if r.Tau2Method == "" {
		return ""
	}
	return Variance(r.Tau2)
}

func trials(b *strings.Builder, a Analysis) {
	head, cells := Groups(a.Main.Trials, a.Measure)
	head = append([]string{"trial"}, head...)
	for _, c := range a.Columns {
		head = append(head, Escape(c))
	}
	head = append(head, a.Measure.Code+" (interval)", "weight", "source", "notes")
	rows := [][]string{}
	for i, t := range a.Main.Trials {
		row := append([]string{Escape(Marked(t))}, cells[i]...)
		for _, c := range t.Columns {
			row = append(row, Escape(c))
		}
		row = append(row, EffectCI(t.Natural.Estimate, t.Natural.CILower, t.Natural.CIUpper, a.Measure.Ratio), Weight(t), Escape(t.Source), Escape(joined(t.Notes)))
		rows = append(rows, row)
	}
	table(b, head, rows)
}

// Weight is a trial's weight, empty where nothing is pooled.
func Weight(t Trial) string {
	if math.IsNaN(t.Weight) {
		return ""
	}
	return Human(t.Weight, 1) + "%"
}

// natural is the estimate on the natural scale.
func natural(e Estimate) string {
	return EffectCI(e.Natural.Estimate, e.Natural.CILower, e.Natural.CIUpper, e.Measure.Ratio)
}

func table(b *strings.Builder, head []string, rows [][]string) {
	row := func(cells []string) {
		b.WriteString("| " + strings.ReplaceAll(strings.Join(cells, " | "), "\n", " ") + " |\n")
	}
	row(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, r := range rows {
		row(r)
	}
}

// Escape is a text that Markdown shows as it is: on one line, without markup,
// without control and direction-changing characters.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range Plain(s) {
		if strings.ContainsRune("\\`*_[]<>|#&~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Plain is a text on one line without control characters and without the
// characters that change the direction of writing.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == 0x2028 || r == 0x2029:
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x061c || r == 0x200e || r == 0x200f || r == 0xfeff:
			return -1
		}
		return r
	}, s)
}
