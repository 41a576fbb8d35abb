package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tandem"
	"tandem/store"
)

var moment = time.Date(2026, 11, 21, 10, 0, 0, 123_456_000, time.UTC)

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, equalValues(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestIntents(t *testing.T) {
	eachSize(t, func(t *testing.T, s *store.Store, n int) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		batch := f.batch()
		for i := range n {
			intent := &tandem.Intent{
				Lane: f.lane, Run: 7, Op: tandem.Create, Ours: int64(i + 1), ExternalID: "T-1", Fields: []string{"name", "a \"b\""},
				Set: tandem.AllFields(70), Values: "\x00\xffvalues", Before: "before", At: moment,
			}
			batch.Rows = append(batch.Rows, tandem.Row{Intent: tandem.IntentWrite{New: intent}})
		}
		check(t, s.Commit(ctx, batch))
		pending, err := s.PendingIntents(ctx, f.lane, 0, n+1)
		check(t, err)
		var want []tandem.Intent
		for i := range batch.Rows {
			want = append(want, *batch.Rows[i].Intent.New)
		}
		equal(t, "pending intents", want, pending)

		answers := f.batch()
		for i := range pending[:n-1] {
			answer := pending[i]
			answer.State, answer.Key, answer.Message, answer.Before = tandem.IntentDone, "K", "made \x00 \xff", "now"
			answers.Rows = append(answers.Rows, tandem.Row{Intent: tandem.IntentWrite{Answer: &answer}})
		}
		check(t, s.Commit(ctx, answers))
		pending, err = s.PendingIntents(ctx, f.lane, 0, n)
		check(t, err)
		if len(pending) != 1 || pending[0].Ours != int64(n) {
			t.Errorf("%d are pending", len(pending))
		}
		newest, err := s.RunIntents(ctx, f.account, 7, 0, 2)
		check(t, err)
		older, err := s.RunIntents(ctx, f.account, 7, newest[1].ID, 1)
		check(t, err)
		if newest[0].Ours != int64(n) || older[0].Ours != int64(n-2) || older[0].State != tandem.IntentDone || older[0].Key != "K" || older[0].Before != "now" {
			t.Errorf("the run's intents are %+v %+v", newest, older)
		}
	})
}

func TestUnsettledRows(t *testing.T) {
	eachSize(t, func(t *testing.T, s *store.Store, n int) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		var want []tandem.Unsettled
		for round := range 2 { // the second time each is there already
			batch := f.batch()
			want = nil
			for i := range int64(n) {
				u := tandem.Unsettled{
					Key: tandem.KeyOf(tandem.IntegerValue(i)), Outcome: tandem.Waiting, Code: tandem.NotFound, Reason: []string{"first", "second"}[round], Awaits: 3, For: "K", ForID: 4,
					Base: "\x00", Ours: "o", Theirs: "\xff", Fields: []string{"a"}, Run: 5, At: moment,
				}
				want = append(want, u)
				batch.Rows = append(batch.Rows, tandem.Row{Settled: &tandem.UnsettledWrite{Row: u}})
			}
			check(t, s.Commit(ctx, batch))
		}
		got, err := s.Unsettled(ctx, f.lane, 0, n+1)
		check(t, err)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(tandem.Unsettled{}, "Seq")); diff != "" {
			t.Error(diff)
		}
		batch := f.batch()
		for i := range got[1:] {
			batch.Rows = append(batch.Rows, tandem.Row{Settled: &tandem.UnsettledWrite{Row: got[i+1], Drop: true}})
		}
		check(t, s.Commit(ctx, batch))
		if left, err := s.Unsettled(ctx, f.lane, 0, n); err != nil || len(left) != 1 {
			t.Errorf("%d are left, %v", len(left), err)
		}
	})
}

