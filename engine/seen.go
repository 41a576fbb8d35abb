package engine

// idSet is a set of our ids: one bit each, in chunks, since the ids of one
// account lie close together but may start anywhere.
type idSet struct {
	chunks map[int64]*[chunkWords]uint64
	size   int64
}

const (
	chunkWords = 256
	chunkBits  = chunkWords * 64
)

func newIDSet() *idSet { return &idSet{chunks: map[int64]*[chunkWords]uint64{}} }

// add puts id into the set.
func (s *idSet) add(id int64) {
	chunk := s.chunks[id/chunkBits]
	if chunk == nil {
		chunk = new([chunkWords]uint64)
		s.chunks[id/chunkBits] = chunk
	}
	bit := id % chunkBits
	mask := uint64(1) << (bit & 63)
	if chunk[bit>>6]&mask == 0 {
		chunk[bit>>6] |= mask
		s.size++
	}
}

func (s *idSet) has(id int64) bool {
	chunk := s.chunks[id/chunkBits]
	bit := id % chunkBits
	return chunk != nil && chunk[bit>>6]&(1<<(bit&63)) != 0
}

// remove takes id out of the set.
func (s *idSet) remove(id int64) {
	if chunk := s.chunks[id/chunkBits]; chunk != nil && s.has(id) {
		chunk[id%chunkBits>>6] &^= 1 << (id & 63)
		s.size--
	}
}
