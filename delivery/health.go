package delivery

import (
	"time"

	"tandem"
)

const (
	downAfter    = 10              // calls in a row that fail break the circuit
	firstProbe   = time.Second     // the first probe comes after this, each further one after twice as long ...
	longestProbe = 2 * time.Minute // ... but not longer
)

// note makes of how a receiver fared and one more call how it fares now.
func note(h tandem.Health, r *Result) tandem.Health {
	switch {
	case r.verdict == unfit:
		return h
	case r.Arrived:
		well := tandem.Health{State: tandem.ReceiverWell, Answered: r.At}
		if h.State != tandem.ReceiverDown {
			well.Probe = h.Probe // it may have asked for rest in another answer
		}
		return well
	case r.verdict == throttled:
		// It is there and says so: no failure, but nothing is sent until then.
		h.Probe, h.Message = r.until, r.Reason
		return h
	}
	if h.Failures == 0 {
		h.Since = r.At
	}
	h.Failures++
	h.Message = r.Reason
	switch {
	case r.verdict == gone:
		h.State = tandem.ReceiverGone
	case h.Failures >= downAfter:
		h.State = tandem.ReceiverDown
		h.Probe = r.At.Add(probeWait(h.Failures - downAfter))
	default:
		h.State = tandem.ReceiverFailing
	}
	return h
}

// probeWait is how long the next probe is waited for after so many that failed.
func probeWait(n int) time.Duration {
	wait := firstProbe
	for ; n > 0 && wait < longestProbe; n-- {
		wait *= 2
	}
	return min(wait, longestProbe)
}

// warnings are given when a receiver has been down for so long.
var warnings = []time.Duration{0, time.Hour, 24 * time.Hour}

// warning tells how many warnings are called for by now.
func warning(h *tandem.Health, now time.Time) int {
	if h.State != tandem.ReceiverDown && h.State != tandem.ReceiverGone {
		return 0
	}
	n := 0
	for n < len(warnings) && now.Sub(h.Since) >= warnings[n] {
		n++
	}
	return n
}
