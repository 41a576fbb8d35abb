package mapping

import (
	"strings"

	"tandem"
	"tandem/dictionary"
)

// rule compiles one rule, or reports why it cannot.
func (c *compiler) rule(r *Rule) (Position, bool) {
	p := Position{Policy: r.Conflict, Keep: r.Keep, Reference: r.Reference, Ours: -1, Theirs: -1, Place: r.Place}
	if !r.Keep.isKnown() {
		c.failHintf("never_erase, only_if_empty or create_only", "there is no rule %q", string(r.Keep))
	}
	ok := false
	switch {
	case r.Value != "":
		ok = c.computed(r, &p)
	case r.Ours == "" || r.Theirs == "":
		c.failHintf("give ours and theirs, or a value to be computed", "the rule has only one side")
	default:
		ok = c.pair(r, &p)
	}
	if ok && r.Keep != KeepNothing && !p.Direction.Has(tandem.In) {
		c.failf("%s is about values that come in; this one only goes out", r.Keep)
		return p, false
	}
	return p, ok
}

// pair compiles a rule that joins a field of ours with one of theirs.
func (c *compiler) pair(r *Rule, p *Position) bool {
	ours, ok1 := c.field(c.ours, r.Ours)
	if r.Reference != "" && strings.Contains(r.Theirs, "+") {
		return ok1 && c.composite(r, p, ours)
	}
	theirs, ok2 := c.field(c.theirs, r.Theirs)
	if !ok1 || !ok2 {
		return false
	}
	p.Name, p.Kind, p.Required, p.Ratio = ours.Name, ours.Type.Kind(), ours.Required, ours.Ratio
	p.Ours, p.Theirs = c.ourIndex(ours.Name), c.theirIndex(theirs.Name)
	p.theirField = theirs
	var ok bool
	if p.Direction, ok = c.direction(r, ours, theirs); !ok || !c.checkReference(r, ours) {
		return false
	}
	steps, ok := c.steps(r, ours, theirs, p.Direction)
	if !ok {
		return false
	}
	p.setSteps(steps)
	c.probe(p)
	c.compareLimits(ours, theirs, p.Direction)
	return true
}

// direction settles which way a rule goes. Where nothing was said, it is every
// way that is possible.
func (c *compiler) direction(r *Rule, ours, theirs *dictionary.Field) (tandem.Direction, bool) {
	possible := tandem.Both
	if ours.ReadOnly {
		possible &^= tandem.In
	}
	if theirs.ReadOnly || c.theirs.ReadOnly {
		possible &^= tandem.Out
	}
	wanted := r.Direction
	if wanted == tandem.Off {
		wanted = possible
	}
	if wanted.Has(tandem.In) && ours.ReadOnly {
		c.failHintf("direction: out", "%s.%s is kept by the system and cannot be written", c.ours.Name, ours.Name)
		return wanted, false
	}
	if wanted.Has(tandem.Out) && !possible.Has(tandem.Out) {
		c.failHintf("direction: in", "%s.%s cannot be written", c.theirs.Name, theirs.Name)
		return wanted, false
	}
	if wanted == tandem.Off {
		c.failf("neither %s.%s nor %s.%s can be written", c.ours.Name, ours.Name, c.theirs.Name, theirs.Name)
		return wanted, false
	}
	return wanted, true
}

// steps lists what is done to a value on its way, in the order theirs -> ours.
// Where there is no field of ours, ours is nil.
func (c *compiler) steps(r *Rule, ours, theirs *dictionary.Field, direction tandem.Direction) ([]step, bool) {
	var steps []step
	if theirs.Padded {
		steps = append(steps, trimStep())
	}
	converters, kind, ok := c.converters(r, theirs.Type.Kind(), direction)
	if !ok {
		return nil, false
	}
	steps = append(steps, converters...)
	last, ok := c.lastStep(r, ours, theirs, kind, direction)
	if !ok {
		return nil, false
	}
	steps = append(steps, last)
	if ours == nil {
		return steps, true
	}
	if ours.Type == dictionary.Enum && len(r.Values) == 0 {
		if !ours.Required {
			steps = append(steps, emptyStep())
		}
		steps = append(steps, enumStep(ours))
	}
	if ours.Type == dictionary.Text && !ours.Required && !theirs.Nullable {
		steps = append(steps, emptyStep())
	}
	return steps, true
}

