package setup

import (
	"context"
	"time"

	"tandem/catalog"
)

// Overview is a sync as people see it in a list.
type Overview struct {
	Sync       string
	Connection string
	System     string // as the catalogue calls it
	Schedule   string
	Next       time.Time // when the schedule starts it next; zero = never
	State      ConnectionState
	Paused     bool
	Why        string

	Unconfirmed []string // their tables that nothing is written to until somebody confirms it
}

// Overview lists the syncs of an account.
func (c *Config) Overview(ctx context.Context, account int64) ([]Overview, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, err
	}
	syncs, err := c.Syncs(ctx, account)
	if err != nil {
		return nil, err
	}
	list := make([]Overview, len(syncs))
	for i, s := range syncs {
		o := Overview{Sync: s.Name, Connection: s.Connection, Schedule: s.Schedule, Paused: s.Paused, Why: s.Why, Unconfirmed: s.Unconfirmed()}
		if conn, ok := stored.connection(s.Connection); ok {
			o.State, _, _ = stored.connectionState(conn)
			if t, ok := catalog.Find(c.options.Catalog, conn.Connector); ok {
				o.System = t.Label
			}
		}
		if !o.Paused {
			if o.Next, err = c.DueAt(ctx, account, s.Name); err != nil {
				return nil, err
			}
		}
		list[i] = o
	}
	return list, nil
}
