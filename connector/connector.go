package connector

import (
	"context"
	"iter"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
)

// Connector is what every connection to a remote system can do.
type Connector interface {
	// Check tests that the system can be reached and used. Codes: Denied, Unreached, Config.
	Check(ctx context.Context) error

	// Describe lists the objects with their fields and keys. With names it may
	// restrict itself to these objects.
	Describe(ctx context.Context, names ...string) (*dictionary.Dictionary, error)

	// List reads all rows of a view, in pages, after the row where a page with
	// that cursor ended ("" = from the start). The sequence ending without an
	// error means that the read was complete (Promise 4). Rows that are marked as
	// deleted are left out or come as Gone. A page, its keys included, is valid
	// until the one after the next is asked for, so that one can be stored while
	// the next is looked at; other calls may be made while it is held.
	// Codes: Throttled, Denied, Unreached, Schema.
	List(ctx context.Context, view *View, after string) iter.Seq2[*tandem.Page, error]

	// Write creates, updates and deletes rows. It returns one result per write,
	// in order; the error is for what befell the call as a whole. Nothing of it
	// landed where the code is Denied, Throttled, Unreached or Schema, or Forbidden,
	// which refuses a view that is not Writable; after any other, InDoubt above
	// all, it is unknown which writes landed.
	Write(ctx context.Context, view *View, writes []Write) ([]Result, error)

	// Close ends the connection.
	Close() error
}

// View is what a data point looks at: some fields of one remote object, in a
// fixed order, and how its rows are told apart and how changes show.
type View struct {
	Object     string
	Fields     []string                // positions in pages and writes; with Lines one more value follows
	Types      []dictionary.Type       // of Fields, as described; the connector converts to these
	Key        []string                // the key fields
	Cursor     string                  // column that grows with every change; "" = none
	Overlap    int                     // seconds a cursor over a timestamp is set back, so that late commits are not missed
	ExternalID string                  // field that takes our lasting key; "" = none
	Tombstone  *Tombstone              // how deleted rows show; nil = they vanish
	NewKey     NewKey                  // where the key of a created row comes from
	Constants  map[string]tandem.Value // what a created row needs and the mapping does not fill
	Filter     expr.Filter             // rows that count; nil = all. A connector that cannot apply it ignores it: the engine filters again
	Lines      *Lines                  // the lines of a document; nil = none
	Writable   bool                    // the administrator confirmed writing
	Routines   Routines                // stored procedures to write through; empty = the table itself
	Options    map[string]string       // what only one connector understands, and ProfileOption
}

// ProfileOption names the company (Profile.Name) whose rows a view shows; not
// set, it is the one the connection was set up for.
const ProfileOption = "profile"

// Width is the number of values of a row.
func (v *View) Width() int {
	if v.Lines != nil {
		return len(v.Fields) + 1
	}
	return len(v.Fields)
}

// Position returns where a field stands in a row.
func (v *View) Position(field string) (int, bool) {
	for i, name := range v.Fields {
		if name == field {
			return i, true
		}
	}
	return 0, false
}

// Lines describes the lines of a document: rows of another object that belong to it.
type Lines struct {
	Object string
	Parent [][2]string // pairs: field of the line, field of the document
	Key    []string    // orders the lines of one document and tells them apart
	Fields []string    // positions of a line's values
	Types  []dictionary.Type
	Joins  []Join // further tables a line's fields come from
}

// Join brings fields of a table that belongs to a line (M2M: sorels of soitem).
type Join struct {
	Object string
	On     [][2]string // pairs: field of the joined table, field of the line
}

// Tombstone tells how a deleted row shows.
type Tombstone struct {
	Column    string // a row with Value in Column is deleted
	Value     string
	Log       string // or: a table that lists the keys of deleted rows, with a growing column LogCursor
	LogCursor string
}

// NewKeyFrom says who makes the key of a created row.
type NewKeyFrom string

// The rules for new keys.
const (
	KeyByDatabase NewKeyFrom = "database"     // generated on insert and read back
	KeyBySequence NewKeyFrom = "sequence"     // from a named sequence
	KeyByTable    NewKeyFrom = "table"        // from a next-number row, locked in the same transaction
	KeyByMax      NewKeyFrom = "max_plus_one" // highest plus one, locked in the same transaction
	KeyByUs       NewKeyFrom = "ours"         // a mapped field supplies it
)

// NewKey is the rule by which a created row gets its key.
type NewKey struct {
	Field    string
	From     NewKeyFrom
	Width    int    // padded with zeros to that many characters; 0 = a plain number
	Sequence string // KeyBySequence: its name
	Table    string // KeyByTable: where the next number stands ...
	Column   string // ... in that column
	Where    string // KeyByTable: further condition that picks the row, as an expression over its columns
}

// Routines names stored procedures to write through.
type Routines struct {
	Create, Update, Delete string
}

// Write is one row to be written.
type Write struct {
	Op         tandem.Op
	Key        tandem.Key    // update and delete; create where KeyByUs
	ExternalID string        // create: our lasting key, stored in View.ExternalID
	Set        tandem.Fields // which positions are written
	Values     tandem.Record // aligned with the view's fields (and lines)
	Before     tandem.Record // update and delete: what was last read; absent values are not checked
}

// Result is what became of one write.
type Result struct {
	Key tandem.Key    // of the row; a created one's new key. In doubt: the key it has if it landed, "" = not known
	Row tandem.Record // as it stands now, aligned with the view; nil when not known
	Err error         // codes: Conflict, Invalid, NotFound, Schema, InDoubt; a create whose key or lasting key is taken is a Conflict
}

// Worth is what the lasting key of an object is worth after a lost answer (Promise 3).
type Worth uint8

// The worths of a lasting key.
const (
	WorthNone       Worth = iota // nothing finds the row again: a person decides
	WorthSearchable              // the row can be looked up by it
	WorthUnique                  // the system refuses a second row with it
)

// Keeper tells what the lasting key of a view's rows is worth.
type Keeper interface {
	LastingKey(ctx context.Context, view *View) (Worth, error)
}

// Changer reads what changed since a cursor.
type Changer interface {
	// Changes reads rows changed since a cursor ("" = from now on: it yields one
	// empty page whose Cursor is the present end). Rows may come again; rows may
	// not be missed, late commits included. Page.Cursor moves on with each page;
	// where nothing is new there is one empty page. The filter of the view is not
	// applied: a row that left it has changed too.
	Changes(ctx context.Context, view *View, since string) iter.Seq2[*tandem.Page, error]
}

// Getter reads rows by key, whatever the view's filter says. Keys that are not
// there are left out. The page is the caller's.
type Getter interface {
	Get(ctx context.Context, view *View, keys []tandem.Key) (*tandem.Page, error)
}

// Finder reads rows whose field, one of the view's or its ExternalID, has one
// of the values, whatever the view's filter says. The page is the caller's.
type Finder interface {
	Find(ctx context.Context, view *View, field string, values []tandem.Value) (*tandem.Page, error)
}

// Counter tells about how many rows a view has, for progress.
type Counter interface {
	Count(ctx context.Context, view *View) (int64, error)
}

// Profile is one company (legal entity) of a connected system.
type Profile struct {
	Name  string // as their system calls it: "m2mdata01"
	Label string // the company's name
}

// Profiler lists the companies of a connected system.
type Profiler interface {
	Profiles(ctx context.Context) ([]Profile, error)
}
