// Package sqldb connects any SQL database: PostgreSQL, MySQL and MariaDB,
// SQLite, Firebird, SQL Server, Oracle. In the catalogue it is called "sql".
//
// How a row travels. A dialect says for each column what to select, so that
// every database hands it over as text of a known form (form in types.go): a
// number, a date, a wall clock. api.go carries that text as octets, without a
// Go value in between; convert.go makes a tandem.Value of it in one step, its
// text copied once, into the block of the page (arena.go). PostgreSQL is read
// below pgx's own type system, the others through database/sql.
//
// What differs between databases is a dialect (dialect.go), one file each. All
// SQL is made in this folder, by hand: reading in read.go, list.go, changes.go,
// lines.go and filter.go, writing in write.go and the files beside it. Where a
// database takes lists as arguments, updates that are written alike go to it as
// one statement (write_list.go), with the same precondition and answer for each row.
//
// Reading everything follows the key (list.go): "after the last key, in key
// order". Reading changes follows a cursor column (changes.go) and never counts
// on transactions committing in the order of their cursors: a position is held
// back until everything that might still appear below it has had its time
// (position.go).
package sqldb
