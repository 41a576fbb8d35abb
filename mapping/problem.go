package mapping

import (
	"strings"
	"unicode/utf8"

	"tandem"
)

// Problem is something wrong with a mapping. All are reported at once.
type Problem struct {
	Err     *tandem.Error // code Config, with Place and often a Hint
	Warning bool          // worth knowing; the mapping works all the same
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

func (r *report) fail(format string, args ...any) {
	r.add(tandem.Errorf(tandem.Config, format, args...), false)
}

func (r *report) failHint(hint, format string, args ...any) {
	r.add(tandem.Errorf(tandem.Config, format, args...).WithHint(hint), false)
}

func (r *report) warn(hint, format string, args ...any) {
	r.add(tandem.Errorf(tandem.Config, format, args...).WithHint(hint), true)
}

func (r *report) add(err *tandem.Error, warning bool) {
	r.problems = append(r.problems, Problem{Err: err.At(r.place), Warning: warning})
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

// didYouMean suggests the candidate nearest to a mistyped name, "" when none is near.
func didYouMean(name string, candidates []string) string {
	best, nearest := utf8.RuneCountInString(name)/3+2, ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(name), strings.ToLower(c)); d < best {
			best, nearest = d, c
		}
	}
	if nearest == "" {
		return ""
	}
	return "did you mean " + nearest + "?"
}

// distance counts the letters to insert, remove, change or swap between a and b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before := make([]int, len(y)+1)
	last := make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}
