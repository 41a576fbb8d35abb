package sqldb

import "unsafe"

// arena holds the texts of one page in a few large blocks, so that a row costs
// no allocation. What it handed out is valid until reset.
type arena struct {
	block []byte
}

const firstBlock = 64 << 10

// reset makes room anew. The last block, the largest, is used again.
func (a *arena) reset() { a.block = a.block[:0] }

// copy returns b as a string that lies in the arena.
func (a *arena) copy(b []byte) string {
	a.reserve(len(b))
	from := len(a.block)
	a.block = append(a.block, b...)
	return peek(a.block[from:])
}

// reserve makes sure that the next n octets fit into the block. A full block is
// left behind as it is: values point into it.
func (a *arena) reserve(n int) {
	if cap(a.block)-len(a.block) < n {
		a.block = make([]byte, 0, max(firstBlock, 2*cap(a.block), n))
	}
}

// peek looks at octets as a string without a copy. They must not change while it is in use.
func peek(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // the one place; see arena for how long it holds
}
