package engine

import (
	"context"

	"tandem"
	"tandem/merge"
)

// Matching is what the match rules of a data point would find.
type Matching struct {
	Point      string
	Linked     int64 // already
	Matched    int64 // by the rules, and nobody else fits
	Ambiguous  int64 // several fit: a person decides
	OnlyOurs   int64
	OnlyTheirs int64
	Excluded   int64 // left out by the filter, or of another company
	Other      int64 // waiting or unreadable
	Examples   []MatchExample
}

// MatchExample is one pair that is not linked yet.
type MatchExample struct {
	Verdict string // matched, ambiguous, only_ours, only_theirs
	Key     tandem.Key
	ID      int64
	Name    string // what a person knows it by
	Reason  string
}

// examplesEach is how many examples of each verdict are kept.
const examplesEach = 5

// Match looks at every record of both sides and tells what the match rules
// find. Nothing is written, and the sync need not be stored.
func (e *Engine) Match(ctx context.Context, sync *Sync) ([]Matching, error) {
	var all []Matching
	made := int64(0) // records that a first run would make, so that children are matched as they will be
	err := e.lookThrough(ctx, sync, newForesight(), func(p *point) (sink, func()) {
		m := &matcher{m: Matching{Point: p.def.Name}, made: &made, kept: map[string]int{}}
		return m, func() { all = append(all, m.m) }
	})
	return all, err
}

// matcher is the sink that counts who was found.
type matcher struct {
	m    Matching
	made *int64
	kept map[string]int
}

func (m *matcher) take(_ context.Context, s *pass, pairs []pair) error {
	for i := range pairs {
		m.add(s, &pairs[i])
	}
	return nil
}

func (m *matcher) add(s *pass, p *pair) {
	switch {
	case p.linked():
		m.m.Linked++
	case p.fault != nil && p.fault.code == tandem.Ambiguous:
		m.m.Ambiguous++
		m.example(s, p, "ambiguous")
	case p.excluded, p.fault != nil && p.fault.outcome == tandem.Excluded:
		m.m.Excluded++
	case p.fault != nil:
		m.m.Other++
	case p.oursIs == merge.Missing:
		m.m.OnlyTheirs++
		s.run.foreseen.link(s.p.lane.Point, p.key.Clone(), firstForeseen+*m.made)
		*m.made++
		m.example(s, p, "only_theirs")
	case p.theirsIs != merge.Present:
		m.m.OnlyOurs++
		s.run.foreseen.link(s.p.lane.Point, s.p.foreseenKey(p.id), p.id)
		m.example(s, p, "only_ours")
	default:
		m.m.Matched++
		s.run.foreseen.link(s.p.lane.Point, p.key.Clone(), p.id)
		m.example(s, p, "matched")
	}
}

func (m *matcher) example(s *pass, p *pair, verdict string) {
	if m.kept[verdict] == examplesEach {
		return
	}
	m.kept[verdict]++
	e := MatchExample{Verdict: verdict, Key: p.key.Clone(), ID: p.id, Name: s.p.nameOf(p)}
	if p.fault != nil {
		e.Reason = p.fault.reason
	}
	m.m.Examples = append(m.m.Examples, e)
}

// naming are the fields by which people know a record, the best first.
var naming = []string{"name", "last_name", "subject", "number", "code", "external_number"}

// nameOf is what people know a pair by, "" where no such field is mapped.
func (p *point) nameOf(of *pair) string {
	for _, field := range naming {
		at, ok := p.plan.Position(field)
		if !ok {
			continue
		}
		for _, n := range []tandem.Record{of.ours, of.theirs} {
			if n != nil && n[at].Kind() == tandem.Text && n[at].Text() != "" {
				return n[at].Clone().Text()
			}
		}
	}
	return ""
}
