package mapping

import (
	"errors"

	"tandem"
)

// faults collects what is wrong with one record. It costs nothing while
// nothing is.
type faults struct {
	first *tandem.Error
}

func (f *faults) add(pos *Position, err error) {
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok {
		e = invalid("%v", err)
	}
	place := pos.Name
	if pos.IsLines() && e.Place != "" {
		place = e.Place // it names the line
	}
	if f.first == nil {
		f.first = e.At(place)
		return
	}
	f.first.Message += "; " + place + ": " + e.Message
}

// err returns an untyped nil when nothing is wrong.
func (f *faults) err() error {
	if f.first == nil {
		return nil
	}
	return f.first
}
