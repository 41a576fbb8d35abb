package setup

import (
	"slices"

	"tandem/dictionary"
	"tandem/engine"
	"tandem/mapping"
)

// keyless checks a data point over a table or view without a key. It can be
// read in as a whole, and nothing else: nobody can say which row is meant.
func (p *pointCheck) keyless(object *dictionary.Object) {
	at := p.point.Places
	refuse := func(key, what string) {
		p.problems.addf(at.Of(key), "key: [COLUMN]", "%s has no key of its own, so %s", object.Name, what)
	}
	if p.def.Cursor != "" {
		refuse("cursor", "its changes cannot be told apart")
	}
	if p.point.Deletes != nil && p.point.Deletes.Log != "" {
		refuse("deletes", "no log can tell which row was deleted")
	}
	if slices.ContainsFunc(p.sync.Points, func(other engine.DataPoint) bool { return refersTo(&other, p.def.Name) }) {
		refuse("", "no row of another table can refer to it")
	}
	p.notices.addf(at.Of("theirs"), "key: [COLUMN]", "%s has no key: a row that is edited there is gone and another one is new", object.Name)
}

func refersTo(p *engine.DataPoint, name string) bool {
	for _, rule := range slices.Concat(p.Mapping.Rules, lineRules(p)) {
		if rule.Reference == name {
			return true
		}
	}
	return false
}

func lineRules(p *engine.DataPoint) []mapping.Rule {
	if p.Mapping.Lines == nil {
		return nil
	}
	return p.Mapping.Lines.Rules
}
