package store_test

import (
	"testing"
	"time"

	"tandem"
	"tandem/store"
)

// aged is a store whose clock a test sets.
func aged(t *testing.T, name string, at *time.Time) *store.Store {
	t.Helper()
	o := options(t, name)
	o.Clock = func() time.Time { return *at }
	return open(t, o)
}

// history makes one run a day, each with everything a run can leave behind: it
// changes a linked record, writes to the other side, fails at a row, leaves one
// out, and shows a plan.
type history struct {
	*fixture
	at    *time.Time
	first int64
}

func (h *history) run(t *testing.T, state tandem.RunState, edit func(b *tandem.Batch)) *tandem.Run {
	t.Helper()
	ctx := t.Context()
	*h.at = h.at.AddDate(0, 0, 1)
	run := &tandem.Run{Account: h.account, Sync: "erp", State: tandem.Running, Started: *h.at}
	check(t, h.CreateRun(ctx, run))
	plan := &tandem.Plan{Account: h.account, Sync: "erp", Hash: h.at.Format(time.DateOnly), Rows: 1}
	check(t, h.SavePlan(ctx, plan, []tandem.PlanRow{{Point: "customers", Key: "K000000", Ours: tandem.Update}}))
	batch := h.batch(
		tandem.Row{Link: tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: tandem.TextKey("K000000"), ID: h.first, Hash: uint64(run.ID), Base: "b"}}},
		tandem.Row{Outcome: &tandem.OutcomeRow{Point: "customers", Key: tandem.TextKey("K000001"), Outcome: tandem.Failed, Reason: "linked"}},
		tandem.Row{Outcome: &tandem.OutcomeRow{Point: "customers", Key: tandem.TextKey("X"), Outcome: tandem.Excluded, Reason: h.at.Format(time.DateOnly)}},
		tandem.Row{Intent: tandem.IntentWrite{New: &tandem.Intent{Lane: h.lane, Op: tandem.Update, Ours: h.first, At: *h.at}}},
	)
	batch.Actor.Run = run.ID
	if edit != nil {
		edit(batch)
	}
	check(t, h.Commit(ctx, batch))
	if edit == nil {
		check(t, h.Commit(ctx, h.batch(tandem.Row{Intent: tandem.IntentWrite{Answer: &tandem.Intent{ID: batch.Rows[3].Intent.New.ID, State: tandem.IntentDone}}})))
	}
	run.State, run.Ended, run.Plan = state, *h.at, plan.Hash
	check(t, h.SaveRun(ctx, run))
	return run
}

// left counts what is still there of a run.
func (h *history) left(t *testing.T, run *tandem.Run) (n [4]int) {
	t.Helper()
	outcomes, err := h.Outcomes(t.Context(), h.account, run.ID, tandem.OutcomeQuery{})
	check(t, err)
	intents, err := h.RunIntents(t.Context(), h.account, run.ID, 0, 100)
	check(t, err)
	links, err := h.RunLinks(t.Context(), h.account, run.ID, 0, 100)
	check(t, err)
	plan, err := h.Plan(t.Context(), h.account, run.Plan)
	rows := 0
	if err == nil {
		list, err := h.PlanRows(t.Context(), h.account, plan.ID, 0, 100)
		check(t, err)
		rows = len(list)
	} else if tandem.CodeOf(err) != tandem.NotFound {
		t.Fatal(err)
	}
	return [4]int{len(outcomes), len(intents), len(links), rows}
}

func (h *history) isThere(t *testing.T, run *tandem.Run) bool {
	t.Helper()
	_, err := h.Run(t.Context(), h.account, run.ID)
	if err != nil && tandem.CodeOf(err) != tandem.NotFound {
		t.Fatal(err)
	}
	return err == nil
}

func eachHistory(t *testing.T, test func(t *testing.T, h *history)) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := moment
			h := &history{fixture: setUp(t, aged(t, name, &at), "acme"), at: &at}
			h.first = h.fill(t, 2)
			test(t, h)
		})
	}
}

