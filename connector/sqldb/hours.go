package sqldb

import (
	"context"
	"strings"
	"time"

	"tandem"
)

// hours is a daily window in which a database may be read and written.
type hours struct {
	from, to time.Duration // since midnight; equal = always
	zone     *time.Location
}

// parseHours reads "20:00-06:00"; the window may go over midnight. Empty means always.
func parseHours(s string, zone *time.Location) (hours, bool) {
	h := hours{zone: zone}
	if s == "" {
		return h, true
	}
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return h, false
	}
	var ok1, ok2 bool
	h.from, ok1 = clock(from)
	h.to, ok2 = clock(to)
	return h, ok1 && ok2
}

func clock(s string) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	if s == "24:00" {
		return 24 * time.Hour, true
	}
	t, err := time.Parse("15:04", s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// opens returns when the window opens next; the zero time means that it is open.
func (h hours) opens(now time.Time) time.Time {
	if h.from == h.to {
		return time.Time{}
	}
	now = now.In(h.zone)
	at := time.Duration(now.Hour())*time.Hour + time.Duration(now.Minute())*time.Minute + time.Duration(now.Second())*time.Second
	inside := at >= h.from && at < h.to
	if h.from > h.to {
		inside = at >= h.from || at < h.to
	}
	if inside {
		return time.Time{}
	}
	// The wall clock is what people mean, also on the day the clocks change.
	y, m, d := now.Date()
	open := time.Date(y, m, d, int(h.from/time.Hour), int(h.from%time.Hour/time.Minute), 0, 0, h.zone)
	if !open.After(now) {
		open = time.Date(y, m, d+1, int(h.from/time.Hour), int(h.from%time.Hour/time.Minute), 0, 0, h.zone)
	}
	return open
}

// allowed refuses work outside the allowed hours: the engine comes back when they begin.
func (c *Conn) allowed() error {
	opens := c.cfg.hours.opens(time.Now())
	if opens.IsZero() {
		return nil
	}
	e := tandem.Errorf(tandem.Throttled, "the database may be used again from %s", opens.Format("2006-01-02 15:04 MST"))
	e.Until = opens
	return e
}

// pace waits so that reading n rows does not exceed the rate.
func (c *Conn) pace(ctx context.Context, n int) error {
	if c.cfg.rate == 0 || n == 0 {
		return nil
	}
	need := time.Duration(n) * time.Second / time.Duration(c.cfg.rate)
	c.paceLock.Lock()
	now := time.Now()
	if c.paceNext.Before(now) {
		c.paceNext = now
	}
	c.paceNext = c.paceNext.Add(need)
	wait := c.paceNext.Sub(now)
	c.paceLock.Unlock()

	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
