package main

import (
	"context"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

// sync finds a sync of an account.
func (a *app) sync(ctx context.Context, account int64, name string) (*engine.Sync, error) {
	syncs, err := a.config.Syncs(ctx, account)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(syncs))
	for i, s := range syncs {
		if s.Name == name {
			return s, nil
		}
		names[i] = s.Name
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no sync %s", name).WithHint(dictionary.KnownHere(name, names))
}

// donef says that something small is done.
func (a *app) donef(format string, args ...any) {
	if a.options.JSON {
		a.printJSON(map[string]bool{"done": true})
		return
	}
	a.sayf(format, args...)
}
