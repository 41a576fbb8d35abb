package setup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tandem"
)

// Problems is everything that is wrong with a configuration, in the order of
// the file. Each names its place.
//
//nolint:errname,recvcheck // it is what people call it; the error is the value, the list grows through its pointer
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

// Err returns p as an error in the order of the file, nil when there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b *tandem.Error) int { return comparePlaces(a.Place, b.Place) })
	return p
}

// comparePlaces orders "file:12:7" by file, line and column.
func comparePlaces(a, b string) int {
	fileA, lineA, columnA := parsePlace(a)
	fileB, lineB, columnB := parsePlace(b)
	return cmp.Or(strings.Compare(fileA, fileB), cmp.Compare(lineA, lineB), cmp.Compare(columnA, columnB))
}

func parsePlace(place string) (file string, line, column int) {
	rest, last, ok := cutLast(place)
	if !ok {
		return place, 0, 0
	}
	file, line, ok = cutLast(rest)
	if !ok {
		return rest, last, 0
	}
	return file, line, last
}

// cutLast takes the number behind the last colon off.
func cutLast(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}

// addf notes one problem. Place "" stands for the whole configuration.
func (p *Problems) addf(place, hint, format string, args ...any) {
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

// or returns the first of two keys that has a place of its own, the second where neither has.
func (p Places) or(key, other string) string {
	if _, ok := p[key]; ok {
		return key
	}
	return other
}

// placeOf writes a place the way editors and compilers do.
func placeOf(file string, line, column int) string {
	return file + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column)
}
