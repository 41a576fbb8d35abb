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

// Resume lets a paused sync go on.
func (c *Config) Resume(ctx context.Context, account int64, sync string) error {
	err := c.options.Store.RemoveDefinition(ctx, account, kindPause, sync)
	if tandem.CodeOf(err) == tandem.NotFound {
		return nil // it was not paused
	}
	return err //nolint:wrapcheck // the store's own words
}
