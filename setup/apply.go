package setup

import (
	"context"
	"encoding/json"
	"maps"

	"tandem"
	"tandem/catalog"
	"tandem/connector"
)

// Applied is what applying a file did.
type Applied struct {
	Changes     []Change            `json:"changes"`
	Notices     Problems            `json:"notices,omitempty"`     // what the file says that does less than it seems to
	Warnings    []string            `json:"warnings,omitempty"`    // what may not fit some day
	Confirmed   map[string][]string `json:"confirmed,omitempty"`   // by sync: the tables there that it may write to from now on
	Unconfirmed map[string][]string `json:"unconfirmed,omitempty"` // by sync: those it will write to once somebody confirms
}

// Terms are how a file is applied.
type Terms struct {
	Offline     bool   // the connected systems are not asked whether the mappings fit them
	By          string // who changes it, for the versions; "" = nobody in particular, and none is kept
	ConfirmedBy string // who confirms, by applying it, that the tables it names may be written; "" = nobody yet
	Operator    bool   // it is applied by whoever runs the server: its settings are honoured
}

// Apply makes the stored configuration say what the file says. What the file
// does not name stays as it is. Nothing is stored while anything is wrong; the
// error is then Problems.
func (c *Config) Apply(ctx context.Context, account int64, f *File, terms Terms) (*Applied, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, err
	}
	ours, err := c.options.Dictionary(ctx, account)
	if err != nil {
		return nil, err //nolint:wrapcheck // the dictionary's own words
	}
	check := &checker{types: c.options.Catalog, ours: ours, stored: stored}
	points := check.file(f)
	ours = check.ours
	a := &applying{config: c, account: account, terms: terms, stored: stored, problems: check.problems}
	a.done.Notices = check.notices
	for i := range f.Connections {
		a.seal(&f.Connections[i])
	}
	for i := range f.Triggers {
		a.sealTrigger(&f.Triggers[i])
	}
	a.allowSettings(f)
	if len(a.problems) == 0 && !terms.Offline {
		asked := &asking{config: c, account: account, file: f, stored: stored, ours: ours}
		for i := range f.Syncs {
			asked.sync(ctx, &f.Syncs[i], points[i])
		}
		asked.unused(ctx)
		a.problems, a.done.Warnings = asked.problems, asked.warnings
		a.done.Notices = append(a.done.Notices, asked.notices...)
	}
	if err := a.problems.Err(); err != nil {
		return nil, err
	}
	if err := a.save(ctx, f); err != nil {
		return nil, err
	}
	for i := range f.Syncs {
		if err := a.consent(ctx, &f.Syncs[i], points[i]); err != nil {
			return nil, err
		}
	}
	return &a.done, nil
}

// applying is one Apply under way.
type applying struct {
	config   *Config
	account  int64
	terms    Terms
	stored   *Stored
	problems Problems
	done     Applied
}

// seal resolves the references in a connection's settings and seals what must
// not be read. What is sealed already and says the same stays as it is, so that
// applying twice changes nothing.
func (a *applying) seal(conn *Connection) {
	t, ok := catalog.Find(a.config.options.Catalog, conn.Connector)
	if !ok {
		return
	}
	before := &Connection{}
	if old, ok := a.stored.connection(conn.Name); ok {
		before = old
	}
	for i := range t.Settings {
		if value, there := conn.Settings[t.Settings[i].Name]; there {
			a.sealSetting(conn, before, &t.Settings[i], value)
		}
	}
}

func (a *applying) sealSetting(conn, before *Connection, s *connector.Setting, value string) {
	place := conn.Places.Of("settings." + s.Name)
	if value == Hidden {
		sealed, ok := before.Sealed[s.Name]
		if !ok {
			a.problems.addf(place, "write the value, or a reference to the environment as ${NAME}", "nothing is stored yet that setting %s could keep", s.Name)
			return
		}
		conn.put(s.Name, before.Settings[s.Name], sealed)
		return
	}
	plain, missing := resolve(value, a.config.options.Environment)
	for _, name := range missing {
		a.problems.addf(place, "export "+name+"=...", "the environment has no variable %s", name)
	}
	if len(missing) > 0 || !isSecret(s, value) {
		return
	}
	if what := wrongSetting(s, plain); what != "" {
		a.problems.addf(place, s.Help, "setting %s %s", s.Name, what)
		return
	}
	if sealed, ok := a.sealText(plain, sealPlace(a.account, conn.Name, s.Name), before.Sealed[s.Name], place); ok {
		conn.put(s.Name, shown(value), sealed)
	}
}

