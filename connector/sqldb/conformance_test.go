package sqldb_test

import (
	"fmt"
	"strconv"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/connectortest"
	"tandem/connector/sqldb"
	"tandem/dictionary"
)

// Rows numbered by people, a version that a trigger takes from a sequence, a
// mark for deleted rows and a unique column for our key.
func TestConformanceNumberedByPeople(t *testing.T) {
	onEach(t, kind{
		key:       []dictionary.Field{{Name: "number", Type: dictionary.Text, Length: 20}},
		cursor:    dictionary.Field{Name: "version", Type: dictionary.Integer},
		tombstone: &connector.Tombstone{Column: "deleted", Value: "*"},
		unique:    true,
	})
}

// Keys made by the database, changes stamped with the time, deletes in a log.
func TestConformanceNumberedByTheDatabase(t *testing.T) {
	onEach(t, kind{
		key:       []dictionary.Field{{Name: "id", Type: dictionary.Integer}},
		generated: true,
		cursor:    dictionary.Field{Name: "changed_at", Type: dictionary.Instant},
		overlap:   60,
		tombstone: &connector.Tombstone{Log: "customers_deleted", LogCursor: "at"},
	})
}

// A key of two parts, one of them padded, and nothing that shows changes.
func TestConformanceCompositeKey(t *testing.T) {
	onEach(t, kind{
		key: []dictionary.Field{
			{Name: "branch", Type: dictionary.Text, Length: 5, Padded: true},
			{Name: "number", Type: dictionary.Integer},
		},
	})
}

// kind is a kind of remote table the suite is run on.
type kind struct {
	key       []dictionary.Field
	generated bool
	cursor    dictionary.Field
	overlap   int
	tombstone *connector.Tombstone
	unique    bool
	database  string
}

func onEach(t *testing.T, k kind) {
	t.Helper()
	for _, s := range servers() {
		t.Run(s.name, func(t *testing.T) {
			if s.address != nil {
				k.database = s.address(t) // emptied for each case: making one takes a second
			}
			connectortest.Run(t, k.harness(s))
		})
	}
}

func (k kind) harness(s *server) connectortest.Harness {
	if s.blind {
		k.overlap = max(k.overlap, 60) // longer than any case holds a transaction open
	}
	h := connectortest.Harness{
		Fresh: func(t testing.TB) *connectortest.Remote {
			t.Helper()
			return k.fresh(t, s)
		},
		View: k.customers(), KeyValues: k.keyValues(),
		Columns: connectortest.Columns{
			Name: "name", Notes: "notes", Credit: "credit", Rank: "ranking", Since: "since", Active: "active", Seen: "seen",
		},
		ReadOnly:    &connector.View{Object: "totals", Fields: []string{"customers"}, Key: []string{"customers"}, Writable: true},
		Documents:   k.documents(),
		InstantUnit: s.instantUnit,
		Skip:        s.skip,
	}
	if s.address != nil {
		h.Unreachable = func(t testing.TB) connector.Connector {
			t.Helper()
			return open(t, s.unreachable)
		}
		h.WrongCredentials = func(t testing.TB) connector.Connector {
			t.Helper()
			return open(t, replaceUser(t, k.database, "nobody", "wrong"))
		}
	}
	return h
}

func (k kind) customers() connector.View {
	view := connector.View{
		Object: "customers", Cursor: k.cursor.Name, Overlap: k.overlap, Tombstone: k.tombstone, Writable: true,
		ExternalID: "tandem_key", NewKey: connector.NewKey{From: connector.KeyByUs},
	}
	for _, f := range k.key {
		view.Fields, view.Types = append(view.Fields, f.Name), append(view.Types, f.Type)
		view.Key = append(view.Key, f.Name)
	}
	for _, f := range fields() {
		view.Fields, view.Types = append(view.Fields, f.Name), append(view.Types, f.Type)
	}
	if k.generated {
		view.NewKey = connector.NewKey{Field: "id", From: connector.KeyByDatabase}
	}
	return view
}

func fields() []dictionary.Field {
	return []dictionary.Field{
		{Name: "name", Type: dictionary.Text}, {Name: "notes", Type: dictionary.Text},
		{Name: "credit", Type: dictionary.Decimal}, {Name: "ranking", Type: dictionary.Integer},
		{Name: "since", Type: dictionary.Date}, {Name: "active", Type: dictionary.Bool}, {Name: "seen", Type: dictionary.Instant},
	}
}

func (k kind) keyValues() func(int) connectortest.Row {
	switch {
	case k.generated:
		return nil
	case len(k.key) == 2:
		return func(n int) connectortest.Row {
			return connectortest.Row{"branch": tandem.TextValue("P" + strconv.Itoa(n%3)), "number": tandem.IntegerValue(int64(n))}
		}
	default:
		return func(n int) connectortest.Row {
			return connectortest.Row{"number": tandem.TextValue(fmt.Sprintf("C%04d", n))}
		}
	}
}

func (k kind) documents() *connectortest.Documents {
	return &connectortest.Documents{
		View: connector.View{
			Object: "orders", Fields: []string{"number", "note"}, Key: []string{"number"},
			Cursor: k.cursor.Name, Overlap: k.overlap, Writable: true,
			NewKey: connector.NewKey{From: connector.KeyByUs},
			Lines: &connector.Lines{
				Object: "order_lines", Parent: [][2]string{{"order_number", "number"}}, Key: []string{"pos"},
				Fields: []string{"pos", "code", "quantity"},
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

func open(t testing.TB, address string) connector.Connector {
	t.Helper()
	c, err := sqldb.Open(connector.Settings{"url": address, "page_rows": "10"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
