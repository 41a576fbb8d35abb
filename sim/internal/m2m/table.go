// Package m2m is the shape of a Made2Manage database, and a world of made-up business to fill it with.
//
// It knows no database: tables are data (see Tables), and rows are handed to a Sink in the order of a table's columns.
// The same rows come out for the same World, in the same order, on every machine.
package m2m

// A Kind says what a column holds.
type Kind uint8

// The kinds of columns that the ERP uses.
const (
	Char    Kind = iota + 1 // text padded with blanks to Size characters
	Varchar                 // text of at most Size characters
	Memo                    // text of any length
	Integer                 // whole number
	Decimal                 // amount or quantity with five decimals
	Flag                    // yes or no
	Date                    // moment without zone; NoDate where there is none
)

// A Column of a table. No column is ever null: text defaults to blank, numbers to 0, flags to false, dates to NoDate.
type Column struct {
	Name string
	Kind Kind
	Size int
}

// Every table also has these two, which the database maintains.
const (
	Identity  = "identity_column"  // the technical key, given on insert
	Timestamp = "timestamp_column" // grows over the whole database with every insert and update
)

// An Index of a table, unique or not.
type Index struct {
	Unique  bool
	Columns []string
}

// A Table of the ERP.
type Table struct {
	Name    string
	Columns []Column // without Identity and Timestamp
	Indexes []Index  // without those of Identity and Timestamp
}

// A Sink takes rows. Values stand in the order of the table's columns and are string, int, bool, Money, Quantity or
// time.Time. A sink remembers its first failure instead of returning it, so that a document is written without a
// question after every line.
type Sink interface {
	Add(table *Table, values ...any)
}

// Tables returns every table in the order in which they are made.
func Tables() []*Table {
	return []*Table{
		&numberTable, &popupTable, &salesRepTable,
		&customerTable, &contactTable, &addressTable,
		&quoteTable, &quoteItemTable,
		&orderTable, &orderItemTable, &releaseTable,
		&invoiceTable, &invoiceItemTable,
		&rmaTable, &rmaItemTable,
	}
}

func char(name string, size int) Column    { return Column{Name: name, Kind: Char, Size: size} }
func varchar(name string, size int) Column { return Column{Name: name, Kind: Varchar, Size: size} }
func memo(name string) Column              { return Column{Name: name, Kind: Memo} }
func integer(name string) Column           { return Column{Name: name, Kind: Integer} }
func decimal(name string) Column           { return Column{Name: name, Kind: Decimal} }
func flag(name string) Column              { return Column{Name: name, Kind: Flag} }
func date(name string) Column              { return Column{Name: name, Kind: Date} }

func unique(columns ...string) Index { return Index{Unique: true, Columns: columns} }
func index(columns ...string) Index  { return Index{Columns: columns} }
