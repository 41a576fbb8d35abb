package merge

import "tandem"

// Keep is a rule that protects a value.
type Keep uint8

// The rules.
const (
	KeepNothing Keep = iota
	NeverErase       // an empty value of theirs never erases ours
	OnlyIfEmpty      // theirs comes in only while ours is empty
	CreateOnly       // set when the record is made, then left alone
)

// Field says how one position may travel.
type Field struct {
	Direction tandem.Direction
	Policy    tandem.Policy
	Keep      Keep
}

// Rules are a data point's rules, compiled.
type Rules struct {
	Operations tandem.Operations
	Policy     tandem.Policy // for edit against delete
	Fields     []Field
}

// KeepsBase reports whether the values last agreed on must be stored. Where
// everything travels one way the hash of the row tells enough.
func (r *Rules) KeepsBase() bool {
	return !r.Operations.All(tandem.In) && !r.Operations.All(tandem.Out)
}

// MayCreate reports whether a field is written when a record is made in that direction.
func (r *Rules) MayCreate(i int, d tandem.Direction) bool { return r.Fields[i].Direction.Has(d) }

// MayUpdate reports whether a field may travel in that direction once both records exist.
func (r *Rules) MayUpdate(i int, d tandem.Direction) bool {
	return r.Fields[i].Keep != CreateOnly && (r.Fields[i].Direction & r.Operations.Update).Has(d)
}
