// Package e2e tests the whole program the way people use it: the real binary,
// real databases on both sides, and scenarios that read like a story.
//
// testdata holds a scenario for each promise of ARCHITECTURE.md; its README
// says how to read and write one. What cannot be told as a story stands in
// tests of its own: runs that are killed, transactions that commit late, and
// input that is wrong.
package e2e
