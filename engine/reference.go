package engine

import (
	"context"
	"fmt"

	"tandem"
	"tandem/merge"
)

// resolveIn turns the keys their rows point at into ids of ours. A row whose
// parent has no link yet waits for it.
func (s *pass) resolveIn(ctx context.Context, pairs []pair) error {
	if !s.p.plan.HasReferences() {
		return nil
	}
	asked := newReferences()
	for i := range pairs {
		if p := &pairs[i]; p.theirs != nil && p.fault == nil {
			_ = s.p.plan.MapReferences(p.theirs, asked.noteKey)
		}
	}
	if err := asked.findIDs(ctx, s); err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		if p.theirs == nil || p.fault != nil || p.theirsIs != merge.Present {
			continue
		}
		s.resolveOptional(p, asked)
		if err := s.p.plan.MapReferences(p.theirs, asked.toID); err != nil {
			p.fault = asked.fault(s, err)
		}
	}
	return nil
}

// resolveOptional resolves the references a record can do without. One whose
// parent is missing says nothing for now, and the row is completed when the
// parent arrives: that is also how two objects can point at each other.
func (s *pass) resolveOptional(p *pair, asked *references) {
	for i := range s.p.plan.Positions {
		pos := &s.p.plan.Positions[i]
		if pos.Reference == "" || pos.Required {
			continue
		}
		v, err := asked.toID(pos.Reference, p.theirs[i])
		if m, ok := err.(*missing); ok { //nolint:errorlint // toID hands back what it made
			p.later = m
			v = tandem.Value{}
		}
		p.theirs[i] = v
	}
}

// references resolves the references of one page, both ways, with one query
// per data point pointed at.
type references struct {
	keys map[string]map[tandem.Key]int64 // by data point: their key -> our id
	ids  map[string]map[int64]tandem.Key // by data point: our id -> their key
}

func newReferences() *references {
	return &references{keys: map[string]map[tandem.Key]int64{}, ids: map[string]map[int64]tandem.Key{}}
}

// missing is the reference that could not be resolved.
type missing struct {
	point string
	key   tandem.Key
	id    int64
}

func (m *missing) Error() string {
	if m.key != "" {
		return fmt.Sprintf("waits for %s %s, which is not here yet", m.point, m.key)
	}
	return fmt.Sprintf("waits for %s %d, which is not on the other side yet", m.point, m.id)
}

func (r *references) noteKey(point string, v tandem.Value) (tandem.Value, error) {
	if key, ok := v.Unresolved(); ok {
		if r.keys[point] == nil {
			r.keys[point] = map[tandem.Key]int64{}
		}
		r.keys[point][key.Clone()] = 0
	}
	return v, nil
}

func (r *references) noteID(point string, v tandem.Value) (tandem.Value, error) {
	if v.Kind() == tandem.Reference && v.Int() != 0 {
		if r.ids[point] == nil {
			r.ids[point] = map[int64]tandem.Key{}
		}
		r.ids[point][v.Int()] = ""
	}
	return v, nil
}

func (r *references) toID(point string, v tandem.Value) (tandem.Value, error) {
	key, ok := v.Unresolved()
	if !ok {
		return v, nil
	}
	if id := r.keys[point][key]; id != 0 {
		return tandem.ReferenceValue(id), nil
	}
	return v, &missing{point: point, key: key.Clone()}
}

func (r *references) toKey(point string, v tandem.Value) (tandem.Value, error) {
	if v.Kind() != tandem.Reference || v.Int() == 0 {
		return v, nil
	}
	if key := r.ids[point][v.Int()]; key != "" {
		return tandem.UnresolvedValue(key), nil
	}
	return v, &missing{point: point, id: v.Int()}
}

// findIDs looks up the links of all keys asked for.
func (r *references) findIDs(ctx context.Context, s *pass) error {
	for name, byKey := range r.keys {
		parent := s.p.parents[name]
		keys := make([]tandem.Key, 0, len(byKey))
		for k := range byKey {
			keys = append(keys, k)
		}
		links := make([]tandem.Link, len(keys))
		if err := s.e.store.LinksByKey(ctx, parent.lane, keys, false, links); err != nil {
			return err
		}
		for i, k := range keys {
			if links[i].OursVersion != 0 && !s.run.foreseen.ends(parent.lane.Point, k) {
				byKey[k] = links[i].ID
			} else {
				byKey[k] = s.run.foreseen.id(parent.lane.Point, k)
			}
		}
	}
	return nil
}

// findKeys looks up the links of all ids asked for.
func (r *references) findKeys(ctx context.Context, s *pass) error {
	for name, byID := range r.ids {
		parent := s.p.parents[name]
		ids := make([]int64, 0, len(byID))
		for id := range byID {
			ids = append(ids, id)
		}
		links := make([]tandem.Link, len(ids))
		if err := s.e.store.LinksByID(ctx, parent.lane, ids, false, links); err != nil {
			return err
		}
		for i, id := range ids {
			if byID[id] = links[i].Key; byID[id] == "" || s.run.foreseen.ends(parent.lane.Point, byID[id]) {
				byID[id] = s.run.foreseen.key(parent.lane.Point, id)
			}
		}
	}
	return nil
}

// fault makes an unresolved reference a wait for its parent.
func (r *references) fault(s *pass, err error) *fault {
	m, ok := err.(*missing) //nolint:errorlint // MapReferences hands back what it was given
	if !ok {
		return failed(err)
	}
	return wait(s.p.parents[m.point].lane.Point, m.key, m.id, m.Error())
}
