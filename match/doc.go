// Package match finds out who is who on first contact, before links exist. It
// says "ambiguous" rather than guess. It is pure.
//
// # Rules
//
// A rule names a field of ours, or several joined by "+": vat_id, email,
// name+postal_code. Rules are given strongest first. Under each rule a record
// has a key: the hash of its normalised values, or none where a value is
// missing or stands for nothing ("n/a", "0", "none@none"). So a rule over a
// field that is not mapped has a key for nobody. Two records agree
// under a rule when both have the same key, and contradict each other when both
// have keys that differ.
//
// # Who is who
//
// All unlinked records of both sides are known before anything is decided, so
// the order of reading cannot matter. The rules take turns, strongest first.
// In the turn of a rule, records that agree are looked at together:
//
//   - One of theirs and one of ours that agree, and nobody else with either:
//     they are matched and take no further part.
//   - Two records that a stronger rule contradicts do not count as agreeing.
//     The same e-mail address with different VAT ids is two companies with one
//     bookkeeper, or a typing error; a program cannot know.
//   - Several on either side: it is one of these and nobody else, so weaker
//     rules may choose among them, but only among them. The stronger rule has
//     found something, and that decides.
//
// What is left after the last rule:
//
//   - ambiguous, if several were found and no weaker rule chose, or if any
//     record of the other side that is still free agrees under any rule, even
//     one that is contradicted: creating a twin is worse than asking;
//   - none otherwise: nobody there is it, it may be created.
//
// A record that was matched is no candidate for others by weaker rules. So a
// chain of shops with one e-mail address and numbers of their own is matched
// number by number, and the new shop is new, not ambiguous with all the others.
// But where two of theirs share a VAT id and weaker rules give the only one of
// ours to the first, the second stays ambiguous: the stronger rule pointed at it.
package match
