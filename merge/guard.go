package merge

import "fmt"

// Guard is how many deletes a run may make without being asked.
type Guard struct {
	Deletes int     // a run is held when it would delete more than this ...
	Percent float64 // ... and more than this part of the links
}

// Holds tells whether deletes out of links must be held, and why (Promise 4).
// emptied says that one side came back without a single row.
func (g Guard) Holds(deletes, links int64, emptied bool) (string, bool) {
	if deletes == 0 {
		return "", false
	}
	if emptied {
		return fmt.Sprintf("one side came back empty: %d of %d linked records would be deleted", deletes, links), true
	}
	percent := 100 * float64(deletes) / float64(max(links, 1))
	if deletes > int64(g.Deletes) && percent > g.Percent {
		return fmt.Sprintf("%d of %d linked records (%.1f %%) would be deleted; the guard allows %d or %.1f %%", deletes, links, percent, g.Deletes, g.Percent), true
	}
	return "", false
}
