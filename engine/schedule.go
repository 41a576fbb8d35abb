package engine

import (
	"time"

	cron "github.com/netresearch/go-cron"

	"tandem"
)

// Manual is the schedule of a sync that runs on demand only.
const Manual = "manual"

// Schedule tells when a sync is due.
type Schedule struct {
	cron cron.Schedule
	zone *time.Location
}

// ParseSchedule reads a cron expression of five fields, or "manual". It never
// panics, whatever the text.
func ParseSchedule(text, zone string) (s Schedule, err error) {
	s.zone = time.Local
	if zone != "" {
		if s.zone, err = time.LoadLocation(zone); err != nil {
			return s, tandem.Errorf(tandem.Config, "there is no time zone %q", zone).WithHint("for example Europe/Prague")
		}
	}
	if text == "" || text == Manual {
		return s, nil
	}
	if s.cron, err = cron.ParseStandard(text); err != nil {
		return s, tandem.Errorf(tandem.Config, "%q is no schedule: %v", text, err).WithHint(`five fields, minute hour day month weekday: "*/5 * * * *", or: manual`)
	}
	return s, nil
}

// Next returns the first time after t at which the sync is due, zero for a
// manual one. A wall clock time that comes twice in autumn is due once.
func (s Schedule) Next(t time.Time) time.Time {
	if s.cron == nil {
		return time.Time{}
	}
	next := s.cron.Next(t.In(s.zone))
	for wall(next) == wall(t.In(s.zone)) && !next.IsZero() {
		next = s.cron.Next(next)
	}
	return next
}

// NextTimes returns the next n times at which the sync is due; none for a manual one.
func (s Schedule) NextTimes(t time.Time, n int) []time.Time {
	var times []time.Time
	for t = s.Next(t); len(times) < n && !t.IsZero(); t = s.Next(t) {
		times = append(times, t)
	}
	return times
}

// wall is what a clock on the wall shows, to the minute.
func wall(t time.Time) string { return t.Format("2006-01-02 15:04") }
