package store

import "strings"

// The blocks of an arena start small, for single records, and end at a size
// that a page of records fills many of.
const (
	firstBlock = 1 << 10
	lastBlock  = 64 << 10
)

// arena keeps texts close together: one allocation for many of them. A text
// stays valid for as long as somebody holds it.
type arena struct {
	block strings.Builder
	size  int
}

// keep returns a copy of p within the arena.
func (a *arena) keep(p []byte) string {
	if len(p) == 0 {
		return ""
	}
	if a.block.Cap()-a.block.Len() < len(p) {
		a.size = min(max(2*a.size, firstBlock), lastBlock)
		a.block = strings.Builder{}
		a.block.Grow(max(a.size, len(p)))
	}
	start := a.block.Len()
	a.block.Write(p)
	return a.block.String()[start:]
}
