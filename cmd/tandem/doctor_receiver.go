package main

import (
	"context"

	"tandem"
)

// receivers tells which receivers of an account's triggers do not take their deliveries.
func (d *doctor) receivers(ctx context.Context, account *tandem.Account) {
	triggers, err := d.app.config.Triggers(ctx, account.ID)
	if err != nil {
		d.failed("triggers", err)
		return
	}
	receivers, err := d.app.store.Receivers(ctx, account.ID)
	if err != nil {
		d.failed("triggers", err)
		return
	}
	byID := map[int64]*tandem.Receiver{}
	for i := range receivers {
		byID[receivers[i].ID] = &receivers[i]
	}
	for i := range triggers {
		r := byID[triggers[i].Receiver]
		if r == nil {
			continue
		}
		c := check{What: "trigger " + triggers[i].Name, State: "ok", Message: number(r.Due) + " deliveries wait"}
		switch {
		case triggers[i].Off:
			c.Message = "is off; " + c.Message
		case r.Health.State == tandem.ReceiverDown || r.Health.State == tandem.ReceiverGone:
			c.State, c.Message = "warning", "its receiver is "+string(r.Health.State)+": "+r.Health.Message+"; "+c.Message
			c.Hint = "tandem trigger test " + triggers[i].Name + " tells more, trigger resume lets it go on"
		}
		d.add(c)
	}
}
