package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Number writes a count with separators between thousands.
func (c catalogue) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(c.T("number.group"))
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Rate writes rows per second; slow ones with a decimal.
func (c catalogue) Rate(perSecond float64) string {
	if perSecond < 10 {
		return c.T("rate", strconv.FormatFloat(perSecond, 'f', 1, 64))
	}
	return c.T("rate", c.Number(int64(math.Round(perSecond))))
}

// Duration writes how long something takes, in two units at most.
func (c catalogue) Duration(d time.Duration) string {
	switch s := int64(d.Round(time.Second) / time.Second); {
	case d < 0:
		return c.T("duration.s", "0")
	case d < 10*time.Second:
		return c.T("duration.s", strconv.FormatFloat(d.Seconds(), 'f', 1, 64))
	case s < 60:
		return c.T("duration.s", s)
	case s < 60*60:
		return c.T("duration.ms", s/60, fmt.Sprintf("%02d", s%60))
	case s < 48*60*60:
		return c.T("duration.hm", s/3600, fmt.Sprintf("%02d", s%3600/60))
	default:
		return c.T("duration.dh", s/86400, s%86400/3600)
	}
}

// Left writes how long something will still take; nobody knows that to a tenth of a second.
func (c catalogue) Left(d time.Duration) string {
	if d < 10*time.Second {
		return c.T("duration.s", max(1, int64(d.Round(time.Second)/time.Second)))
	}
	return c.Duration(d)
}

// Ago writes a time as people say it, seen from now. The full time belongs beside it, see When.
func (p *page) Ago(t time.Time) string {
	d := p.now.Sub(t)
	switch past := d.Abs(); {
	case past < 5*time.Second:
		return p.T("time.now")
	case past >= 7*24*time.Hour:
		return t.In(p.zone).Format(p.T("time.date"))
	case d > 0:
		return p.T("time.ago", p.coarse(past))
	default:
		return p.T("time.in", p.coarse(past))
	}
}

// coarse writes a duration in its largest unit.
func (c catalogue) coarse(d time.Duration) string {
	switch {
	case d < time.Minute:
		return c.T("unit.s", int64(d/time.Second))
	case d < time.Hour:
		return c.T("unit.m", int64(d/time.Minute))
	case d < 24*time.Hour:
		return c.T("unit.h", int64(d/time.Hour))
	default:
		return c.T("unit.d", int64(d/(24*time.Hour)))
	}
}

// When writes a time in full.
func (p *page) When(t time.Time) string { return t.In(p.zone).Format(p.T("time.full")) }

// Day writes a day of this year.
func (p *page) Day(t time.Time) string { return t.In(p.zone).Format(p.T("time.day")) }

// Clock writes the time of day, with the date when that is another.
func (p *page) Clock(t time.Time) string {
	t = t.In(p.zone)
	if t.Format(time.DateOnly) == p.now.In(p.zone).Format(time.DateOnly) {
		return t.Format(p.T("time.clock"))
	}
	return t.Format(p.T("time.other"))
}

// Schedule says the plainest cron expressions in words and leaves the others as they are.
func (c catalogue) Schedule(cron string) string {
	parts := strings.Fields(cron)
	if len(parts) != 5 || strings.Join(parts[2:], "") != "***" {
		return cron
	}
	minute, err := strconv.Atoi(parts[0])
	hour, hourErr := strconv.Atoi(parts[1])
	every, isStep := strings.CutPrefix(parts[0], "*/")
	switch {
	case isStep && parts[1] == "*":
		return c.T("schedule.minutes", every)
	case parts[0] == "*" && parts[1] == "*":
		return c.T("schedule.minute")
	case err == nil && parts[1] == "*":
		return c.T("schedule.hour", minute)
	case err == nil && hourErr == nil:
		return c.T("schedule.day", fmt.Sprintf("%02d:%02d", hour, minute))
	default:
		return cron
	}
}

// sentence makes a message of an error read like one: a capital in front, a full stop at the end.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	if word, _, _ := strings.Cut(s, " "); !strings.ContainsAny(word, ".:_/") {
		s = string(unicode.ToUpper(first)) + s[size:]
	}
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(`)"'%`, last) {
		s += "."
	}
	return s
}

// percent writes a share for a bar.
func percent(share float64) string { return strconv.FormatFloat(share*100, 'f', 2, 64) + "%" }

// plain writes a number for machines.
func (catalogue) plain(n int64) string { return strconv.FormatInt(n, 10) }

// short cuts a hash to what people compare.
func short(hash string) string { return hash[:min(len(hash), 10)] }
