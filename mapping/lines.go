package mapping

import (
	"errors"
	"fmt"
	"slices"

	"tandem"
	"tandem/dictionary"
)

// lines maps the lines of a document. They are one value of the normal form:
// compared as a whole, replaced as a whole. Fields of our lines that no rule
// maps are therefore lost when theirs come in.
type lines struct {
	name     string // our field that holds them
	key      string // the field of a line that tells them apart; "" = none does alone
	plan     *Plan  // maps one line
	width    int    // how many values a line of ours has
	numbered int    // where a line of ours holds its number, unless a rule maps it; -1 = nowhere
	view     lineView
}

// lines compiles the mapping of the lines.
func (c *compiler) lines(spec *LinesSpec, theirs *dictionary.Object, rules []Rule) {
	c.place = spec.Place
	f, ok := c.field(c.ours, spec.Ours)
	switch {
	case !ok:
		return
	case f.Type != dictionary.Lines || c.ours.Lines == nil:
		c.failf("%s.%s does not hold lines", c.ours.Name, spec.Ours)
		return
	case theirs == nil:
		c.failf("the lines of %s are not described", c.theirs.Name)
		return
	}
	sub := &compiler{report: c.report, ours: c.ours.Lines, theirs: theirs, zone: c.zone, plan: &Plan{Ours: c.ours.Lines.FieldNames()}}
	before := len(c.problems)
	sub.rules(spec.Rules)
	sub.duplicates()
	c.place = spec.Place
	for i := range sub.plan.Positions {
		sub.refuseKeeping(&sub.plan.Positions[i])
	}
	direction := sub.commonDirection(spec.Direction)
	if (&report{problems: c.problems[before:]}).failed() {
		return
	}
	c.plan.lines = &lines{name: spec.Ours, key: c.lineKey(), plan: sub.plan, width: len(sub.plan.Ours), numbered: sub.numbered()}
	c.viewLines(sub, rules)
	c.plan.LineFields = sub.plan.Theirs
	c.lineRules = &Position{Name: spec.Ours, Kind: tandem.List, Direction: direction, Theirs: -1, Place: spec.Place}
}

// lineKey is the field that tells our lines of a document apart.
func (c *compiler) lineKey() string {
	if key := c.ours.Lines.Key; len(key) == 1 {
		return key[0]
	}
	return ""
}

// placeLines puts the lines behind the other positions.
func (c *compiler) placeLines() {
	if c.lineRules != nil {
		c.lineRules.Ours = c.ourIndex(c.lineRules.Name)
		c.lineRules.Name = c.positionName(*c.lineRules)
		c.plan.Positions = append(c.plan.Positions, *c.lineRules)
	}
}

// refuseKeeping reports what makes sense only for fields that are merged one by one.
func (c *compiler) refuseKeeping(p *Position) {
	if p.Keep != KeepNothing || p.Policy != nil {
		c.place = p.Place
		c.failf("lines are compared and replaced as a whole: a single field has neither a rule nor a conflict policy")
	}
}

// commonDirection is the way all rules can go: a line that is replaced as a
// whole cannot go where one of its fields cannot.
func (c *compiler) commonDirection(wanted tandem.Direction) tandem.Direction {
	possible := tandem.Both
	for i := range c.plan.Positions {
		possible &= c.plan.Positions[i].Direction
	}
	switch {
	case possible == tandem.Off:
		c.failf("some fields of the lines only come in and others only go out, but lines travel as a whole")
	case wanted == tandem.Off:
		c.narrowed(possible)
		return possible
	case wanted&^possible != 0:
		c.failHintf("direction: "+possible.String(), "lines cannot go %s: one of their fields does not", wanted)
	}
	return wanted & possible
}

// narrowed says which field keeps the lines from going a way that others of them go.
func (c *compiler) narrowed(possible tandem.Direction) {
	var narrow *Position
	wide := false
	for i := range c.plan.Positions {
		p := &c.plan.Positions[i]
		wide = wide || p.Direction&^possible != 0
		if narrow == nil && p.Direction == possible {
			narrow = p
		}
	}
	if !wide || narrow == nil {
		return
	}
	c.place = narrow.Place
	way, other := "come in", "go out"
	if possible == tandem.Out {
		way, other = other, way
	}
	c.noticef("lines are compared and replaced as a whole: for them to "+other+", every field of them has to",
		"the lines of %s only %s, because their field %s does", c.ours.Name, way, narrow.Name)
}

