// Package connector is the contract between the engine and the systems of the
// world. A connector is one kind of remote system; a connection is a connector
// set up with an address and credentials.
//
// What every connector must do is small (Connector). What only some can do is
// an optional interface with a function of the same name that falls back to
// the small contract, so that the engine never asks "can you?". An optional
// method that turns out not to be there (a connector that wraps another has them
// all) returns errors.ErrUnsupported and is fallen back from just the same.
//
// The life of a connection:
//
//  1. Open with the settings; nothing is sent yet.
//  2. Check tells whether it can be used, and why not.
//  3. Describe lists objects, fields and keys; the engine compares it with
//     what the mapping was made for.
//  4. List, Changes, Get, Find read; Write writes. All may be called from
//     several goroutines.
//  5. Close gives everything back. No goroutine survives it.
//
// Errors carry a tandem.Code that tells the engine what to do: Throttled (wait
// until), Denied (pause the connection), Unreached (try later), Invalid (park
// the row), NotFound (unlink), Conflict (read again), Schema (their table
// changed), InDoubt (a write was sent and its answer lost). Anything else is a bug.
package connector
