package delivery

import (
	"time"

	"tandem"
	"tandem/trigger"
)

// settle makes of a delivery and the call for it what is to be stored. chance lies
// in [0, 1) and spreads what would come back all at once. counts is false for
// the probe of a delivery whose own turn has not come: it costs no try.
func settle(t *trigger.Trigger, d tandem.Delivery, r *Result, counts bool, chance float64) tandem.Settled {
	d.Called, d.Took, d.Status = r.At, r.Took, r.Status
	number := d.Tries + 1
	if counts {
		d.Tries++
	}
	if r.Arrived {
		d.State, d.Answer = tandem.DeliveryArrived, r.Response
		return tandem.Settled{Delivery: d}
	}
	d.Answer = r.Reason
	s := tandem.Settled{Failed: &tandem.Attempt{Number: number, At: r.At, Took: r.Took, Status: r.Status, Reason: r.Reason, Request: r.Request, Response: r.Response}}
	d.State = tandem.DeliveryWaiting
	switch {
	case r.verdict == unfit:
		s.Failed, d.State, d.Due = nil, tandem.DeliveryGivenUp, time.Time{}
	case !counts:
	case r.verdict == gone:
		d.Due = r.At
	case d.Tries > len(t.Call.Retries):
		d.State, d.Due = tandem.DeliveryGivenUp, time.Time{}
	default:
		wait := t.Call.Retries[d.Tries-1]
		d.Due = r.At.Add(wait - wait/10 + time.Duration(float64(wait)/5*chance))
		if r.until.After(d.Due) {
			d.Due = r.until
		}
	}
	s.Delivery = d
	return s
}
