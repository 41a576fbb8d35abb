package setup

import (
	"context"
	"log/slog"
	"sync"

	"tandem"
	"tandem/catalog"
	"tandem/dictionary"
)

// Sealer keeps secrets from being read in the store.
type Sealer interface {
	Seal(plain, place string) (string, error)
	Open(sealed, place string) (string, error)
}

// Options are what a Config works with.
type Options struct {
	Store   Store
	Sealer  Sealer
	Catalog []catalog.Type

	// Dictionary returns our objects with the account's custom fields.
	Dictionary func(ctx context.Context, account int64) (*dictionary.Dictionary, error)

	// Lane returns the lane of a data point, which stays with its links for ever.
	Lane func(ctx context.Context, account int64, sync, point, object string) (tandem.Lane, error)

	// Receiver returns the number of the receiver of a trigger, which stays with its deliveries for ever.
	Receiver func(ctx context.Context, account int64, trigger string) (int64, error)

	// Environment looks up what ${NAME} in a setting stands for.
	Environment func(name string) (string, bool)

	Log *slog.Logger
}

// Config is the configuration of all accounts: applied, loaded and opened.
type Config struct {
	options Options

	mu       sync.Mutex
	prepared map[int64]prepared // by account
}

// New makes a Config.
func New(o Options) *Config {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Environment == nil {
		o.Environment = func(string) (string, bool) { return "", false }
	}
	return &Config{options: o, prepared: map[int64]prepared{}}
}

// File returns what is stored as a file, as Print writes it.
func (c *Config) File(ctx context.Context, account int64, name string) (*File, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, err
	}
	f := &File{Account: name, Connections: stored.Connections, Syncs: stored.Syncs, Triggers: stored.Triggers, Retention: stored.Retention, Settings: stored.Settings}
	for _, field := range stored.Fields {
		f.Fields = append(f.Fields, CustomField{CustomField: field})
	}
	return f, nil
}
