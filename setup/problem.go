package setup

import (
	"strconv"
	"strings"

	"tandem"
)

// Problems is everything that is wrong with a configuration, in the order of
// the file. Each names its place.
type Problems []*tandem.Error

// Error writes one problem to a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, e := range p {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems to errors.As: the first one decides the code.
func (p Problems) Unwrap() []error {
	errs := make([]error, len(p))
	for i, e := range p {
		errs[i] = e
	}
	return errs
}

// Err returns p as an error, nil when there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// add notes one problem. Place "" stands for the whole configuration.
func (p *Problems) add(place, hint, format string, args ...any) {
	*p = append(*p, tandem.Errorf(tandem.Config, format, args...).At(place).WithHint(hint))
}

// Places tells where the parts of an entry stand in its file: "" is the entry
// itself, the others are its keys. An entry that was not read from a file has
// none and is named by Fallback.
type Places map[string]string

// Of returns the place of a key, or of the entry when the key is not there.
func (p Places) Of(key string) string {
	if at, ok := p[key]; ok {
		return at
	}
	return p[""]
}

// placeOf writes a place the way editors and compilers do.
func placeOf(file string, line, column int) string {
	return file + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column)
}
