package record

import (
	"regexp"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for id, want := range map[string]string{
		"response-acute": "response-acute",
		"k_1":            "k_1",
		"2023":           "2023",
		"Lii 2023":       "lii-2023-" + sum([]byte("Lii 2023"))[:8],
		"../../etc":      "etc-" + sum([]byte("../../etc"))[:8],
		"日本":             "id-" + sum([]byte("日本"))[:8],
		"":               "id-" + sum(nil)[:8],
		"con":            "con-" + sum([]byte("con"))[:8],
		"a-0123abcd":     "a-0123abcd-" + sum([]byte("a-0123abcd"))[:8],
	} {
		if got := Slug(id); got != want {
			t.Errorf("Slug(%q) = %q, expected %q", id, got, want)
		}
	}
}

// Ids that a file system may take for one have different names, and every name
// is safe on every file system.
func TestSlugsDiffer(t *testing.T) {
	safe := regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	ids := []string{
		"resumé", "resume\u0301", "resume", "Resume", "RESUME", "a b", "a-b", "a_b", "a.b", "a/b", "a\\b", "a--b", "a-b-", "-a-b", "a:b", "a\x00b", "a\nb",
		".", "..", "...", "", " ", "nul", "NUL", "nul.svg", "ſ", "s", "S", "K", "k", "ß", "ss", "<script>", "=1+1", "\u202eabc", "abc",
		strings.Repeat("a", 64), strings.Repeat("a", 65), strings.Repeat("a", 300), strings.Repeat("a", 299) + "b",
		Slug("A"), "A", Slug(""), Slug("日本"), "日本",
	}
	seen := map[string]string{}
	for _, id := range ids {
		slug := Slug(id)
		if other, taken := seen[slug]; taken {
			t.Errorf("%q and %q are both %q", id, other, slug)
		}
		seen[slug] = id
		if !safe.MatchString(slug) || len(slug) > slugLength {
			t.Errorf("%q gives %q", id, slug)
		}
	}
}
