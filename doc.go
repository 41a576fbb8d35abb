// Package tandem holds the words of the system: values, records, keys, links,
// changes, runs, outcomes and the error codes. Every other room speaks them.
// It imports only the standard library and does no I/O.
//
// ARCHITECTURE.md has the map of the rooms and the numbered promises that
// comments refer to ("Promise 3").
package tandem
