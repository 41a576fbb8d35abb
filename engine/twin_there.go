package engine

import (
	"context"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/match"
	"tandem/merge"
)

// findThere looks whether records of ours that would be created on the other
// side stand there already, unlinked: rows that an earlier run left alone, or
// that wait themselves.
func (s *pass) findThere(ctx context.Context, pairs []pair) error {
	if s.p.matcher == nil {
		return nil
	}
	var ours []*pair
	for i := range pairs {
		p := &pairs[i]
		if p.linked() || p.key != "" || p.oursIs != merge.Present || p.fault != nil {
			continue
		}
		if p.represented = !p.parted && s.waitsThere(p); !p.represented {
			ours = append(ours, p)
		}
	}
	switch {
	case len(ours) == 0:
		return nil
	case s.indexed && s.index != nil, !s.indexed && s.lists && !s.run.resumed:
		if s.mayCreateThere() {
			s.askIndex(ours)
		}
		return nil
	default:
		return s.lookUp(ctx, ours)
	}
}

// mayCreateThere reports whether a record of ours that nobody there is would be made there.
func (s *pass) mayCreateThere() bool { return s.p.rules.Operations.Create.Has(tandem.Out) }

// askIndex asks what is known of both sides since all their rows were read.
// A row that belongs to one of ours and yet was not linked waits itself.
func (s *pass) askIndex(ours []*pair) {
	if !s.indexed {
		return // every row of theirs has a link
	}
	for _, p := range ours {
		switch verdict := s.index.ResolveOurs(p.id); verdict.Kind {
		case match.Matched:
			p.fault = wait(0, "", 0, "a record there that fits it waits itself")
		case match.Ambiguous:
			p.fault = &fault{outcome: tandem.Conflicted, code: tandem.Ambiguous, reason: "more than one record fits it, or it fits more than one there; link the right ones by hand"}
		default:
		}
	}
}

// waitsThere reports whether this run has looked at a record of ours and counted it together
// with the row that it belongs to.
func (s *pass) waitsThere(p *pair) bool {
	was, ok := s.tallies.open[ref{id: p.id}]
	return ok && was.pair.key != ""
}

// lookUp asks the other side for rows that have what the match rules compare.
func (s *pass) lookUp(ctx context.Context, ours []*pair) error {
	found, err := s.candidates(ctx, ours)
	if err != nil || len(found) == 0 {
		return err
	}
	s.mapTheirs(found)
	if err := s.resolveIn(ctx, found); err != nil {
		return err
	}
	index := s.p.matcher.NewIndex()
	if _, err := s.indexOurs(ctx, index); err != nil {
		return err
	}
	s.addTheirs(index, found)
	byID := map[int64]*pair{}
	for _, p := range ours {
		byID[p.id] = p
		if s.mayCreateThere() && index.ResolveOurs(p.id).Kind == match.Ambiguous {
			p.fault = &fault{outcome: tandem.Conflicted, code: tandem.Ambiguous, reason: "more than one record there fits; link the right one by hand"}
		}
	}
	var keys []match.Key
	for i := range found {
		f := &found[i]
		if f.theirs == nil {
			continue
		}
		keys = s.p.matcher.Keys(f.theirs, keys[:0])
		if verdict := index.Resolve(keys); verdict.Kind == match.Matched && byID[verdict.ID] != nil {
			f.become(byID[verdict.ID])
			s.rememberSent(byID[verdict.ID])
		}
	}
	return nil
}

// become makes a record of ours and a row of theirs one pair.
func (p *pair) become(ours *pair) {
	ours.key, ours.row, ours.hash, ours.theirsIs = p.key, p.row, p.hash, merge.Present
	ours.theirs, ours.theirsAt, ours.later, ours.fault = p.theirs, p.theirsAt, p.later, p.fault
	ours.excluded = p.excluded
}

// candidates reads their unlinked rows that agree with one of ours in what a
// match rule begins with.
func (s *pass) candidates(ctx context.Context, ours []*pair) ([]pair, error) {
	var found []pair
	known := map[tandem.Key]bool{}
	for _, rule := range s.p.def.Match {
		field, values := s.searched(rule, ours)
		if len(values) == 0 {
			continue
		}
		var page *tandem.Page
		err := s.run.patiently(ctx, func() (err error) {
			page, err = connector.Find(ctx, s.p.conn, s.p.view, field, values)
			return err
		})
		if err != nil {
			return nil, err
		}
		links := make([]tandem.Link, page.Len())
		if err := s.e.store.LinksByKey(ctx, s.p.lane, page.Keys, false, links); err != nil {
			return nil, err
		}
		for i, key := range page.Keys {
			if links[i].ID == 0 && !page.IsGone(i) && !known[key] {
				known[key] = true
				p := pair{key: key}
				s.present(&p, page, i)
				found = append(found, p)
			}
		}
	}
	return found, nil
}

// searched is their field that a match rule begins with, and the values our
// records have in it, as they are written there.
func (s *pass) searched(rule string, ours []*pair) (string, []tandem.Value) {
	name, _, _ := strings.Cut(rule, "+")
	at, ok := s.p.plan.Position(strings.TrimSpace(name))
	if !ok || s.p.plan.Positions[at].Theirs < 0 {
		return "", nil
	}
	column := s.p.plan.Positions[at].Theirs
	var set tandem.Fields
	set.Add(at)
	var values []tandem.Value
	for _, p := range ours {
		row := make(tandem.Record, s.p.view.Width())
		var written tandem.Fields
		switch err := s.p.plan.ToTheirs(p.ours, &set, row, &written); {
		case p.ours[at].IsEmpty():
		case err == nil && written.Has(column):
			values = append(values, row[column])
		default:
			values = append(values, p.ours[at])
		}
	}
	return s.p.view.Fields[column], values
}