// lastStep brings what the converters leave into the kind of our field: through
// a value map, a reference, or by the kinds alone.
func (c *compiler) lastStep(r *Rule, ours, theirs *dictionary.Field, kind tandem.Kind, direction tandem.Direction) (step, bool) {
	switch {
	case len(r.Values) > 0 && r.Reference != "":
		c.failf("a rule has a value map or a reference, not both")
		return step{}, false
	case len(r.Values) > 0:
		known := len(c.problems)
		m := c.valueMap(r, ours, kind, theirs.Padded, direction)
		return m.step(), !(&report{problems: c.problems[known:]}).failed()
	case r.Reference != "":
		if !canPoint(kind) {
			c.failf("%s cannot be the key of a record: %s", article(kind), c.named(theirs))
			return step{}, false
		}
		return referenceStep(kind), true
	case ours == nil:
		return step{}, true
	}
	if hint, ok := fits(kind, ours.Type.Kind()); !ok {
		c.failHintf(hint, "%s is %s and %s.%s is %s", c.named(theirs), article(kind), c.ours.Name, ours.Name, article(ours.Type.Kind()))
		return step{}, false
	}
	return between(kind, ours.Type.Kind()), true
}

// converters compiles Rule.Convert and says what kind of value comes out.
func (c *compiler) converters(r *Rule, kind tandem.Kind, direction tandem.Direction) ([]step, tandem.Kind, bool) {
	var steps []step
	for _, source := range r.Convert {
		s, conv, gives, err := compileConverter(source, kind, c.zone)
		if err != nil {
			c.failure(err)
			return nil, kind, false
		}
		if conv.OneWay && direction.Has(tandem.Out) {
			c.failHintf("direction: in", "converter %s has no way back", conv.Name)
			return nil, kind, false
		}
		steps = append(steps, s)
		kind = gives
	}
	return steps, kind, true
}

// checkReference refuses references without a data point and the reverse.
func (c *compiler) checkReference(r *Rule, ours *dictionary.Field) bool {
	switch is := ours.Type == dictionary.Reference; {
	case is && r.Reference == "":
		c.failHintf("reference: the name of the data point that maps "+ours.Target, "%s.%s points at a record, but the rule does not say which data point knows it", c.ours.Name, ours.Name)
		return false
	case !is && r.Reference != "":
		c.failf("%s.%s is %s, not a reference", c.ours.Name, ours.Name, article(ours.Type.Kind()))
		return false
	default:
		return true
	}
}

// compareLimits warns of values that will not fit on the other side.
func (c *compiler) compareLimits(ours, theirs *dictionary.Field, direction tandem.Direction) {
	if ours.Type == dictionary.Text && theirs.Type == dictionary.Text {
		if direction.Has(tandem.Out) && exceeds(ours.Length, theirs.Length) {
			c.warnf("longer texts fail: nothing is ever cut", "%s.%s holds more than the %d characters of %s.%s", c.ours.Name, ours.Name, theirs.Length, c.theirs.Name, theirs.Name)
		}
		if direction.Has(tandem.In) && exceeds(theirs.Length, ours.Length) {
			c.warnf("longer texts fail: nothing is ever cut", "%s.%s holds more than the %d characters of %s.%s", c.theirs.Name, theirs.Name, ours.Length, c.ours.Name, ours.Name)
		}
	}
	if ours.Type == dictionary.Decimal && theirs.Type == dictionary.Decimal && direction.Has(tandem.In) && theirs.Scale > ours.Scale {
		c.warnf("numbers with more digits fail; a converter scale(DIGITS) rounds", "%s.%s holds more than the %d digits behind the point of %s.%s", c.theirs.Name, theirs.Name, ours.Scale, c.ours.Name, ours.Name)
	}
}

// exceeds compares lengths of which 0 is endless.
func exceeds(length, limit int) bool { return limit > 0 && (length == 0 || length > limit) }

// composite compiles a reference by a key of several columns.
func (c *compiler) composite(r *Rule, p *Position, ours *dictionary.Field) bool {
	if len(r.Convert) > 0 || len(r.Values) > 0 {
		c.failf("a reference by several columns takes neither converters nor a value map")
		return false
	}
	for i, name := range splitColumns(r.Theirs) {
		f, ok := c.field(c.theirs, name)
		if !ok {
			return false
		}
		if !canPoint(f.Type.Kind()) || f.Type == dictionary.Reference {
			c.failf("%s cannot be part of a key: %s.%s", article(f.Type.Kind()), c.theirs.Name, name)
			return false
		}
		at := c.theirIndex(name)
		p.keyColumns = append(p.keyColumns, keyColumn{field: f, at: at})
		if i == 0 {
			p.Theirs = at
		} else {
			p.Further = append(p.Further, at)
		}
		var fits bool
		if p.Direction, fits = c.direction(r, ours, f); !fits {
			return false
		}
	}
	p.Name, p.Kind, p.Required, p.Ours = ours.Name, tandem.Reference, ours.Required, c.ourIndex(ours.Name)
	return c.checkReference(r, ours)
}

// named names a column in a message: "slcdpm.fcompany", or the value of an expression.
func (c *compiler) named(f *dictionary.Field) string {
	if f.Name == computedName {
		return f.Name
	}
	return c.theirs.Name + "." + f.Name
}
