package setup

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"tandem"
	"tandem/catalog"
)

// SyncView is the set-up of a sync as people see it.
type SyncView struct {
	Sync // with its data points, those of the preset where it has none of its own

	HasPreset bool // its connector brings data points
	IsPreset  bool // and it uses them as they are
	Version   int64
}

// Sync returns the set-up of a sync.
func (c *Config) Sync(ctx context.Context, account int64, name string) (*SyncView, error) {
	stored, s, err := c.storedSync(ctx, account, name)
	if err != nil {
		return nil, err
	}
	conn, points, err := c.parts(ctx, account, stored, s)
	if err != nil {
		return nil, err
	}
	v := &SyncView{Sync: *s, Version: stored.versions[kindSync+" "+name], IsPreset: len(s.DataPoints) == 0}
	if t, ok := catalog.Find(c.options.Catalog, conn.Connector); ok {
		v.HasPreset = t.Preset != nil
	}
	v.DataPoints = points
	return v, nil
}

// SaveSync stores the set-up of a sync that a dialog holds, if it is still the
// version that the dialog was made from. Problems are placed at the fields of
// the dialog: "schedule", "customers.match", "customers.fields.3.theirs".
func (c *Config) SaveSync(ctx context.Context, account int64, s *Sync, version int64, terms Terms) (*Applied, error) {
	stored, _, err := c.storedSync(ctx, account, s.Name)
	if err != nil {
		return nil, err
	}
	if now := stored.versions[kindSync+" "+s.Name]; version != 0 && now != version {
		return nil, tandem.Errorf(tandem.Stale, "somebody changed the set-up of %s meanwhile", s.Name).WithHint("look at what it is now, and change that")
	}
	s.place()
	return c.Apply(ctx, account, &File{Syncs: []Sync{*s}}, terms)
}

// place names every part of a sync as dialogs name their fields.
func (s *Sync) place() {
	s.Places = placesIn("", "name", "connection", "profile", "schedule", "time_zone", "guard")
	for i := range s.DataPoints {
		p := &s.DataPoints[i]
		at := p.Name + "."
		p.Places = placesIn(at, "name", "ours", "theirs", "key", "cursor", "deletes", "external_id", "new_key", "operations",
			"conflict", "changed_at", "match", "filter", "with", "routines", "fields", "constants")
		placeFields(p.Fields, at+"fields.")
		if p.Lines != nil {
			p.Lines.Places = placesIn(at+"lines.", "ours", "theirs", "parent", "key", "joins")
			placeFields(p.Lines.Fields, at+"lines.fields.")
		}
	}
}

func placeFields(fields []Field, at string) {
	for i := range fields {
		fields[i].Places = placesIn(at+strconv.Itoa(i)+".", "ours", "theirs", "value", "convert", "values", "direction", "rule", "reference", "conflict")
	}
}

// placesIn makes the places of keys below a prefix; the entry itself is the prefix without its dot.
func placesIn(prefix string, keys ...string) Places {
	p := Places{"": prefix}
	if prefix != "" {
		p[""] = prefix[:len(prefix)-1]
	}
	for _, key := range keys {
		p[key] = prefix + key
	}
	return p
}

// Version is one version of a sync's set-up.
type Version struct {
	Number  int64
	At      time.Time
	By      string
	Changes []Change // against the version before; the first was created
}

// versionsShown is how many versions of a sync are listed.
const versionsShown = 50

// Versions lists the versions of a sync's set-up, the newest first.
func (c *Config) Versions(ctx context.Context, account int64, sync string) ([]Version, error) {
	kept, err := c.options.Store.DefinitionVersions(ctx, account, kindSync, sync, versionsShown+1)
	if err != nil {
		return nil, err //nolint:wrapcheck // the store's own words
	}
	list := make([]Version, 0, len(kept))
	for i := range kept {
		var before []byte
		if i+1 < len(kept) {
			before = kept[i+1].Body
		}
		changes, err := diff(kindSync, sync, before, kept[i].Body)
		if err != nil {
			return nil, err
		}
		list = append(list, Version{Number: kept[i].Number, At: kept[i].At, By: kept[i].By, Changes: changes})
	}
	return list[:min(len(list), versionsShown)], nil
}

// Restore makes the set-up of a sync what it was in a version. That is a new version.
func (c *Config) Restore(ctx context.Context, account int64, sync string, number int64, terms Terms) (*Applied, error) {
	kept, err := c.options.Store.DefinitionVersions(ctx, account, kindSync, sync, 1<<30)
	if err != nil {
		return nil, err //nolint:wrapcheck // the store's own words
	}
	i := slices.IndexFunc(kept, func(v tandem.DefinitionVersion) bool { return v.Number == number })
	if i < 0 {
		return nil, tandem.Errorf(tandem.NotFound, "sync %s has no version %d", sync, number)
	}
	s := Sync{Name: sync}
	if err := json.Unmarshal(kept[i].Body, &s); err != nil {
		return nil, tandem.Errorf(tandem.Internal, "version %d of sync %s cannot be read", number, sync).Because(err)
	}
	return c.SaveSync(ctx, account, &s, 0, terms)
}

// ResetToPreset gives a sync the data points of its connector's preset again,
// and keeps schedule, guard and company.
func (c *Config) ResetToPreset(ctx context.Context, account int64, sync string, terms Terms) (*Applied, error) {
	_, s, err := c.storedSync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	plain := *s
	plain.DataPoints = nil
	return c.SaveSync(ctx, account, &plain, 0, terms)
}
