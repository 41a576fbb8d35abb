package setup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"tandem"
	"tandem/catalog"
	"tandem/connector"
)

// past is what is known of a sync that was removed. Its links stay, under its
// name; whoever connects the same company of the same system again gets the
// sync under that name, and so finds them. Another system must not: its keys
// name other rows.
type past struct {
	Sync      string    `json:"-"`
	Connector string    `json:"connector"`
	System    string    `json:"system"` // which one it was: see systemOf
	Profile   string    `json:"profile,omitempty"`
	At        time.Time `json:"at"`
}

// savePast notes which system the syncs were with that a file takes away.
func (a *applying) savePast(ctx context.Context, f *File) error {
	for i := range f.Syncs {
		old, ok := a.stored.sync(f.Syncs[i].Name)
		if !ok || !f.Syncs[i].Removed {
			continue
		}
		conn, ok := a.stored.connection(old.Connection)
		if !ok {
			continue
		}
		system, err := a.config.systemOf(a.account, conn)
		if err != nil { // its secrets cannot be opened any more, which must not keep it here
			a.config.options.Log.Warn("a sync goes, and nobody will know again which system it was with", "sync", old.Name, "error", err)
		}
		body, err := json.Marshal(past{Connector: conn.Connector, System: system, Profile: old.Profile, At: time.Now().UTC().Truncate(time.Second)})
		if err != nil {
			return tandem.Errorf(tandem.Internal, "what sync %s was cannot be stored", old.Name).Because(err)
		}
		if _, err := a.config.options.Store.SaveDefinition(ctx, &tandem.Definition{Account: a.account, Kind: kindPast, Name: old.Name, Body: body}); err != nil {
			return err //nolint:wrapcheck // the store's own words
		}
	}
	return nil
}

// systemOf tells which system a connection leads to, as a hash of the settings
// that identify it. Credentials are no part of it: they change and must not rest here.
func (c *Config) systemOf(account int64, conn *Connection) (string, error) {
	t, ok := catalog.Find(c.options.Catalog, conn.Connector)
	if !ok {
		return "", nil
	}
	settings, err := c.settings(account, conn)
	if err != nil {
		return "", err
	}
	hash, known := sha256.New(), false
	for i := range t.Settings {
		if s := &t.Settings[i]; s.Identifies {
			known = true
			_, _ = hash.Write([]byte(s.Name + "=" + identity(s, settings[s.Name]) + "\n"))
		}
	}
	if !known {
		return "connection " + conn.Name, nil
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// identity is what of a setting tells systems apart: of an address neither who
// signs in nor how, but where and what.
func identity(s *connector.Setting, value string) string {
	if s.Kind != connector.SettingAddress {
		return strings.TrimSpace(value)
	}
	u, err := url.Parse(value)
	if err != nil {
		return value
	}
	return strings.ToLower(u.Scheme+"://"+u.Host) + u.Path + "?" + u.Query().Get("database")
}

// syncName is the name under which a company of a connection is kept in step:
// the one it had before, so that its links are found; otherwise one that no
// other system ever had.
func (c *Config) syncName(account int64, stored *Stored, conn *Connection, profile string) (string, error) {
	system, err := c.systemOf(account, conn)
	if err != nil {
		return "", err
	}
	free := func(name string) bool {
		_, taken := stored.sync(name)
		return !taken
	}
	before := slices.Clone(stored.past)
	slices.SortStableFunc(before, func(a, b past) int { return b.At.Compare(a.At) })
	for _, p := range before {
		if p.System != "" && p.Connector == conn.Connector && p.System == system && p.Profile == profile && free(p.Sync) {
			return p.Sync, nil
		}
	}
	name := conn.Name
	if profile != "" {
		name = plainName(conn.Name + "-" + profile)
	}
	return numbered(name, func(name string) bool {
		return free(name) && !slices.ContainsFunc(before, func(p past) bool { return p.Sync == name })
	}), nil
}
