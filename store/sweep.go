package store

import "context"

// Swept counts what a sweep has removed.
type Swept struct {
	Outcomes, PlanRows, Writes, Links int64
}

// remains is what runs or plans leave behind in one table: rows that may go once
// their run or plan is no more.
type remains struct {
	table   string
	of, key string // rows belong to the run or plan whose number stands in key
	place   string // the column that tells rows apart
	spare   string // a further condition on the rows t that may go
	count   *int64
}

// remains lists what a sweep looks through.
func (swept *Swept) remains() []remains {
	return []remains{
		{
			// The newest outcome of a row that is not linked is the answer to "why is
			// it not there?" (Promise 1), however old.
			table: "outcome", of: "run", key: "run", place: "seq", count: &swept.Outcomes,
			spare: ` and (exists (select 1 from outcome n where n.point = t.point and n.their_key = t.their_key and n.our_id = t.our_id and n.seq > t.seq)
				or exists (select 1 from link l where l.point = t.point and l.their_key = t.their_key)
				or exists (select 1 from link l where l.point = t.point and l.our_id = t.our_id))`,
		},
		{table: "plan_row", of: "plan", key: "plan", place: "seq", count: &swept.PlanRows},
		{
			// A write that nobody knows the end of is a promise to look (Promise 3).
			table: "intent", of: "run", key: "run", place: "id", count: &swept.Writes,
			spare: " and t.state in (1, 2)",
		},
		{
			// What one run found of a link is what another one left of it, so it stays
			// until both have gone (Promise 8).
			table: "link_before", of: "run", key: "run", place: "seq", count: &swept.Links,
			spare: " and not exists (select 1 from run w where w.id = t.was_run)",
		},
	}
}

// Sweep removes what is left of runs and plans that are no more, of all accounts.
// It may stop at any moment; the next one goes on.
func (s *Store) Sweep(ctx context.Context) (swept Swept, err error) {
	for _, r := range swept.remains() {
		if err := s.sweep(ctx, &r); err != nil {
			return swept, err
		}
	}
	return swept, s.sweepSignIns(ctx)
}

// sweepSignIns removes what ran out: sessions, passes, and counts of failures that
// no window can reach any more.
func (s *Store) sweepSignIns(ctx context.Context) error {
	const day = 24 * 60 * 60 * 1_000_000
	return s.write(ctx, allAccounts, true, func(tx transaction) error {
		now := s.now()
		for _, sql := range []string{"delete from session where expires < $1", "delete from pass where expires < $1"} {
			if _, err := tx.exec(ctx, sql, now); err != nil {
				return err
			}
		}
		_, err := tx.exec(ctx, "delete from attempt where since < $1", now-day)
		return err
	})
}

// sweep looks at one run or plan after the other, with one step into an index for
// each that left something.
func (s *Store) sweep(ctx context.Context, r *remains) error {
	for after := int64(-1); ; {
		found, kept := false, false
		err := s.read(ctx, allAccounts, func(q querier) (err error) {
			found, err = one(ctx, q, "select t."+r.key+", exists (select 1 from "+r.of+" w where w.id = t."+r.key+") from "+r.table+" t where t."+r.key+" > $1 order by t."+r.key+" limit 1",
				[]any{after}, func(row row) { after, kept = row.int(), row.bool() })
			return err
		})
		if err != nil || !found {
			return err
		}
		if kept {
			continue
		}
		if err := s.sweepOne(ctx, r, after); err != nil {
			return err
		}
	}
}

// sweepRows is how many rows one transaction removes: few enough for others to
// write in between.
const sweepRows = 1000

// sweepOne removes what one run or plan left. Which rows may go is found out by
// reading, so that nobody who wants to write waits for the search.
func (s *Store) sweepOne(ctx context.Context, r *remains, owner int64) error {
	for after := int64(0); ; {
		places, err := s.spared(ctx, r, owner, after)
		if err != nil || len(places) == 0 {
			return err
		}
		after = places[len(places)-1]
		n := int64(0)
		err = s.write(ctx, allAccounts, true, func(tx transaction) (err error) {
			n, err = tx.exec(ctx, "delete from "+r.table+" where "+r.key+" = $1 and "+r.place+" "+s.db.dialect().anyInt(2), owner, places)
			return err
		})
		if *r.count += n; err != nil {
			return err
		}
	}
}

// spared reads which rows of a run or plan may go.
func (s *Store) spared(ctx context.Context, r *remains, owner, after int64) (places []int64, err error) {
	err = s.read(ctx, allAccounts, func(q querier) error {
		return q.query(ctx, "select t."+r.place+" from "+r.table+" t where t."+r.key+" = $1 and t."+r.place+" > $2"+r.spare+" order by t."+r.place+" limit $3",
			[]any{owner, after, sweepRows}, func(row row) error {
				places = append(places, row.int())
				return nil
			})
	})
	return places, err
}
