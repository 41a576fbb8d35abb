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
	return c.options.Store.SaveDefinition(ctx, d) //nolint:wrapcheck // the store's own words
}

// Resume lets a paused sync go on.
func (c *Config) Resume(ctx context.Context, account int64, sync string) error {
	return c.options.Store.DeleteDefinition(ctx, account, kindPause, sync) //nolint:wrapcheck // the store's own words
}
