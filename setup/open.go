package setup

import (
	"context"
	"maps"
	"time"

	"tandem"
	"tandem/catalog"
	"tandem/connector"
	"tandem/engine"
)

// prepared are the syncs made of one state of what is stored.
type prepared struct {
	state string
	syncs []*engine.Sync
}

// Syncs returns the syncs of an account, ready for the engine. They are made
// anew only when something changed; nobody may change what is returned.
func (c *Config) Syncs(ctx context.Context, account int64) ([]*engine.Sync, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, err
	}
	state := stored.state()
	c.mu.Lock()
	ready, ok := c.prepared[account]
	c.mu.Unlock()
	if ok && ready.state == state {
		return ready.syncs, nil
	}
	syncs := make([]*engine.Sync, 0, len(stored.Syncs))
	for i := range stored.Syncs {
		s, err := c.prepare(ctx, account, stored, &stored.Syncs[i])
		if err != nil {
			return nil, err
		}
		syncs = append(syncs, s)
	}
	c.mu.Lock()
	c.prepared[account] = prepared{state, syncs}
	c.mu.Unlock()
	return syncs, nil
}

// prepare makes one stored sync ready.
func (c *Config) prepare(ctx context.Context, account int64, stored *Stored, s *Sync) (*engine.Sync, error) {
	conn, points, err := c.parts(ctx, account, stored, s)
	if err != nil {
		return nil, err
	}
	out := c.compile(s, conn, points)
	out.Account = account
	out.Version = stored.versions[kindField]
	for _, of := range []string{kindSync + " " + s.Name, kindConsent + " " + s.Name, kindConnection + " " + conn.Name} {
		out.Version += stored.versions[of]
	}
	stored.consents(s.Name).withhold(out)
	out.Paused, out.Why = stored.rests(conn)
	if p, ok := stored.pause(s.Name); ok {
		out.Paused, out.Why = true, p.Why
	}
	for i := range out.Points {
		p := &out.Points[i]
		lane, err := c.options.Lane(ctx, account, s.Name, p.Name, p.Ours)
		if err != nil {
			return nil, err //nolint:wrapcheck // the store's own words
		}
		p.ID = lane.Point
	}
	return out, nil
}

// parts finds the connection of a stored sync and its data points.
func (c *Config) parts(ctx context.Context, account int64, stored *Stored, s *Sync) (*Connection, []DataPoint, error) {
	conn, ok := stored.connection(s.Connection)
	if !ok {
		return nil, nil, tandem.Errorf(tandem.Config, "sync %s uses connection %s, which is not there", s.Name, s.Connection)
	}
	points, err := c.points(ctx, account, s, conn)
	return conn, points, err
}

// points returns a sync's own data points or its preset's, parents first.
func (c *Config) points(ctx context.Context, account int64, s *Sync, conn *Connection) ([]DataPoint, error) {
	ours, err := c.options.Dictionary(ctx, account)
	if err != nil {
		return nil, err //nolint:wrapcheck // the dictionary's own words
	}
	points := s.DataPoints
	if t, ok := catalog.Find(c.options.Catalog, conn.Connector); ok && len(points) == 0 {
		if points, err = ParsePoints(presetName(t), t.Preset); err != nil {
			return nil, err
		}
	}
	var problems Problems
	return sortPoints(points, ours, &problems), problems.Err()
}

// compile is Compile with what only the connection knows: the zone of the
// clocks in its database, which converters call "database".
func (c *Config) compile(s *Sync, conn *Connection, points []DataPoint) *engine.Sync {
	out := Compile(s, points)
	zone := zones(conn.Settings["time_zone"])
	for i := range out.Points {
		out.Points[i].Mapping.Zone = zone
	}
	return out
}

// databaseZone is the name under which converters know the zone of the database.
const databaseZone = "database"

// zones finds time zones by name, the database's own among them.
func zones(database string) func(string) (*time.Location, error) {
	return func(name string) (*time.Location, error) {
		if name == databaseZone {
			name = database
		}
		return time.LoadLocation(name) //nolint:wrapcheck // the converter says where
	}
}

// Dial opens a connection of an account to one of its companies.
func (c *Config) Dial(ctx context.Context, account int64, connection, profile string) (connector.Connector, error) {
	_, conn, err := c.storedConnection(ctx, account, connection)
	if err != nil {
		return nil, err
	}
	return c.open(account, conn, profile)
}

// open makes a connector of a connection's settings, secrets opened.
func (c *Config) open(account int64, conn *Connection, profile string) (connector.Connector, error) {
	t, ok := catalog.Find(c.options.Catalog, conn.Connector)
	if !ok {
		return nil, tandem.Errorf(tandem.Config, "the catalogue has no connector %s", conn.Connector).WithHint(didYouMean(conn.Connector, catalog.Names(c.options.Catalog)))
	}
	settings, err := c.settings(account, conn)
	if err != nil {
		return nil, err
	}
	if profile != "" {
		settings["profile"] = profile
	}
	return t.Open(settings, c.options.Log.With("connection", conn.Name))
}

// settings are a connection's settings, secrets opened.
func (c *Config) settings(account int64, conn *Connection) (connector.Settings, error) {
	settings := connector.Settings(maps.Clone(conn.Settings))
	if settings == nil {
		settings = connector.Settings{}
	}
	for name, sealed := range conn.Sealed {
		plain, err := c.options.Sealer.Open(sealed, sealPlace(account, conn.Name, name))
		if err != nil {
			return nil, err //nolint:wrapcheck // says all
		}
		settings[name] = plain
	}
	return settings, nil
}
