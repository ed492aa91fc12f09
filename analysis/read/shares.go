package read

const sharesCause = "percentages where counts are expected"

// countColumns are the codes of the fields that hold numbers of events.
var countColumns = []string{"events", "events_t", "events_c", "nonevents_t", "nonevents_c", "events_g"}

// shareColumns finds the columns of counts that look like percentages or
// proportions as a whole: every number is within 0 to 100, and two or more of
// them, or one below 1, are not whole.
func shareColumns(s sheet, have claims) map[int]bool {
	found := map[int]bool{}
	for _, code := range countColumns {
		column := have.column(code)
		if column < 0 {
			continue
		}
		broken, fits := 0, true
		for _, row := range s.rows {
			var n number
			var c count
			_ = n.UnmarshalCSV(row.cells[column]) // never fails
			_ = c.UnmarshalCSV(row.cells[column])
			switch {
			case !n.given:
			case n.value < 0 || n.value > 100:
				fits = false
			case !c.given && n.value < 1:
				broken += 2
			case !c.given:
				broken++
			}
		}
		if fits && broken >= 2 {
			found[column] = true
		}
	}
	return found
}
