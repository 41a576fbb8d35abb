package setup

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// Store is what configuration needs of the store.
type Store interface {
	// Definitions reads an account's definitions of a kind.
	Definitions(ctx context.Context, account int64, kind string) ([]tandem.Definition, error)

	// SaveDefinition creates a definition, or replaces the body of the one with
	// that kind and name, and tells whether that changed anything.
	SaveDefinition(ctx context.Context, d *tandem.Definition) (changed bool, err error)

	// RemoveDefinition takes one away.
	RemoveDefinition(ctx context.Context, account int64, kind, name string) error

	// DefinitionVersions reads what a definition said over time, newest first, at most limit.
	DefinitionVersions(ctx context.Context, account int64, kind, name string, limit int) ([]tandem.DefinitionVersion, error)

	// CustomFields reads the fields an account has added to our objects.
	CustomFields(ctx context.Context, account int64) ([]dictionary.CustomField, error)

	// AddCustomField adds one, or changes the one of that object and name.
	AddCustomField(ctx context.Context, account int64, f dictionary.CustomField) error

	// RemoveCustomField takes one away.
	RemoveCustomField(ctx context.Context, account int64, object, name string) error
}

// The kinds of definitions.
const (
	kindConnection = "connection"
	kindSync       = "sync"
	kindTrigger    = "trigger"
	kindSettings   = "settings"
	kindRetention  = "retention"
	kindPause      = "pause"   // of a sync; not part of a file
	kindDue        = "due"     // of a sync; the same
	kindConsent    = "consent" // of a sync; the same
	kindRefusal    = "refusal" // of a connection; the same
	kindPast       = "past"    // of a sync that was removed; the same

	kindField = "field" // custom fields: no definition, but told like one
)

// Stored is the configuration of an account as it was last applied.
type Stored struct {
	Fields      []dictionary.CustomField
	Connections []Connection
	Syncs       []Sync
	Triggers    []Trigger
	Settings    *ServerSettings // nil = none declared
	Pauses      []Pause
	Retention   *tandem.Retention // nil = none declared
	Refusals    []Refusal
	given       []consents
	past        []past
	bodies      map[string][]byte // by kind and name
	versions    map[string]int64  // the same
}

// Pause stops a sync until a person says otherwise. It is state rather than
// configuration: applying a file neither makes nor ends one.
type Pause struct {
	Sync string `json:"-"`
	Why  string `json:"why"`
}

// load reads what is stored.
func load(ctx context.Context, store Store, account int64) (*Stored, error) {
	s := &Stored{bodies: map[string][]byte{}, versions: map[string]int64{}}
	var err error
	if s.Connections, err = decodeAll(ctx, s, store, account, kindConnection, func(c *Connection, name string) { c.Name = name }); err != nil {
		return nil, err
	}
	if s.Syncs, err = decodeAll(ctx, s, store, account, kindSync, func(y *Sync, name string) { y.Name = name }); err != nil {
		return nil, err
	}
	if s.Pauses, err = decodeAll(ctx, s, store, account, kindPause, func(p *Pause, name string) { p.Sync = name }); err != nil {
		return nil, err
	}
	if s.given, err = decodeAll(ctx, s, store, account, kindConsent, func(c *consents, name string) { c.Sync = name }); err != nil {
		return nil, err
	}
	if s.Triggers, err = decodeAll(ctx, s, store, account, kindTrigger, func(y *Trigger, name string) { y.Name = name }); err != nil {
		return nil, err
	}
	if err := s.loadSettings(ctx, store, account); err != nil {
		return nil, err
	}
	if s.Refusals, err = decodeAll(ctx, s, store, account, kindRefusal, func(r *Refusal, name string) { r.Connection = name }); err != nil {
		return nil, err
	}
	if s.past, err = decodeAll(ctx, s, store, account, kindPast, func(p *past, name string) { p.Sync = name }); err != nil {
		return nil, err
	}
	kept, err := decodeAll(ctx, s, store, account, kindRetention, func(*tandem.Retention, string) {})
	if err != nil {
		return nil, err
	}
	if len(kept) > 0 {
		s.Retention = &kept[0]
	}
	return s, s.loadFields(ctx, store, account)
}

