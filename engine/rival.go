package engine

import (
	"slices"

	"tandem/mapping"
	"tandem/match"
)

// rivals are two syncs that might keep the same records of ours.
type rivals struct{ mine, theirs *Sync }

// are reports whether two data points cannot share a record: both are the only
// master of the same field, so that each would undo the other for ever, or the
// records belong to parents that cannot be shared.
func (r rivals) are(mine, theirs *DataPoint) bool { return r.apart(mine, theirs, nil) }

func (r rivals) apart(mine, theirs *DataPoint, above []string) bool {
	if mine.Ours != theirs.Ours || slices.Contains(above, mine.Name) {
		return false
	}
	above = append(above, mine.Name)
	for i := range mine.Mapping.Rules {
		a := &mine.Mapping.Rules[i]
		b := theirs.rule(a.Ours)
		if b == nil {
			continue
		}
		if isTheirs(mine, a) && isTheirs(theirs, b) && !mine.identifies(a) && !theirs.identifies(b) {
			return true
		}
		parent, ok := r.mine.Point(a.Reference)
		other, same := r.theirs.Point(b.Reference)
		if ok && same && r.apart(parent, other, above) {
			return true
		}
	}
	return false
}

// rule is the one that fills a field of ours; nil where none does.
func (d *DataPoint) rule(ours string) *mapping.Rule {
	at := slices.IndexFunc(d.Mapping.Rules, func(r mapping.Rule) bool { return r.Ours != "" && r.Ours == ours })
	if at < 0 {
		return nil
	}
	return &d.Mapping.Rules[at]
}

// identifies reports whether a field tells who a record is. What both hold alike
// for the record to be one, and the number that each gives it, are nothing to
// fight over.
func (d *DataPoint) identifies(r *mapping.Rule) bool {
	if isOwnNumber(r, d.Key) {
		return true
	}
	return slices.ContainsFunc(d.Match, func(rule string) bool { return slices.Contains(match.Fields(rule), r.Ours) })
}
