package setup

import (
	"context"

	"tandem"
	"tandem/connector"
	"tandem/engine"
)

// Connecting joins a company of a connected system to our records.
type Connecting struct {
	Connection string
	Profile    string // "" = its only company
	Schedule   string
	TimeZone   string
}

// ProfileView is a company of a connected system, and the sync that keeps it in step.
type ProfileView struct {
	connector.Profile

	Sync string // "" = not connected
}

// Profiles asks a connected system for its companies.
func (c *Config) Profiles(ctx context.Context, account int64, connection string) ([]ProfileView, error) {
	stored, conn, err := c.storedConnection(ctx, account, connection)
	if err != nil {
		return nil, err
	}
	asking, stop := context.WithTimeout(ctx, tryTime)
	defer stop()
	remote, err := c.open(account, conn, "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = remote.Close() }()
	found, err := connector.Profiles(asking, remote)
	if err != nil {
		return nil, err //nolint:wrapcheck // the connector's own words
	}
	list := make([]ProfileView, len(found))
	for i, p := range found {
		list[i] = ProfileView{Profile: p, Sync: stored.syncOf(connection, p.Name)}
	}
	return list, nil
}

// syncOf is the sync of a connection that keeps a company in step, "" where there is none.
func (s *Stored) syncOf(connection, profile string) string {
	for i := range s.Syncs {
		if s.Syncs[i].Connection == connection && s.Syncs[i].Profile == profile {
			return s.Syncs[i].Name
		}
	}
	return ""
}

// Connect makes the sync of a company, with the data points of the connection's
// preset, and returns its name. Whoever connects confirms what it may write.
func (c *Config) Connect(ctx context.Context, account int64, what Connecting, by string) (string, error) {
	s, err := c.joined(ctx, account, what)
	if err != nil {
		return "", err
	}
	_, err = c.Apply(ctx, account, &File{Syncs: []Sync{*s}}, Terms{By: by, ConfirmedBy: by})
	return s.Name, err
}

// ConnectDraft is the sync that Connect would make, ready for a preview.
func (c *Config) ConnectDraft(ctx context.Context, account int64, what Connecting) (*engine.Sync, error) {
	s, err := c.joined(ctx, account, what)
	if err != nil {
		return nil, err
	}
	return c.Draft(ctx, account, s)
}

// ConnectTables lists their tables that the sync of a company will write to.
func (c *Config) ConnectTables(ctx context.Context, account int64, what Connecting) ([]string, error) {
	draft, err := c.ConnectDraft(ctx, account, what)
	if err != nil {
		return nil, err
	}
	return tablesWritten(draft), nil
}

// joined is the sync of a company that is not connected yet.
func (c *Config) joined(ctx context.Context, account int64, what Connecting) (*Sync, error) {
	stored, conn, err := c.storedConnection(ctx, account, what.Connection)
	if err != nil {
		return nil, err
	}
	if rests, why := stored.rests(conn); rests {
		return nil, tandem.Errorf(tandem.Busy, "%s cannot be connected: %s", conn.Name, why).WithHint("complete its set-up and switch it on first")
	}
	if name := stored.syncOf(conn.Name, what.Profile); name != "" {
		return nil, tandem.Errorf(tandem.Busy, "it is connected already, as sync %s", name)
	}
	s := &Sync{Connection: conn.Name, Profile: what.Profile, Schedule: what.Schedule, TimeZone: what.TimeZone}
	s.Name, err = c.syncName(account, stored, conn, what.Profile)
	s.place()
	return s, err
}

// Draft makes a sync ready for the engine's dry functions as if it were stored.
// The tables it writes to count as confirmed: a preview shows what a person is asked to confirm.
func (c *Config) Draft(ctx context.Context, account int64, s *Sync) (*engine.Sync, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, err
	}
	ours, err := c.options.Dictionary(ctx, account)
	if err != nil {
		return nil, err //nolint:wrapcheck // the dictionary's own words
	}
	s.place()
	check := &checker{types: c.options.Catalog, ours: ours, stored: stored}
	points := check.file(&File{Syncs: []Sync{*s}})
	if err := check.problems.Err(); err != nil {
		return nil, err
	}
	given := stored.consents(s.Name)
	given.give(tablesWritten(Compile(s, points[0])), "draft")
	stored.given = []consents{*given}
	return c.prepare(ctx, account, stored, s)
}