func TestRunsAndProgress(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		run := &tandem.Run{Account: f.account, Sync: "erp", Kind: tandem.Bulk, State: tandem.Queued, Record: "customers K"}
		check(t, s.CreateRun(ctx, run))
		check(t, s.Want(ctx, f.account, run.ID, tandem.Paused))
		run.State, run.Started, run.FirstSeq, run.Message = tandem.Running, moment, 3, "bad \xff text"
		check(t, s.SaveRun(ctx, run))
		run.Points = []tandem.PointProgress{{Name: "customers", Phase: "ours", Expected: 10, Counts: tandem.Counts{1, 2, 3}, OurWrites: 4, Seconds: 0.5, Checkpoint: "c"}}
		batch := f.batch()
		batch.Run = run
		batch.Cursors = &tandem.Cursors{Theirs: "\x00\xff", Ours: 12, Shape: 2, Fields: []string{"name"}, Loaded: true, Held: true}
		check(t, s.Commit(ctx, batch))

		want := *run
		want.Wanted, want.Message = tandem.Paused, "bad \uFFFD text"
		got, err := s.Run(ctx, f.account, run.ID)
		check(t, err)
		equal(t, "run", &want, got)
		if wanted, err := s.Wanted(ctx, f.account, run.ID); err != nil || wanted != tandem.Paused {
			t.Errorf("wanted is %q, %v", wanted, err)
		}
		cursors, err := s.Cursors(ctx, f.lane)
		check(t, err)
		equal(t, "cursors", *batch.Cursors, cursors)

		second := &tandem.Run{Account: f.account, Sync: "other", Kind: tandem.Push, State: tandem.Done}
		check(t, s.CreateRun(ctx, second))
		list, err := s.ListRuns(ctx, f.account, "", 10)
		check(t, err)
		if len(list) != 2 || list[0].ID != second.ID {
			t.Errorf("runs are %+v", list)
		}
		if list, err = s.ListRuns(ctx, f.account, "erp", 10); err != nil || len(list) != 1 {
			t.Errorf("%d runs of erp, %v", len(list), err)
		}
	})
}

func TestPlans(t *testing.T) {
	eachSize(t, func(t *testing.T, s *store.Store, n int) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		plan := &tandem.Plan{Account: f.account, Sync: "erp", Kind: tandem.Bulk, Undoes: 3}
		row := func(i int) tandem.PlanRow {
			return tandem.PlanRow{
				Seq: int64(i + 1), Point: "customers", Key: tandem.KeyOf(tandem.IntegerValue(int64(i))), ID: int64(i), Ours: tandem.Update, Theirs: tandem.Create,
				Outcome: tandem.Updated, Version: 3, Hash: 1 << 63, Reason: "r", Diff: []byte(`{"a":1}`),
			}
		}
		var rows []tandem.PlanRow
		for i := range 2 * n {
			rows = append(rows, row(i))
		}
		check(t, s.SavePlan(ctx, plan, rows[:n]))
		plan.Hash, plan.Rows, plan.Counts = "abc", int64(2*n), map[string]tandem.Counts{"customers": {5}}
		check(t, s.SavePlan(ctx, plan, rows[n:]))
		got, err := s.Plan(ctx, f.account, "abc")
		check(t, err)
		equal(t, "plan", plan, got)
		page, err := s.PlanRows(ctx, f.account, plan.ID, 1, 2*n)
		check(t, err)
		equal(t, "rows", rows[1:], page)

		batch := f.batch()
		batch.Plan = plan.ID
		check(t, s.Commit(ctx, batch))
		if got, err = s.Plan(ctx, f.account, "abc"); err != nil || !got.Done {
			t.Errorf("a plan that was begun is %+v, %v", got, err)
		}
	})
}

