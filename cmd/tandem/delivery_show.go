package main

import (
	"context"
)

type deliveryShowCommand struct {
	ID string `arg:"" name:"id" help:"The number of the delivery."`
}

// Run shows a delivery with every attempt that failed.
func (c *deliveryShowCommand) Run(ctx context.Context, a *app) error {
	id, err := numberArgument(c.ID, "the number of a delivery")
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	d, attempts, err := a.store.Delivery(ctx, account.ID, id)
	if err != nil {
		return err
	}
	names, err := a.triggerNames(ctx, account.ID)
	if err != nil {
		return err
	}
	l := deliveryLineOf(d, names[d.Receiver])
	for i := range attempts {
		x := &attempts[i]
		l.Failed = append(l.Failed, failed{x.Number, x.At, millis(x.Took), x.Status, x.Reason, x.Request, x.Response})
	}
	if a.options.JSON {
		a.printJSON(l)
		return nil
	}
	g := newGrid("", "")
	for _, row := range [][2]string{
		{"trigger", l.Trigger}, {"change", l.Operation + " of " + l.Object + " " + number(l.Record) + ", version " + number(l.Version)}, {"due since", clock(l.At)},
		{"state", l.State}, {"tries", number(int64(l.Tries))}, {"last call", clockOf(l.Called)}, {"next call", clockOf(l.Due)}, {"status", dot(int64(l.Status))}, {"answer", l.Answer},
	} {
		g.add(row[0], row[1])
	}
	g.write(a.main.Stdout)
	for _, x := range l.Failed {
		a.sayf("\nattempt %d, %s, %.1f ms: %s\n\n%s", x.Number, clock(x.At), x.Millis, x.Reason, x.Request)
		if x.Response != "" {
			a.sayf("\n%s", x.Response)
		}
	}
	return nil
}
