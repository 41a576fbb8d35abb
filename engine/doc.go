// Package engine keeps records in step. It reads pages of pairs, decides with
// the pure rooms what must be done so that both sides agree, and does it.
//
// A pair is one record as both sides know it: a link, or an unmatched record on
// either side. Every kind of run is the same pipeline with another reader:
//
//	read page -> map -> load links and records (one query each) -> merge ->
//	write ours and the intents for theirs (one transaction, with links, change
//	log, counters and checkpoint) -> write theirs -> link and base move (one
//	transaction) -> outcomes
//
// ARCHITECTURE.md has the argument why no crash between two of these steps
// loses a record or makes a twin.
package engine
