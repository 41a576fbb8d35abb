package memory_test

import (
	"fmt"
	"maps"
	"sync/atomic"
	"testing"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/connector/connectortest"
	"tandem/connector/memory"
	"tandem/dictionary"
)

// A remote system numbered by people, with a rowversion, a mark for deleted
// rows and a unique column for our key: all there is to wish for.
func TestConformanceOfTheBestSystem(t *testing.T) {
	s := setup{
		key:       []dictionary.Field{{Name: "number", Type: dictionary.Text, Length: 20}},
		cursor:    dictionary.Field{Name: "version", Type: dictionary.Integer},
		tombstone: &connector.Tombstone{Column: "deleted", Value: "true"},
		external:  dictionary.Field{Name: "tandem_key", Type: dictionary.Text, Length: 12, Nullable: true, Unique: true},
	}
	connectortest.Run(t, s.harness())
}

// A system that makes the keys, stamps changes with the time and logs deletes.
func TestConformanceOfATimestampedSystem(t *testing.T) {
	s := setup{
		key:       []dictionary.Field{{Name: "id", Type: dictionary.Integer}},
		generated: "id",
		cursor:    dictionary.Field{Name: "changed_at", Type: dictionary.Instant},
		overlap:   60,
		tombstone: &connector.Tombstone{Log: "customers_deleted", LogCursor: "changed_at"},
		external:  dictionary.Field{Name: "tandem_key", Type: dictionary.Text, Length: 12, Nullable: true},
	}
	connectortest.Run(t, s.harness())
}

// A system that can do no more than it must, with a key of two parts.
func TestConformanceOfTheBareMinimum(t *testing.T) {
	s := setup{
		key: []dictionary.Field{
			{Name: "branch", Type: dictionary.Text, Length: 3},
			{Name: "number", Type: dictionary.Integer},
		},
		without: "all",
		noRows:  true,
	}
	connectortest.Run(t, s.harness())
}

// setup is a kind of system the suite is run on.
type setup struct {
	key       []dictionary.Field
	generated string
	cursor    dictionary.Field
	overlap   int
	tombstone *connector.Tombstone
	external  dictionary.Field
	without   string
	noRows    bool
}

func (s *setup) harness() connectortest.Harness {
	h := connectortest.Harness{
		Fresh:     s.fresh,
		View:      s.customers(),
		KeyValues: s.keyValues(),
		Columns: connectortest.Columns{
			Name: "name", Notes: "notes", Credit: "credit", Rank: "rank", Since: "since", Active: "active", Seen: "seen",
		},
		ReadOnly:  &connector.View{Object: "totals", Fields: []string{"customers"}, Key: []string{"customers"}, Writable: true},
		Documents: s.documents(),
		WrongCredentials: func(testing.TB) connector.Connector {
			return memory.New(memory.Options{Token: "right"}).Open(connector.Settings{"token": "wrong"})
		},
		Unreachable: func(testing.TB) connector.Connector {
			sys := memory.New(memory.Options{})
			sys.SetDown(true)
			return sys.Open(nil)
		},
	}
	return h
}

// keyValues numbers rows where the system does not.
func (s *setup) keyValues() func(int) connectortest.Row {
	switch {
	case s.generated != "":
		return nil
	case len(s.key) == 2:
		return func(n int) connectortest.Row {
			return connectortest.Row{"branch": tandem.TextValue(fmt.Sprintf("P%d", n%3)), "number": tandem.IntegerValue(int64(n))}
		}
	default:
		return func(n int) connectortest.Row {
			return connectortest.Row{"number": tandem.TextValue(fmt.Sprintf("C%04d", n))}
		}
	}
}

func (s *setup) customers() connector.View {
	view := connector.View{
		Object: "customers", Cursor: s.cursor.Name, Overlap: s.overlap, Tombstone: s.tombstone, ExternalID: s.external.Name, Writable: true,
		NewKey: connector.NewKey{From: connector.KeyByUs},
	}
	for _, f := range append(s.key, columns()...) {
		view.Fields = append(view.Fields, f.Name)
		view.Types = append(view.Types, f.Type)
	}
	for _, f := range s.key {
		view.Key = append(view.Key, f.Name)
	}
	if s.generated != "" {
		view.NewKey = connector.NewKey{Field: s.generated, From: connector.KeyByDatabase}
	}
	return view
}

func (s *setup) documents() *connectortest.Documents {
	return &connectortest.Documents{
		View: connector.View{
			Object: "orders", Fields: []string{"number", "note"}, Key: []string{"number"}, Cursor: s.cursor.Name, Overlap: s.overlap, Writable: true,
			NewKey: connector.NewKey{From: connector.KeyByUs},
			Lines: &connector.Lines{
				Object: "order_lines", Parent: [][2]string{{"order_number", "number"}}, Key: []string{"position"},
				Fields: []string{"position", "code", "quantity"},
			},
		},
		New: func(n int) connectortest.Row {
			return connectortest.Row{"number": tandem.IntegerValue(int64(n)), "note": tandem.TextValue(fmt.Sprintf("order %d", n))}
		},
		Line: func(n int) tandem.Record {
			return tandem.Record{tandem.IntegerValue(int64(n)), tandem.TextValue(fmt.Sprintf("code %d", n)), tandem.DecimalValue(int64(n)*10+5, 1)}
		},
	}
}

