package corpus

import (
	"fmt"
	"strings"
)

// hostile are names that a program could take for something else than a name.
// None may change a number.
var hostile = []string{
	"<script>alert(1)</script>", "</text></svg>", "&lt;b&gt;", "<!-- -->", `" onload="alert(1)`, "]]>",
	"=HYPERLINK(1)", "+1+1", "-1-1", "@SUM(A1)", "'=1", "|cmd /c calc",
	"../../etc/passwd", "/etc/passwd", `C:\con`, "aux", ".", "..", "~", "$(id)", "`id`", "%n%s", "%00",
	"*bold* _it_", "[x](javascript:alert(1))", "| a | b |", "# head", "{{.}}", "${x}", "\\x1b[2J",
	"\x1b[31mred", "a\tb", "a\nb", "a\u2028b", "\u202egnp", "\u200bhidden", "e\u0301", "Ærøskøbing", "日本語", "עברית", "🙂", "\U000e0041",
	"null", "true", "017", "1e5", "--help", "''", "\"quoted\"", "a,b;c", strings.Repeat("long ", 40) + "name",
}

// twins are two names that a file system, a spreadsheet or the eye could take
// for one though they are two.
var twins = [][2]string{
	{"Smith/2019", "Smith:2019"}, {"Smith 2019", "Smith 2019a"}, {"Smith-2019", "Smith_2019"}, {"a.b", "a b."}, {"con", "con.txt"}, {"O0", "OO"},
}

// labels name the first study of each base by each hostile name, and two studies
// by twins.
func labels() []File {
	quoted := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	var all []File
	for _, name := range hostile {
		for _, base := range []string{"counts", "long"} {
			f := File{Name: fmt.Sprintf("a study named %.20q", name), Base: base, Want: Equal, Loose: []string{"Cells", "Study", "Line"}}
			f.Text = strings.ReplaceAll(Of(base).Text, "alpha2019", quoted(name))
			all = append(all, f)
		}
		all = append(all, File{Name: fmt.Sprintf("a remark %.20q", name), Base: "means", Want: Equal, Loose: []string{"Cells", "Line"},
			Text: strings.Replace(strings.ReplaceAll(Means, "\n", ","+quoted(name)+"\n"), ","+quoted(name), ",remark", 1)})
	}
	for _, t := range twins {
		all = append(all, File{Name: fmt.Sprintf("studies named %q and %q", t[0], t[1]), Base: "counts", Want: Equal, Loose: []string{"Cells", "Study"},
			Text: strings.NewReplacer("alpha2019", quoted(t[0]), "beta2020", quoted(t[1])).Replace(Counts)})
	}
	return all
}
