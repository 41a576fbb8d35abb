package mapping

import (
	"slices"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Compile checks a mapping against both dictionaries and makes a plan of it.
// theirLines describes a line of theirs; nil without Spec.Lines. Where a
// problem is not only a warning, the plan is nil.
func Compile(spec Spec, ours, theirs, theirLines *dictionary.Object) (*Plan, []Problem) {
	c := &compiler{report: &report{}, ours: ours, theirs: theirs, zone: spec.Zone, plan: &Plan{}}
	if ours == nil || theirs == nil {
		c.failf("an object of ours and one of theirs are needed")
		return nil, c.problems
	}
	if spec.Lines != nil {
		c.lines(spec.Lines, theirLines, spec.Rules)
	}
	c.rules(spec.Rules)
	c.placeLines()
	c.duplicates()
	if n := len(c.plan.Positions); n > tandem.MaxFields {
		c.failf("a mapping has at most %d rules, not %d", tandem.MaxFields, n)
	}
	if c.failed() {
		return nil, c.problems
	}
	return c.plan, c.problems
}

// compiler holds what is known while a mapping is compiled: a whole one, or
// the rules for its lines.
type compiler struct {
	*report
	ours, theirs *dictionary.Object
	zone         func(string) (*time.Location, error)
	plan         *Plan
	lineRules    *Position // the position of the lines until its turn comes
}

func (c *compiler) rules(rules []Rule) {
	for i := range rules {
		c.place = rules[i].Place
		if p, ok := c.rule(&rules[i]); ok {
			p.Name = c.positionName(p)
			c.plan.Positions = append(c.plan.Positions, p)
		}
	}
}

// positionName is our field, theirs where there is none of ours, and both
// where another position has taken the name.
func (c *compiler) positionName(p Position) string {
	name := p.Name
	if _, taken := c.plan.Position(name); taken && p.Theirs >= 0 {
		name += ">" + c.plan.Theirs[p.Theirs]
	}
	for {
		if _, taken := c.plan.Position(name); !taken {
			return name
		}
		name += "'"
	}
}

// ourIndex and theirIndex return where a field stands in the field list of its
// side, adding it where it is new.
func (c *compiler) ourIndex(name string) int   { return indexOf(&c.plan.Ours, name) }
func (c *compiler) theirIndex(name string) int { return indexOf(&c.plan.Theirs, name) }

func indexOf(list *[]string, name string) int {
	if i := slices.Index(*list, name); i >= 0 {
		return i
	}
	*list = append(*list, name)
	return len(*list) - 1
}

// field finds a field, or reports that there is none.
func (c *compiler) field(o *dictionary.Object, name string) (*dictionary.Field, bool) {
	f, ok := o.Field(name)
	if ok {
		return f, true
	}
	code := tandem.Config
	if o == c.theirs {
		code = tandem.Schema // it may have been there when the mapping was made
	}
	c.add(tandem.Errorf(code, "%s has no field %q", o.Name, name).WithHint(dictionary.DidYouMean(name, o.FieldNames())), false)
	return nil, false
}

// duplicates refuses two rules that write the same field: the later would
// silently win.
func (c *compiler) duplicates() {
	all := c.plan.Positions
	for i := range all {
		for j := range i {
			c.place = all[i].Place
			if all[i].Ours >= 0 && all[i].Ours == all[j].Ours && (all[i].Direction & all[j].Direction).Has(tandem.In) {
				c.failHintf("the other stands at "+all[j].Place, "two rules write %s.%s", c.ours.Name, c.plan.Ours[all[i].Ours])
			}
			if both := all[i].Direction & all[j].Direction; both.Has(tandem.Out) {
				if at, ok := shared(&all[i], &all[j]); ok {
					c.failHintf("the other stands at "+all[j].Place, "two rules write %s.%s", c.theirs.Name, c.plan.Theirs[at])
				}
			}
		}
	}
}

// shared finds a column of theirs that two positions have in common.
func shared(a, b *Position) (int, bool) {
	for _, at := range a.columns() {
		if slices.Contains(b.columns(), at) {
			return at, true
		}
	}
	return 0, false
}
