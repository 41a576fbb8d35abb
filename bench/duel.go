package main

import (
	"context"
	"errors"
	"fmt"
)

// contestant is one way of doing the work of a leg.
type contestant struct {
	name  string
	prep  func(ctx context.Context) error          // a fresh target; not measured
	run   func(ctx context.Context) (usage, error) // the work
	check func(ctx context.Context) error          // that it was done; not measured
	clean func(ctx context.Context) error          // takes the target away; also after a failure
}

// noisy is the share of the machine, in per cent, that strangers may take of a round.
const noisy = 15

// rounds lets the contestants work in turn: A B A B. Each sample of a round
// belongs to the contestant of the same index.
func (b *bench) rounds(ctx context.Context, contestants ...contestant) ([][]usage, error) {
	var all [][]usage
	for len(all) < b.options.rounds {
		round, err := b.quietRound(ctx, contestants)
		if err != nil {
			return all, err
		}
		all = append(all, round)
	}
	return all, nil
}

// quietRound repeats a round while strangers take too much of the machine, and
// gives up being choosy in the end: the table says how noisy it was.
func (b *bench) quietRound(ctx context.Context, contestants []contestant) ([]usage, error) {
	for try := 0; ; try++ {
		round := make([]usage, len(contestants))
		worst := 0.0
		for i, c := range contestants {
			u, err := b.turn(ctx, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			round[i], worst = u, max(worst, u.Others)
		}
		if worst <= noisy || try == b.options.repeat {
			return round, nil
		}
		b.sayf("  others took %.0f %%: the round is run again", worst)
	}
}

// turn is one contestant's turn.
func (b *bench) turn(ctx context.Context, c contestant) (u usage, err error) {
	defer func() {
		if c.clean != nil {
			err = errors.Join(err, c.clean(context.WithoutCancel(ctx)))
		}
	}()
	if c.prep != nil {
		if err := c.prep(ctx); err != nil {
			return u, fmt.Errorf("prepare: %w", err)
		}
	}
	if err := b.settle(ctx); err != nil {
		return u, err
	}
	if u, err = c.run(ctx); err != nil {
		return u, err
	}
	b.sayf("  %-28s %8.3f s  own %6.2f s  servers %6.2f s  %4d MiB  others %2.0f %%",
		c.name, u.Wall.Seconds(), u.Client.Seconds(), u.Server.Seconds(), u.Memory>>20, u.Others)
	if c.check != nil {
		if err := c.check(ctx); err != nil {
			return u, fmt.Errorf("the result is wrong: %w", err)
		}
	}
	return u, nil
}
