package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

//go:embed html/*.html html/page.css html/page.js
var htmlFiles embed.FS

// HTML is report.html: the review as one page that opens from disk, asks the
// network for nothing and is whole without its script. The script adds only
// the buttons that copy figures and tables. Equal reviews give equal bytes.
func HTML(r Review) ([]byte, error) {
	at, err := language(r.Language)
	if err != nil {
		return nil, err
	}
	style, err := htmlFiles.ReadFile("html/page.css")
	if err != nil {
		return nil, err
	}
	script, err := htmlFiles.ReadFile("html/page.js")
	if err != nil {
		return nil, err
	}
	page, err := newPage(r, at)
	if err != nil {
		return nil, err
	}
	page.Style, page.Script = template.CSS(style), template.JS(strings.TrimSpace(string(tidy(string(script)))))
	sum := sha256.Sum256([]byte(page.Script))
	page.Policy = fmt.Sprintf("default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:]))
	t, err := template.New("page.html").Funcs(template.FuncMap{
		"capital": Capital,
		"w":       func(key string, args ...any) (string, error) { return htmlWord(at, key, args...) },
		"said": func() template.HTMLAttr { // the language of generated sentences, where it is not the page's
			if at == 0 {
				return ""
			}
			return template.HTMLAttr(`lang="` + Languages[0].Tag + `"`)
		},
	}).ParseFS(htmlFiles, "html/*.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return nil, err
	}
	return tidy(b.String()), nil
}

// tidy is a page without empty lines, and without the control and
// direction-changing characters that a label may hold.
func tidy(page string) []byte {
	var b bytes.Buffer
	for line := range strings.Lines(page) {
		if line = strings.TrimSpace(Plain(line)); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}
