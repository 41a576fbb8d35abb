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
	Expected int64 // 0 = not known
	Begun    bool
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
		Begun: p.Phase != "", Done: p.Phase == phaseDone, Phase: phaseKey(run.State, p.Phase),
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
	if v.Expected > 0 && !v.Done {
		v.Share = float64(v.Rows) / float64(max(v.Expected, v.Rows))
	}
	if v.Done {
		v.Share = 1
	}
	if left := v.Expected - v.Rows; left > 0 && v.Rate > 0 && !v.Done {
		v.Left = time.Duration(float64(left) / v.Rate * float64(time.Second))
	}
	switch {
	case v.Blind:
	case v.Rows == 0: // nothing to look at is also a way to be done
		v.Segments = []segment{{Class: "good", Width: v.Share}}
	default:
		v.Segments = segments(&v.Counts, float64(v.Rows)/max(v.Share, 1e-9))
	}
}

// segments parts a bar: what went well, then what a person may want to look at.
// A handful of failed rows among millions still gets a sliver to be seen by.
func segments(c *tandem.Counts, whole float64) []segment {
	const sliver = 0.004
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
		width := float64(p.rows) / whole
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

// total adds the data points up.
func total(run *tandem.Run, points []pointView, r *rates) pointView {
	var t pointView
	known := true
	done := 0.0
	for i := range points {
		p := &points[i]
		t.Counts.Add(p.Counts)
		t.Rows += p.Rows
		t.Expected += p.whole()
		t.Begun = t.Begun || p.Begun
		t.Moving = t.Moving || p.Moving
		known = known && (p.Done || p.Expected > 0)
		done += p.Share
	}
	t.Done = run.State == tandem.Done || !run.State.IsFinal() && len(points) > 0 && done >= float64(len(points))
	if run.State == tandem.Running {
		t.Rate = totalRate(run, t.Rows, r)
	}
	if known {
		t.measure()
		return t
	}
	// Not every data point knows what to expect, so each counts as much as the others.
	t.Expected, t.Share = 0, done/float64(len(points))
	t.Blind = t.Moving && t.Share == 0
	t.measure()
	return t
}

// whole is how many rows there are to a data point, as far as is known.
func (v *pointView) whole() int64 {
	if v.Done {
		return v.Rows
	}
	return max(v.Expected, v.Rows)
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
	return p.Left(v.Left)
}

// isListed reports whether the rows of an outcome can be looked at in the list below.
func isListed(o tandem.Outcome) bool {
	list := listed()
	return slices.Contains(list[:], o)
}