// numbered finds the number of the line, if our lines have one and no rule fills it.
func (c *compiler) numbered() int {
	if len(c.ours.Key) != 1 {
		return -1
	}
	at := indexOf(&c.plan.Ours, c.ours.Key[0])
	if f, ok := c.ours.Field(c.ours.Key[0]); !ok || f.Type != dictionary.Integer {
		return -1
	}
	for i := range c.plan.Positions {
		if c.plan.Positions[i].Ours == at {
			return -1
		}
	}
	return at
}

// fromTheirs brings their lines into the normal form. No lines are null.
func (l *lines) fromTheirs(v tandem.Value) (tandem.Value, error) {
	return l.convert(v, len(l.plan.Positions), func(_ int, line, n tandem.Record) error {
		return l.plan.FromTheirs(line, n)
	})
}

// fromOurs brings our lines into the normal form. Lines stored before our
// lines got another field are shorter; what they lack is absent.
func (l *lines) fromOurs(v tandem.Value) (tandem.Value, error) {
	return l.convert(v, len(l.plan.Positions), func(_ int, line, n tandem.Record) error {
		for len(line) < l.width {
			line = append(slices.Clip(line), tandem.Value{})
		}
		return l.plan.FromOurs(line, n)
	})
}

// toOurs makes lines of ours. What no rule fills is null.
func (l *lines) toOurs(v tandem.Value) (tandem.Value, error) {
	all := tandem.AllFields(len(l.plan.Positions))
	return l.convert(v, l.width, func(i int, n, line tandem.Record) error {
		for j := range line {
			line[j] = tandem.NullValue()
		}
		if l.numbered >= 0 {
			line[l.numbered] = tandem.IntegerValue(int64(i + 1))
		}
		var written tandem.Fields
		return l.plan.ToOurs(n, &all, line, &written)
	})
}

// toTheirs makes lines of theirs, of Plan.LineFields.
func (l *lines) toTheirs(v tandem.Value) (tandem.Value, error) {
	all := tandem.AllFields(len(l.plan.Positions))
	return l.convert(v, len(l.plan.Theirs), func(_ int, n, line tandem.Record) error {
		var written tandem.Fields
		return l.plan.ToTheirs(n, &all, line, &written)
	})
}

// convert makes a list of another, line by line. An empty list is null.
func (l *lines) convert(v tandem.Value, width int, one func(i int, from, to tandem.Record) error) (tandem.Value, error) {
	if v.IsAbsent() {
		return v, nil
	}
	from, err := v.Lines()
	if err != nil {
		return tandem.Value{}, invalid("the lines cannot be read").Because(err)
	}
	if len(from) == 0 {
		return tandem.NullValue(), nil
	}
	values := make(tandem.Record, len(from)*width)
	to := make([]tandem.Record, len(from))
	for i := range from {
		to[i] = values[i*width : (i+1)*width : (i+1)*width]
		if err := one(i, from[i], to[i]); err != nil {
			return tandem.Value{}, l.at(i, err)
		}
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, width, to))), nil
}

// at names the line in an error: "lines[2].code".
func (l *lines) at(i int, err error) error {
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok {
		return err
	}
	return e.At(fmt.Sprintf("%s[%d].%s", l.name, i+1, e.Place))
}

// PointsAt reports whether any reference, one of a line included, points at rows of a data point.
func (p *Plan) PointsAt(dataPoint string) bool {
	for i := range p.Positions {
		if p.Positions[i].Reference == dataPoint {
			return true
		}
	}
	return p.lines != nil && p.lines.plan.PointsAt(dataPoint)
}

// HasReferences reports whether any position, or any field of a line, is a reference.
func (p *Plan) HasReferences() bool {
	for i := range p.Positions {
		if p.Positions[i].Reference != "" {
			return true
		}
	}
	return p.lines != nil && p.lines.plan.HasReferences()
}

// MapReferences calls f for every reference in n, those within lines included,
// with the data point that resolves it, and puts what f returns in its place.
// It stops at the first error.
func (p *Plan) MapReferences(n tandem.Record, f func(dataPoint string, v tandem.Value) (tandem.Value, error)) error {
	for i := range p.Positions {
		pos := &p.Positions[i]
		var err error
		switch {
		case pos.Reference != "" && n[i].Kind() == tandem.Reference:
			n[i], err = f(pos.Reference, n[i])
		case pos.IsLines() && n[i].Kind() == tandem.List && p.lines.plan.HasReferences():
			n[i], err = p.lines.mapReferences(n[i], f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *lines) mapReferences(v tandem.Value, f func(string, tandem.Value) (tandem.Value, error)) (tandem.Value, error) {
	return l.convert(v, len(l.plan.Positions), func(_ int, from, to tandem.Record) error {
		copy(to, from)
		return l.plan.MapReferences(to, f)
	})
}
