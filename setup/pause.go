package setup

import (
	"context"
	"encoding/json"

	"tandem"
)

// Pause stops a sync until Resume.
func (c *Config) Pause(ctx context.Context, account int64, sync, why string) error {
	body, err := json.Marshal(Pause{Why: why})
	if err != nil {
		return tandem.Errorf(tandem.Internal, "the pause of %s cannot be stored", sync).Because(err)
	}
	d := &tandem.Definition{Account: account, Kind: kindPause, Name: sync, Body: body}
	_, err = c.options.Store.SaveDefinition(ctx, d)
	return err //nolint:wrapcheck // the store's own words
}

// Resume lets a paused sync go on. Whoever wants that after the other side refused
// the connection's credentials believes that it takes them now.
func (c *Config) Resume(ctx context.Context, account int64, sync string) error {
	if err := c.forget(ctx, account, kindPause, sync); err != nil {
		return err
	}
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return err
	}
	if s, ok := stored.sync(sync); ok {
		return c.accept(ctx, account, s.Connection)
	}
	return nil
}
