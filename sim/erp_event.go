package sim

import (
	"fmt"
	"strings"
	"time"
)

// An Action is what happened to a row.
type Action string

// The actions.
const (
	Inserted Action = "inserted"
	Updated  Action = "updated"
	Deleted  Action = "deleted"
)

// An Event is one piece of a clerk's work. It names the row that the work was about; rows that follow from it (lines,
// totals, next numbers, what a deleted customer owned) are not listed.
type Event struct {
	Number  int64     // counted since the ERP was made
	At      time.Time // by the ERP's own clock
	Action  Action
	Table   string
	Key     string   // what people call the row: fcustno; owner and number for contacts and addresses
	Changes []Change // of an update
}

// A Change of one column; blanks are trimmed.
type Change struct {
	Column, Before, After string
}

// String is one line for people.
func (e Event) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s", e.At.Format("2006-01-02 15:04"), e.Table, e.Key, e.Action)
	for i, c := range e.Changes {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s %q -> %q", sep, c.Column, c.Before, c.After)
	}
	return b.String()
}
