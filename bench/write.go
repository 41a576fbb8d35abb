package main

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"tandem"
	"tandem/engine"
)

// share has the writers do n things, each as soon as it has done its last.
func share(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range writers {
		group.Go(func() error {
			for ctx.Err() == nil {
				i := int(next.Add(1))
				if i > n {
					return nil
				}
				if err := do(ctx, i); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}

// writeThroughDoor makes customers as a program would that calls from many places at once.
func writeThroughDoor(ctx context.Context, t *task, _ *answer) error {
	return withHub(ctx, t, func(h *hub) error {
		return share(ctx, t.Rows, func(ctx context.Context, i int) error {
			return h.write(ctx, []engine.Edit{{Op: tandem.Create, Fields: newCustomer(i)}})
		})
	})
}

func newCustomer(i int) []engine.FieldValue {
	text := func(field, value string) engine.FieldValue {
		return engine.FieldValue{Field: field, Value: tandem.TextValue(value)}
	}
	n := strconv.Itoa(i)
	return []engine.FieldValue{
		text("number", fmt.Sprintf("C%08d", i)), text("name", "Novák & synové, s.r.o. no. "+n), text("company_id", n),
		text("vat_id", "CZ"+n), text("email", "office."+n+"@customer.example"), text("phone", "+420777123456"),
		text("street", "Dlouhá třída 12/34"), text("city", "Brno"), text("postal_code", "60200"), text("country", "CZ"),
		text("status", "active"), text("kind", "customer"), {Field: "payment_days", Value: tandem.IntegerValue(30)},
		{Field: "credit_limit", Value: tandem.DecimalValue(1250, 2)}, text("external_number", n),
	}
}
