// Package expr is the one expression language: parse, check against the
// dictionary, run. It is pure.
//
// Filters (ParseFilter) are conditions over the fields of one object, kept as a
// small tree that store and sqldb turn into SQL and Match runs over rows.
// Programs (Compile, CompileCondition) are computed fields and the conditions
// of triggers. A filter reads the same as a condition:
//
//	status in ["active", "hold"] and not (name contains "test") and credit_limit >= 1000.50
//
// The syntax and its parser are those of github.com/expr-lang/expr. Checking
// and running are our own, for three reasons: numbers are exact decimals from
// the source text to the result, never floats; a field may be null, and what
// that means is decided when an expression is compiled, not by what Go does
// with nil; and a compiled program runs without allocating.
//
// # Null
//
// A field that is null, or of which nothing is known (absent), is nil here.
//
//   - A comparison with a constant is false when the field is nil; so is !=.
//   - == nil and != nil ask whether it is nil.
//   - Two fields (programs only) are equal when both are nil and differ when
//     one is: old.status != new.status tells a change.
//   - and, or, not know two values only: not (city == "Brno") holds where there
//     is no city.
//   - Calculating with nil gives nil; ?? and coalesce put something in its
//     place; sum, min, max, concat and join pass over it.
//
// # Text
//
// Texts compare bytewise: "B" < "a". contains, startsWith and endsWith ignore
// case the way Fold does.
package expr
