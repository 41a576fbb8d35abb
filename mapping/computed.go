package mapping

import (
	"tandem"
	"tandem/dictionary"
)

// computedName stands for the column where a value is computed.
const computedName = "the value"

// computed compiles a rule whose value comes from an expression. An expression
// has no way back, so such a rule goes one way only.
func (c *compiler) computed(r *Rule, p *Position) bool {
	only := tandem.In
	if r.Ours == "" {
		only = tandem.Out
	}
	switch {
	case (r.Ours == "") == (r.Theirs == ""):
		c.failHintf("give ours for a value that comes in, theirs for one that goes out", "a value is written to one field")
		return false
	case r.Direction != tandem.Off && r.Direction != only:
		c.failHintf("direction: "+only.String(), "an expression has no way back")
		return false
	case only == tandem.In:
		return c.computedIn(r, p)
	default:
		return c.computedOut(r, p)
	}
}

// computedIn compiles a value of ours made of their fields.
func (c *compiler) computedIn(r *Rule, p *Position) bool {
	ours, ok := c.field(c.ours, r.Ours)
	if !ok || !c.checkReference(r, ours) {
		return false
	}
	if ours.ReadOnly {
		c.failf("%s.%s is kept by the system and cannot be written", c.ours.Name, ours.Name)
		return false
	}
	p.Name, p.Kind, p.Ratio, p.Direction = ours.Name, ours.Type.Kind(), ours.Ratio, tandem.In
	p.Ours = c.ourIndex(ours.Name)
	if p.computeIn, ok = c.expression(r.Value, c.rowObject(), c.rowIndex); !ok {
		return false
	}
	// What an expression gives is treated as a column that knows no null:
	// "" + "" is nothing there.
	result := &dictionary.Field{Name: computedName, Type: p.computeIn.program.Type()}
	steps, ok := c.steps(r, ours, result, tandem.In)
	if !ok {
		return false
	}
	p.from, p.norm = fuseIn(steps), fuseNorm(steps)
	c.plan.computesIn = true
	return true
}

// computedOut compiles a value of theirs made of our fields. In the normal
// form it is what reading their column gives.
func (c *compiler) computedOut(r *Rule, p *Position) bool {
	theirs, ok := c.field(c.theirs, r.Theirs)
	if !ok {
		return false
	}
	if theirs.ReadOnly || c.theirs.ReadOnly {
		c.failf("%s.%s cannot be written", c.theirs.Name, theirs.Name)
		return false
	}
	if r.Reference != "" {
		c.failf("a computed value cannot be a reference of theirs")
		return false
	}
	p.Name, p.Direction, p.theirField = theirs.Name, tandem.Out, theirs
	p.Theirs = c.theirIndex(theirs.Name)
	if p.computeOut, ok = c.expression(r.Value, c.ours, c.ourIndex); !ok {
		return false
	}
	steps, ok := c.steps(r, nil, theirs, tandem.Out)
	if !ok {
		return false
	}
	if theirs.Type.Kind() == tandem.Text && !theirs.Nullable {
		steps = append(steps, emptyStep())
	}
	p.setSteps(steps)
	_, p.Kind, _ = c.converters(&Rule{Convert: r.Convert}, theirs.Type.Kind(), tandem.In)
	if len(r.Values) == 0 {
		kind := p.Kind
		if given := p.computeOut.program.Type().Kind(); !c.fitsInto(given, kind, theirs) {
			return false
		}
		p.norm = fuse(func(v tandem.Value) (tandem.Value, error) { return toKind(v, kind) }, p.norm)
	} else {
		p.Kind = tandem.Text
	}
	return true
}

// fitsInto reports a result that cannot become what their column holds.
func (c *compiler) fitsInto(given, kind tandem.Kind, theirs *dictionary.Field) bool {
	if _, ok := fits(given, kind); !ok {
		c.failf("the value is %s and %s.%s takes %s", article(given), c.theirs.Name, theirs.Name, article(kind))
		return false
	}
	return true
}
