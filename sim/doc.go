// Package sim holds stand-ins for foreign systems. They are part of the program: a demonstration or a trial needs no
// other company's software, and a fault can be shown at will.
//
// # The demo ERP
//
// ERP is a database in the shape of Made2Manage (M2M), filled with a made-up company's business. OpenERP takes an SQLite
// file, a PostgreSQL or a MariaDB database; Create fills it from a seed; Drift lets its clerks work, so that there is
// something to synchronise. The same seed gives the same rows on all three databases, and the same drift the same changes.
//
// What is imitated: the names of tables and columns, their types as far as each database has them, the codes and status
// texts, the keys, the cross-reference columns a CRM may write (fccrmacct, fccrmcntct, fccrmaddrs and the counter
// fncrmmod), the list of next numbers, and the quirks below.
//
// What is not: the ERP's programs, screens and Web API; its other tables and columns (there is no view slcdpmx, there are
// no *_EXT tables, shippers, vendors, jobs or a ledger); SQL Server itself. Nobody checks references, as in the original:
// a writer can leave orphans.
//
//	quirk                                SQLite                     PostgreSQL         MariaDB (10.3 or newer)
//	CHAR columns are padded with blanks  stored padded; triggers    by the database    padded inside, but the blanks
//	                                     pad what others write                         are stripped on reading
//	'G' = 'G   '                         COLLATE RTRIM              by the database    by the database
//	text longer than its column          refused (CHECK)            refused            refused in strict mode
//	no column is null                    NOT NULL with a default everywhere: blank, 0, false, 1900-01-01
//	no date                              1900-01-01 00:00:00 everywhere
//	identity_column                      AUTOINCREMENT              IDENTITY           AUTO_INCREMENT
//	timestamp_column                     counter row and triggers   sequence dbts      sequence dbts
//	                                                                and triggers       and triggers
//	mixed-case names such as PhoneWork   any case will do           must be quoted     any case will do
//	deleted rows                         leave no trace anywhere
//
// About timestamp_column: whatever a writer gives it is overruled, on insert and update alike, so it grows over the whole
// database and each change of a row moves the row to the end. As with SQL Server's rowversion, numbers are drawn before
// the transaction ends: on PostgreSQL and MariaDB a row may become visible after one with a higher number, and a reader
// must stay below the writers that are still at work. On SQLite there is only ever one writer. There, too, RETURNING shows
// the row as it was before the triggers.
//
// About the data: numbers are zero padded (fcustno, fsono and the like to six places, address keys to four) and grow
// with time; past 999999 the first place becomes a letter. One customer in 200 is entered twice, spelled differently.
// syphon and syaddr also hold the people and addresses of vendors (alias APVEND) under numbers that customers have too.
// Amounts are in the currency of the customer; a line's net is quantity times price, an invoice's fnamount is the sum of
// its items and ftaxamt and ffreight, fytdsamt the net invoiced since 1 January 2026, fbacklog what open orders still
// await. Mail and web addresses end in the reserved domain "example", so nothing sent from a demonstration arrives.
//
// Two tables are not the original's: sim_erp remembers what the database was made of and how often it drifted, and on
// SQLite dbts holds the last change counter. sysequ, the list of next numbers, is simplified.
package sim
