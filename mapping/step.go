package mapping

import "tandem"

// apply is one thing done to a value on its way. Absent and null pass through
// unless the step is about them.
type apply func(v tandem.Value) (tandem.Value, error)

// step is a converter ready to run. Any of the functions may be nil: the value
// stays as it is.
type step struct {
	in  apply // theirs -> ours
	out apply // ours -> theirs
	// norm brings a value of ours into the form that in gives, so that a
	// spelling of ours that in would never give is not taken for an edit.
	norm apply
}

// fuse makes one function of several, nil of none. The common cases, nothing
// to do and one thing to do, cost nothing and one call.
func fuse(fns ...apply) apply {
	var run []apply
	for _, fn := range fns {
		if fn != nil {
			run = append(run, fn)
		}
	}
	switch len(run) {
	case 0:
		return nil
	case 1:
		return run[0]
	case 2:
		first, second := run[0], run[1]
		return func(v tandem.Value) (tandem.Value, error) {
			v, err := first(v)
			if err != nil {
				return tandem.Value{}, err
			}
			return second(v)
		}
	}
	return func(v tandem.Value) (tandem.Value, error) {
		var err error
		for _, fn := range run {
			if v, err = fn(v); err != nil {
				return tandem.Value{}, err
			}
		}
		return v, nil
	}
}

// fuseIn, fuseOut and fuseNorm join steps given in the order theirs -> ours.
func fuseIn(steps []step) apply {
	fns := make([]apply, len(steps))
	for i := range steps {
		fns[i] = steps[i].in
	}
	return fuse(fns...)
}

func fuseOut(steps []step) apply {
	fns := make([]apply, len(steps))
	for i := range steps {
		fns[len(steps)-1-i] = steps[i].out
	}
	return fuse(fns...)
}

func fuseNorm(steps []step) apply {
	fns := make([]apply, len(steps))
	for i := range steps {
		fns[i] = steps[i].norm
	}
	return fuse(fns...)
}

// onText makes a step of a function over texts that has no way back but itself:
// the result is its own normal form on both sides.
func onText(f func(string) string) step {
	fn := func(v tandem.Value) (tandem.Value, error) {
		if v.Kind() != tandem.Text {
			return v, nil
		}
		s := v.Text()
		// Comparing first spares building a value: nearly every text is in
		// normal form already, and f then returns the very same string.
		if t := f(s); t != s {
			return tandem.TextValue(t), nil
		}
		return v, nil
	}
	return step{in: fn, norm: fn}
}

// invalid is the error of a value that cannot be mapped.
func invalid(format string, args ...any) *tandem.Error {
	return tandem.Errorf(tandem.Invalid, format, args...)
}

// shown writes a value for a message: in quotes and not endless.
func shown(v tandem.Value) string {
	if v.IsNull() || v.IsAbsent() {
		return v.Kind().String()
	}
	const limit = 60
	s := v.String()
	if len(s) > limit {
		n := limit
		for n > 0 && s[n]&0xC0 == 0x80 {
			n--
		}
		s = s[:n] + "…"
	}
	return "“" + s + "”"
}
