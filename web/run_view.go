package web

import (
	"time"

	"tandem"
)

// runView is a run as lists and its own page show it.
type runView struct {
	*tandem.Run

	Points []pointView
	Total  pointView
}

func newRunView(run *tandem.Run, r *rates) *runView {
	v := &runView{Run: run, Points: make([]pointView, len(run.Points))}
	for i := range run.Points {
		v.Points[i] = newPointView(run, &run.Points[i], r)
	}
	v.Total = total(run, v.Points, r)
	return v
}

// Mood is the word for the state a run is in, or on its way to because somebody asked for it.
func (v *runView) Mood() string {
	switch {
	case v.State.IsFinal():
		return string(v.State)
	case v.Wanted == tandem.CancelledRun:
		return "cancelling"
	case v.Wanted == tandem.Paused && v.State == tandem.Running:
		return "pausing"
	default:
		return string(v.State)
	}
}

// Elapsed is how long the run has taken; ok is false where nobody counts: before it starts and while it stands.
func (v *runView) Elapsed(now time.Time) (d time.Duration, ok bool) {
	switch {
	case v.Started.IsZero():
		return 0, false
	case !v.Ended.IsZero():
		return v.Ended.Sub(v.Started), true
	case v.State == tandem.Running:
		return now.Sub(v.Started), true
	default:
		return 0, false
	}
}

// Writes tells how many records the run wrote on either side.
func (v *runView) Writes() (ours, theirs int64) {
	for i := range v.Run.Points {
		ours += v.Run.Points[i].OurWrites
		theirs += v.Run.Points[i].TheirWrites
	}
	return ours, theirs
}

// CanPause reports whether the run can be asked to pause.
func (v *runView) CanPause() bool { return v.State == tandem.Running && v.Wanted == tandem.Running }

// CanResume reports whether the run can be asked to go on, which also takes back a pause on its way.
func (v *runView) CanResume() bool {
	return v.Wanted != tandem.CancelledRun && (v.State == tandem.Paused || v.State == tandem.Running && v.Wanted == tandem.Paused)
}

// CanCancel reports whether the run can be asked to stop for good.
func (v *runView) CanCancel() bool { return !v.State.IsFinal() && v.Wanted != tandem.CancelledRun }

// CanRelease reports whether the run waits for somebody to release its plan.
func (v *runView) CanRelease() bool {
	return v.State == tandem.HeldRun && v.Plan != "" && v.Wanted != tandem.CancelledRun
}

// CanRepeat reports whether the same can be started once more.
func (v *runView) CanRepeat() bool { return v.State.IsFinal() && startable(v.Kind) }

// outcomes are all of them, in the order tables show them.
func outcomes() [tandem.OutcomeCount]tandem.Outcome {
	var list [tandem.OutcomeCount]tandem.Outcome
	for i := range list {
		list[i] = tandem.Outcome(i)
	}
	return list
}

// needsAttention are the outcomes that a person may have to do something about,
// the worst first. What a filter leaves out was meant to be: among thousands of
// such rows the one that failed would never be seen.
func needsAttention() [3]tandem.Outcome {
	return [...]tandem.Outcome{tandem.Failed, tandem.Conflicted, tandem.Waiting}
}

// listed are the outcomes whose rows can be looked at one by one.
func listed() [4]tandem.Outcome {
	return [...]tandem.Outcome{tandem.Failed, tandem.Conflicted, tandem.Waiting, tandem.Excluded}
}

// attention is how many rows of a run need it.
func attention(c *tandem.Counts) int64 {
	var n int64
	for _, o := range needsAttention() {
		n += c[o]
	}
	return n
}

// Since is when the run began, or was asked for while it waits.
func (v *runView) Since() time.Time {
	if v.Started.IsZero() {
		return v.Created
	}
	return v.Started
}

// elapsed writes how long a run takes.
func elapsed(p *page, v *runView) string {
	d, ok := v.Elapsed(p.now)
	if !ok {
		return p.T("none")
	}
	return p.Duration(d)
}
