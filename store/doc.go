// Package store keeps everything that lasts: records, links, the change log,
// runs, plans, definitions. All SQL of the product is here, one file per noun,
// one text for both databases: SQLite, embedded, and PostgreSQL.
//
// How it works. A noun's file speaks to a [querier] or a [transaction] and knows
// no driver. Placeholders are $1, $2, ... on both databases. What is written in
// quantity goes through a [loader], which on SQLite steps a prepared statement
// and on PostgreSQL fills a COPY; values are encoded from tandem.Value without an
// allocation. SQLite has one goroutine that writes (writer_sqlite.go) and lets
// small transactions share a commit; PostgreSQL has a pool of connections, which act
// as a role that sees one account at a time (serving_postgres.go).
//
// How values are kept. In the tables of records (made from the dictionary, see
// schema.go) for people who read them by SQL, in their own types:
//
//	text, enum   text, compared bytewise
//	integer      bigint / integer
//	decimal      numeric; on SQLite a number as long as 15 digits suffice, which a
//	             float carries exactly, and its text as a blob beyond that
//	bool         boolean / 0 and 1
//	date         date / text '2026-11-21'
//	instant      timestamptz / integer, microseconds since 1970 UTC
//	reference    bigint / integer, the id
//	bytes        bytea / blob
//
// In all other tables an instant is a whole number of microseconds on both
// databases, 0 for none, so that one text serves both. Custom fields are one
// JSON text; decimals in it are JSON numbers, which lose nothing on the way.
//
// What goes. Runs, and what they left behind, once their account no longer wants
// to keep them (retention.go, sweep.go). The change log only where an account says
// for how long it is kept, and then no further than whoever needs it has come: the
// lanes that follow it, the runs that may be undone, the count of changes by the
// hour. A lane or a reader of the feed that comes later is told that the log begins
// above its position, so that no gap is taken for silence (change_forget.go).
package store
