package setup

import (
	"context"
	"encoding/json"
	"time"

	"tandem"
)

// due is when a sync's schedule starts it next, kept so that a tick missed
// while no server ran is caught up.
type due struct {
	At time.Time `json:"at"`
}

// DueAt returns when a sync is due next; zero when nothing is known of it.
func (c *Config) DueAt(ctx context.Context, account int64, sync string) (time.Time, error) {
	definitions, err := c.options.Store.Definitions(ctx, account, kindDue)
	if err != nil {
		return time.Time{}, err //nolint:wrapcheck // the store's own words
	}
	for i := range definitions {
		if definitions[i].Name != sync {
			continue
		}
		var d due
		if err := json.Unmarshal(definitions[i].Body, &d); err != nil {
			return time.Time{}, tandem.Errorf(tandem.Internal, "when %s is due cannot be read", sync).Because(err)
		}
		return d.At, nil
	}
	return time.Time{}, nil
}

// SetDueAt stores when a sync is due next.
func (c *Config) SetDueAt(ctx context.Context, account int64, sync string, at time.Time) error {
	body, err := json.Marshal(due{At: at.UTC()})
	if err != nil {
		return tandem.Errorf(tandem.Internal, "when %s is due cannot be stored", sync).Because(err)
	}
	d := &tandem.Definition{Account: account, Kind: kindDue, Name: sync, Body: body}
	_, err = c.options.Store.SaveDefinition(ctx, d)
	return err //nolint:wrapcheck // the store's own words
}
