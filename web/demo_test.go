package web

import (
	"fmt"
	"time"

	"tandem"
	"tandem/setup"
)

// demo fills a fake with an account as it looks on an ordinary day: a bulk
// sync in the middle, runs that ended every which way before it.
func demo(now time.Time) *fakeCRM {
	f := newFake()
	f.clock = func() time.Time { return now }
	f.syncs = []Sync{
		{Name: "erp", Connection: "m2m-prague", System: "Made2Manage", State: setup.Enabled, Schedule: "*/5 * * * *", Next: now.Add(3*time.Minute + 10*time.Second)},
		{Name: "portal", Connection: "shop", System: "PostgreSQL", State: setup.Enabled, Schedule: "0 2 * * *", Paused: true, Why: "paused after the undo of run 3", Unconfirmed: []string{"orders", "order_items"}},
		{Name: "tickets", Connection: "helpdesk", System: "Redmine", State: setup.Enabled, Schedule: "*/15 * * * *", Next: now.Add(8 * time.Minute)},
		{Name: "billing", Connection: "pohoda", System: "POHODA", State: setup.Refused, Schedule: "manual"},
	}
	past := func(sync string, kind tandem.RunKind, state tandem.RunState, ago, took time.Duration, c tandem.Counts) *tandem.Run {
		begun := now.Add(-ago)
		return f.add(tandem.Run{
			Sync: sync, Kind: kind, State: state, Wanted: tandem.Running, Created: begun, Started: begun, Ended: begun.Add(took),
			Points: []tandem.PointProgress{{Name: "customers", Phase: "done", Counts: c, OurWrites: c[tandem.Created] + c[tandem.Updated]}},
		})
	}
	past("erp", tandem.Compare, tandem.Done, 52*time.Hour, 41*time.Second, tandem.Counts{tandem.Unchanged: 20000})
	past("billing", tandem.Incremental, tandem.FailedRun, 27*time.Hour, 900*time.Millisecond, tandem.Counts{})
	f.change(2, func(r *tandem.Run) {
		r.Points[0].Phase = "theirs"
		r.Message, r.Code = "the server refuses the user name or the password", tandem.Denied
	})
	past("portal", tandem.Undo, tandem.Done, 5*time.Hour, 9*time.Second, tandem.Counts{tandem.Updated: 212, tandem.Conflicted: 3})
	past("erp", tandem.Incremental, tandem.Done, 62*time.Minute, 700*time.Millisecond, tandem.Counts{tandem.Created: 4, tandem.Updated: 31, tandem.Waiting: 1})
	past("erp", tandem.Incremental, tandem.CancelledRun, 40*time.Minute, 12*time.Second, tandem.Counts{tandem.Updated: 1204, tandem.Failed: 2})
	past("erp", tandem.Incremental, tandem.Done, 7*time.Minute, 400*time.Millisecond, tandem.Counts{tandem.Unchanged: 12})
	f.conflicts = 3
	for i := range 13 {
		day := now.AddDate(0, 0, -i)
		f.activity = append(f.activity,
			tandem.Activity{Hour: day.Truncate(time.Hour), Origin: tandem.ByPerson, Changes: int64(37 + 61*i%90)},
			tandem.Activity{Hour: day.Truncate(time.Hour), Origin: tandem.BySync, Changes: int64(900 + 517*i%1300)},
		)
	}
	f.activity = append(f.activity, tandem.Activity{Hour: now.AddDate(0, 0, -11).Truncate(time.Hour), Origin: tandem.BySync, Changes: 257219})
	f.addMoving(now)
	f.addHeld(now)
	past("tickets", tandem.Incremental, tandem.Done, 7*time.Minute, 1300*time.Millisecond, tandem.Counts{tandem.Created: 3, tandem.Updated: 14, tandem.Excluded: 2})
	return f
}

const (
	movingRun = 7
	heldRun   = 8
	deniedRun = 2
)

