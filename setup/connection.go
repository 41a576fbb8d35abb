package setup

// Connection is a connector set up in an account.
type Connection struct {
	Name      string            `json:"name"`
	Connector string            `json:"connector"`          // its name in the catalogue
	Settings  map[string]string `json:"settings,omitempty"` // as written: references to the environment stay references
	Sealed    map[string]string `json:"sealed,omitempty"`   // by setting: the values that must not be read, sealed
	Disabled  bool              `json:"disabled,omitempty"` // switched off: none of its syncs runs
	Places    Places            `json:"-"`
}

func readConnection(t *table) Connection {
	c := Connection{Name: t.need("name"), Connector: t.need("connector"), Settings: t.fixed("settings"), Places: t.places}
	if off := t.flag("disabled"); off != nil {
		c.Disabled = *off
	}
	t.call("connection", c.Name)
	return c
}
