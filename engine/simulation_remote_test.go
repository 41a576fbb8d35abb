package engine

import (
	"math/rand/v2"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/connector/memory"
	"tandem/dictionary"
)

// overlap is how far a cursor over times is set back; nobody commits later than that.
const overlap = 5 * time.Second

// remote is one random system of the world.
type remote struct {
	name     string
	system   *memory.System
	without  string // abilities that its connection hides
	textKeys bool
	external dictionary.Field // column for our lasting key; no name = none
	cursor   dictionary.Field // no name = none
	deletes  *connector.Tombstone
	newKey   connector.NewKey
	tables   map[string]*memory.Table // by point
}

// companies and people are the points of every sync; people belong to companies.
const (
	companies = "companies"
	people    = "people"
)

// objects are ours by point.
func objectOf(point string) string {
	if point == companies {
		return "customer"
	}
	return "contact"
}

// newRemote draws a system with its tables, still empty.
func newRemote(r *rand.Rand, name string, clock func() time.Time) (*remote, error) {
	m := &remote{
		name: name, textKeys: chance(r, 0.5), tables: map[string]*memory.Table{},
		system:  memory.New(memory.Options{Clock: clock, PageSize: 2 + r.IntN(5), NoRows: chance(r, 0.3)}),
		without: pick(r, "", "", "", "", "changes", "get", "find", "get,find", "lasting_key", "all"),
	}
	if chance(r, 0.7) {
		m.external = dictionary.Field{Name: "crm", Type: dictionary.Text, Nullable: true, Unique: chance(r, 0.6)}
	}
	switch r.IntN(3) {
	case 0:
		m.cursor = dictionary.Field{Name: "version", Type: dictionary.Integer}
	case 1:
		m.cursor = dictionary.Field{Name: "version", Type: dictionary.Instant}
	}
	switch {
	case chance(r, 0.3):
		m.deletes = &connector.Tombstone{Column: "gone", Value: "*"}
	case chance(r, 0.3) && m.cursor.Name != "":
		m.deletes = &connector.Tombstone{Log: "removed", LogCursor: m.cursor.Name}
	}
	m.newKey = m.drawNewKey(r)
	for _, point := range []string{companies, people} {
		if err := m.addTable(point); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// drawNewKey says who numbers new rows. The highest number plus one is a rule
// only where deleted rows stay: anywhere else it gives a dead row's key away.
func (m *remote) drawNewKey(r *rand.Rand) connector.NewKey {
	switch {
	case m.deletes != nil && m.deletes.Column != "" && chance(r, 0.5):
		return connector.NewKey{Field: "id", From: connector.KeyByMax, Width: 6}
	case chance(r, 0.5):
		return connector.NewKey{Field: "id", From: connector.KeyByDatabase}
	default:
		return connector.NewKey{}
	}
}

// hides reports whether its connection lacks an ability.
func (m *remote) hides(ability string) bool { return m.without == "all" || m.without == ability }

func (m *remote) keyType() dictionary.Type {
	if m.textKeys {
		return dictionary.Text
	}
	return dictionary.Integer
}

// addTable makes the table of a point, and its log of deleted rows.
func (m *remote) addTable(point string) error {
	def := memory.Definition{
		Object:    dictionary.Object{Name: point, Key: []string{"id"}},
		Generated: "id", Cursor: m.cursor.Name,
	}
	def.Fields = append(def.Fields,
		dictionary.Field{Name: "id", Type: m.keyType()},
		dictionary.Field{Name: "tag", Type: dictionary.Text, Length: 40},
		dictionary.Field{Name: "changed", Type: dictionary.Instant, Nullable: true},
	)
	def.Fields = append(def.Fields, m.columnsOf(point)...)
	if m.external.Name != "" {
		def.Fields = append(def.Fields, m.external)
	}
	if m.cursor.Name != "" {
		def.Fields = append(def.Fields, m.cursor)
	}
	if m.deletes != nil {
		own := *m.deletes
		if own.Column != "" {
			def.Fields = append(def.Fields, dictionary.Field{Name: own.Column, Type: dictionary.Text, Default: true})
		} else {
			own.Log += "_" + point
			if err := m.addLog(own.Log); err != nil {
				return err
			}
		}
		def.Tombstone = &own
	}
	table, err := m.system.NewTable(def)
	m.tables[point] = table
	return err
}

func (m *remote) addLog(name string) error {
	_, err := m.system.NewTable(memory.Definition{
		Object: dictionary.Object{Name: name, Key: []string{"id"}, Fields: []dictionary.Field{{Name: "id", Type: m.keyType()}, m.cursor}},
		Cursor: m.cursor.Name,
	})
	return err
}

// columnsOf are the columns people edit.
func (m *remote) columnsOf(point string) []dictionary.Field {
	var columns []dictionary.Field
	for _, f := range fieldsOf(point) {
		c := dictionary.Field{Name: f.theirs, Type: f.kind, Nullable: f.nullable, Default: !f.nullable && !f.required}
		if f.reference != "" {
			c.Type = m.keyType()
		}
		columns = append(columns, c)
	}
	return columns
}

// tombstone is how a point's deleted rows show.
func (m *remote) tombstone(point string) *connector.Tombstone {
	if m.deletes == nil {
		return nil
	}
	own := *m.deletes
	if own.Log != "" {
		own.Log += "_" + point
	}
	return &own
}

// simulatedField is one field of a point.
type simulatedField struct {
	ours, theirs string
	kind         dictionary.Type
	required     bool
	nullable     bool // there
	reference    string
	values       map[string]string
}

func fieldsOf(point string) []simulatedField {
	if point == companies {
		return []simulatedField{
			{ours: "name", theirs: "title", kind: dictionary.Text, required: true},
			{ours: "city", theirs: "town", kind: dictionary.Text, nullable: true},
			{ours: "email", theirs: "mail", kind: dictionary.Text},
			{ours: "payment_days", theirs: "days", kind: dictionary.Integer, nullable: true},
			{ours: "status", theirs: "state", kind: dictionary.Text, required: true, values: map[string]string{"active": "A", "hold": "H", "inactive": "X"}},
			{ours: "notes", theirs: "memo", kind: dictionary.Text, nullable: true},
			{ours: "parent", theirs: "above", nullable: true, reference: companies},
		}
	}
	return []simulatedField{
		{ours: "last_name", theirs: "title", kind: dictionary.Text, required: true},
		{ours: "phone", theirs: "phone", kind: dictionary.Text, nullable: true},
		{ours: "title", theirs: "post", kind: dictionary.Text},
		{ours: "notes", theirs: "memo", kind: dictionary.Text, nullable: true},
		{ours: "customer", theirs: "company", required: true, reference: companies},
	}
}

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// row reads a table's live row by its tag.
func (m *remote) find(point, tag string) (memory.Row, bool) {
	for _, row := range m.tables[point].Rows() {
		if row["tag"] == tandem.TextValue(tag) {
			return row, true
		}
	}
	return nil, false
}