// addMoving adds a bulk sync in its middle.
func (f *fakeCRM) addMoving(now time.Time) {
	begun := now.Add(-102 * time.Second)
	f.add(tandem.Run{
		Sync: "erp", Kind: tandem.Bulk, State: tandem.Running, Wanted: tandem.Running, Created: begun, Started: begun,
		Points: []tandem.PointProgress{
			{Name: "customers", Phase: "done", Expected: 20000, Seconds: 11, OurWrites: 19830, TheirWrites: 112, Counts: tandem.Counts{tandem.Created: 19718, tandem.Updated: 112, tandem.Excluded: 141, tandem.Conflicted: 17, tandem.Failed: 12}},
			{Name: "contacts", Phase: "done", Expected: 31844, Seconds: 14, OurWrites: 31840, TheirWrites: 9, Counts: tandem.Counts{tandem.Created: 31831, tandem.Updated: 9, tandem.Failed: 4}},
			{Name: "addresses", Phase: "done", Expected: 26310, Seconds: 9, OurWrites: 26310, Counts: tandem.Counts{tandem.Created: 26310}},
			{Name: "orders", Phase: "theirs", Expected: 84120, Seconds: 12, OurWrites: 49208, Counts: tandem.Counts{tandem.Created: 49208, tandem.Waiting: 38, tandem.Failed: 3}},
			{Name: "invoices", Expected: 79655},
			{Name: "rmas", Expected: 2410},
			{Name: "quotes", Expected: 12880},
		},
	})
	reasons := []tandem.OutcomeRow{
		{Point: "customers", Key: tandem.TextKey("000412"), ID: 5512, Outcome: tandem.Failed, Code: tandem.Invalid, Reason: "email: \"sales(at)alfa.cz\" is no e-mail address"},
		{Point: "customers", Key: tandem.TextKey("000977"), ID: 61, Outcome: tandem.Conflicted, Code: tandem.Ambiguous, Reason: "2 of our customers have the VAT id CZ25123455: 61 and 1830"},
		{Point: "customers", Key: tandem.TextKey("001204"), Outcome: tandem.Excluded, Code: tandem.FilteredOut, Reason: "the filter ftype == \"C\" leaves it out"},
		{Point: "contacts", Key: tandem.TextKey("000412", "3"), ID: 9120, Outcome: tandem.Failed, Code: tandem.Invalid, Reason: "phone: \"ext. 12\" is no phone number"},
		{Point: "orders", Key: tandem.TextKey("SO-018842"), Outcome: tandem.Waiting, Code: tandem.ParentMissing, Reason: "customer 019877 is not here yet"},
		{Point: "orders", Key: tandem.TextKey("SO-018851"), Outcome: tandem.Failed, Code: tandem.Invalid, Reason: "currency: \"EURO\" is none of the values of currency"},
	}
	for i := range 120 {
		row := reasons[i%len(reasons)]
		row.Seq, row.Run, row.At = int64(i+1), movingRun, now.Add(time.Duration(i-180)*500*time.Millisecond)
		if i >= len(reasons) {
			row.Key = tandem.TextKey(fmt.Sprintf("%06d", 1500+i*7))
		}
		f.rows[movingRun] = append(f.rows[movingRun], row)
	}
}

// addHeld adds a run that its guard holds.
func (f *fakeCRM) addHeld(now time.Time) {
	const hash = "b7f1c2f09d3e4a51c8d2"
	f.add(tandem.Run{
		Sync: "portal", Kind: tandem.Incremental, State: tandem.HeldRun, Wanted: tandem.Running, Plan: hash, Code: tandem.Held,
		Created: now.Add(-9 * time.Minute), Started: now.Add(-9 * time.Minute),
		Message: "customers: 1,640 deletes are more than 50 and more than 5 % of 20,000 links",
		Points: []tandem.PointProgress{
			{Name: "customers", Phase: "deletes", Expected: 20000, Counts: tandem.Counts{tandem.Unchanged: 18344, tandem.Updated: 16}},
			{Name: "contacts", Phase: "deletes", Expected: 31840, Counts: tandem.Counts{tandem.Unchanged: 31840}},
		},
	})
	f.plans[hash] = tandem.Plan{ID: 3, Hash: hash, Rows: 1640, Counts: map[string]tandem.Counts{"customers": {tandem.Deleted: 1640}}}
	for i := range 40 {
		f.planRows = append(f.planRows, tandem.PlanRow{Seq: int64(i + 1), Point: "customers", Key: tandem.TextKey(fmt.Sprintf("%06d", 300+i)), Ours: tandem.Delete, Outcome: tandem.Deleted, Reason: "it is gone there"})
	}
}