func TestOutcomesAndExplanations(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		first := f.fill(t, 2)
		outcome := func(key tandem.Key, o tandem.Outcome, reason string) tandem.Row {
			return tandem.Row{Outcome: &tandem.OutcomeRow{Run: 9, Point: "customers", Key: key, Outcome: o, Code: tandem.Invalid, Reason: reason, At: moment}}
		}
		check(t, s.Commit(ctx, f.batch(outcome("X", tandem.Failed, "no name"), outcome("Y", tandem.Excluded, "filter"), outcome("X", tandem.Failed, "no name again"))))
		failed := tandem.Failed
		rows, err := s.Outcomes(ctx, f.account, 9, tandem.OutcomeQuery{Point: "customers", Outcome: &failed, After: 1, Limit: 5})
		check(t, err)
		equal(t, "outcomes", []tandem.OutcomeRow{{Seq: 3, Run: 9, Point: "customers", Key: "X", Outcome: tandem.Failed, Code: tandem.Invalid, Reason: "no name again", At: moment}}, rows)

		explain := func(key tandem.Key, id int64) *tandem.Explanation {
			t.Helper()
			e, err := s.Explain(ctx, f.lane, key, id)
			check(t, err)
			return e
		}
		if e := explain("X", 0); e.Outcome != tandem.Failed || e.Reason != "no name again" || e.DataPoint != "customers" || e.Run != 9 {
			t.Errorf("X: %+v", e)
		}
		if e := explain("K000000", 0); e.Outcome != tandem.Created || e.ID != first || e.Run != 1 {
			t.Errorf("K000000: %+v", e)
		}
		check(t, s.Commit(ctx, f.batch(update(first, 1, text("new"), tandem.Value{}))))
		if e := explain("", first); e.Outcome != tandem.Updated || e.Key != "K000000" || len(e.Diff) != 1 {
			t.Errorf("%d: %+v", first, e)
		}
		check(t, s.Commit(ctx, f.batch(tandem.Row{Settled: &tandem.UnsettledWrite{Row: tandem.Unsettled{Key: "K000000", ID: first, Outcome: tandem.Conflicted, Reason: "both", At: moment}}})))
		if e := explain("", first); e.Outcome != tandem.Conflicted || e.Reason != "both" {
			t.Errorf("conflict: %+v", e)
		}
		if _, err := s.Explain(ctx, f.lane, "nowhere", 0); tandem.CodeOf(err) != tandem.NotFound {
			t.Errorf("nowhere: %v", err)
		}
	})
}

func TestDefinitionsAndTokens(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		d := &tandem.Definition{Account: f.account, Kind: "sync", Name: "erp", Body: []byte(`{"a":1}`)}
		for version, body := range []string{`{"a":1}`, `{"a":2}`} {
			d.Body = []byte(body)
			for again := range 2 {
				changed, err := s.SaveDefinition(ctx, d)
				check(t, err)
				if changed != (again == 0) || d.Version != int64(version+1) {
					t.Errorf("saving %s: changed %v, version %d", body, changed, d.Version)
				}
			}
		}
		all, err := s.Definitions(ctx, f.account, "sync")
		check(t, err)
		equal(t, "definitions", []tandem.Definition{*d}, all)
		check(t, s.RemoveDefinition(ctx, f.account, "sync", "erp"))
		if _, err := s.Definition(ctx, f.account, "sync", "erp"); tandem.CodeOf(err) != tandem.NotFound {
			t.Errorf("a removed definition is there: %v", err)
		}

		check(t, s.SaveToken(ctx, &tandem.Token{Account: f.account, Name: "ci"}, []byte("old"), nil))
		check(t, s.SaveToken(ctx, &tandem.Token{Account: f.account, Name: "ci"}, []byte("hash"), nil))
		if token, err := s.Token(ctx, []byte("hash")); err != nil || token.Account != f.account || token.Name != "ci" {
			t.Errorf("the token is %+v, %v", token, err)
		}
		if _, err := s.Token(ctx, []byte("old")); tandem.CodeOf(err) != tandem.Denied {
			t.Errorf("a replaced token is known: %v", err)
		}
	})
}
