package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"tandem"
)

// fakeCRM stands in for store and engine: runs move as fast as the test tells them to.
type fakeCRM struct {
	mu        sync.Mutex
	runs      []tandem.Run // oldest first
	rows      map[int64][]tandem.OutcomeRow
	plans     map[string]tandem.Plan
	planRows  []tandem.PlanRow
	syncs     []Sync
	activity  []tandem.Activity
	conflicts int64
	clock     func() time.Time
	asked     []string // what pages asked for, in words
	looks     int      // how often a run was read
	broken    error    // what every question is answered with
}

func newFake() *fakeCRM {
	return &fakeCRM{rows: map[int64][]tandem.OutcomeRow{}, plans: map[string]tandem.Plan{}, clock: time.Now}
}

func (f *fakeCRM) handler(o Options) http.Handler {
	o.Runs, o.Clock, o.Health = f, f.clock, f
	o.Syncs = func(context.Context, int64) ([]Sync, error) { return f.syncs, f.broken }
	o.Start = f.start
	o.Release = f.release
	if o.Visitor == nil {
		o.Visitor = visiting(tandem.Account{ID: 1, Name: "Acme Ltd"})
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return New(o)
}

func (f *fakeCRM) add(run tandem.Run) *tandem.Run {
	f.mu.Lock()
	defer f.mu.Unlock()
	run.ID, run.Account = int64(len(f.runs)+1), 1
	if run.Created.IsZero() {
		run.Created = f.clock()
	}
	f.runs = append(f.runs, run)
	return &run
}

// change lets a test move a run.
func (f *fakeCRM) change(id int64, how func(*tandem.Run)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	how(&f.runs[id-1])
}

func (f *fakeCRM) ListRuns(_ context.Context, account int64, sync string, limit int) ([]tandem.Run, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []tandem.Run
	for _, run := range slices.Backward(f.runs) {
		if run.Account == account && (sync == "" || run.Sync == sync) && len(list) < limit {
			list = append(list, cloned(run))
		}
	}
	return list, f.broken
}

func (f *fakeCRM) Run(_ context.Context, account, id int64) (*tandem.Run, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looks++
	if f.broken != nil {
		return nil, f.broken
	}
	if id < 1 || id > int64(len(f.runs)) || f.runs[id-1].Account != account {
		return nil, tandem.Errorf(tandem.NotFound, "there is no run %d", id)
	}
	run := cloned(f.runs[id-1])
	return &run, nil
}

func cloned(run tandem.Run) tandem.Run {
	run.Points = slices.Clone(run.Points)
	return run
}

func (f *fakeCRM) Outcomes(_ context.Context, _, run int64, q tandem.OutcomeQuery) ([]tandem.OutcomeRow, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []tandem.OutcomeRow
	for _, row := range f.rows[run] {
		if row.Seq > q.After && (q.Point == "" || q.Point == row.Point) && (q.Outcome == nil || *q.Outcome == row.Outcome) && len(list) < q.Limit {
			list = append(list, row)
		}
	}
	return list, nil
}

func (f *fakeCRM) Want(_ context.Context, account, id int64, state tandem.RunState) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, fmt.Sprintf("want %d/%d %s", account, id, state))
	f.runs[id-1].Wanted = state
	return nil
}

func (f *fakeCRM) Plan(_ context.Context, _ int64, hash string) (*tandem.Plan, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	plan, ok := f.plans[hash]
	if !ok {
		return nil, tandem.Errorf(tandem.NotFound, "there is no plan %s", hash)
	}
	return &plan, nil
}

func (f *fakeCRM) PlanRows(_ context.Context, _, _ int64, after int64, limit int) ([]tandem.PlanRow, error) {
	rows := f.planRows[min(int(after), len(f.planRows)):]
	return rows[:min(limit, len(rows))], nil
}

func (f *fakeCRM) start(_ context.Context, account int64, sync string, kind tandem.RunKind) (*tandem.Run, error) {
	run := f.add(tandem.Run{Sync: sync, Kind: kind, State: tandem.Queued, Wanted: tandem.Running})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, fmt.Sprintf("start %d/%s %s", account, sync, kind))
	return run, nil
}

func (f *fakeCRM) release(_ context.Context, account, run int64, plan string) (*tandem.Run, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, fmt.Sprintf("release %d/%d %s", account, run, plan))
	return &tandem.Run{ID: run}, nil
}

func (f *fakeCRM) wishes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// visiting lets everybody in as the owner of an account.
func visiting(account tandem.Account) func(*http.Request) (*Visitor, error) {
	return func(*http.Request) (*Visitor, error) {
		return &Visitor{Account: account, Person: 1, Name: "Ada Byron", Email: "ada@example.com", Role: tandem.Owner}, nil
	}
}

func (f *fakeCRM) CountConflicts(context.Context, int64) (int64, error) { return f.conflicts, f.broken }

func (f *fakeCRM) Activity(context.Context, int64, time.Time) ([]tandem.Activity, error) {
	return f.activity, f.broken
}
