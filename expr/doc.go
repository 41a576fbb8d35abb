// Package expr is the one expression language: parse, check against the
// dictionary, run; and filters as a tree that store and sqldb turn into SQL.
// It is pure.
package expr
