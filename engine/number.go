package engine

import (
	"context"
	"slices"

	"tandem"
	"tandem/mapping"
	"tandem/match"
	"tandem/merge"
)

// A number that a system gives its rows says nothing to any other system.

// ownNumbers lists our fields that take the other side's own key.
func (d *DataPoint) ownNumbers(key []string) []string {
	var names []string
	for i := range d.Mapping.Rules {
		if r := &d.Mapping.Rules[i]; r.Ours != "" && isOwnNumber(r, key) {
			names = append(names, r.Ours)
		}
	}
	return names
}

// isOwnNumber reports whether a field of ours takes a column of their key. Of a
// neighbour that does not name its key, only their table knows it: a number is
// taken for what it is called.
func isOwnNumber(r *mapping.Rule, key []string) bool {
	if len(key) == 0 {
		return r.Ours == "number" || r.Ours == "external_number"
	}
	return slices.Contains(key, r.Theirs)
}

// byNumberAlone tells of each match rule whether it compares nothing but numbers of theirs.
func (d *DataPoint) byNumberAlone(key []string) []bool {
	own := d.ownNumbers(key)
	alone := make([]bool, len(d.Match))
	for i, rule := range d.Match {
		alone[i] = !slices.ContainsFunc(match.Fields(rule), func(name string) bool { return !slices.Contains(own, name) })
	}
	return alone
}

// silence takes the keys of rules that compare numbers alone from a record of
// ours that got its own from another system.
func (s *pass) silence(keys []match.Key) {
	for i, alone := range s.p.byNumber {
		if alone {
			keys[i] = 0
		}
	}
}

// linkedElsewhere finds which records of ours any other system is linked with.
func (s *pass) linkedElsewhere(ctx context.Context, ids []int64) (map[int64]*neighbour, error) {
	return s.linkedWith(ctx, ids, func(*neighbour) bool { return true })
}

// share marks the pairs whose record bears the number of another system, so
// that this one leaves it alone.
func (s *pass) share(ctx context.Context, pairs []pair) error {
	if len(s.p.contested) == 0 {
		return nil
	}
	var ids []int64
	for i := range pairs {
		if p := &pairs[i]; p.id > 0 && p.fault == nil {
			ids = append(ids, p.id)
		}
	}
	shared, err := s.linkedWith(ctx, ids, func(n *neighbour) bool { return len(n.numbers) > 0 })
	if err != nil {
		return err
	}
	for i := range pairs {
		pairs[i].shared = shared[pairs[i].id] != nil
	}
	return nil
}

// contested are the positions that more than one system fills with its own number.
func (p *point) contestedBy(neighbours []neighbour) []int {
	var positions []int
	own := p.def.ownNumbers(p.view.Key)
	for i, name := range p.names {
		if !slices.Contains(own, name) || p.plan.Positions[i].Reference != "" || p.rules.MayUpdate(i, tandem.Out) {
			continue
		}
		if slices.ContainsFunc(neighbours, func(n neighbour) bool { return slices.Contains(n.numbers, name) }) {
			positions = append(positions, i)
		}
	}
	return positions
}

// sharedRules are the rules for a record that bears another system's number:
// whoever came first named it.
func (p *point) sharedRules() *merge.Rules {
	rules := *p.rules
	rules.Fields = slices.Clone(rules.Fields)
	for _, i := range p.contested {
		rules.Fields[i].Keep = merge.OnlyIfEmpty
	}
	return &rules
}
