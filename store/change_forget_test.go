package store_test

import (
	"slices"
	"testing"

	"tandem"
)

// edits edits one record once a day for some days and returns the number of each day's change.
func (h *history) edits(t *testing.T, days int, run int64) (seqs []int64) {
	t.Helper()
	for range days {
		*h.at = h.at.AddDate(0, 0, 1)
		rows := tandem.Rows{}
		check(t, h.Get(t.Context(), h.account, &customers, h.first, &rows))
		batch := h.batch(tandem.Row{Write: tandem.RecordWrite{
			Op: tandem.Update, ID: h.first, Version: rows.Versions[0], Set: tandem.AllFields(5),
			Values: tandem.Record{text("K000000"), text(h.at.String()), {}, {}, {}},
		}})
		batch.Actor.Run = run
		check(t, h.Commit(t.Context(), batch))
		seq, err := h.LastSeq(t.Context())
		check(t, err)
		seqs = append(seqs, seq)
	}
	check(t, h.Tally(t.Context()))
	return seqs
}

// kept lists the numbers of the changes that are still there of the record.
func (h *history) kept(t *testing.T) (seqs []int64) {
	t.Helper()
	changes, err := h.History(t.Context(), h.account, "customer", h.first, 100)
	check(t, err)
	for _, c := range changes {
		seqs = append([]int64{c.Seq}, seqs...)
	}
	return seqs
}

func (h *history) follow(t *testing.T, ours int64) {
	t.Helper()
	batch := h.batch()
	batch.Cursors = &tandem.Cursors{Ours: ours, Loaded: true}
	check(t, h.Commit(t.Context(), batch))
}

func (h *history) forget(t *testing.T, days int, lanes ...int64) {
	t.Helper()
	_, err := h.ForgetChanges(t.Context(), h.account, tandem.Retention{Changes: days}.ChangesSince(*h.at), lanes)
	check(t, err)
}

func TestTheLogIsKeptAsLongAsSomebodyNeedsIt(t *testing.T) {
	eachHistory(t, func(t *testing.T, h *history) {
		ctx := t.Context()
		created := h.kept(t)
		other := setUp(t, h.Store, "other")
		foreign := other.fill(t, 3)
		young := h.edits(t, 3, 0)
		run := &tandem.Run{Account: h.account, Sync: "erp", State: tandem.Done, FirstSeq: young[2], Started: *h.at}
		check(t, h.CreateRun(ctx, run))
		byRun := h.edits(t, 1, run.ID)
		late := h.edits(t, 6, 0)
		all := slices.Concat(created, young, byRun, late)
		byRun = slices.Concat(created, byRun) // the records were made by that run as well

		h.forget(t, 30, h.lane.Point)
		equal(t, "all are young enough", all, h.kept(t))
		h.follow(t, young[1])
		h.forget(t, 3, h.lane.Point)
		equal(t, "the lane has not come further", slices.Concat(created, all[3:]), h.kept(t))
		h.follow(t, late[5])
		h.forget(t, 3, h.lane.Point)
		equal(t, "three days, and what the run did", slices.Concat(byRun, late[2:]), h.kept(t))
		changes, err := h.RunChanges(ctx, h.account, run.ID, 0, 10)
		check(t, err)
		if len(changes) != 1 || changes[0].Seq != byRun[1] {
			t.Errorf("undoing the run would find %+v", changes)
		}

		// Whoever reads on misses nothing, and whoever comes too late is told so.
		changes, _, err = h.Changes(ctx, h.account, late[1], 100)
		check(t, err)
		if len(changes) != 4 {
			t.Errorf("above the beginning are %d changes, wanted 4", len(changes))
		}
		if _, _, err := h.Changes(ctx, h.account, late[0], 100); tandem.CodeOf(err) != tandem.Stale {
			t.Errorf("a reader that came too late is told %v", err)
		}
		cursors, err := h.Cursors(ctx, h.lane)
		check(t, err)
		if cursors.Held {
			t.Error("a lane that follows is said to have something held back")
		}
		behind, err := h.Lane(ctx, h.account, "never run", "customers", "customer")
		check(t, err)
		if cursors, err = h.Cursors(ctx, behind); err != nil || !cursors.Held {
			t.Errorf("a lane that never ran would miss what is gone: %+v, %v", cursors, err)
		}

		// The newest change tells SQLite which number comes next.
		*h.at = h.at.AddDate(1, 0, 0)
		h.forget(t, 1, h.lane.Point)
		equal(t, "after a year", slices.Concat(byRun, late[5:]), h.kept(t))
		if next := h.edits(t, 1, 0); next[0] <= late[5] {
			t.Errorf("number %d was given again", next[0])
		}
		var rows tandem.Rows
		check(t, h.Get(ctx, other.account, &customers, foreign, &rows))
		if changes, err := h.History(ctx, other.account, "customer", foreign, 10); err != nil || len(changes) != 1 {
			t.Errorf("of another account are left %d changes, %v", len(changes), err)
		}
	})
}

// What nobody has counted yet, and what a lane that is there has not read, holds the log up.
func TestTheLogWaitsForWhoeverFollowsIt(t *testing.T) {
	eachHistory(t, func(t *testing.T, h *history) {
		h.edits(t, 3, 0)
		h.follow(t, 0)
		all := h.kept(t)
		*h.at = h.at.AddDate(1, 0, 0)
		h.forget(t, 1, h.lane.Point)
		equal(t, "the lane has read nothing", all, h.kept(t))
		h.forget(t, 1)
		if kept := h.kept(t); len(kept) != 1 {
			t.Errorf("a lane that is gone holds up %v", kept)
		}
	})
}
