// Package merge decides what must be done so that two sides of a pair agree.
// It is pure: no clock, no input or output, no order taken from a map. Its
// result is data that the preview, the change log and the writers all read.
//
// A pair is compared in the normal form of its data point: three records of the
// same positions, Base (what both sides last agreed on), Ours and Theirs.
//
// # One field
//
// With b, o, t for base, ours and theirs, and the directions the field may
// travel (its own, cut down by what the operation matrix lets updates do):
//
//	o == t               nothing to do, they agree
//	only in              ours becomes t: theirs is the master; empty, it erases nothing both never agreed on
//	only out             theirs becomes o, likewise
//	both, t == b         only we changed it: theirs becomes o
//	both, o == b         only they changed it: ours becomes t
//	both, no base known  first contact: an empty side takes the other's value; empty in two ways is left
//	both, otherwise      both changed it: the policy decides, or a person does
//
// Absent says nothing and changes nothing; null, empty text and zero are
// values (Promise 6). A conflict left to a person stops its own field only.
//
// # Rules that bend the input
//
// never_erase, only_if_empty and create_only change what the table above is
// asked, never the table: an erased value is taken for an unchanged one, a
// value for a filled field likewise, a create-only field is left out once both
// records exist. Since each of them makes a side look unchanged, no rule can
// invent a write. A field that only_if_empty left as it was on each side is no
// edit either when one of the records is gone.
//
// # The laws
//
//	settles        deciding again after the decision was carried out decides nothing
//	agrees         afterwards both sides hold the same in every field that may travel, conflicts and what is left empty apart
//	fair           exchanging the sides and mirroring directions and policy exchanges the decision
//	invents nothing  every written value stood on one of the two sides
//	repeatable     the same input gives the same decision
//	quiet side     a side that did not change is never overruled: its field is written, or nothing is
package merge
