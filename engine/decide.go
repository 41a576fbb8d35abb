package engine

import (
	"context"

	"tandem"
	"tandem/merge"
)

// decideAll decides pairs: what the merge says, as far as their table lets it
// happen, with references as their keys.
//
// No decision rests on memory alone. What they hold is known because their row
// was read, or taken from the base. The base may be wrong: the row may have been
// edited or deleted since, and nothing of ours would know. Where the decision
// sends something this does no harm. The base goes along as its precondition, so
// their answer tells, and the pair is read and decided again. Where nothing
// is sent nobody would tell: then the row is read before anything is decided.
func (s *pass) decideAll(ctx context.Context, pairs []pair) error {
	if s.run.run.Kind == tandem.Compare {
		return nil // it tells what is there, whatever ought to become of it
	}
	if err := s.decide(ctx, pairs); err != nil {
		return err
	}
	var untested []*pair
	for i := range pairs {
		if p := &pairs[i]; p.untested() {
			untested = append(untested, p)
		}
	}
	if len(untested) == 0 {
		return nil
	}
	return s.decideInSight(ctx, untested)
}

// untested reports whether a pair was decided on the base and no answer of
// theirs will tell whether that was right.
func (p *pair) untested() bool {
	return p.theirsIs == merge.Unread && p.agreed != nil && (!p.goesOut() || !p.hasBase)
}

// decideInSight reads the rows of pairs and decides them again.
func (s *pass) decideInSight(ctx context.Context, untested []*pair) error {
	if err := s.readRows(ctx, untested); err != nil {
		return err
	}
	pairs := make([]pair, len(untested))
	for i, p := range untested {
		pairs[i] = *p
		pairs[i].undecide()
	}
	s.mapTheirs(pairs)
	if err := s.resolveIn(ctx, pairs); err != nil {
		return err
	}
	if err := s.decide(ctx, pairs); err != nil {
		return err
	}
	for i, p := range untested {
		*p = pairs[i]
	}
	return nil
}

// undecide forgets what was decided.
func (p *pair) undecide() {
	p.decision, p.withheld, p.fault = merge.Decision{}, false, nil
	p.out, p.baseOut, p.hasBase = nil, nil, p.base != nil
}

// decide decides every pair that has no fault so far.
func (s *pass) decide(ctx context.Context, pairs []pair) error {
	for i := range pairs {
		if p := &pairs[i]; p.fault == nil {
			s.merge(p)
			s.mayWrite(p)
		}
	}
	return s.resolveOut(ctx, pairs)
}

// merge asks the merge about a pair.
func (s *pass) merge(p *pair) {
	p.agreed = s.arena.record(s.p.width())
	p.decision = merge.Decide(s.rulesFor(p), &merge.Pair{
		Linked: p.linked(), Ours: p.oursIs, Theirs: p.theirsIs, HasBase: p.hasBase, Excluded: p.excluded,
		BaseValues: p.base, OursValues: p.ours, TheirsValues: p.theirs, OursAt: p.oursAt, TheirsAt: p.theirsAt,
	}, p.agreed)
}

// rulesFor are the rules that hold for a pair: the data point's, but for the few it bends.
func (s *pass) rulesFor(p *pair) *merge.Rules {
	switch {
	case p.along:
		return s.p.alongRules()
	case p.shared:
		return s.p.sharedRules()
	default:
		return s.p.rules
	}
}
