// Package trigger decides which receivers must hear of a change, and what a
// call to them is made of. It is pure: rules and a change in, receivers out.
//
// A rule speaks of one object and some operations on it. It may be narrowed by
// who made the change, by which fields changed, and by a condition over the
// record before and after. Unless it says otherwise it hears of what people and
// programs do and not of syncs, imports and undo: a bulk load of a million
// records is nobody's phone call.
package trigger
