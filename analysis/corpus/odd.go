package corpus

import (
	"regexp"
	"strings"
)

// odd are files that look unusual and read exactly as the base does. Where the
// edit moves lines or columns, or writes a number in another way, loose names
// the fields of a row that may differ.
var odd = []struct {
	name  string
	base  string
	edit  func(string) string
	loose []string
}{
	{"byte order mark", "long", func(s string) string { return "\ufeff" + s }, nil},
	{"byte order mark before a quoted header", "long", func(s string) string { return "\ufeff" + quoteAll(s) }, nil},
	{"everything quoted", "long", quoteAll, nil},
	{"CRLF", "long", crlf, nil},
	{"CRLF, quoted, byte order mark", "counts", func(s string) string { return "\ufeff" + crlf(quoteAll(s)) }, nil},
	{"semicolons", "long", commaTo(";"), nil},
	{"semicolons in a wide file", "effect", commaTo(";"), nil},
	{"tabs", "long", commaTo("\t"), nil},
	{"tabs and CRLF", "means", func(s string) string { return crlf(commaTo("\t")(s)) }, nil},
	{"semicolons and a byte order mark", "studies", func(s string) string { return "\ufeff" + commaTo(";")(s) }, nil},
	{"no newline at the end", "long", func(s string) string { return strings.TrimSuffix(s, "\n") }, nil},
	{"blank lines at the end", "long", func(s string) string { return s + "\n\r\n   \n" }, nil},
	{"blank lines within", "long", func(s string) string { return strings.ReplaceAll(s, "\n", "\n\n") }, []string{"Line"}},
	{"blank lines before the header", "long", func(s string) string { return "\n\n" + s }, []string{"Line"}},
	{"spaces around cells", "long", commaTo(" , "), nil},
	{"tabs around cells", "counts", commaTo("\t,\t"), nil},
	{"empty for NA", "long", replace("NA", ""), nil},
	{"NA for empty", "long", replace("12,,,,a", "12,NA,NA,NA,a"), nil},
	{"capitals in the header", "long", func(s string) string {
		head, rest, _ := strings.Cut(s, "\n")
		return strings.ToUpper(head) + "\n" + rest
	}, nil},
	{"decimals on counts", "counts", replace("12,20,5,21", "12.0,20.00,5.0,21.0"), []string{"Cells"}},
	{"exponents", "counts", replace("12,20,5,21", "1.2e1,2E+1,5e0,21"), []string{"Cells"}},
	{"leading zeros and plus signs", "counts", replace("12,20,5,21", "012,+20,05,21"), []string{"Cells"}},
	{"wald for normal", "effect", replace("normal", "wald"), []string{"Cells"}},
	{"capitals for normal", "effect", replace("normal", "Normal"), []string{"Cells"}},
	{"columns in another order", "means", func(s string) string { return columnsReversed(s) }, []string{"Cells"}},
	{"an own column more", "long", func(s string) string {
		return regexp.MustCompile(`(?m)$`).ReplaceAllString(strings.TrimSpace(s), ",x") + "\n"
	}, []string{"Cells"}},
	{"metafor's names", "means", replace("mean_t,sd_t,n_t,mean_c,sd_c,n_c", "m1i,sd1i,n1i,m2i,sd2i,n2i"), nil},
	{"meta's names", "counts", replace("study,events_t,n_t,events_c,n_c", "studlab,event.e,n.e,event.c,n.c"), nil},
	{"a comma in quotes", "long", replace(",a\n", ",\"a, b\"\n"), []string{"Cells"}},
	{"a line break in quotes", "long", replace(",e\n", ",\"e\nf\"\n"), []string{"Cells"}},
	{"a quote in quotes", "long", replace(",a\n", ",\"say \"\"a\"\"\"\n"), []string{"Cells"}},
	{"a formula in an own column", "long", replace(",a\n", ",=1+1\n"), []string{"Cells"}},
	{"letters of the world in an own column", "long", replace(",a\n", ",Ærøskøbing 日本 ‏עברית\n"), []string{"Cells"}},
	{"a percent sign in an own column", "long", replace(",a\n", ",45%\n"), []string{"Cells"}},
}

func oddTables() []File {
	var all []File
	for _, c := range odd {
		all = append(all, File{Name: c.name, Base: c.base, Text: c.edit(Of(c.base).Text), Want: Equal, Loose: c.loose})
	}
	return all
}

func replace(old, with string) func(string) string {
	return func(s string) string {
		if !strings.Contains(s, old) {
			panic("corpus: the base has no " + old)
		}
		return strings.Replace(s, old, with, 1)
	}
}

func commaTo(separator string) func(string) string {
	return func(s string) string { return strings.ReplaceAll(s, ",", separator) }
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func quoteAll(s string) string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
		lines = append(lines, `"`+strings.ReplaceAll(line, ",", `","`)+`"`)
	}
	return strings.Join(lines, "\n") + "\n"
}

func columnsReversed(s string) string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
		cells := strings.Split(line, ",")
		for i, j := 0, len(cells)-1; i < j; i, j = i+1, j-1 {
			cells[i], cells[j] = cells[j], cells[i]
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "\n") + "\n"
}
