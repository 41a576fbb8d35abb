// Package setup is configuration as data: connections and syncs, read from a
// file with line and column, checked against the dictionary and the connected
// system, compared with what is stored and applied. The command line and the
// set-up dialogs share it.
//
// A piece of configuration goes through the same steps wherever it comes from:
//
//	Parse    text -> File; every problem has a place, and all are told at once
//	Check    File -> problems a person must mend before anything is stored
//	Apply    File -> stored definitions and the list of what changed
//	Load     stored definitions -> connections that can be opened, syncs that can be run
//	Print    stored definitions -> the text again, secrets as references
//
// What is stored is the shape of the file itself, as JSON, never a shape of the
// engine's: what was applied can be printed back and survives new versions.
package setup