func columns() []dictionary.Field {
	return []dictionary.Field{
		{Name: "name", Type: dictionary.Text, Length: 60},
		{Name: "notes", Type: dictionary.Text, Nullable: true},
		{Name: "credit", Type: dictionary.Decimal, Scale: 4, Nullable: true},
		{Name: "rank", Type: dictionary.Integer, Nullable: true},
		{Name: "since", Type: dictionary.Date, Nullable: true},
		{Name: "active", Type: dictionary.Bool, Nullable: true},
		{Name: "seen", Type: dictionary.Instant, Nullable: true},
	}
}

// fresh makes a system with its tables.
func (s *setup) fresh(t testing.TB) *connectortest.Remote {
	t.Helper()
	var seconds atomic.Int64
	sys := memory.New(memory.Options{
		PageSize: 7, NoRows: s.noRows, Token: "right",
		Clock: func() time.Time { return time.Unix(1_800_000_000+seconds.Add(1), 0) },
	})
	if s.tombstone != nil && s.tombstone.Log != "" {
		newTable(t, sys, memory.Definition{
			Object: dictionary.Object{
				Name: s.tombstone.Log, Key: []string{"entry"},
				Fields: append([]dictionary.Field{{Name: "entry", Type: dictionary.Integer}, s.cursor}, s.key...),
			},
			Generated: "entry", Cursor: s.cursor.Name,
		})
	}
	customers := newTable(t, sys, s.definition())
	newTable(t, sys, memory.Definition{Object: dictionary.Object{
		Name: "totals", Key: []string{"customers"}, ReadOnly: true,
		Fields: []dictionary.Field{{Name: "customers", Type: dictionary.Integer}},
	}})
	lines := s.orders(t, sys)
	return &connectortest.Remote{
		Open: func(testing.TB) connector.Connector {
			return sys.Open(connector.Settings{"token": "right", "without": s.without})
		},
		Seed: func(t testing.TB, rows []connectortest.Row) []tandem.Key {
			t.Helper()
			var keys []tandem.Key
			for _, r := range rows {
				keys = append(keys, put(t, customers, memory.Row(r)))
			}
			return keys
		},
		Edit: func(t testing.TB, key tandem.Key, set connectortest.Row) {
			t.Helper()
			put(t, customers, s.edited(t, customers, key, set))
		},
		EditLate: func(t testing.TB, key tandem.Key, set connectortest.Row) func() {
			t.Helper()
			_, commit, err := customers.PutLate(s.edited(t, customers, key, set))
			if err != nil {
				t.Fatal(err)
			}
			return commit
		},
		Remove: func(t testing.TB, key tandem.Key) {
			t.Helper()
			if err := customers.Remove(key); err != nil {
				t.Fatal(err)
			}
		},
		Cut: func(testing.TB) { sys.SetDown(true) },
		EditLine: func(t testing.TB, document tandem.Key) {
			t.Helper()
			n, _ := tandem.IntegerPart(string(document))
			put(t, lines, memory.Row{"order_number": tandem.IntegerValue(n), "position": tandem.IntegerValue(1), "code": tandem.TextValue("edited")})
		},
	}
}

func (s *setup) definition() memory.Definition {
	def := memory.Definition{Generated: s.generated, Cursor: s.cursor.Name, Tombstone: s.tombstone}
	def.Name, def.Fields = "customers", append(append([]dictionary.Field{}, s.key...), columns()...)
	for _, f := range s.key {
		def.Key = append(def.Key, f.Name)
	}
	if s.cursor.Name != "" {
		def.Fields = append(def.Fields, s.cursor)
	}
	if s.external.Name != "" {
		def.Fields = append(def.Fields, s.external)
	}
	if s.tombstone != nil && s.tombstone.Column != "" {
		def.Fields = append(def.Fields, dictionary.Field{Name: s.tombstone.Column, Type: dictionary.Bool, Default: true})
	}
	return def
}

// orders makes documents and their lines.
func (s *setup) orders(t testing.TB, sys *memory.System) (lines *memory.Table) {
	t.Helper()
	order := memory.Definition{Cursor: s.cursor.Name}
	order.Name, order.Key = "orders", []string{"number"}
	order.Fields = []dictionary.Field{{Name: "number", Type: dictionary.Integer}, {Name: "note", Type: dictionary.Text, Nullable: true}}
	line := memory.Definition{Cursor: s.cursor.Name}
	line.Name, line.Key = "order_lines", []string{"order_number", "position"}
	line.Fields = []dictionary.Field{
		{Name: "order_number", Type: dictionary.Integer, Target: "orders"},
		{Name: "position", Type: dictionary.Integer},
		{Name: "code", Type: dictionary.Text, Nullable: true},
		{Name: "quantity", Type: dictionary.Decimal, Nullable: true},
	}
	if s.cursor.Name != "" {
		order.Fields = append(order.Fields, s.cursor)
		line.Fields = append(line.Fields, s.cursor)
	}
	newTable(t, sys, order)
	return newTable(t, sys, line)
}

// edited is the row with that key and the fields to be changed.
func (s *setup) edited(t testing.TB, table *memory.Table, key tandem.Key, set connectortest.Row) memory.Row {
	t.Helper()
	present, ok := table.Row(key)
	if !ok {
		t.Fatalf("there is no row %s", key)
	}
	r := memory.Row{}
	for _, f := range s.key {
		r[f.Name] = present[f.Name]
	}
	maps.Copy(r, memory.Row(set))
	return r
}

func newTable(t testing.TB, sys *memory.System, def memory.Definition) *memory.Table {
	t.Helper()
	table, err := sys.NewTable(def)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func put(t testing.TB, table *memory.Table, r memory.Row) tandem.Key {
	t.Helper()
	key, err := table.Put(r)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
