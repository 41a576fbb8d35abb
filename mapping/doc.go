// Package mapping says how a record of theirs becomes a record of ours and
// back. It is pure: the same input gives the same output, and nothing is read.
//
// # The normal form
//
// A data point has a list of positions, one for every rule and, for documents,
// one more for the lines. Both sides are brought into these positions:
//
//	their row  --FromTheirs-->  N  <--FromOurs--  our record
//
// N is the normal form. There "Alfa " and "Alfa", 20.11.2026 and 2026-11-20,
// "G" and "active" are the same value, so the merge compares base, ours and
// theirs position by position with ==, and differences of spelling never look
// like an edit. What was decided is written back:
//
//	their row  <--ToTheirs--  N  --ToOurs-->  our record
//
// Values in N have the type of our field. Where there is no field of ours
// (an outgoing expression) they have the type of theirs.
//
// # The law
//
// For every N that ToTheirs accepts, reading back what it wrote gives the same
// N. It does not rest on the good behaviour of converters: ToTheirs reads back
// every value before it hands it out and refuses what would come back as
// something else. Hence a second pass finds nothing to do (Promise 5), and
// nothing is ever cut or rounded on the way without being asked for.
//
// # Nothing there
//
// Absent, null, empty and zero are four values. An absent value says nothing
// and is never written. The rule about empty texts:
//
//   - Their text column that takes null keeps null and "" apart.
//   - Their text column that does not take null says "nothing there" with "":
//     null goes out as "", and "" comes in as null unless our field is required.
//   - null for any other column that does not take null is refused; the
//     converters null(0) and null_date say what stands for "nothing there".
//   - Columns of fixed width lose their trailing blanks before anything else.
//
// # References
//
// A rule with a Reference turns their foreign key into an unresolved reference
// (FromTheirs) and such a one into their foreign key (ToTheirs). In between
// whoever knows the links replaces it by the id of our record, and back.
package mapping
