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
//
// # Several systems, several companies
//
// Our records may be kept in step with several systems at once. What then
// belongs together, and what must not, follows from two thoughts.
//
// A number tells rows apart within the system that gives it, and nowhere else.
// Every system counts from 1, so equal numbers of two systems mean nothing. A
// match rule that compares nothing but columns of their key is therefore mute
// about a record of ours that another connection or company is linked with:
// that one gave it its number. It neither joins nor contradicts, and weaker
// rules decide (VAT id, e-mail address). A record without any link has its
// number from a person or from a system that is gone, and is matched by it. A
// number in a column that is not their key may well be another system's; it
// counts, as does a number together with something else (external_number+name).
// For the same reason a record that is shared keeps the number it was given first.
//
// A record cannot have two masters of one field. Where both only bring a field
// in, each undoes the other at every run, for ever. So two data points of
// different connections that are both the only master of a field, numbers and
// what match rules compare aside, do not share records: they are two companies
// that happen to use one CRM. Whatever one is linked with the other takes for
// nobody's twin, creates nowhere, and leaves out as other_company; and the same
// holds for everything that refers to such a record, for it could never find
// its parent there. Companies of one connection (profiles) stay apart in any case.
//
// Two data points that own different fields, or let edits travel both ways, do
// share: that is how several systems keep the same customers. Nothing has to be
// declared for either: who is master of what stands in the mapping already.
package engine
