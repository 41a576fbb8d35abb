package store

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// blocks hands out ids from blocks reserved in the database. What a process
// leaves over it gives back at its end, if no other has reserved more since:
// people see ids as numbers of documents. What cannot be given back is lost: ids
// may have gaps and are never used twice.
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

// ReturnIDs takes back the end of a block that NextIDs reserved and nobody used.
func (s *Store) ReturnIDs(object string, first int64, n int) {
	s.ids.mu.Lock()
	defer s.ids.mu.Unlock()
	if b := s.ids.free[object]; n > 0 && b.next == b.end {
		s.ids.free[object] = block{next: first, end: first + int64(n)}
	}
}

// giveBack is how long the end of a process waits for the database to take ids back.
const giveBack = 2 * time.Second

// giveBackIDs returns what is left of the blocks to the database.
// Whoever closes the store may have been cancelled; that must not lose the ids.
func (s *Store) giveBackIDs() {
	s.ids.mu.Lock()
	defer s.ids.mu.Unlock()
	left := slices.DeleteFunc(slices.Sorted(maps.Keys(s.ids.free)), func(object string) bool {
		b := s.ids.free[object]
		return b.next == b.end
	})
	if len(left) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), giveBack)
	defer cancel()
	err := s.write(ctx, noAccount, true, func(tx transaction) error {
		for _, object := range left {
			b := s.ids.free[object]
			if _, err := tx.exec(ctx, "update sequence set next = $2 where name = $1 and next = $3", object, b.next, b.end); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.log.Warn("ids that were not used are lost", "error", err)
	}
	clear(s.ids.free)
}
