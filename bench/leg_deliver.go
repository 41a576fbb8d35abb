package main

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
)

const (
	delivered   = 40_000 // to one receiver
	spreadOver  = 100    // receivers
	spreadCalls = 20_000 // to all of them
	queued      = 50_000 // for a dead receiver
)

// deliver holds the way from a committed change to the receiver's answer against
// a client that does nothing but call.
func (b *bench) deliver(ctx context.Context) (results []result, err error) {
	s, err := newSink()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	for _, part := range []func(context.Context, *sink) ([]result, error){b.deliverToOne, b.deliverPastHanging, b.deliverIdle, b.deliverQueued} {
		more, err := part(ctx, s)
		if results = append(results, more...); err != nil {
			return results, err
		}
	}
	return results, nil
}

func (b *bench) deliverToOne(ctx context.Context, s *sink) ([]result, error) {
	rounds, err := b.rounds(ctx,
		b.posts("to one receiver, SQLite", s, true, task{Lanes: writers, Addresses: []string{s.address}, Rows: delivered}),
		b.posts("to one receiver, PostgreSQL", s, false, task{Lanes: writers, Addresses: []string{s.address}, Rows: delivered}),
		b.posts("the same, signed, SQLite", s, true, task{Lanes: writers, Addresses: []string{s.address}, Rows: delivered, Signed: true}),
		b.loop(s, false), b.loop(s, true))
	if err != nil {
		return nil, err
	}
	perSecond := func(contestant int) string {
		return amount(over(rounds, func(round []usage) float64 { return delivered / round[contestant].Wall.Seconds() }).Median, "/s")
	}
	results := make([]result, 3)
	for i, goal := range []string{"deliver", "deliver2", "deliver3"} {
		plain := 3
		if goal == "deliver3" {
			plain = 4
		}
		figure := over(rounds, func(round []usage) float64 { return round[plain].Wall.Seconds() / round[i].Wall.Seconds() })
		results[i] = judge(goal, figure, rounds)
		results[i].Ours, results[i].Theirs = perSecond(i), perSecond(plain)
	}
	return results, nil
}

func (b *bench) deliverPastHanging(ctx context.Context, s *sink) ([]result, error) {
	well := make([]string, spreadOver)
	for i := range well {
		well[i] = s.address + strconv.Itoa(i)
	}
	hanging := slices.Clone(well)
	hanging[0] = s.address + "hang"
	rounds, err := b.rounds(ctx,
		b.posts("1 of 100 receivers hanging", s, true, task{Lanes: 4, Addresses: hanging, Rows: spreadCalls}),
		b.posts("none of 100 hanging", s, true, task{Lanes: 4, Addresses: well, Rows: spreadCalls}))
	if err != nil {
		return nil, err
	}
	const others = spreadCalls * (spreadOver - 1) / spreadOver
	rate := func(round []usage, contestant, n int) float64 { return float64(n) / round[contestant].Wall.Seconds() }
	r := judge("hang", over(rounds, func(round []usage) float64 {
		return 100 * (1 - rate(round, 0, others)*spreadCalls/others/rate(round, 1, spreadCalls))
	}), rounds)
	r.Ours = amount(over(rounds, func(round []usage) float64 { return rate(round, 0, others) }).Median, "/s")
	r.Theirs = amount(over(rounds, func(round []usage) float64 { return rate(round, 1, spreadCalls) }).Median, "/s")
	return []result{r}, nil
}

// posts is our way: customers are made, and each is announced.
func (b *bench) posts(name string, s *sink, embedded bool, t task) contestant {
	var p place
	return contestant{
		name: name,
		prep: func(ctx context.Context) (err error) {
			s.forget()
			p, err = b.newStore(ctx, embedded)
			p.Durable = true
			return err
		},
		run: func(ctx context.Context) (usage, error) {
			t.Do, t.Store = "deliver", p
			u, a, err := b.measured(ctx, t)
			u.Wall = seconds(a.Seconds)
			return u, err
		},
		check: func(context.Context) error {
			if t.Addresses[0] == s.address+"hang" {
				return s.complete(t.Rows-t.Rows/len(t.Addresses), 0)
			}
			return s.complete(t.Rows, 0)
		},
		clean: func(ctx context.Context) error { return b.dropStore(ctx, p) },
	}
}

// loop is the plain way.
func (b *bench) loop(s *sink, signed bool) contestant {
	return contestant{
		name: "the bare client in a loop",
		prep: func(context.Context) error { s.forget(); return nil },
		run: func(ctx context.Context) (usage, error) {
			u, a, err := b.measured(ctx, task{Do: "callLoop", Rows: delivered, Addresses: []string{s.address}, Signed: signed})
			u.Wall = seconds(a.Seconds)
			return u, err
		},
		check: func(context.Context) error { return s.complete(0, delivered) },
	}
}

func (b *bench) deliverIdle(ctx context.Context, _ *sink) (results []result, err error) {
	p, err := b.newStore(ctx, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.dropStore(context.WithoutCancel(ctx), p)) }()
	p.Durable = true
	u, a, err := b.measured(ctx, task{Do: "deliver1", Store: p, Lanes: 16})
	if err != nil {
		return nil, err
	}
	times := slices.Sorted(slices.Values(a.Times))
	once := func(v float64) spread { return spread{v, v, v} }
	return []result{judge("call50", once(percentile(times, 50)), [][]usage{{u}}), judge("call99", once(percentile(times, 99)), [][]usage{{u}})}, nil
}

func (b *bench) deliverQueued(ctx context.Context, s *sink) (results []result, err error) {
	s.forget()
	p, err := b.newStore(ctx, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.dropStore(context.WithoutCancel(ctx), p)) }()
	p.Durable = true
	u, a, err := b.measured(ctx, task{Do: "returned", Store: p, Rows: queued, Addresses: []string{s.address}, Lanes: 16})
	if err != nil {
		return nil, err
	}
	times := slices.Sorted(slices.Values(a.Times))
	once := func(v float64) spread { return spread{v, v, v} }
	back := judge("back", once(queued/a.Seconds), [][]usage{{u}})
	meanwhile := judge("back99", once(percentile(times, 99)), [][]usage{{u}})
	meanwhile.Ours = amount(percentile(times, 50), "ms") + " p50"
	return []result{back, meanwhile}, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
