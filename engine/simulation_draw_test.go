package engine

import (
	"math/rand/v2"

	"tandem"
	"tandem/dictionary"
	"tandem/mapping"
)

// drawSyncs draws one sync per remote, such that a person could have meant it:
// at most one system is master of a field of ours, since two would overrule
// each other for ever.
func drawSyncs(r *rand.Rand, remotes []*remote, matching bool) []*Sync {
	for {
		var syncs []*Sync
		for i, m := range remotes {
			syncs = append(syncs, drawSync(r, m, int64(i), matching))
		}
		if mastersAgree(syncs) {
			return syncs
		}
	}
}

func drawSync(r *rand.Rand, m *remote, number int64, matching bool) *Sync {
	s := &Sync{ID: number + 1, Account: 1, Name: m.name, Connection: m.name, Schedule: Manual, Guard: Guard{Deletes: 1000, Percent: 100}}
	if chance(r, 0.3) {
		s.Guard = Guard{Deletes: r.IntN(3), Percent: float64(r.IntN(30))}
	}
	policy := pick(r, tandem.Ask, tandem.Ours, tandem.Theirs, tandem.Newest)
	for i, point := range []string{companies, people} {
		p := DataPoint{
			ID: 10*number + int64(i) + 1, Name: point, Ours: objectOf(point), Theirs: point, Key: []string{"id"},
			Cursor: m.cursor.Name, Deletes: m.tombstone(point), ExternalID: m.external.Name, NewKey: m.newKey,
			Conflict: policy, Operations: drawOperations(r), Writable: !chance(r, 0.05),
		}
		if point == companies && chance(r, 0.15) {
			p.Filter = `state != "X"`
		}
		if m.cursor.Type == dictionary.Instant {
			p.Overlap = int(overlap.Seconds())
		}
		if policy == tandem.Newest {
			p.ChangedAt = "changed"
		}
		if matching {
			p.Match = []string{"external_number"}
		}
		p.Mapping.Rules = []mapping.Rule{{Ours: "external_number", Theirs: "tag"}}
		for _, f := range fieldsOf(point) {
			p.Mapping.Rules = append(p.Mapping.Rules, drawRule(r, f))
		}
		s.Points = append(s.Points, p)
	}
	if chance(r, 0.3) { // the engine finds out who is whose parent
		s.Points[0], s.Points[1] = s.Points[1], s.Points[0]
	}
	return s
}

func drawOperations(r *rand.Rand) tandem.Operations {
	if chance(r, 0.2) {
		d := pick(r, tandem.In, tandem.Out)
		return tandem.Operations{Create: d, Update: d, Delete: d}
	}
	draw := func() tandem.Direction {
		return pick(r, tandem.Both, tandem.Both, tandem.Both, tandem.Both, tandem.In, tandem.Out, tandem.Off)
	}
	return tandem.Operations{Create: draw(), Update: draw(), Delete: draw()}
}

// drawRule draws how a field travels. What a new record cannot do without goes both ways.
func drawRule(r *rand.Rand, f simulatedField) mapping.Rule {
	rule := mapping.Rule{Ours: f.ours, Theirs: f.theirs, Reference: f.reference, Values: f.values, Direction: tandem.Both}
	if f.required {
		return rule
	}
	rule.Direction = pick(r, tandem.Both, tandem.Both, tandem.Both, tandem.In, tandem.Out)
	if rule.Direction.Has(tandem.In) && chance(r, 0.25) {
		rule.Keep = pick(r, mapping.NeverErase, mapping.OnlyIfEmpty, mapping.CreateOnly)
	}
	if chance(r, 0.2) {
		policy := pick(r, tandem.Ours, tandem.Theirs, tandem.Ask)
		rule.Conflict = &policy
	}
	return rule
}

// mastersAgree reports whether no two syncs are master of the same field.
func mastersAgree(syncs []*Sync) bool {
	masters := map[string]int{}
	for _, s := range syncs {
		for i := range s.Points {
			for _, rule := range s.Points[i].Mapping.Rules {
				if rule.Direction&s.Points[i].Operations.Update == tandem.In {
					masters[s.Points[i].Name+"."+rule.Ours]++
				}
			}
		}
	}
	for _, n := range masters {
		if n > 1 {
			return false
		}
	}
	return true
}
