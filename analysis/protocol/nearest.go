package protocol

import "strings"

// Nearest is the known word with the fewest letters to change, the first among
// equals; empty if more than half of the letters of both would change.
func Nearest(word string, known []string) string {
	if len(word) > longestQuote {
		return ""
	}
	best, fewest := "", len(word)+1
	for _, k := range known {
		d := distance(strings.ToLower(word), strings.ToLower(k))
		if d < fewest && 2*d <= max(len(word), len(k)) {
			best, fewest = k, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or exchange with their
// neighbour to make b of a (Damerau's distance, each pair exchanged once).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
