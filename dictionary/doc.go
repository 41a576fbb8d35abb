// Package dictionary is the data dictionary: every object, field, type, key,
// enumeration and reference, ours and theirs. It is pure: it holds and
// compares descriptions, and reads nothing.
//
// Everything else is made from it: tables, forms, REST and SOAP interfaces,
// exports, mapping checks, the printed dictionary.
package dictionary
