package web

import (
	"slices"
	"time"

	"tandem"
)

// pointView is a data point of a run, or all of them together, as its bar shows it.
type pointView struct {
	Name     string
	Phase    string // key of what it does
	Counts   tandem.Counts
	Rows     int64
	Expected int64   // 0 = not known
	Done     bool    // all of it was looked at
	Moving   bool    // it is its turn
	Blind    bool    // it has begun, and nobody knows how much there is
	Share    float64 // 0 to 1 of what is expected
	Rate     float64 // rows per second; 0 = not known
	Left     time.Duration
	Segments []segment
}

// segment is a coloured part of a bar.
type segment struct {
	Class string
	From  float64 // 0 to 1
	Width float64
}

const phaseDone = "done"

func newPointView(run *tandem.Run, p *tandem.PointProgress, r *rates) pointView {
	v := pointView{
		Name: p.Name, Counts: p.Counts, Rows: p.Counts.Rows(), Expected: p.Expected,
		Done: p.Phase == phaseDone, Phase: phaseKey(run.State, p.Phase),
	}
	v.Moving = run.State == tandem.Running && !v.Done && p.Phase != ""
	v.Blind = !v.Done && p.Phase != "" && p.Expected == 0
	if v.Moving {
		v.Rate = currentRate(r, p)
	}
	v.measure()
	return v
}

// currentRate is what was seen while watching, else the average so far.
func currentRate(r *rates, p *tandem.PointProgress) float64 {
	if rate, ok := r.of(p.Name); ok {
		return rate
	}
	if p.Seconds > 0 {
		return float64(p.Counts.Rows()) / p.Seconds
	}
	return 0
}

// phaseKey names what a data point does, or where it was left.
func phaseKey(state tandem.RunState, phase string) string {
	switch {
	case phase == phaseDone || !state.IsFinal() && state != tandem.Paused && state != tandem.HeldRun:
		return "phase." + phase
	case phase == "" && !state.IsFinal():
		return "phase."
	case state.IsFinal():
		return "phase.unfinished"
	default:
		return "phase.stopped"
	}
}

// measure works out how full the bar is and when it will be.
func (v *pointView) measure() {
	whole := max(v.Expected, v.Rows)
	switch {
	case v.Done:
		v.Share, whole = 1, v.Rows
	case v.Expected > 0:
		v.Share = float64(v.Rows) / float64(whole)
	}
	if left := v.Expected - v.Rows; left > 0 && v.Rate > 0 && !v.Done {
		v.Left = time.Duration(float64(left) / v.Rate * float64(time.Second))
	}
	if !v.Blind {
		v.Segments = segments(&v.Counts, whole)
	}
}

// segments parts a bar: what went well, then what a person may want to look at.
// A handful of failed rows among millions still gets a sliver to be seen by.
func segments(c *tandem.Counts, whole int64) []segment {
	if whole <= 0 {
		return nil
	}
	const sliver = 0.006
	parts := []struct {
		class string
		rows  int64
	}{
		{"good", c[tandem.Created] + c[tandem.Updated] + c[tandem.Deleted] + c[tandem.Unchanged]},
		{"excluded", c[tandem.Excluded]},
		{"waiting", c[tandem.Waiting]},
		{"conflict", c[tandem.Conflicted]},
		{"failed", c[tandem.Failed]},
	}
	list := make([]segment, 0, len(parts))
	from := 0.0
	for i, p := range parts {
		width := float64(p.rows) / float64(whole)
		if i > 0 && p.rows > 0 {
			width = max(width, sliver)
		}
		list = append(list, segment{Class: p.class, From: from, Width: width})
		from += width
	}
	for i := range list { // slivers must not push the last part out of the bar
		list[i].From /= max(from, 1)
		list[i].Width /= max(from, 1)
	}
	return list
}

// total adds the data points up. How far the whole is follows from rows where
// all data points know what they expect; otherwise nobody can tell.
func total(run *tandem.Run, points []pointView, r *rates) pointView {
	t := pointView{Done: run.State == tandem.Done}
	known, everything := true, true
	for i := range points {
		p := &points[i]
		t.Counts.Add(p.Counts)
		t.Rows += p.Rows
		t.Moving = t.Moving || p.Moving
		everything = everything && p.Done
		if p.Done {
			t.Expected += p.Rows
		} else {
			t.Expected += max(p.Expected, p.Rows)
			known = known && p.Expected > 0
		}
	}
	t.Done = t.Done || everything && len(points) > 0
	if !known {
		t.Expected = 0
	}
	t.Blind = !t.Done && !known && t.Rows > 0
	if run.State == tandem.Running {
		t.Rate = totalRate(run, t.Rows, r)
	}
	t.measure()
	return t
}

// totalRate is what was seen while watching; the average of the data points
// does not add up to anything, as one waits for the other.
func totalRate(run *tandem.Run, rows int64, r *rates) float64 {
	if rate, ok := r.of(""); ok {
		return rate
	}
	seconds := 0.0
	for i := range run.Points {
		seconds = max(seconds, run.Points[i].Seconds)
	}
	if seconds == 0 {
		return 0
	}
	return float64(rows) / seconds
}

// rate writes how fast it goes.
func rate(p *page, v *pointView) string {
	if v.Rate == 0 {
		return p.T("none")
	}
	return p.Rate(v.Rate)
}

// left writes how long it will still take, as far as anybody can tell.
func left(p *page, v *pointView) string {
	if v.Left == 0 {
		return p.T("none")
	}
	return p.Duration(v.Left)
}

// listed reports whether the rows of an outcome stand in the list below.
func listed(o tandem.Outcome) bool {
	list := needsAttention()
	return slices.Contains(list[:], o)
}
