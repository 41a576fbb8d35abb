package setup

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"tandem/catalog"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/engine"
)

// checker looks for what is wrong with a file that can be told without asking
// the connected systems.
type checker struct {
	types    []catalog.Type
	ours     *dictionary.Dictionary // with the fields the file adds, once they are checked
	stored   *Stored                // what is there already: a sync may use a connection of an earlier file
	problems Problems
	notices  Problems
}

// file checks everything and returns the data points of each sync, sorted.
func (c *checker) file(f *File) [][]DataPoint {
	c.ours = c.customFields(f)
	c.unique("connection", len(f.Connections), func(i int) (string, Places) { return f.Connections[i].Name, f.Connections[i].Places })
	c.unique("sync", len(f.Syncs), func(i int) (string, Places) { return f.Syncs[i].Name, f.Syncs[i].Places })
	c.unique("trigger", len(f.Triggers), func(i int) (string, Places) { return f.Triggers[i].Name, f.Triggers[i].Places })
	for i := range f.Triggers {
		c.trigger(&f.Triggers[i])
	}
	for i := range f.Connections {
		c.connection(&f.Connections[i])
		c.removal(&f.Connections[i], f)
	}
	points := make([][]DataPoint, len(f.Syncs))
	for i := range f.Syncs {
		points[i] = c.sync(&f.Syncs[i], f)
	}
	return points
}

// names keeps names usable on a command line and in an address.
var names = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]{0,59}$`)

// unique checks the names of a list of things.
func (c *checker) unique(kind string, n int, at func(int) (string, Places)) {
	seen := map[string]bool{}
	for i := range n {
		name, places := at(i)
		switch {
		case name == "":
			continue // told when it was read
		case !names.MatchString(name):
			c.problems.addf(places.Of("name"), "letters, digits, dots, dashes and underscores, at most 60", "%q cannot be the name of a %s", short(name), kind)
		case seen[name]:
			c.problems.addf(places.Of("name"), "", "there are two %ss named %s", kind, name)
		}
		seen[name] = true
	}
}

// connection checks a connection against its entry of the catalogue.
func (c *checker) connection(conn *Connection) {
	t, ok := catalog.Find(c.types, conn.Connector)
	if conn.Removed {
		return
	}
	if !ok {
		if conn.Connector != "" {
			c.problems.addf(conn.Places.Of("connector"), didYouMean(conn.Connector, catalog.Names(c.types)), "the catalogue has no connector %s", conn.Connector)
		}
		return
	}
	known := make([]string, len(t.Settings))
	for i, s := range t.Settings {
		known[i] = s.Name
		c.setting(conn, &t.Settings[i])
	}
	for _, name := range sortedKeys(conn.Settings) {
		if !slices.Contains(known, name) {
			c.problems.addf(conn.Places.Of("settings."+name), didYouMean(name, known), "connector %s has no setting %s", conn.Connector, name)
		}
	}
}

// removal refuses to take a connection away from under a sync.
func (c *checker) removal(conn *Connection, f *File) {
	if !conn.Removed {
		return
	}
	syncs := slices.Clone(c.stored.Syncs)
	for _, s := range f.Syncs {
		syncs = slices.DeleteFunc(syncs, func(old Sync) bool { return old.Name == s.Name })
		if !s.Removed {
			syncs = append(syncs, s)
		}
	}
	for _, s := range syncs {
		if s.Connection == conn.Name {
			c.problems.addf(conn.Places.Of("removed"), "remove the sync as well", "sync %s still uses connection %s", s.Name, conn.Name)
		}
	}
}

// setting checks one setting as far as its value is written in the file.
func (c *checker) setting(conn *Connection, s *connector.Setting) {
	value, there := conn.Settings[s.Name]
	if s.Required && !conn.NeedsSetup && (!there || strings.TrimSpace(value) == "") {
		c.problems.addf(conn.Places.Of(conn.Places.or("settings."+s.Name, "settings")), s.Help, "connection %s needs the setting %s", conn.Name, s.Name)
		return
	}
	if value == "" || hasReference(value) {
		return
	}
	if what := wrongSetting(s, value); what != "" {
		c.problems.addf(conn.Places.Of("settings."+s.Name), s.Help, "setting %s %s", s.Name, what)
	}
}

// sync checks a sync and returns its data points, parents first.
func (c *checker) sync(s *Sync, f *File) []DataPoint {
	if s.Removed {
		return nil
	}
	if s.Schedule != "" && s.Schedule != engine.Manual && !isSchedule(s.Schedule) {
		c.problems.addf(s.Places.Of("schedule"), `five parts: minute hour day month weekday, as in "*/5 * * * *", or manual`, "%q is not a schedule", short(s.Schedule))
	}
	if s.TimeZone != "" {
		if _, err := time.LoadLocation(s.TimeZone); err != nil {
			c.problems.addf(s.Places.Of("time_zone"), "a name as Europe/Prague or America/New_York", "there is no time zone %q", short(s.TimeZone))
		}
	}
	points := c.pointsOf(s, f)
	c.unique("data point", len(points), func(i int) (string, Places) { return points[i].Name, points[i].Places })
	before := len(c.problems)
	for i := range points {
		c.point(&points[i], points)
	}
	if len(c.problems) > before {
		return points
	}
	return sortPoints(points, c.ours, &c.problems)
}

// pointsOf returns a sync's own data points, or those of its connection's preset.
func (c *checker) pointsOf(s *Sync, f *File) []DataPoint {
	conn, ok := f.connection(s.Connection)
	if !ok {
		conn, ok = c.stored.connection(s.Connection)
	}
	if !ok {
		if s.Connection != "" {
			c.problems.addf(s.Places.Of("connection"), didYouMean(s.Connection, append(connectionNames(f.Connections), connectionNames(c.stored.Connections)...)), "there is no connection %s", s.Connection)
		}
		return s.DataPoints
	}
	if len(s.DataPoints) > 0 {
		return s.DataPoints
	}
	t, ok := catalog.Find(c.types, conn.Connector)
	if !ok {
		return nil
	}
	if t.Preset == nil {
		c.problems.addf(s.Places.Of(""), "list them under data_points", "sync %s has no data points, and connector %s brings none of its own", s.Name, conn.Connector)
		return nil
	}
	points, err := ParsePoints(presetName(t), t.Preset)
	if err != nil {
		c.problems.addf(presetName(t), "", "%v", err)
	}
	return points
}

func presetName(t *catalog.Type) string { return "catalog/" + t.Name + ".yaml" }

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
