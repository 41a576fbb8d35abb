package setup

import (
	"context"
	"time"

	"tandem"
	"tandem/catalog"
)

// ConnectionView is a connection as people see it.
type ConnectionView struct {
	Name      string
	Label     string // what people call it
	Connector string
	Entry     *catalog.Type // nil: the catalogue has it no longer
	State     ConnectionState
	Why       string            // Refused: what the other side said
	Since     time.Time         // Refused
	Settings  map[string]string // what may be shown of them
	Syncs     []string
}

// Connections lists the connections of an account.
func (c *Config) Connections(ctx context.Context, account int64) ([]ConnectionView, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, err
	}
	list := make([]ConnectionView, len(stored.Connections))
	for i := range stored.Connections {
		list[i] = c.view(stored, &stored.Connections[i])
	}
	return list, nil
}

// Connection returns one of them.
func (c *Config) Connection(ctx context.Context, account int64, name string) (*ConnectionView, error) {
	stored, conn, err := c.storedConnection(ctx, account, name)
	if err != nil {
		return nil, err
	}
	view := c.view(stored, conn)
	return &view, nil
}

func (c *Config) view(stored *Stored, conn *Connection) ConnectionView {
	v := ConnectionView{Name: conn.Name, Label: conn.Label, Connector: conn.Connector, Settings: conn.Settings}
	if v.Label == "" {
		v.Label = conn.Name
	}
	v.Entry, _ = catalog.Find(c.options.Catalog, conn.Connector)
	v.State, v.Why, v.Since = stored.connectionState(conn)
	for i := range stored.Syncs {
		if stored.Syncs[i].Connection == conn.Name {
			v.Syncs = append(v.Syncs, stored.Syncs[i].Name)
		}
	}
	return v
}

// needConnection is connection with the error for a name that is not there.
func (s *Stored) needConnection(name string) (*Connection, error) {
	if conn, ok := s.connection(name); ok {
		return conn, nil
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no connection %s", name).WithHint(didYouMean(name, connectionNames(s.Connections)))
}
