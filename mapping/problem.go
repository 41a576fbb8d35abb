package mapping

import (
	"errors"

	"tandem"
)

// Problem is something wrong with a mapping. All are reported at once.
type Problem struct {
	Err     *tandem.Error // code Config, or Schema for a field they have not; with Place and often a Hint
	Warning bool          // worth knowing; the mapping works all the same
	Notice  bool          // a warning for everybody: what is written does less than it seems to
}

// Errors returns the problems that are not warnings.
func Errors(problems []Problem) []Problem {
	var errs []Problem
	for _, p := range problems {
		if !p.Warning {
			errs = append(errs, p)
		}
	}
	return errs
}

// report collects problems; every problem of one rule has that rule's place.
type report struct {
	problems []Problem
	place    string
}

func (r *report) failf(format string, args ...any) {
	r.add(tandem.Errorf(tandem.Config, format, args...), false)
}

func (r *report) failHintf(hint, format string, args ...any) {
	r.add(tandem.Errorf(tandem.Config, format, args...).WithHint(hint), false)
}

func (r *report) warnf(hint, format string, args ...any) {
	r.add(tandem.Errorf(tandem.Config, format, args...).WithHint(hint), true)
}

func (r *report) noticef(hint, format string, args ...any) {
	r.warnf(hint, format, args...)
	r.problems[len(r.problems)-1].Notice = true
}

func (r *report) add(err *tandem.Error, warning bool) {
	r.problems = append(r.problems, Problem{Err: err.At(r.place), Warning: warning})
}

// failure notes an error that may carry a hint of its own.
func (r *report) failure(err error) {
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		r.add(e, false)
		return
	}
	r.failf("%v", err)
}

// failed reports whether anything but warnings was found.
func (r *report) failed() bool {
	for _, p := range r.problems {
		if !p.Warning {
			return true
		}
	}
	return false
}