func TestRunsAreKeptAsLongAsTheAccountWants(t *testing.T) {
	eachHistory(t, func(t *testing.T, h *history) {
		ctx := t.Context()
		var runs []*tandem.Run
		for range 10 {
			runs = append(runs, h.run(t, tandem.Done, nil))
		}
		changes, _, err := h.Changes(ctx, h.account, 0, 1000)
		check(t, err)
		other := setUp(t, h.Store, "other")
		foreign := &tandem.Run{Account: other.account, Sync: "erp", State: tandem.Done, Started: moment, Ended: moment}
		check(t, h.CreateRun(ctx, foreign))

		forget := func(keep tandem.Retention, runs, plans int64) {
			t.Helper()
			if r, p, err := h.ForgetRuns(ctx, h.account, keep); err != nil || r != runs || p != plans {
				t.Errorf("%+v: %d runs and %d plans are forgotten, %v; want %d and %d", keep, r, p, err, runs, plans)
			}
		}
		forget(tandem.Retention{Days: 30, Runs: 3}, 0, 0)
		forget(tandem.Retention{Days: 2, Runs: 20}, 0, 0)
		*h.at = h.at.Add(time.Hour)
		forget(tandem.Retention{Days: 4, Runs: 3}, 6, 6)
		if h.isThere(t, runs[5]) || !h.isThere(t, runs[6]) {
			t.Error("other runs were forgotten than the oldest")
		}
		swept, err := h.Sweep(ctx)
		check(t, err)
		// The newest outcome of X is a later one; that of K000001 is linked. The first link had no run before, so
		// what the first run found of it goes; what the seventh found stays with it.
		if want := (store.Swept{Outcomes: 12, PlanRows: 6, Writes: 6, Links: 6}); swept != want {
			t.Errorf("swept %+v, want %+v", swept, want)
		}
		if again, err := h.Sweep(ctx); err != nil || again != (store.Swept{}) {
			t.Errorf("the second sweep finds %+v, %v", again, err)
		}
		for _, run := range runs[6:] {
			if got := h.left(t, run); got != [4]int{2, 1, 1, 1} {
				t.Errorf("of run %d are left %v", run.ID, got)
			}
		}
		if after, _, err := h.Changes(ctx, h.account, 0, 1000); err != nil || len(after) != len(changes) {
			t.Errorf("%d changes of %d are left, %v", len(after), len(changes), err)
		}
		if _, err := h.Run(ctx, other.account, foreign.ID); err != nil {
			t.Errorf("a run of another account: %v", err)
		}
		if n, oldest, err := h.KeptRuns(ctx, h.account); err != nil || n != 4 || !oldest.Equal(runs[6].Created) {
			t.Errorf("%d runs are kept, the oldest of %s, %v", n, oldest, err)
		}

		// When all have gone, "why" still answers for what is not linked.
		*h.at = h.at.AddDate(1, 0, 0)
		forget(tandem.Retention{Days: 1, Runs: 1}, 3, 3)
		_, err = h.Sweep(ctx)
		check(t, err)
		newest := h.run(t, tandem.Done, func(b *tandem.Batch) { b.Rows = b.Rows[:1] })
		*h.at = h.at.AddDate(1, 0, 0)
		forget(tandem.Retention{Days: 1, Runs: 1}, 1, 1)
		_, err = h.Sweep(ctx)
		check(t, err)
		if !h.isThere(t, newest) {
			t.Error("the newest run was forgotten")
		}
		e, err := h.Explain(ctx, h.lane, tandem.TextKey("X"), 0)
		check(t, err)
		if e.Outcome != tandem.Excluded || e.Reason != runs[9].Plan {
			t.Errorf("X is explained as %+v", e)
		}
	})
}

// What an open run, an undo or a write in doubt needs stays, however old.
func TestRunsThatAreNeededAreKept(t *testing.T) {
	eachHistory(t, func(t *testing.T, h *history) {
		ctx := t.Context()
		gone := h.run(t, tandem.FailedRun, nil)
		undone := h.run(t, tandem.Done, nil)
		doubt := h.run(t, tandem.CancelledRun, func(*tandem.Batch) {})
		held := h.run(t, tandem.HeldRun, nil)
		paused := h.run(t, tandem.Paused, nil)
		undoing := h.run(t, tandem.Paused, nil)
		plan, err := h.Plan(ctx, h.account, undoing.Plan)
		check(t, err)
		undo := &tandem.Plan{Account: h.account, Sync: "erp", Kind: tandem.Undo, Hash: "undo", Undoes: undone.ID}
		check(t, h.SavePlan(ctx, undo, nil))
		undoing.Plan = "undo"
		check(t, h.SaveRun(ctx, undoing))
		newest := h.run(t, tandem.Done, nil)
		*h.at = h.at.AddDate(5, 0, 0)
		runs, _, err := h.ForgetRuns(ctx, h.account, tandem.Retention{Days: 1, Runs: 1})
		check(t, err)
		if runs != 1 || h.isThere(t, gone) {
			t.Errorf("%d runs are forgotten", runs)
		}
		_, err = h.Sweep(ctx)
		check(t, err)
		for name, run := range map[string]*tandem.Run{"undone": undone, "doubt": doubt, "held": held, "paused": paused, "newest": newest} {
			if !h.isThere(t, run) {
				t.Errorf("%s was forgotten", name)
			}
			if got := h.left(t, run); got != [4]int{2, 1, 1, 1} {
				t.Errorf("of %s are left %v", name, got)
			}
		}
		if !h.isThere(t, undoing) {
			t.Error("an undo under way was forgotten")
		}
		if _, err := h.Plan(ctx, h.account, plan.Hash); tandem.CodeOf(err) != tandem.NotFound {
			t.Errorf("a plan that no run was made from is kept: %v", err)
		}
	})
}
