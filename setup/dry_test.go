package setup_test

import (
	"testing"
	"time"

	"tandem"
	"tandem/engine"
	"tandem/setup"
)

// Everything a person looks at before the first run tells the truth and leaves nothing behind.
func TestDryFunctions(t *testing.T) {
	o := newOffice(t)
	name := o.add(o.erp("erp.db", 1))
	draft, err := o.config.ConnectDraft(t.Context(), o.account, setup.Connecting{Connection: name})
	o.must(err)
	assessed, err := o.engine.Assess(t.Context(), draft)
	o.must(err)
	for i := range assessed {
		if a := &assessed[i]; !a.Works() || a.Rows == 0 || a.Links != 0 || len(a.Key) == 0 || a.Cursor == "" || len(a.Fields) == 0 || len(a.Unmapped) == 0 {
			t.Errorf("data point %s is assessed as %+v", a.Point, a)
		}
	}
	broken := *draft
	broken.Points = []engine.DataPoint{draft.Points[0], draft.Points[1]}
	broken.Points[0].Theirs = "nowhere"
	broken.Points[1].Mapping.Rules = append(broken.Points[1].Mapping.Rules[:0:0], broken.Points[1].Mapping.Rules...)
	broken.Points[1].Mapping.Rules[2].Theirs = "nothing"
	bad, err := o.engine.Assess(t.Context(), &broken)
	o.must(err)
	if bad[0].Found || bad[0].Works() || bad[1].Works() || bad[1].Fields[2].Verdict != engine.Wrong || bad[1].Fields[1].Verdict == engine.Wrong {
		t.Errorf("a broken set-up is assessed as %+v", bad)
	}

	sample, err := o.engine.Sample(t.Context(), draft, "customers", 3)
	o.must(err)
	if len(sample.In) != 3 || len(sample.Out) != 0 {
		t.Fatalf("sampled %d rows of theirs and %d of ours", len(sample.In), len(sample.Out))
	}
	for _, r := range sample.In {
		for _, f := range r.Fields {
			if f.Fault != "" || f.Ours == "name" && (f.From == "" || f.To == "") {
				t.Errorf("%s: %+v", r.Key, f)
			}
		}
	}
	o.expectMatching(draft, func(m *engine.Matching) bool {
		return m.OnlyTheirs > 0 && m.Linked+m.Matched+m.Ambiguous+m.OnlyOurs == 0
	})
	plan, err := o.engine.PreviewOf(t.Context(), draft, tandem.Bulk)
	o.must(err)
	if runs, err := o.store.ListRuns(t.Context(), o.account, "", 10); err != nil || len(runs) != 0 {
		t.Errorf("looking left runs: %v, %v", runs, err)
	}

	sync, counts := o.load(name)
	var planned tandem.Counts
	if plan.Sync != sync {
		t.Errorf("the preview was for %s, the sync is %s", plan.Sync, sync)
	}
	for i := range draft.Points {
		if want := plan.Counts[draft.Points[i].Name]; want.Rows() == 0 {
			t.Errorf("the preview of %s is empty", draft.Points[i].Name)
		}
		planned.Add(plan.Counts[draft.Points[i].Name])
	}
	if planned != counts {
		t.Errorf("the preview counts %v, the run %v", planned, counts)
	}
	o.expectMatching(draft, func(m *engine.Matching) bool {
		return m.Linked > 0 && m.OnlyTheirs+m.Matched+m.Ambiguous+m.OnlyOurs == 0
	})
	if sample, err = o.engine.Sample(t.Context(), draft, "customers", 2); err != nil || len(sample.Out) != 2 {
		t.Errorf("with records here: %+v, %v", sample, err)
	}
}

func (o *office) expectMatching(draft *engine.Sync, right func(*engine.Matching) bool) {
	o.t.Helper()
	found, err := o.engine.Match(o.t.Context(), draft)
	o.must(err)
	if len(found) != len(draft.Points) || !right(&found[0]) || !right(&found[1]) {
		o.t.Errorf("match preview: %+v", found)
	}
}

// Records that did not arrive can be tried again together.
func TestSeveralRecordsAtOnce(t *testing.T) {
	o := newOffice(t)
	sync, _ := o.load(o.add(o.erp("erp.db", 1)))
	run, err := o.engine.File(t.Context(), engine.Request{Account: o.account, Sync: sync, Kind: tandem.Single, Record: "customers 000001\ncustomers 000002\nquotes #1"})
	o.must(err)
	o.must(o.engine.Work(t.Context(), o.account, run.ID))
	run, err = o.store.Run(t.Context(), o.account, run.ID)
	o.must(err)
	rows := int64(0)
	for i := range run.Points {
		rows += run.Points[i].Counts.Rows()
	}
	if run.State != tandem.Done || rows != 3 {
		t.Errorf("%s with %d rows: %s", run.State, rows, run.Message)
	}
	if _, err := o.engine.File(t.Context(), engine.Request{Account: o.account, Sync: sync, Kind: tandem.Single, Record: "customers 000001\nshoes 1"}); tandem.CodeOf(err) != tandem.NotFound {
		t.Errorf("a data point that is not there: %v", err)
	}
}

// The next times are those at which the schedule starts the sync.
func TestNextTimes(t *testing.T) {
	s, err := engine.ParseSchedule("30 2 * * 1", "Europe/Prague")
	if err != nil {
		t.Fatal(err)
	}
	times := s.NextTimes(time.Date(2026, 3, 23, 12, 0, 0, 0, time.UTC), 5)
	if len(times) != 5 || times[0].UTC().Format(time.RFC3339) != "2026-03-30T00:30:00Z" {
		t.Errorf("times %v", times)
	}
	manual, err := engine.ParseSchedule(engine.Manual, "")
	if err != nil || manual.NextTimes(time.Now(), 5) != nil {
		t.Errorf("a manual schedule: %v", err)
	}
}
