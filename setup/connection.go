package setup

// Connection is a connector set up in an account.
type Connection struct {
	Name       string            `json:"name"`
	Label      string            `json:"label,omitempty"`       // what people call it; "" = its name
	Connector  string            `json:"connector"`             // its name in the catalogue
	Settings   map[string]string `json:"settings,omitempty"`    // as written: references to the environment stay references
	Sealed     map[string]string `json:"sealed,omitempty"`      // by setting: the values that must not be read, sealed
	NeedsSetup bool              `json:"needs_setup,omitempty"` // added, and its settings are still to be given
	Disabled   bool              `json:"disabled,omitempty"`    // switched off: none of its syncs runs
	Removed    bool              `json:"-"`                     // in a file: take it away
	Places     Places            `json:"-"`
}

func readConnection(t *table) Connection {
	c := Connection{Name: t.need("name"), Label: t.text("label"), Removed: t.is("removed"), Settings: t.fixed("settings"), Places: t.places}
	if c.Connector = t.text("connector"); c.Connector == "" && !c.Removed {
		c.Connector = t.need("connector")
	}
	c.NeedsSetup = t.is("needs_setup")
	c.Disabled = t.is("disabled")
	t.call("connection", c.Name)
	return c
}
