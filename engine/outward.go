package engine

import (
	"context"
	"strings"

	"tandem"
	"tandem/merge"
)

// resolveOut turns references of ours into their keys wherever something is
// about to be written to the other side. A record whose parent is not there
// yet waits for it.
func (s *pass) resolveOut(ctx context.Context, pairs []pair) error {
	if !s.p.plan.HasReferences() {
		return nil
	}
	asked := newReferences()
	for i := range pairs {
		if p := &pairs[i]; p.goesOut() {
			_ = s.p.plan.MapReferences(p.agreed, asked.noteID)
			if p.hasBase {
				_ = s.p.plan.MapReferences(p.base, asked.noteID)
			}
		}
	}
	if err := asked.findKeys(ctx, s); err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		if !p.goesOut() {
			continue
		}
		p.out = s.arena.record(s.p.width())
		copy(p.out, p.agreed)
		if err := s.p.plan.MapReferences(p.out, asked.toKey); err != nil {
			p.fault = asked.fault(s, err)
			continue
		}
		if p.hasBase {
			p.baseOut = s.arena.record(s.p.width())
			copy(p.baseOut, p.base)
			if s.p.plan.MapReferences(p.baseOut, asked.toKey) != nil {
				p.hasBase, p.baseOut = p.row != nil && p.hasBase, nil
			}
		}
	}
	return s.leaveChildrenApart(ctx, pairs)
}

func (p *pair) goesOut() bool {
	return p.fault == nil && (p.decision.Theirs == tandem.Create || p.decision.Theirs == tandem.Update)
}

// mayWrite turns a decision down that their table does not let happen.
func (s *pass) mayWrite(p *pair) {
	switch {
	case p.decision.Theirs == tandem.NoOp, s.p.view.Writable && len(s.p.view.Key) > 0:
	case p.decision.Theirs == tandem.Update:
		p.withhold()
	default:
		p.fault = &fault{outcome: tandem.Excluded, code: tandem.ReadOnlyThere, reason: s.readOnlyText()}
	}
}

// withhold carries out the half of a decision that concerns our side. What
// theirs lacks stays out of the base, so that the pair is looked at until
// somebody confirms that it may be written.
func (p *pair) withhold() {
	p.decision.Theirs = tandem.NoOp
	p.withheld = true
	if p.decision.Outcome == tandem.Updated {
		p.decision.Outcome, p.decision.Code = tandem.Excluded, tandem.ReadOnlyThere
	}
}

// heldBack reports whether a pair stays as it is there until the sync may write.
func (s *pass) heldBack(p *pair) bool {
	return !s.p.view.Writable && (p.withheld || p.fault != nil && p.fault.code == tandem.ReadOnlyThere)
}

// reasonText says in words why a pair ended as it did.
func reasonText(s *pass, p *pair) string {
	switch p.decision.Code {
	case tandem.CreateOff:
		return "creating it on the other side is switched off for " + s.p.def.Name
	case tandem.DeleteOff:
		if p.theirsIs == merge.Missing {
			return "it is gone on the other side; deletes do not travel from there"
		}
		return "it was deleted here; deletes do not travel from here"
	case tandem.FilteredOut:
		return "the filter leaves it out: " + s.p.def.Filter
	case tandem.BothChanged:
		var names []string
		for i, name := range s.p.names {
			if p.decision.Conflicts.Has(i) {
				names = append(names, name)
			}
		}
		return "both sides changed: " + strings.Join(names, " ")
	case tandem.EditedDeleted:
		return "edited on one side and deleted on the other"
	case tandem.ReadOnlyThere:
		return s.readOnlyText()
	default:
		return ""
	}
}

func (s *pass) readOnlyText() string {
	if len(s.p.view.Key) == 0 {
		return s.p.view.Object + " has no key, so it can only be read"
	}
	if s.p.def.Unconfirmed {
		return "writing to " + s.p.view.Object + " is off until somebody confirms it"
	}
	return "nothing may be written to " + s.p.view.Object + ": the sync is read only"
}

// review is what a person sees of a conflict.
func (s *pass) review(p *pair) tandem.Unsettled {
	u := tandem.Unsettled{
		Key: p.key, ID: p.id, Outcome: tandem.Conflicted, Code: p.decision.Code, Reason: reasonText(s, p),
		Run: s.run.run.ID, At: s.e.clock(), Fields: s.p.names,
	}
	for _, side := range []struct {
		from tandem.Record
		to   *string
	}{{p.base, &u.Base}, {p.ours, &u.Ours}, {p.theirs, &u.Theirs}} {
		if side.from != nil {
			*side.to = string(tandem.AppendRecord(nil, side.from))
		}
	}
	return u
}
