package analysis

import (
	"regexp"
	"strings"
)

var (
	pValues  = regexp.MustCompile(`P ([=<]) (\d)[.,](\d+)`)
	numbers  = regexp.MustCompile(`\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+`)
	percents = regexp.MustCompile(`(\d)%`)
)

// say is a text that grove wrote of a result, in the language and the style of
// the view: words and numbers as the language has them, then P values as the
// style has them. What stands between “ and ” is a protocol's own and stays.
func (v view) say(english string) string {
	text := english
	if v.Language == norwegian.code {
		text = v.translated(english)
	}
	return pValues.ReplaceAllStringFunc(text, func(p string) string {
		part := pValues.FindStringSubmatch(p)
		return v.options.P(strings.TrimPrefix(part[1], "=") + part[2] + "." + part[3])
	})
}

func (v view) translated(text string) string {
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
