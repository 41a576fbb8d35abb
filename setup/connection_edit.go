package setup

import (
	"context"
	"maps"
	"slices"
	"strings"

	"tandem"
	"tandem/catalog"
)

// ConnectionEdit is what the set-up dialog of a connection holds. A secret that
// is Hidden stays what it is. Problems are placed at "label" and "settings.NAME".
type ConnectionEdit struct {
	Name     string // of the connection
	Label    string
	Settings map[string]string
}

// AddConnection adds a system of the catalogue. It needs set-up, unless nothing is to be set up.
func (c *Config) AddConnection(ctx context.Context, account int64, connectorName, by string) (string, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return "", err
	}
	t, ok := catalog.Find(c.options.Catalog, connectorName)
	if !ok {
		return "", tandem.Errorf(tandem.NotFound, "the catalogue has no connector %s", connectorName).WithHint(didYouMean(connectorName, catalog.Names(c.options.Catalog)))
	}
	name := numbered(plainName(t.Name), func(name string) bool {
		_, taken := stored.connection(name)
		return !taken
	})
	conn := Connection{Name: name, Label: t.Label, Connector: t.Name, NeedsSetup: true}
	return name, c.applyConnection(ctx, account, conn, by)
}

// SaveConnection saves what a dialog holds: the connection is set up from then
// on, and switched on unless it was paused. It does not ask the other side.
func (c *Config) SaveConnection(ctx context.Context, account int64, e ConnectionEdit, by string) error {
	conn, err := c.edited(ctx, account, e)
	if err != nil {
		return err
	}
	if err := c.applyConnection(ctx, account, *conn, by); err != nil {
		return err
	}
	return c.accept(ctx, account, e.Name)
}

// edited is the connection as the dialog would have it.
func (c *Config) edited(ctx context.Context, account int64, e ConnectionEdit) (*Connection, error) {
	_, before, err := c.storedConnection(ctx, account, e.Name)
	if err != nil {
		return nil, err
	}
	conn := Connection{
		Name: before.Name, Label: e.Label, Connector: before.Connector, Disabled: before.Disabled,
		Settings: map[string]string{}, Places: Places{"": "", "settings": ""},
	}
	var problems Problems
	if strings.TrimSpace(e.Label) == "" {
		problems.addf("label", "", "a connection needs a name")
	}
	for _, name := range slices.Sorted(maps.Keys(e.Settings)) {
		value, place := e.Settings[name], "settings."+name
		conn.Places[place] = place
		switch {
		case value == "":
			continue
		case before.Sealed[name] != "" && value == before.Settings[name]:
			value = Hidden // what is shown of it came back
		case hasReference(value) && value != before.Settings[name]:
			// Whoever uses a dialog need not be the one who may see the server's environment.
			problems.addf(place, "a file that is applied on the server may refer to its environment", "a reference such as %s cannot be given here", short(value))
		}
		conn.Settings[name] = value
	}
	c.placeSettings(&conn)
	return &conn, problems.Err()
}

// placeSettings gives every setting of the connector a place, also those that were left empty.
func (c *Config) placeSettings(conn *Connection) {
	if t, ok := catalog.Find(c.options.Catalog, conn.Connector); ok {
		for i := range t.Settings {
			conn.Places["settings."+t.Settings[i].Name] = "settings." + t.Settings[i].Name
		}
	}
}

// SwitchConnection pauses a connection, which keeps it, or lets it go on.
func (c *Config) SwitchConnection(ctx context.Context, account int64, name string, on bool, by string) error {
	_, before, err := c.storedConnection(ctx, account, name)
	if err != nil {
		return err
	}
	conn := *before
	conn.Disabled = !on
	conn.Settings = maps.Clone(before.Settings)
	for setting := range before.Sealed {
		conn.Settings[setting] = Hidden
	}
	conn.Sealed = nil
	return c.applyConnection(ctx, account, conn, by)
}

// RemoveConnection takes a connection away with its syncs. Their links stay:
// adding the same system again finds them.
func (c *Config) RemoveConnection(ctx context.Context, account int64, name, by string) error {
	stored, _, err := c.storedConnection(ctx, account, name)
	if err != nil {
		return err
	}
	f := &File{Connections: []Connection{{Name: name, Removed: true}}}
	for i := range stored.Syncs {
		if stored.Syncs[i].Connection == name {
			f.Syncs = append(f.Syncs, Sync{Name: stored.Syncs[i].Name, Removed: true})
		}
	}
	if _, err := c.Apply(ctx, account, f, Terms{Offline: true, By: by}); err != nil {
		return err
	}
	for i := range f.Syncs {
		for _, kind := range []string{kindPause, kindDue} {
			if err := c.forget(ctx, account, kind, f.Syncs[i].Name); err != nil {
				return err
			}
		}
	}
	return c.accept(ctx, account, name)
}

func (c *Config) applyConnection(ctx context.Context, account int64, conn Connection, by string) error {
	_, err := c.Apply(ctx, account, &File{Connections: []Connection{conn}}, Terms{Offline: true, By: by})
	return err
}
