package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tandem"
	"tandem/engine"
	"tandem/people"
	"tandem/setup"
	"tandem/sim"
)

type demoCommand struct {
	Listen    string `default:"127.0.0.1:8480" placeholder:"ADDR" help:"Where to listen; another free port is taken when this one is not."`
	Customers int    `default:"20000" help:"How many customers the demo ERP has."`
	Still     bool   `help:"Let nobody work in the demo ERP."`
}

const (
	demoAccount = "demo"
	demoSync    = "erp"
	demoSeed    = 1
	demoFileERP = "demo-erp.db"
)

// Run starts a server beside a demo ERP, with a first bulk run under way. A
// second start continues where the first one stopped.
func (c *demoCommand) Run(ctx context.Context, a *app) error {
	if err := a.open(ctx); err != nil {
		return err
	}
	listen := []string{c.Listen}
	if c.Listen == defaultListen {
		listen = append(listen, "127.0.0.1:0") // whatever is free
	}
	s, err := a.newServer(ctx, listen...)
	if err != nil {
		return err
	}
	erp, err := c.erp(ctx, a)
	if err != nil {
		return err
	}
	a.onClose(erp.Close)
	if err := c.configure(ctx, a); err != nil {
		return err
	}
	if s.guard.loopback {
		if s.demo, err = c.owner(ctx, a); err != nil {
			return err
		}
	}
	if err := a.announce(ctx, s); err != nil {
		return err
	}
	working, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.drift(working, a, erp)
	}()
	err = s.run(ctx)
	stop()
	<-ended
	a.sayf("stopped")
	return err
}

func (c *demoCommand) url(a *app) string {
	return "sqlite://" + filepath.ToSlash(filepath.Join(a.dir, demoFileERP))
}

// erp opens the demo ERP, filling it on the first start.
func (c *demoCommand) erp(ctx context.Context, a *app) (*sim.ERP, error) {
	_, missing := os.Stat(filepath.Join(a.dir, demoFileERP))
	isNew := missing != nil
	erp, err := sim.OpenERP(ctx, c.url(a))
	if err != nil {
		return nil, tandem.Errorf(tandem.Unreached, "the demo ERP cannot be opened").At(a.dir).Because(err)
	}
	began := time.Now()
	if isNew {
		a.sayf("preparing the demo ERP with %d customers ...", c.Customers)
	}
	if err := erp.Create(ctx, sim.Size{Customers: c.Customers, Seed: demoSeed}); err != nil {
		return nil, errors.Join(demoError(ctx, a, err), erp.Close())
	}
	a.log.Info("the demo ERP is ready", "took", time.Since(began))
	return erp, nil
}

func demoError(ctx context.Context, a *app, err error) error {
	switch {
	case ctx.Err() != nil:
		return tandem.Errorf(tandem.Cancelled, "stopped while the demo ERP was being prepared").WithHint("tandem demo begins it anew")
	case errors.Is(err, sim.ErrOther), errors.Is(err, sim.ErrForeign):
		return tandem.Errorf(tandem.Usage, "the data directory holds another demo ERP").At(a.dir).WithHint("start with the same --customers as before, or with another --data")
	default:
		return tandem.Errorf(tandem.Unreached, "the demo ERP cannot be filled").At(a.dir).Because(err)
	}
}

// demoFile is the demo's configuration. The preset of M2M brings the rest.
const demoFile = `account: demo
connections:
  - name: erp
    connector: m2m
    settings: {url: "URL"}
syncs:
  - name: erp
    connection: erp
    schedule: "*/5 * * * *"
`

// configure sets the sync up and asks for the first bulk run.
func (c *demoCommand) configure(ctx context.Context, a *app) error {
	f, err := setup.Parse("demo.yaml", []byte(strings.Replace(demoFile, "URL", c.url(a), 1)))
	if err != nil {
		return err
	}
	account, err := a.store.EnsureAccount(ctx, demoAccount)
	if err != nil {
		return err
	}
	if _, err := a.config.Apply(ctx, account.ID, f, setup.Terms{ConfirmedBy: demoAccount}); err != nil {
		return err
	}
	runs, err := a.store.ListRuns(ctx, account.ID, demoSync, 1)
	if err != nil || len(runs) > 0 {
		return err
	}
	_, err = a.engine.File(ctx, engine.Request{Account: account.ID, Sync: demoSync, Kind: tandem.Bulk})
	return err
}

// owner is who everybody is that opens the demo on the machine it runs on: it holds
// made-up data, and one click must be enough.
func (c *demoCommand) owner(ctx context.Context, a *app) (*people.Visit, error) {
	const email = "demo@example.com"
	account, err := a.store.Account(ctx, demoAccount)
	if err != nil {
		return nil, err
	}
	m, err := a.memberNamed(ctx, account.ID, email)
	if tandem.CodeOf(err) == tandem.NotFound {
		if _, err := a.people.Invite(ctx, commander(account.ID), email, "Demo", tandem.Owner); err != nil {
			return nil, err
		}
		if m, err = a.memberNamed(ctx, account.ID, email); err != nil {
			return nil, err
		}
		err = a.store.AcceptInvitations(ctx, m.Person.ID)
	}
	if err != nil {
		return nil, err
	}
	return &people.Visit{Person: m.Person, Member: m, Session: tandem.Session{Person: m.Person.ID, Account: account.ID, Places: 1}}, nil
}

// drift lets somebody work in the demo ERP, a change every few seconds, so that
// there is something to see.
func (c *demoCommand) drift(ctx context.Context, a *app, erp *sim.ERP) {
	if c.Still {
		return
	}
	tick := time.NewTicker(3 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, err := erp.Drift(ctx, demoSeed, 1); err != nil && ctx.Err() == nil {
			a.log.Warn("the demo ERP's clerk failed", "error", err)
		}
	}
}
