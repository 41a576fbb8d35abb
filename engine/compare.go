package engine

import (
	"context"
	"math/big"

	"tandem"
	"tandem/merge"
)

// Comparison is what looking at both sides of a data point, field by field,
// found: nothing is taken from stored hashes and nothing is written.
type Comparison struct {
	Point      string
	Matched    int64 // linked, or matched, and equal in every mapped field
	Different  int64
	OnlyOurs   int64
	OnlyTheirs int64
	Excluded   int64 // left out by the filter, or of another company
	Other      int64 // waiting, ambiguous, unreadable
	Sums       []Sum
}

// Sum adds a decimal field up over all pairs of both sides: money, quantities, but no ratio.
type Sum struct {
	Field        string
	Ours, Theirs string
}

// Agrees reports whether both sides hold the same.
func (c *Comparison) Agrees() bool {
	if c.Different+c.OnlyOurs+c.OnlyTheirs+c.Other != 0 {
		return false
	}
	for _, s := range c.Sums {
		if s.Ours != s.Theirs {
			return false
		}
	}
	return true
}

// Compare looks at every record of both sides of a sync.
func (e *Engine) Compare(ctx context.Context, account int64, sync string) ([]Comparison, error) {
	definition, err := e.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	var all []Comparison
	err = e.lookThrough(ctx, definition, nil, func(p *point) (sink, func()) {
		c := newComparer(p)
		return c, func() { all = append(all, c.comparison()) }
	})
	return all, err
}

// lookThrough reads every record of both sides and hands the pairs of each data
// point to a sink of its own, which writes nothing; done is called behind the last.
// With foresight, children know of parents that a sink notes as linked in it.
func (e *Engine) lookThrough(ctx context.Context, sync *Sync, foreseen *foresight, sinkOf func(*point) (s sink, done func())) error {
	session, err := e.open(ctx, sync)
	if err != nil {
		return err
	}
	defer func() { _ = session.close() }()
	w := &work{e: e, run: &tandem.Run{Account: sync.Account, Sync: sync.Name, Kind: tandem.Compare}, session: session, passes: map[*point]*pass{}, foreseen: foreseen}
	if err := w.loadPasses(ctx); err != nil {
		return err
	}
	for _, p := range session.points {
		s := w.passes[p]
		into, done := sinkOf(p)
		s.sink = into
		if err := s.readAll(ctx); err != nil {
			return err
		}
		done()
	}
	return nil
}

// comparer is the sink that counts and adds up. As nothing is linked, a record
// of ours that was found with its row is read again among those without a link.
type comparer struct {
	c    Comparison
	sums []columnSum
	seen *idSet // our records that are counted
}

// columnSum adds up one decimal position, exactly.
type columnSum struct {
	at           int
	name         string
	ours, theirs big.Rat
}

func newComparer(p *point) *comparer {
	c := &comparer{c: Comparison{Point: p.def.Name}, seen: newIDSet()}
	for i := range p.plan.Positions {
		if pos := &p.plan.Positions[i]; pos.Kind == tandem.Decimal && !pos.Ratio {
			c.sums = append(c.sums, columnSum{at: i, name: p.names[i]})
		}
	}
	return c
}

func (c *comparer) take(_ context.Context, s *pass, pairs []pair) error {
	for i := range pairs {
		p := &pairs[i]
		if p.id > 0 && c.seen.has(p.id) {
			continue
		}
		if p.id > 0 {
			c.seen.add(p.id)
		}
		c.add(s, p)
	}
	return nil
}

func (c *comparer) add(s *pass, p *pair) {
	for i := range c.sums {
		c.sums[i].add(p)
	}
	switch {
	case p.excluded, p.fault != nil && p.fault.outcome == tandem.Excluded:
		c.c.Excluded++
	case p.fault != nil:
		c.c.Other++
	case p.oursIs == merge.Missing && p.theirsIs == merge.Present:
		c.c.OnlyTheirs++
	case p.theirsIs != merge.Present:
		c.c.OnlyOurs++
	case s.differs(p):
		c.c.Different++
	default:
		c.c.Matched++
	}
}

// differs reports whether the sides hold different values in a field that may travel.
func (s *pass) differs(p *pair) bool {
	for i, f := range s.rulesFor(p).Fields {
		if f.Direction == tandem.Off || f.Keep != merge.KeepNothing || p.ours[i].IsAbsent() || p.theirs[i].IsAbsent() {
			continue
		}
		if p.ours[i] != p.theirs[i] {
			return true
		}
	}
	return false
}

func (c *columnSum) add(p *pair) {
	if p.ours != nil {
		addDecimal(&c.ours, p.ours[c.at])
	}
	if p.theirs != nil {
		addDecimal(&c.theirs, p.theirs[c.at])
	}
}

func addDecimal(sum *big.Rat, v tandem.Value) {
	if v.Kind() != tandem.Decimal {
		return
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(v.Scale())), nil)
	sum.Add(sum, new(big.Rat).SetFrac(big.NewInt(v.Int()), scale))
}

func (c *comparer) comparison() Comparison {
	for i := range c.sums {
		s := &c.sums[i]
		c.c.Sums = append(c.c.Sums, Sum{Field: s.name, Ours: s.ours.FloatString(4), Theirs: s.theirs.FloatString(4)})
	}
	return c.c
}
