package setup

import (
	"context"

	"tandem"
	"tandem/catalog"
)

// Prerequisite is one thing that must be so before a company can be connected.
type Prerequisite struct {
	Name string // set_up, switched_on, accepted, reachable, data_points
	Met  bool
	Err  error // why not, where there is more to say
}

// Prerequisites looks whether both sides are set up and reachable. What rests
// on something that is missing is not asked.
func (c *Config) Prerequisites(ctx context.Context, account int64, connection string) ([]Prerequisite, error) {
	stored, conn, err := c.storedConnection(ctx, account, connection)
	if err != nil {
		return nil, err
	}
	state, why, _ := stored.connectionState(conn)
	list := []Prerequisite{
		{Name: "set_up", Met: state != NeedsSetup},
		{Name: "switched_on", Met: state == Enabled || state == Refused},
		{Name: "accepted", Met: state == Enabled},
	}
	if state == Refused {
		list[2].Err = tandem.Errorf(tandem.Denied, "%s", why)
	}
	reachable := Prerequisite{Name: "reachable"}
	if state == Enabled {
		reachable.Err = c.try(ctx, account, conn)
		reachable.Met = reachable.Err == nil
	}
	t, known := catalog.Find(c.options.Catalog, conn.Connector)
	return append(list, reachable, Prerequisite{Name: "data_points", Met: known && t.Preset != nil}), nil
}
