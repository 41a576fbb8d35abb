package connectortest

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"tandem"
	"tandem/connector"
)

// Row is a row by field name.
type Row map[string]tandem.Value

// Harness is what a connector's test supplies.
type Harness struct {
	// Fresh makes an empty remote system of its own for one case, with a table
	// (or whatever they call it) of customers and, with Documents, one of those.
	Fresh func(t testing.TB) *Remote

	// View looks at the customers. What it names is what the suite asks of:
	// a Cursor brings the cases of changes, a Tombstone those of deletes that
	// show, an ExternalID those of the lasting key. Fields must hold the Columns
	// and, where KeyValues is set, the key. It is Writable, or all cases that
	// write are skipped.
	View    connector.View
	Columns Columns

	// KeyValues gives the key fields of the n-th row; nil = their system makes
	// the keys of rows we create and of rows that are seeded.
	KeyValues func(n int) Row

	// ReadOnly looks at something nobody may write although the view says
	// Writable; nil = their system has no such thing.
	ReadOnly *connector.View

	Documents *Documents // nil = no lines

	// WrongCredentials and Unreachable open connections that cannot work; nil =
	// their system knows no credentials, or cannot be out of reach.
	WrongCredentials func(t testing.TB) connector.Connector
	Unreachable      func(t testing.TB) connector.Connector

	EmptyIsNull bool          // their system takes an empty text for null
	InstantUnit time.Duration // the smallest step of their instants; 0 = a microsecond
	Rows        int           // how many rows take more than one page; 0 = 25

	Skip  map[string]string // cases that cannot hold, by name, each with the reason
	Leaks []goleak.Option   // goroutines that are not the connector's
}

// Columns names the fields of a customer that the suite uses. All but Name are
// nullable. "" = their system has no such field, and what needs it is skipped.
type Columns struct {
	Name   string // text of at most 60 characters, required
	Notes  string // text of at least 10,000 characters
	Credit string // decimal of 18 digits, 4 of them behind the point
	Rank   string // whole number of 64 bits
	Since  string // date
	Active string // bool
	Seen   string // instant
}

// Remote is one fresh remote system. The functions stand for the people who
// work with it: they do not go through the connector.
type Remote struct {
	Open   func(t testing.TB) connector.Connector // connects; may be called again
	Seed   func(t testing.TB, rows []Row) []tandem.Key
	Edit   func(t testing.TB, key tandem.Key, set Row)
	Remove func(t testing.TB, key tandem.Key)

	// EditLate is Edit in a transaction that stays open until commit is called;
	// nil = their system has no such thing.
	EditLate func(t testing.TB, key tandem.Key, set Row) (commit func())

	// Cut makes the system fall silent from now on; nil = cannot be done.
	Cut func(t testing.TB)

	// EditLine changes one line of a document; nil = cannot be done.
	EditLine func(t testing.TB, document tandem.Key)
}

// Documents is an object with lines.
type Documents struct {
	View connector.View            // with Lines
	New  func(n int) Row           // the fields of the n-th document, its key where we choose it
	Line func(n int) tandem.Record // the values of a document's n-th line, from 1, its key included; no two are equal
}

// rows is how many rows take more than one page.
func (h *Harness) rows() int {
	if h.Rows > 0 {
		return h.Rows
	}
	return 25
}
