package trigger

import (
	"slices"
	"strings"

	"tandem"
	"tandem/expr"
)

// Rule says which changes a receiver hears of.
type Rule struct {
	Receiver int64
	Object   string
	On       []tandem.Op
	From     []string      // origins, or "sync:CONNECTION"; none = Unasked
	Fields   []string      // updates: only if one of these changed; none = any
	When     *expr.Program // nil = always
}

// Unasked are the origins that rules hear of which do not name any.
func Unasked() []string { return []string{string(tandem.ByPerson), string(tandem.ByAPI)} }

// Rules are those of an account. They may be asked by several goroutines at once.
type Rules struct {
	byObject map[string][]Rule
}

// NewRules puts rules together.
func NewRules(rules []Rule) *Rules {
	r := &Rules{byObject: map[string][]Rule{}}
	for _, rule := range rules {
		r.byObject[rule.Object] = append(r.byObject[rule.Object], rule)
	}
	return r
}

// Watches reports whether doing op to an object may concern some receiver, when
// this actor does it, and whether that depends on what the record holds.
func (r *Rules) Watches(object string, op tandem.Op, actor tandem.Actor) (may, looks bool) {
	for i := range r.byObject[object] {
		if rule := &r.byObject[object][i]; rule.hears(op, actor) {
			may = true
			looks = looks || rule.When != nil
		}
	}
	return may, looks
}

// Due lists the receivers that must hear of a deed.
func (r *Rules) Due(deed *tandem.Deed) (receivers []int64) {
	for i := range r.byObject[deed.Object] {
		if rule := &r.byObject[deed.Object][i]; rule.hears(deed.Op, deed.Actor) && rule.concerns(deed) {
			receivers = append(receivers, rule.Receiver)
		}
	}
	return receivers
}

// hears reports whether a rule is about an operation by this actor at all.
func (r *Rule) hears(op tandem.Op, actor tandem.Actor) bool {
	if !slices.Contains(r.On, op) {
		return false
	}
	from := r.From
	if len(from) == 0 {
		from = Unasked()
	}
	return slices.ContainsFunc(from, func(origin string) bool {
		origin, name, named := strings.Cut(origin, ":")
		return origin == string(actor.Origin) && (!named || name == actor.Name)
	})
}

// concerns looks at what changed. A condition that cannot be computed for a
// record counts as met: better a call too many than one that is missing.
func (r *Rule) concerns(deed *tandem.Deed) bool {
	if deed.Op == tandem.Update && len(r.Fields) > 0 &&
		!slices.ContainsFunc(r.Fields, func(f string) bool { return slices.Contains(deed.Changed, f) }) {
		return false
	}
	if r.When == nil {
		return true
	}
	holds, err := r.When.Holds(Field(deed))
	return holds || err != nil
}

// Field returns how an expression over a change finds its fields: old.status,
// new.status, and status for how it is now, or was where the record is gone.
func Field(deed *tandem.Deed) func(name string) tandem.Value {
	now := deed.After
	if deed.Op == tandem.Delete {
		now = deed.Before
	}
	return func(name string) tandem.Value {
		if field, ok := strings.CutPrefix(name, "old."); ok {
			return deed.Before(field)
		}
		if field, ok := strings.CutPrefix(name, "new."); ok {
			return deed.After(field)
		}
		return now(name)
	}
}
