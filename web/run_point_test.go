package web

import (
	"math"
	"testing"
	"time"

	"tandem"
)

func TestPointProgress(t *testing.T) {
	for _, test := range []struct {
		name  string
		state tandem.RunState
		point tandem.PointProgress
		share float64
		left  time.Duration
		blind bool
		phase string
	}{
		{"not begun", tandem.Running, tandem.PointProgress{Expected: 100}, 0, 0, false, "phase."},
		{"half way", tandem.Running, tandem.PointProgress{Phase: "theirs", Expected: 100, Seconds: 5, Counts: tandem.Counts{tandem.Created: 50}}, .5, 5 * time.Second, false, "phase.theirs"},
		{"nobody knows", tandem.Running, tandem.PointProgress{Phase: "theirs", Seconds: 5, Counts: tandem.Counts{tandem.Created: 50}}, 0, 0, true, "phase.theirs"},
		{"more than expected", tandem.Running, tandem.PointProgress{Phase: "ours", Expected: 10, Seconds: 5, Counts: tandem.Counts{tandem.Created: 50}}, 1, 0, false, "phase.ours"},
		{"done with fewer", tandem.Running, tandem.PointProgress{Phase: "done", Expected: 100, Counts: tandem.Counts{tandem.Unchanged: 3}}, 1, 0, false, "phase.done"},
		{"done with none", tandem.Done, tandem.PointProgress{Phase: "done"}, 1, 0, false, "phase.done"},
		{"paused", tandem.Paused, tandem.PointProgress{Phase: "theirs", Expected: 100, Seconds: 5, Counts: tandem.Counts{tandem.Created: 25}}, .25, 0, false, "phase.stopped"},
		{"failed", tandem.FailedRun, tandem.PointProgress{Phase: "theirs", Expected: 100}, 0, 0, false, "phase.unfinished"},
	} {
		run := &tandem.Run{State: test.state, Points: []tandem.PointProgress{test.point}}
		v := newRunView(run, nil).Points[0]
		if v.Share != test.share || v.Left != test.left || v.Blind != test.blind || v.Phase != test.phase {
			t.Errorf("%s: share %v, left %v, blind %t, %s; want %v, %v, %t, %s", test.name, v.Share, v.Left, v.Blind, v.Phase, test.share, test.left, test.blind, test.phase)
		}
	}
}

// A bar is never fuller than full, and a few failed rows among many are seen.
func TestSegments(t *testing.T) {
	for _, c := range []tandem.Counts{
		{}, {tandem.Created: 1}, {tandem.Created: 999_999, tandem.Failed: 1},
		{tandem.Excluded: 1, tandem.Waiting: 1, tandem.Conflicted: 1, tandem.Failed: 1, tandem.Unchanged: 9_999_996},
	} {
		v := newRunView(&tandem.Run{State: tandem.Done, Points: []tandem.PointProgress{{Phase: "done", Counts: c}}}, nil).Total
		end := 0.0
		for _, s := range v.Segments {
			if math.Abs(s.From-end) > 1e-9 {
				t.Errorf("%v: %s begins at %v, want %v", c, s.Class, s.From, end)
			}
			end = s.From + s.Width
			if s.Class == "failed" && c[tandem.Failed] > 0 && s.Width < .003 {
				t.Errorf("%v: failed rows are %v of the bar", c, s.Width)
			}
		}
		if end > 1+1e-9 || end < 1-1e-9 {
			t.Errorf("%v: the bar is %v full", c, end)
		}
	}
}

// Where one data point does not know what to expect, each counts the same.
func TestTotalWithoutExpectations(t *testing.T) {
	run := &tandem.Run{State: tandem.Running, Points: []tandem.PointProgress{
		{Phase: "done", Counts: tandem.Counts{tandem.Created: 10}}, {Phase: "theirs", Counts: tandem.Counts{tandem.Created: 4}}, {}, {},
	}}
	v := newRunView(run, nil).Total
	if v.Share != .25 || v.Blind || v.Expected != 0 || v.Rows != 14 {
		t.Errorf("share %v, blind %t, expected %d, rows %d", v.Share, v.Blind, v.Expected, v.Rows)
	}
	run.Points[0].Phase = "theirs"
	if v := newRunView(run, nil).Total; !v.Blind {
		t.Error("nothing is done, and yet the bar tells how far it is")
	}
}

func TestRates(t *testing.T) {
	r := &rates{}
	run := &tandem.Run{Points: []tandem.PointProgress{{Name: "a"}}}
	for second := range 20 {
		rows := int64(second * 100)
		if second > 10 {
			rows = 1000 // it stands still
		}
		run.Points[0].Counts[tandem.Created] = rows
		r.add(run, noon().Add(time.Duration(second)*time.Second))
		got, ok := r.of("a")
		switch {
		case second == 0 && ok:
			t.Error("one look makes no rate")
		case second > 0 && second <= 10 && got != 100:
			t.Errorf("after %d s: %v rows/s, want 100", second, got)
		case second > 17 && got != 0:
			t.Errorf("after %d s: %v rows/s, want none", second, got)
		}
	}
	if len(r.samples) > 8 {
		t.Errorf("%d samples are kept", len(r.samples))
	}
}

func TestFormats(t *testing.T) {
	text := english()
	p := &page{catalogue: text, now: noon(), zone: time.UTC}
	for got, want := range map[string]string{
		text.Number(0):                        "0",
		text.Number(-1234567):                 "−1,234,567",
		text.Number(999):                      "999",
		text.Rate(3.14):                       "3.1/s",
		text.Rate(12345.6):                    "12,346/s",
		text.Duration(420 * time.Millisecond): "0.4s",
		text.Duration(59 * time.Second):       "59s",
		text.Duration(102 * time.Second):      "1m 42s",
		text.Duration(125 * time.Minute):      "2h 05m",
		text.Duration(75 * time.Hour):         "3d 3h",
		text.Schedule("*/5 * * * *"):          "Every 5 minutes",
		text.Schedule("30 2 * * *"):           "Daily at 02:30",
		text.Schedule("7 * * * *"):            "Hourly, at minute 7",
		text.Schedule("0 8 * * 1-5"):          "0 8 * * 1-5",
		p.Ago(noon().Add(-3 * time.Second)):   "just now",
		p.Ago(noon().Add(-3 * time.Minute)):   "3m ago",
		p.Ago(noon().Add(2 * time.Hour)):      "in 2h",
		p.Ago(noon().AddDate(0, 0, -30)):      "22 Oct 2026",
		p.Clock(noon().Add(-time.Hour)):       "11:00:00",
		p.Clock(noon().AddDate(0, 0, -1)):     "20 Nov 12:00",
		sentence("it broke"):                  "It broke.",
		sentence("customers: 3 deletes"):      "customers: 3 deletes.",
		sentence("why?"):                      "Why?",
		sentence(""):                          "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
