// Package memory is the reference connector: a remote system that lives in
// memory. It shows what the contract asks for, stands in for other people's
// systems in tests and in the simulation, and can be made to fail.
//
// A System holds tables. Tests look at them and edit them as the people at the
// other side would (Table.Put, Table.Remove, Table.Rows); the engine comes in
// through System.Open, or by name through a Systems value and its Type.
//
// Nothing here starts a goroutine, reads a clock of its own or draws from a
// random source it was not given: the same calls give the same answers.
package memory
