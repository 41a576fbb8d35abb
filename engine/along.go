package engine

import (
	"context"
	"slices"

	"tandem"
	"tandem/connector"
	"tandem/mapping"
	"tandem/merge"
)

// Some records go out only along with their parent: a company made here takes
// its first address with it, and from then on the other side is their master.
// Such a pair is decided with creation switched on, everything else as ever.

// goAlong marks the records of ours that may be created there because their
// parent was made here and has none like them there yet.
func (s *pass) goAlong(ctx context.Context, pairs []pair) error {
	if s.p.def.FirstOf == "" {
		return nil
	}
	at := slices.IndexFunc(s.p.plan.Positions, func(pos mapping.Position) bool { return pos.Reference == s.p.def.FirstOf })
	if at < 0 {
		return tandem.Errorf(tandem.Config, "data point %s goes along with %s but has no reference to it", s.p.def.Name, s.p.def.FirstOf).At(s.p.def.Place)
	}
	first := map[int64]*pair{} // the oldest candidate of each parent
	for i := range pairs {
		p := &pairs[i]
		if p.linked() || p.key != "" || p.oursIs != merge.Present || p.fault != nil {
			continue
		}
		parent := p.ours[at].Int()
		if other := first[parent]; parent != 0 && (other == nil || p.id < other.id) {
			first[parent] = p
		}
	}
	if len(first) == 0 {
		return nil
	}
	return s.markAlong(ctx, first, at)
}

// markAlong keeps the parents that were made here, are linked, and have nothing there yet.
func (s *pass) markAlong(ctx context.Context, first map[int64]*pair, at int) error {
	parent := s.p.parents[s.p.def.FirstOf]
	ids := make([]int64, 0, len(first))
	for id := range first {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	made, err := s.madeHere(ctx, parent, ids)
	if err != nil || len(made) == 0 {
		return err
	}
	links := make([]tandem.Link, len(made))
	if err := s.e.store.LinksByID(ctx, parent.lane, made, false, links); err != nil {
		return err
	}
	column := s.p.plan.Positions[at].Theirs
	for i, id := range made {
		if links[i].ID == 0 {
			continue
		}
		taken, err := s.hasAny(ctx, column, links[i].Key)
		if err != nil {
			return err
		}
		first[id].along = !taken
	}
	return nil
}

// madeHere keeps the ids of records that no sync of this connection brought in.
func (s *pass) madeHere(ctx context.Context, parent *point, ids []int64) ([]int64, error) {
	var rows tandem.Rows
	shape := &tandem.Shape{Object: parent.lane.Object, Fields: []string{"created_by"}}
	if err := s.e.store.Records(ctx, parent.lane.Account, shape, ids, &rows); err != nil {
		return nil, err
	}
	var made []int64
	for i, id := range rows.IDs {
		if rows.Row(i)[0].Text() != s.run.session.sync.Connection {
			made = append(made, id)
		}
	}
	return made, nil
}

// hasAny reports whether their side has any row of that parent, one that the filter lets in.
func (s *pass) hasAny(ctx context.Context, column int, key tandem.Key) (bool, error) {
	page, err := connector.Find(ctx, s.p.conn, s.p.view, s.p.view.Fields[column], []tandem.Value{tandem.TextValue(string(key))})
	if err != nil {
		return false, err
	}
	for i := range page.Len() {
		if !page.IsGone(i) && s.passes(page.Row(i)) {
			return true, nil
		}
	}
	return false, nil
}

// alongRules are the rules of the data point with creation there switched on.
func (p *point) alongRules() *merge.Rules {
	rules := *p.rules
	rules.Operations.Create |= tandem.Out
	return &rules
}
