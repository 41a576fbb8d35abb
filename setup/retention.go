package setup

import (
	"context"

	"tandem"
)

// retentionName names the one retention of an account.
const retentionName = "runs"

// readRetention reads how long runs are kept; what is left out is the default.
func readRetention(t *table) *tandem.Retention {
	if t == nil {
		return nil
	}
	defer t.done()
	keep := tandem.DefaultRetention()
	if n := t.number("days"); n > 0 {
		keep.Days = n
	}
	if n := t.number("runs"); n > 0 {
		keep.Runs = n
	}
	if n := t.number("changes"); n > 0 {
		keep.Changes = n
	}
	return &keep
}

// Retention tells how long an account keeps what its runs left behind.
func (c *Config) Retention(ctx context.Context, account int64) (tandem.Retention, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil || stored.Retention == nil {
		return tandem.DefaultRetention(), err
	}
	return *stored.Retention, nil
}