// loadFields reads the custom fields, as bodies to compare with and as one more
// version: what is made of the mappings depends on them.
func (s *Stored) loadFields(ctx context.Context, store Store, account int64) (err error) {
	if s.Fields, err = store.CustomFields(ctx, account); err != nil {
		return err //nolint:wrapcheck // the store's own words
	}
	fingerprint := fnv.New32a()
	for _, f := range s.Fields {
		body, err := json.Marshal(f.Field)
		if err != nil {
			return tandem.Errorf(tandem.Internal, "stored field %s.%s cannot be read", f.Object, f.Field.Name).Because(err)
		}
		name := kindField + " " + f.Object + "." + f.Field.Name
		s.bodies[name] = body
		_, _ = fmt.Fprintf(fingerprint, "%s %s\n", name, body)
	}
	s.versions[kindField] = int64(fingerprint.Sum32())
	return nil
}

func decodeAll[T any](ctx context.Context, s *Stored, store Store, account int64, kind string, name func(*T, string)) ([]T, error) {
	definitions, err := store.Definitions(ctx, account, kind)
	if err != nil {
		return nil, err //nolint:wrapcheck // the store's own words
	}
	slices.SortFunc(definitions, func(a, b tandem.Definition) int { return strings.Compare(a.Name, b.Name) })
	list := make([]T, len(definitions))
	for i := range definitions {
		d := &definitions[i]
		if err := json.Unmarshal(d.Body, &list[i]); err != nil {
			return nil, tandem.Errorf(tandem.Internal, "stored %s %s cannot be read", kind, d.Name).Because(err)
		}
		name(&list[i], d.Name)
		s.bodies[kind+" "+d.Name] = d.Body
		s.versions[kind+" "+d.Name] = d.Version
	}
	return list, nil
}

// state is the same as long as nothing that is stored changed.
func (s *Stored) state() string { return fmt.Sprint(s.versions) } // maps print in the order of their keys

func (s *Stored) connection(name string) (*Connection, bool) {
	return findConnection(s.Connections, name)
}

func (s *Stored) pause(sync string) (*Pause, bool) {
	i := slices.IndexFunc(s.Pauses, func(p Pause) bool { return p.Sync == sync })
	if i < 0 {
		return nil, false
	}
	return &s.Pauses[i], true
}

// storedConnection reads what an account has stored, and of it a connection that must be there.
func (c *Config) storedConnection(ctx context.Context, account int64, name string) (*Stored, *Connection, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, nil, err
	}
	conn, err := stored.needConnection(name)
	return stored, conn, err
}

// storedSync reads what an account has stored, and of it a sync that must be there.
func (c *Config) storedSync(ctx context.Context, account int64, name string) (*Stored, *Sync, error) {
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return nil, nil, err
	}
	s, err := stored.needSync(name)
	return stored, s, err
}

// needSync is sync with the error for a name that is not there.
func (s *Stored) needSync(name string) (*Sync, error) {
	if sync, ok := s.sync(name); ok {
		return sync, nil
	}
	names := make([]string, len(s.Syncs))
	for i := range s.Syncs {
		names[i] = s.Syncs[i].Name
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no sync %s", name).WithHint(didYouMean(name, names))
}

func (s *Stored) sync(name string) (*Sync, bool) {
	i := slices.IndexFunc(s.Syncs, func(y Sync) bool { return y.Name == name })
	if i < 0 {
		return nil, false
	}
	return &s.Syncs[i], true
}

// consents are those given for a sync, none where nobody was asked yet.
func (s *Stored) consents(sync string) *consents {
	if i := slices.IndexFunc(s.given, func(c consents) bool { return c.Sync == sync }); i >= 0 {
		return &s.given[i]
	}
	return &consents{Sync: sync}
}

func (f *File) connection(name string) (*Connection, bool) {
	return findConnection(f.Connections, name)
}

func findConnection(list []Connection, name string) (*Connection, bool) {
	i := slices.IndexFunc(list, func(c Connection) bool { return c.Name == name })
	if i < 0 {
		return nil, false
	}
	return &list[i], true
}

func connectionNames(list []Connection) []string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Name
	}
	return names
}

// sealPlace binds a sealed setting to where it belongs.
func sealPlace(account int64, connection, setting string) string {
	return fmt.Sprintf("%d/%s/%s", account, connection, setting)
}
