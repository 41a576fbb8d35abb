package engine

import (
	"context"

	"tandem"
	"tandem/merge"
)

// neighbour is a data point of another company or system that keeps the same
// object of ours. The package comment says what follows from it.
type neighbour struct {
	lane    tandem.Lane
	owner   string // the connection, and the company where it has several
	company bool   // another company of the same connection
	apart   bool   // its records are none of ours to touch: another company's, or another master's
	numbers []string
}

// neighbours finds those of every data point of a sync.
func (e *Engine) neighbours(ctx context.Context, sync *Sync) (map[string][]neighbour, error) {
	syncs, err := e.options.Syncs(ctx, sync.Account)
	if err != nil {
		return nil, err
	}
	found := map[string][]neighbour{}
	for _, other := range syncs {
		if other.Connection == sync.Connection && other.Profile == sync.Profile {
			continue
		}
		company := other.Connection == sync.Connection
		for i := range sync.Points {
			mine := &sync.Points[i]
			for j := range other.Points {
				theirs := &other.Points[j]
				if mine.Ours != theirs.Ours {
					continue
				}
				found[mine.Name] = append(found[mine.Name], neighbour{
					lane:    tandem.Lane{Account: sync.Account, Point: theirs.ID, Object: theirs.Ours},
					owner:   owner(other),
					company: company,
					apart:   company || rivals{sync, other}.are(mine, theirs),
					numbers: theirs.ownNumbers(theirs.Key),
				})
			}
		}
	}
	return found, nil
}

func owner(s *Sync) string {
	if s.Profile == "" {
		return s.Connection
	}
	return s.Connection + " " + s.Profile
}

// linkedApart finds which records of ours belong to a neighbour that stays apart.
func (s *pass) linkedApart(ctx context.Context, ids []int64) (map[int64]*neighbour, error) {
	return s.linkedWith(ctx, ids, func(n *neighbour) bool { return n.apart })
}

// linkedWith finds which of some neighbours records of ours are linked with; one that
// stays apart goes before.
func (s *pass) linkedWith(ctx context.Context, ids []int64, which func(*neighbour) bool) (map[int64]*neighbour, error) {
	found := map[int64]*neighbour{}
	if len(ids) == 0 {
		return found, nil
	}
	for i := range s.p.neighbours {
		n := &s.p.neighbours[i]
		if !which(n) {
			continue
		}
		links := make([]tandem.Link, len(ids))
		if err := s.e.store.LinksByID(ctx, n.lane, ids, false, links); err != nil {
			return nil, err
		}
		for j, id := range ids {
			if was := found[id]; links[j].ID != 0 && (was == nil || n.apart && !was.apart) {
				found[id] = n
			}
		}
	}
	return found, nil
}

// leaveApart leaves out unlinked records of ours that belong to a neighbour. Those of
// another company of the same connection are not even looked at, unless they
// have been and must come off the list.
func (s *pass) leaveApart(ctx context.Context, pairs []pair) ([]pair, error) {
	var ids []int64
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.id > 0 {
			ids = append(ids, p.id)
		}
	}
	others, err := s.linkedApart(ctx, ids)
	if err != nil || len(others) == 0 {
		return pairs, err
	}
	kept := pairs[:0]
	for _, p := range pairs {
		if n := others[p.id]; n != nil && !p.linked() {
			switch {
			case p.key != "":
				p.id = 0 // what it was taken for is another's; their row goes on alone
			case n.company && !p.listed:
				continue
			default:
				p.fault, p.theirsIs = elsewhere(s.p.lane.Object, p.id, n), merge.Missing
			}
		}
		kept = append(kept, p)
	}
	return kept, nil
}

// elsewhere leaves a pair out because a record of ours belongs to a neighbour.
func elsewhere(object string, id int64, n *neighbour) *fault {
	return &fault{
		outcome: tandem.Excluded, code: tandem.OtherCompany,
		reason: object + " " + tandem.IntegerValue(id).String() + " belongs to " + n.owner + ", which stays apart",
	}
}

// leaveChildrenApart leaves out what waits for a parent that belongs to a
// neighbour: it will never be on this side.
func (s *pass) leaveChildrenApart(ctx context.Context, pairs []pair) error {
	waiting := map[int64][]*pair{} // by the lane of the parent
	for i := range pairs {
		if f := pairs[i].fault; f != nil && f.code == tandem.ParentMissing && f.ourParent > 0 {
			waiting[f.awaits] = append(waiting[f.awaits], &pairs[i])
		}
	}
	for lane, children := range waiting {
		parent := s.run.passOf(lane)
		if parent == nil || len(parent.p.neighbours) == 0 {
			continue
		}
		ids := make([]int64, len(children))
		for i, p := range children {
			ids[i] = p.fault.ourParent
		}
		others, err := parent.linkedApart(ctx, ids)
		if err != nil {
			return err
		}
		for i, p := range children {
			if n := others[ids[i]]; n != nil {
				p.fault = elsewhere(parent.p.lane.Object, ids[i], n)
			}
		}
	}
	return nil
}
