package store

import (
	"context"
	"math"
	"strconv"
	"time"

	"tandem"
)

// How the change log ends at its beginning. An account that does not want to keep
// its log for ever has a beginning: what lies at or before it may be gone. It moves
// up to the changes that are young enough, and no further than everybody who
// follows the log has come:
//
//   - a lane whose sync is there has read it, so that no link misses an edit of
//     ours. Whoever asks names those lanes; one whose sync was removed, and one
//     that never ran, hold nothing up: Cursors tells them that something was held
//     back, and their next run looks at all records instead;
//   - the hours that Activity counts have been counted;
//   - the changes of a run that is kept stay, wherever they lie, for undoing it
//     reads them and no others;
//   - a reader of the feed keeps its position itself. Where that lies before the
//     beginning it is told so, and never gets what is left as if it were all;
//   - the newest change of the whole log stays: SQLite numbers the next one by it.
//
// The beginning is stored before anything goes, so that nobody who reads meanwhile
// takes a gap for silence.

// forgetChanges is how many changes one transaction removes.
const forgetChanges = 5000

// ForgetChanges removes the changes of an account that were made before a moment and
// that nobody needs any more, and tells how many rows went. lanes are those whose
// data points are there.
func (s *Store) ForgetChanges(ctx context.Context, account int64, before time.Time, lanes []int64) (n int64, err error) {
	begins, err := s.logBegins(ctx, account, microsOf(before), lanes)
	if err != nil || begins == 0 {
		return 0, err
	}
	err = s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "insert into sequence (name, next) values ($1, $2) on conflict (name) do update set next = excluded.next where sequence.next < excluded.next",
			logName(account), begins)
		return err
	})
	for _, part := range []struct{ table, end string }{{"change", "seq"}, {"change_span", "last"}} {
		for gone := int64(forgetChanges); err == nil && gone == forgetChanges; n += gone {
			err = s.write(ctx, account, true, func(tx transaction) (err error) {
				gone, err = tx.exec(ctx, "delete from "+part.table+" where account = $1 and seq in (select c.seq from "+part.table+` c where c.account = $1 and c.`+part.end+` <= $2
					and not exists (select 1 from run r where r.account = $1 and r.id = c.run) order by c.seq limit $3)`, account, begins, forgetChanges)
				return err
			})
			if err != nil {
				gone = 0
			}
		}
	}
	return n, err
}

func logName(account int64) string { return "log/" + strconv.FormatInt(account, 10) }

// logBegin is where the log of an account begins now: what lies above is complete. 0 = nothing was ever removed.
func logBegin(ctx context.Context, q querier, account int64) (begins int64, err error) {
	_, err = one(ctx, q, "select next from sequence where name = $1", []any{logName(account)}, func(r row) { begins = r.int() })
	return begins, err
}

// logBegins is where the log of an account may begin from now on; 0 = where it does.
func (s *Store) logBegins(ctx context.Context, account, before int64, lanes []int64) (begins int64, err error) {
	err = s.read(ctx, account, func(q querier) error {
		now, err := logBegin(ctx, q, account)
		if err != nil {
			return err
		}
		newest, err := s.complete(ctx, q)
		if err != nil {
			return err
		}
		begins = newest - 1
		_, err = one(ctx, q, `select coalesce(min(next), 0) from (select min(ours) as next from lane_cursor where account = $1 and point `+s.db.dialect().anyInt(2)+`
			union all select coalesce((select next from sequence where name = 'activity'), 0)) follower where next is not null`,
			[]any{account, lanes}, func(r row) { begins = min(begins, r.int()) })
		if err != nil {
			return err
		}
		for low := now; low < begins; { // the first change that is too young lies above low, at or below begins + 1
			middle := low + (begins-low+1)/2
			at, err := changedAt(ctx, q, account, middle)
			if err != nil {
				return err
			}
			if at >= before {
				begins = middle - 1
			} else {
				low = middle
			}
		}
		if begins <= now {
			begins = 0
		}
		return nil
	})
	return begins, err
}

// changedAt is when the change of an account at a position was made, or the first
// above it: they were made in about the order of their numbers.
func changedAt(ctx context.Context, q querier, account, seq int64) (int64, error) {
	at, lowest := int64(math.MaxInt64), int64(math.MaxInt64)
	for _, part := range []struct{ table, end string }{{"change", "seq"}, {"change_span", "last"}} {
		_, err := one(ctx, q, "select seq, at from "+part.table+" where account = $1 and "+part.end+" >= $2 order by seq limit 1", []any{account, seq}, func(r row) {
			if place, when := r.int(), r.int(); place < lowest {
				lowest, at = place, when
			}
		})
		if err != nil {
			return 0, err
		}
	}
	return at, nil
}

// tooLate tells a reader of the log that what it asks for is gone.
func tooLate(begins int64) error {
	return tandem.Errorf(tandem.Stale, "the change log begins at %d: what was before is not kept", begins).WithHint("read the records, and then the changes above that position")
}
