package main

import (
	"context"
	"slices"
	"time"

	"tandem"
	"tandem/store"
)

type deliveryListCommand struct {
	Trigger string `arg:"" optional:"" help:"Only those of this trigger."`
	State   string `placeholder:"STATE" help:"Only those that are due, waiting, arrived or given_up."`
	Object  string `placeholder:"NAME" help:"Only those of this object."`
	Record  int64  `placeholder:"ID" help:"Only those of this record."`
	Since   string `placeholder:"TIME" help:"Only those that became due since."`
	Before  int64  `placeholder:"N" help:"Only those with a smaller number: the next page."`
	Limit   int    `default:"50" help:"How many."`
}

// Run lists deliveries, newest first.
func (c *deliveryListCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	query, err := c.query(ctx, a, account.ID)
	if err != nil {
		return err
	}
	names, err := a.triggerNames(ctx, account.ID)
	if err != nil {
		return err
	}
	list, err := a.store.Deliveries(ctx, account.ID, query)
	if err != nil {
		return err
	}
	if a.options.JSON {
		lines := make([]deliveryLine, len(list))
		for i := range list {
			lines[i] = deliveryLineOf(&list[i], names[list[i].Receiver])
		}
		a.printJSON(lines)
		return nil
	}
	g := newGrid(">delivery", "trigger", "due since", "object", ">record", "operation", "state", ">tries", ">status", ">ms", "answer")
	for i := range list {
		l := deliveryLineOf(&list[i], names[list[i].Receiver])
		g.add(number(l.ID), l.Trigger, clock(l.At), l.Object, number(l.Record), l.Operation, l.State, dot(int64(l.Tries)), dot(int64(l.Status)), dot(int64(l.Millis)), l.Answer)
	}
	g.write(a.main.Stdout)
	return nil
}

func (c *deliveryListCommand) query(ctx context.Context, a *app, account int64) (q store.DeliveryQuery, err error) {
	q = store.DeliveryQuery{State: c.State, Object: c.Object, Record: c.Record, Before: c.Before, Limit: c.Limit}
	if c.State != "" && !slices.Contains(tandem.DeliveryStates(), c.State) {
		return q, tandem.Errorf(tandem.Usage, "there is no state %q", c.State).WithHint(oneOf(tandem.DeliveryStates()))
	}
	if c.Since != "" {
		if q.Since, err = timeArgument(c.Since); err != nil {
			return q, err
		}
	}
	if c.Trigger != "" {
		q.Receiver, err = a.receiver(ctx, account, c.Trigger)
	}
	return q, err
}

// timeArgument reads a moment as people write it: 2026-11-29 14:00 by their own
// clock, with a zone, or how long ago it was: 2h, 30m.
func timeArgument(text string) (time.Time, error) {
	if ago, err := time.ParseDuration(text); err == nil && ago > 0 {
		return time.Now().Add(-ago), nil
	}
	v, ok := tandem.ParseInstant(text, time.Local) //nolint:gosmopolitan // people read their own clock
	if !ok {
		return time.Time{}, tandem.Errorf(tandem.Usage, "%q is no moment", text).WithHint(`write "2026-11-29 14:00", or 2h for two hours ago`)
	}
	return v.Time(), nil
}
