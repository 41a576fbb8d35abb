package delivery

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tandem"
	"tandem/internal/remote"
)

// verdict is what an answer means for the receiver as a whole.
type verdict uint8

const (
	arrived verdict = iota
	failed
	throttled // it wants to be left alone until a moment
	gone      // it wants no more calls
	unfit     // there was no call, nor will there ever be one that could be made
)

// Result is one call and what came of it.
type Result struct {
	Arrived  bool
	At       time.Time
	Took     time.Duration
	Status   int
	Reason   string // why it counts as failed
	Request  string // capped, secrets masked
	Response string // the same

	verdict verdict
	until   time.Time // throttled: not before
}

// longestWait bounds how long a receiver may ask to be left alone.
const longestWait = 24 * time.Hour

// Make calls the receiver for a delivery and judges the answer.
func (c *Call) Make(ctx context.Context, caller Caller, clock func() time.Time, d *tandem.Delivery, told *tandem.Told) Result {
	ctx, cancel := context.WithTimeout(ctx, c.trigger.Call.Timeout)
	defer cancel()
	began := clock()
	req, body, err := c.request(ctx, d, told, began)
	if err != nil {
		return Result{At: began, Reason: reason(err), verdict: unfit}
	}
	answer, err := caller.Do(req)
	answered := clock() // a wait that it asks for begins with the answer
	r := judge(answer, err, answered)
	r.At, r.Took = began, answered.Sub(began)
	if !r.Arrived {
		r.Request = c.shown(req, body, d)
	}
	return r
}

// judge tells what an answer means.
func judge(answer *remote.Answer, err error, now time.Time) Result {
	if err != nil {
		return Result{Reason: reason(err), verdict: failed}
	}
	r := Result{Status: answer.Status}
	if answer.Status >= 200 && answer.Status < 300 {
		r.Arrived, r.Response = true, capped(answer.Body, maxAnswer)
		return r
	}
	r.Response = answerText(answer.Status, answer.Header, answer.Body)
	r.Reason, r.verdict = "it answered "+strconv.Itoa(answer.Status)+" "+http.StatusText(answer.Status), failed
	switch answer.Status {
	case http.StatusGone:
		r.verdict = gone
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		wait, named := retryAfter(answer.Header.Get("Retry-After"), now)
		if named || answer.Status == http.StatusTooManyRequests {
			r.verdict, r.until = throttled, now.Add(min(wait, longestWait))
		}
	}
	return r
}

// reason words an error without its cause, which may quote the address.
func reason(err error) string {
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		return e.Message
	}
	return "there is no usable answer"
}

// unnamedWait is how long a receiver is left alone that does not say how long.
const unnamedWait = 10 * time.Second

// retryAfter reads a number of seconds or a date.
func retryAfter(text string, now time.Time) (wait time.Duration, named bool) {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil && seconds >= 0 {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0), true
	}
	return unnamedWait, false
}
