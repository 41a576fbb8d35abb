package main

import (
	"context"
	"net/netip"
	"time"

	"tandem"
	"tandem/delivery"
	"tandem/internal/remote"
	"tandem/setup"
	"tandem/store"
	"tandem/trigger"
)

type triggerTestCommand struct {
	Name          string   `arg:"" help:"The trigger."`
	ID            string   `placeholder:"ID" help:"The record to tell of (default: the newest one)."`
	AllowNetworks []string `placeholder:"NETWORK" help:"Private networks that may be called, as serve has them."`
}

// resultLine is a call for programs.
type resultLine struct {
	Arrived  bool   `json:"arrived"`
	Status   int    `json:"status"`
	Millis   int64  `json:"milliseconds"`
	Reason   string `json:"reason,omitempty"`
	Request  string `json:"request,omitempty"`
	Response string `json:"response,omitempty"`
}

// Run calls the receiver once with a sample. Nothing of it is stored.
func (c *triggerTestCommand) Run(ctx context.Context, a *app) error {
	networks, err := setup.ParseNetworks(c.AllowNetworks)
	if err != nil {
		return err
	}
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	t, err := a.trigger(ctx, account.ID, c.Name)
	if err != nil {
		return err
	}
	r, err := c.call(ctx, a, t, networks)
	if err != nil {
		return err
	}
	if a.options.JSON {
		a.printJSON(resultLine{r.Arrived, r.Status, r.Took.Milliseconds(), r.Reason, r.Request, r.Response})
	} else if r.Arrived {
		a.sayf("the receiver took it: %d after %s", r.Status, r.Took.Round(time.Millisecond))
	}
	if !r.Arrived {
		return tandem.Errorf(tandem.Unreached, "the receiver did not take it: %s", r.Reason).At(remote.Mask(t.Call.Shown)).WithHint(oneLine(r.Response))
	}
	return nil
}

func (c *triggerTestCommand) call(ctx context.Context, a *app, t *trigger.Trigger, networks []netip.Prefix) (*delivery.Result, error) {
	d, told, err := c.sample(ctx, a, t)
	if err != nil {
		return nil, err
	}
	call, err := delivery.NewCall(t)
	if err != nil {
		return nil, err
	}
	own, err := a.config.AllowNetworks(ctx, t.Account)
	if err != nil {
		return nil, err
	}
	client := remote.New(remote.Options{Allow: append(own, networks...)})
	defer client.Close()
	r := call.Make(ctx, client, time.Now, d, told)
	return &r, nil
}

// sample is the newest record of the object, or the one that was asked for.
func (c *triggerTestCommand) sample(ctx context.Context, a *app, t *trigger.Trigger) (*tandem.Delivery, *tandem.Told, error) {
	dict, err := a.store.Dictionary(ctx, t.Account)
	if err != nil {
		return nil, nil, err
	}
	object, ok := dict.Object(t.Object)
	if !ok {
		return nil, nil, tandem.Errorf(tandem.NotFound, "there is no object %s", t.Object)
	}
	shape := newRecordView(object, object.FieldNames()).shape
	var rows tandem.Rows
	if c.ID != "" {
		id, err := idArgument(c.ID)
		if err != nil {
			return nil, nil, err
		}
		err = a.store.Records(ctx, t.Account, shape, []int64{id}, &rows)
		if err == nil && len(rows.IDs) == 0 {
			err = tandem.Errorf(tandem.NotFound, "there is no %s %d", t.Object, id)
		}
		if err != nil {
			return nil, nil, err
		}
	} else if err := a.store.List(ctx, t.Account, shape, store.ListQuery{Desc: true, Limit: 1}, &rows); err != nil {
		return nil, nil, err
	}
	if len(rows.IDs) == 0 { // an account that is still empty
		copy(rows.Append(1, 1), make(tandem.Record, len(shape.Fields)))
	}
	d, told := delivery.Sample(t, shape, rows.IDs[0], rows.Versions[0], rows.Row(0), time.Now())
	return d, told, nil
}