// sealText seals a value for where it belongs. What is sealed already and says
// the same stays as it is.
func (a *applying) sealText(plain, at, before, place string) (sealed string, ok bool) {
	if before != "" {
		if text, err := a.config.options.Sealer.Open(before, at); err == nil && text == plain {
			return before, true
		}
	}
	sealed, err := a.config.options.Sealer.Seal(plain, at)
	if err != nil {
		a.problems.addf(place, "", "the value cannot be sealed: %v", err)
	}
	return sealed, err == nil
}

// put stores a sealed setting and what is shown of it.
func (conn *Connection) put(name, shown, sealed string) {
	conn.Settings = maps.Clone(conn.Settings)
	conn.Settings[name] = shown
	if conn.Sealed == nil {
		conn.Sealed = map[string]string{}
	}
	conn.Sealed[name] = sealed
}

// save stores what changed: fields before the mappings that use them come, and
// after these have gone.
func (a *applying) save(ctx context.Context, f *File) error {
	if err := a.saveFields(ctx, f, false); err != nil {
		return err
	}
	if err := a.savePast(ctx, f); err != nil {
		return err
	}
	for i := range f.Connections {
		if err := a.saveOne(ctx, kindConnection, f.Connections[i].Name, f.Connections[i].Removed, &f.Connections[i]); err != nil {
			return err
		}
	}
	for i := range f.Syncs {
		if err := a.saveOne(ctx, kindSync, f.Syncs[i].Name, f.Syncs[i].Removed, &f.Syncs[i]); err != nil {
			return err
		}
	}
	for i := range f.Triggers {
		if err := a.saveTrigger(ctx, &f.Triggers[i]); err != nil {
			return err
		}
	}
	if f.Settings != nil {
		if err := a.saveOne(ctx, kindSettings, settingsName, false, f.Settings); err != nil {
			return err
		}
	}
	if f.Retention != nil {
		if err := a.saveOne(ctx, kindRetention, retentionName, false, f.Retention); err != nil {
			return err
		}
	}
	return a.saveFields(ctx, f, true)
}

// saveFields stores the custom fields that the file adds or changes, or takes
// away those it removes.
func (a *applying) saveFields(ctx context.Context, f *File, removed bool) error {
	for i := range f.Fields {
		field := &f.Fields[i]
		before := a.stored.bodies[kindField+" "+field.Path()]
		if field.Removed != removed || removed && before == nil {
			continue
		}
		if removed {
			a.done.Changes = append(a.done.Changes, Change{Kind: kindField, Name: field.Path(), What: "removed"})
			if err := a.config.options.Store.RemoveCustomField(ctx, a.account, field.Object, field.Field.Name); err != nil {
				return err //nolint:wrapcheck // the store's own words
			}
			continue
		}
		body, err := json.Marshal(field.Field)
		if err != nil {
			return tandem.Errorf(tandem.Internal, "field %s cannot be stored", field.Path()).Because(err)
		}
		changes, err := diff(kindField, field.Path(), before, body)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			continue
		}
		a.done.Changes = append(a.done.Changes, changes...)
		if err := a.config.options.Store.AddCustomField(ctx, a.account, field.CustomField); err != nil {
			return err //nolint:wrapcheck // the store's own words
		}
	}
	return nil
}

func (a *applying) saveOne(ctx context.Context, kind, name string, removed bool, what any) error {
	before := a.stored.bodies[kind+" "+name]
	if removed {
		if before == nil {
			return nil
		}
		a.done.Changes = append(a.done.Changes, Change{Kind: kind, Name: name, What: "removed"})
		return a.config.options.Store.RemoveDefinition(ctx, a.account, kind, name) //nolint:wrapcheck // the store's own words
	}
	body, err := json.Marshal(what)
	if err != nil {
		return tandem.Errorf(tandem.Internal, "%s %s cannot be stored", kind, name).Because(err)
	}
	changes, err := diff(kind, name, before, body)
	if err != nil || len(changes) == 0 {
		return err
	}
	a.done.Changes = append(a.done.Changes, changes...)
	d := &tandem.Definition{Account: a.account, Kind: kind, Name: name, Body: body}
	if kind == kindSync {
		d.By = a.terms.By
	}
	_, err = a.config.options.Store.SaveDefinition(ctx, d)
	return err //nolint:wrapcheck // the store's own words
}
