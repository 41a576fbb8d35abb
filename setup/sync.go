package setup

// Sync is what a connection keeps in step.
type Sync struct {
	Name       string      `json:"name"`
	Connection string      `json:"connection"`
	Profile    string      `json:"profile,omitempty"`     // the company of the connected system
	Schedule   string      `json:"schedule,omitempty"`    // cron with five parts, or "manual" (also when left out)
	TimeZone   string      `json:"time_zone,omitempty"`   // of the schedule; "" = the server's
	Guard      *Guard      `json:"guard,omitempty"`       // nil = DefaultGuard
	ReadOnly   bool        `json:"read_only,omitempty"`   // never write to the other side, whatever the operations say
	DataPoints []DataPoint `json:"data_points,omitempty"` // none = the preset's own
	Removed    bool        `json:"-"`                     // in a file: take it away
	Places     Places      `json:"-"`
}

// Guard holds a run that would delete more than Deletes records and more than
// Percent of a data point's links.
type Guard struct {
	Deletes int     `json:"deletes"`
	Percent float64 `json:"percent"`
}

// DefaultGuard holds runs of syncs that declare none of their own.
func DefaultGuard() Guard { return Guard{Deletes: 50, Percent: 5} }

func readSync(t *table) Sync {
	s := Sync{
		Name:       t.need("name"),
		Connection: t.text("connection"),
		Profile:    t.text("profile"),
		Schedule:   t.text("schedule"),
		TimeZone:   t.text("time_zone"),
		ReadOnly:   t.is("read_only"),
		Removed:    t.is("removed"),
		Places:     t.places,
	}
	if s.Connection == "" && !s.Removed {
		s.Connection = t.need("connection")
	}
	if g := t.table("guard"); g != nil {
		s.Guard = &Guard{Deletes: g.number("deletes"), Percent: g.decimal("percent")}
		g.done()
	}
	s.DataPoints = readEach(t, "data_points", readDataPoint)
	t.call("sync", s.Name)
	return s
}
