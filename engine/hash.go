package engine

import (
	"github.com/zeebo/xxh3"

	"tandem"
)

// hasher makes the hash of their rows. The seed is made of what the data point
// reads, so that a changed mapping makes every row look changed. Never 0:
// that means "not known".
type hasher struct {
	seed uint64
	buf  []byte
}

func (h *hasher) row(r tandem.Record) uint64 {
	h.buf = tandem.AppendRecord(h.buf[:0], r)
	sum := xxh3.HashSeed(h.buf, h.seed)
	if sum == 0 {
		return 1
	}
	return sum
}
