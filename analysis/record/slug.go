package record

import (
	"regexp"
	"strings"
)

const (
	slugLength = 64
	slugHash   = 8
)

var (
	plain    = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	unplain  = regexp.MustCompile(`[^a-z0-9]+`)
	suffixed = regexp.MustCompile(`-[0-9a-f]{8}$`)
	reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)
)

// Slug is a file name for an id: the id itself if it is lower-case letters,
// digits, hyphens and underscores; else what is left of it in those, and a
// short hash of the id, so that ids that differ in case, Unicode form or
// punctuation only have different names on every file system.
func Slug(id string) string {
	if plain.MatchString(id) && len(id) <= slugLength && !suffixed.MatchString(id) && !reserved.MatchString(id) {
		return id
	}
	slug := strings.Trim(unplain.ReplaceAllString(strings.ToLower(id), "-"), "-")
	if most := slugLength - slugHash - 1; len(slug) > most {
		slug = strings.TrimRight(slug[:most], "-")
	}
	if slug == "" {
		slug = "id"
	}
	return slug + "-" + sum([]byte(id))[:slugHash]
}
