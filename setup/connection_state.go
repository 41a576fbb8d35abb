package setup

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"tandem"
)

// ConnectionState says whether a connection can be used.
type ConnectionState string

// The states of a connection. One that was added needs set-up until its settings are saved.
const (
	NeedsSetup ConnectionState = "needs_setup"
	Enabled    ConnectionState = "enabled"
	Disabled   ConnectionState = "disabled" // paused by a person, who keeps it
	Refused    ConnectionState = "refused"  // the other side refuses its credentials
)

// Refusal says that the other side refused a connection's credentials. It is
// state rather than configuration: it ends when they are tried again with success.
type Refusal struct {
	Connection string    `json:"-"`
	Why        string    `json:"why"`
	At         time.Time `json:"at"`
}

// Refuse notes that the other side refuses a connection's credentials: its syncs rest.
func (c *Config) Refuse(ctx context.Context, account int64, connection, why string) error {
	body, err := json.Marshal(Refusal{Why: why, At: time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return tandem.Errorf(tandem.Internal, "the refusal of %s cannot be stored", connection).Because(err)
	}
	_, err = c.options.Store.SaveDefinition(ctx, &tandem.Definition{Account: account, Kind: kindRefusal, Name: connection, Body: body})
	return err //nolint:wrapcheck // the store's own words
}

// accept ends a refusal.
func (c *Config) accept(ctx context.Context, account int64, connection string) error {
	return c.forget(ctx, account, kindRefusal, connection)
}

// forget takes a definition away that may not be there.
func (c *Config) forget(ctx context.Context, account int64, kind, name string) error {
	err := c.options.Store.RemoveDefinition(ctx, account, kind, name)
	if tandem.CodeOf(err) == tandem.NotFound {
		return nil
	}
	return err //nolint:wrapcheck // the store's own words
}

// state tells a connection's state, since when and why, as far as that is known.
func (s *Stored) connectionState(conn *Connection) (state ConnectionState, why string, since time.Time) {
	switch refusal, refused := s.refusal(conn.Name); {
	case conn.NeedsSetup:
		return NeedsSetup, "", since
	case conn.Disabled:
		return Disabled, "", since
	case refused:
		return Refused, refusal.Why, refusal.At
	default:
		return Enabled, "", since
	}
}

func (s *Stored) refusal(connection string) (*Refusal, bool) {
	i := slices.IndexFunc(s.Refusals, func(r Refusal) bool { return r.Connection == connection })
	if i < 0 {
		return nil, false
	}
	return &s.Refusals[i], true
}

// rests tells whether the syncs of a connection rest, and why.
func (s *Stored) rests(conn *Connection) (rests bool, why string) {
	switch state, refused, _ := s.connectionState(conn); state {
	case NeedsSetup:
		return true, "connection " + conn.Name + " needs set-up"
	case Disabled:
		return true, "connection " + conn.Name + " is switched off"
	case Refused:
		return true, refused
	default:
		return false, ""
	}
}
