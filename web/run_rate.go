package web

import (
	"time"

	"tandem"
)

// rateWindow is how far back a rate looks: long enough to be calm, short
// enough to follow a system that slows down.
const rateWindow = 6 * time.Second

// rates measures how fast a run goes while somebody watches it. Counters of
// the run itself tell an average only, and that of several sittings at that.
type rates struct {
	samples []sample
}

type sample struct {
	at   time.Time
	rows map[string]int64 // by data point; "" = all of them
}

// add notes how far the run is.
func (r *rates) add(run *tandem.Run, at time.Time) {
	rows := map[string]int64{}
	for i := range run.Points {
		n := run.Points[i].Counts.Rows()
		rows[run.Points[i].Name] += n
		rows[""] += n
	}
	r.samples = append(r.samples, sample{at: at, rows: rows})
	// One sample older than the window stays, to measure from.
	for len(r.samples) > 2 && at.Sub(r.samples[1].at) >= rateWindow {
		r.samples = r.samples[1:]
	}
}

// of returns rows per second of a data point; ok tells whether enough was seen to say.
func (r *rates) of(point string) (perSecond float64, ok bool) {
	if r == nil || len(r.samples) < 2 {
		return 0, false
	}
	first, last := r.samples[0], r.samples[len(r.samples)-1]
	seconds := last.at.Sub(first.at).Seconds()
	if seconds < 1 {
		return 0, false
	}
	return max(0, float64(last.rows[point]-first.rows[point])/seconds), true
}
