package store

import (
	"context"
	"sync"
)

// blocks hands out ids from blocks reserved in the database. What a process
// leaves over is lost: ids have gaps and are never used twice.
type blocks struct {
	mu   sync.Mutex
	free map[string]block
}

type block struct{ next, end int64 }

// smallBlock is how many ids are reserved for callers who need a few.
const smallBlock = 100

// NextIDs reserves n ids for new records and returns the first.
func (s *Store) NextIDs(ctx context.Context, object string, n int) (int64, error) {
	s.ids.mu.Lock()
	defer s.ids.mu.Unlock()
	if b := s.ids.free[object]; b.end-b.next >= int64(n) {
		s.ids.free[object] = block{next: b.next + int64(n), end: b.end}
		return b.next, nil
	}
	count := int64(max(n, smallBlock))
	var end int64
	err := s.write(ctx, noAccount, true, func(tx transaction) error {
		_, err := one(ctx, tx, `insert into sequence (name, next) values ($1, 1 + $2)
			on conflict (name) do update set next = sequence.next + $2 returning next`,
			[]any{object, count}, func(r row) { end = r.int() })
		return err
	})
	if err != nil {
		return 0, err
	}
	if s.ids.free == nil {
		s.ids.free = map[string]block{}
	}
	first := end - count
	s.ids.free[object] = block{next: first + int64(n), end: end}
	return first, nil
}
