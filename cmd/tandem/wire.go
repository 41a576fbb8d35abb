package main

import (
	"context"
	"os"
	"path/filepath"

	"tandem"
	"tandem/catalog"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/internal/secret"
	"tandem/setup"
	"tandem/store"
)

// open makes everything that works on the data directory, in the order in
// which one needs the other. Nothing runs yet.
func (a *app) open(ctx context.Context) error {
	if err := os.MkdirAll(a.dir, 0o700); err != nil {
		return tandem.Errorf(tandem.Forbidden, "the data directory cannot be made").At(a.dir).Because(err)
	}
	if err := a.openLog(); err != nil {
		return err
	}
	key := a.environment(secret.Variable)
	if key == "" && a.options.Database != "" {
		a.log.Warn("the key comes from a file of this machine; several nodes need " + secret.Variable)
	}
	box, err := secret.Load(key, filepath.Join(a.dir, "key"))
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, store.Options{Dir: a.dir, URL: a.options.Database, Log: a.log, Triggers: triggerRules})
	if err != nil {
		return err
	}
	a.onClose(st.Close)
	a.store = st
	a.config = setup.New(setup.Options{
		Store: st, Sealer: box, Catalog: catalog.Types(),
		Dictionary: st.Dictionary, Lane: st.Lane, Receiver: st.Receiver, Environment: a.main.Environment, Log: a.log,
	})
	a.openPeople(box)
	a.engine = engine.New(engine.Options{
		Find:  st.Find,
		Store: st, Syncs: a.config.Syncs, Dial: a.config.Dial, Dictionary: st.Dictionary, Access: a.people.Access,
		Pause: a.config.Pause, Refused: a.config.Refuse, Log: a.log,
	})
	return nil
}

// triggerRules makes of stored triggers what the store asks about each change.
func triggerRules(ours *dictionary.Dictionary, stored []tandem.Definition, receivers map[string]int64) (store.Triggers, error) {
	rules, err := setup.Rules(ours, stored, receivers)
	if err != nil {
		return nil, err
	}
	return rules, nil
}

// openAccount is open with the account to work on.
func (a *app) openAccount(ctx context.Context) (*tandem.Account, error) {
	if err := a.open(ctx); err != nil {
		return nil, err
	}
	return a.account(ctx)
}
