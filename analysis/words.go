package analysis

import (
	"regexp"
	"strings"
)

var (
	pValues  = regexp.MustCompile(`P ([=<]) (\d\.\d+)`)
	numbers  = regexp.MustCompile(`\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+`)
	percents = regexp.MustCompile(`(\d)%`)
)

// say is a text that grove wrote of a result, in the style and the language of
// the view: P values as the style has them, then numbers and words as the
// language has them. What stands between “ and ” is a protocol's own and stays.
func (v view) say(english string) string {
	text := pValues.ReplaceAllStringFunc(english, func(p string) string {
		part := pValues.FindStringSubmatch(p)
		return v.options.P(strings.TrimPrefix(part[1], "=") + part[2])
	})
	if v.Language != norwegian.code {
		return text
	}
	var b strings.Builder
	for text != "" {
		ours, rest, quoted := strings.Cut(text, "“")
		theirs, after, _ := strings.Cut(rest, "”")
		ours = numbers.ReplaceAllStringFunc(ours, func(n string) string { return v.options.Number(unmarked.Replace(n)) })
		b.WriteString(norwegian.words.Replace(percents.ReplaceAllString(ours, "$1\u00a0%")))
		if quoted {
			b.WriteString("«" + theirs + "»")
		}
		text = after
	}
	return b.String()
}
