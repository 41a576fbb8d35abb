package memory_test

import (
	"errors"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/memory"
	"tandem/dictionary"
	"tandem/expr"
)

func TestConstraints(t *testing.T) {
	sys := memory.New(memory.Options{})
	newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "countries", Key: []string{"code"}, Fields: []dictionary.Field{{Name: "code", Type: dictionary.Text}}}})
	countries, _ := sys.Table("countries")
	put(t, countries, memory.Row{"code": tandem.TextValue("CZ")})
	table := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "people", Key: []string{"id"}, Fields: []dictionary.Field{
		{Name: "id", Type: dictionary.Integer},
		{Name: "name", Type: dictionary.Text, Length: 5},
		{Name: "email", Type: dictionary.Text, Nullable: true, Unique: true},
		{Name: "kind", Type: dictionary.Enum, Values: []string{"a", "b"}, Nullable: true},
		{Name: "rate", Type: dictionary.Decimal, Scale: 2, Nullable: true},
		{Name: "country", Type: dictionary.Text, Target: "countries", Nullable: true},
	}}, Generated: "id"})
	good := memory.Row{"name": tandem.TextValue("Žofie"), "email": tandem.TextValue("z@example.org"), "country": tandem.TextValue("CZ")}
	key := put(t, table, good)
	for what, r := range map[string]memory.Row{
		"null where a value is required": {"email": tandem.TextValue("x@example.org")},
		"a text that is too long":        {"name": tandem.TextValue("Žofinka")},
		"another kind of value":          {"name": tandem.IntegerValue(5)},
		"a value that is taken":          {"name": tandem.TextValue("Eva"), "email": tandem.TextValue("z@example.org")},
		"a word that is not listed":      {"name": tandem.TextValue("Eva"), "kind": tandem.TextValue("c")},
		"digits that do not fit":         {"name": tandem.TextValue("Eva"), "rate": tandem.DecimalValue(1, 3)},
		"a target that is not there":     {"name": tandem.TextValue("Eva"), "country": tandem.TextValue("XX")},
	} {
		if _, err := table.Put(r); tandem.CodeOf(err) != tandem.Invalid {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if _, err := table.Put(memory.Row{"size": tandem.IntegerValue(1)}); tandem.CodeOf(err) != tandem.Schema {
		t.Errorf("an unknown field: got %v", err)
	}
	if err := countries.Remove("CZ"); tandem.CodeOf(err) != tandem.Invalid {
		t.Errorf("a country somebody lives in: got %v", err)
	}
	if err := table.Remove(key); err != nil {
		t.Fatal(err)
	}
	if err := countries.Remove("CZ"); err != nil {
		t.Error(err)
	}
	put(t, table, memory.Row{"name": tandem.TextValue("Eva"), "email": tandem.TextValue("z@example.org")})
}

func TestDefinitionsAreChecked(t *testing.T) {
	sys := memory.New(memory.Options{})
	id := dictionary.Field{Name: "id", Type: dictionary.Text}
	for what, def := range map[string]memory.Definition{
		"nothing":        {},
		"no key":         {Object: dictionary.Object{Name: "a", Fields: []dictionary.Field{id}}},
		"unknown key":    {Object: dictionary.Object{Name: "a", Fields: []dictionary.Field{id}, Key: []string{"no"}}},
		"a text cursor":  {Object: dictionary.Object{Name: "a", Fields: []dictionary.Field{id}, Key: []string{"id"}}, Cursor: "id"},
		"unknown column": {Object: dictionary.Object{Name: "a", Fields: []dictionary.Field{id}, Key: []string{"id"}}, Tombstone: &connector.Tombstone{Column: "no"}},
		"unknown log":    {Object: dictionary.Object{Name: "a", Fields: []dictionary.Field{id}, Key: []string{"id"}}, Tombstone: &connector.Tombstone{Log: "no"}},
	} {
		if _, err := sys.NewTable(def); err == nil {
			t.Errorf("%s: the definition was taken", what)
		}
	}
}

func TestColumnsComeAndGo(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.add("a")
	if err := s.table.DropField("our_key"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.send("b"); tandem.CodeOf(err) != tandem.Schema {
		t.Errorf("writing to a column that is gone: got %v", err)
	}
	if err := s.table.AddField(dictionary.Field{Name: "size", Type: dictionary.Integer, Default: true}); err != nil {
		t.Fatal(err)
	}
	if got := s.table.Rows()[0]["size"]; got != tandem.IntegerValue(0) {
		t.Errorf("the new column holds %s", got)
	}
	if err := s.table.DropField("id"); err == nil {
		t.Error("the key was dropped")
	}
	if err := s.table.AlterField("name", func(f *dictionary.Field) { f.Length = 1 }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.table.Put(memory.Row{"name": tandem.TextValue("ab")}); tandem.CodeOf(err) != tandem.Invalid {
		t.Errorf("the new length does not hold: %v", err)
	}
}

func TestATestMayRefuseRows(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.table.Refuse(func(r memory.Row) error {
		if r["name"].Text() == "bad" {
			return errors.New("we do not sell that")
		}
		return nil
	})
	results, err := s.send("good", "bad")
	if err != nil || results[0].Err != nil || tandem.CodeOf(results[1].Err) != tandem.Invalid {
		t.Errorf("got %v, %v", results, err)
	}
	if names := s.names(); names != "good" {
		t.Errorf("%q landed", names)
	}
}

func TestKeysByRule(t *testing.T) {
	sys := memory.New(memory.Options{})
	table := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "orders", Key: []string{"number"}, Fields: []dictionary.Field{
		{Name: "number", Type: dictionary.Text, Length: 6}, {Name: "state", Type: dictionary.Text},
	}}})
	put(t, table, memory.Row{"number": tandem.TextValue("000041"), "state": tandem.TextValue("open")})
	c := sys.Open(nil)
	view := &connector.View{
		Object: "orders", Fields: []string{"number"}, Key: []string{"number"}, Writable: true,
		NewKey:    connector.NewKey{Field: "number", From: connector.KeyByMax, Width: 6},
		Constants: map[string]tandem.Value{"state": tandem.TextValue("new")},
	}
	results, err := c.Write(t.Context(), view, []connector.Write{{Op: tandem.Create}})
	if err != nil || results[0].Err != nil || results[0].Key != "000042" {
		t.Fatalf("got %v, %v", results, err)
	}
	if r, _ := table.Row("000042"); r["state"].Text() != "new" {
		t.Errorf("got %v", r)
	}
	view.NewKey = connector.NewKey{From: connector.KeyByUs}
	results, err = c.Write(t.Context(), view, []connector.Write{{Op: tandem.Create, Key: "W1"}})
	if err != nil || results[0].Err != nil || results[0].Key != "W1" {
		t.Errorf("got %v, %v", results, err)
	}
}

func TestPaddedColumns(t *testing.T) {
	sys := memory.New(memory.Options{})
	table := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "codes", Key: []string{"id"}, Fields: []dictionary.Field{
		{Name: "id", Type: dictionary.Integer}, {Name: "code", Type: dictionary.Text, Length: 4, Padded: true},
	}}, Generated: "id"})
	key := put(t, table, memory.Row{"code": tandem.TextValue("ab")})
	if r, _ := table.Row(key); r["code"].Text() != "ab  " {
		t.Errorf("got %q", r["code"].Text())
	}
	view := &connector.View{
		Object: "codes", Fields: []string{"code"}, Key: []string{"id"},
		Filter: expr.Comparison{Field: "code", Op: expr.Equal, Value: tandem.TextValue("ab")},
	}
	n, err := connector.Count(t.Context(), sys.Open(nil), view)
	if err != nil || n != 1 {
		t.Errorf("%d rows have the code, %v", n, err)
	}
}

func TestLinesOfJoinedTables(t *testing.T) {
	sys := memory.New(memory.Options{})
	orders := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "orders", Key: []string{"id"}, Fields: []dictionary.Field{{Name: "id", Type: dictionary.Integer}}}})
	lines := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "lines", Key: []string{"order_id", "no"}, Fields: []dictionary.Field{
		{Name: "order_id", Type: dictionary.Integer}, {Name: "no", Type: dictionary.Integer}, {Name: "secret", Type: dictionary.Text, Nullable: true},
	}}})
	releases := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "releases", Key: []string{"line_order", "line_no"}, Fields: []dictionary.Field{
		{Name: "line_order", Type: dictionary.Integer}, {Name: "line_no", Type: dictionary.Integer}, {Name: "quantity", Type: dictionary.Decimal},
	}}})
	one, two := tandem.IntegerValue(1), tandem.IntegerValue(2)
	put(t, orders, memory.Row{"id": one})
	put(t, lines, memory.Row{"order_id": one, "no": two})
	put(t, lines, memory.Row{"order_id": one, "no": one, "secret": tandem.TextValue("kept")})
	put(t, releases, memory.Row{"line_order": one, "line_no": one, "quantity": tandem.DecimalValue(5, 0)})
	view := &connector.View{
		Object: "orders", Fields: []string{"id"}, Key: []string{"id"}, Writable: true,
		Lines: &connector.Lines{
			Object: "lines", Parent: [][2]string{{"order_id", "id"}}, Key: []string{"no"}, Fields: []string{"no", "quantity"},
			Joins: []connector.Join{{Object: "releases", On: [][2]string{{"line_order", "order_id"}, {"line_no", "no"}}}},
		},
	}
	c := sys.Open(nil)
	page, err := connector.Get(t.Context(), c, view, []tandem.Key{tandem.KeyOf(one)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := page.Row(0)[1].Lines()
	if err != nil || len(got) != 2 || got[0][1] != tandem.DecimalValue(5, 0) || !got[1][1].IsNull() {
		t.Fatalf("got %v, %v", got, err)
	}
	// Writing the first line again and a new one keeps what the view does not show.
	w := connector.Write{Op: tandem.Update, Key: tandem.KeyOf(one), Values: tandem.Record{one, tandem.ListValue(string(tandem.AppendLines(nil, 2, []tandem.Record{got[0], {tandem.NullValue(), tandem.NullValue()}})))}}
	w.Set.Add(1)
	results, err := c.Write(t.Context(), view, []connector.Write{w})
	if err != nil || results[0].Err != nil {
		t.Fatal(results, err)
	}
	if rows := lines.Rows(); len(rows) != 2 || rows[0]["secret"].Text() != "kept" {
		t.Errorf("got %v", rows)
	}
}

func TestProfiles(t *testing.T) {
	sys := memory.New(memory.Options{Profiles: []connector.Profile{{Name: "one", Label: "One Ltd."}, {Name: "two", Label: "Two Ltd."}}})
	for _, profile := range []string{"one", "two"} {
		table := newTable(t, sys, memory.Definition{Profile: profile, Object: dictionary.Object{Name: "people", Key: []string{"name"}, Fields: []dictionary.Field{{Name: "name", Type: dictionary.Text}}}})
		put(t, table, memory.Row{"name": tandem.TextValue("of " + profile)})
	}
	c := sys.Open(connector.Settings{"profile": "one"})
	list, err := connector.Profiles(t.Context(), c)
	if err != nil || len(list) != 2 {
		t.Errorf("got %v, %v", list, err)
	}
	view := &connector.View{Object: "people", Fields: []string{"name"}, Key: []string{"name"}}
	for profile, want := range map[string]string{"": "of one", "two": "of two"} {
		view.Options = map[string]string{connector.ProfileOption: profile}
		for page, err := range c.List(t.Context(), view, "") {
			if err != nil || page.Row(0)[0].Text() != want {
				t.Errorf("profile %q: got %v, %v", profile, page, err)
			}
		}
	}
	if err := sys.Open(connector.Settings{"profile": "three"}).Check(t.Context()); tandem.CodeOf(err) != tandem.Config {
		t.Errorf("an unknown company: got %v", err)
	}
}

func TestSystemsByName(t *testing.T) {
	var systems memory.Systems
	kind := systems.Type()
	if _, err := kind.Open(nil, nil); tandem.CodeOf(err) != tandem.Config {
		t.Errorf("without a name: got %v", err)
	}
	c, err := kind.Open(connector.Settings{"system": "shop"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); tandem.CodeOf(err) != tandem.Unreached {
		t.Errorf("before it is there: got %v", err)
	}
	systems.Add("shop", memory.New(memory.Options{}))
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestHiddenAbilities(t *testing.T) {
	sys := memory.New(memory.Options{})
	if _, ok := sys.Open(connector.Settings{"without": "changes"}).(connector.Changer); ok {
		t.Error("changes are there")
	}
	if _, ok := sys.Open(connector.Settings{"without": "get, count"}).(connector.Changer); !ok {
		t.Error("changes are gone")
	}
	bare := sys.Open(connector.Settings{"without": "all"})
	if _, ok := bare.(connector.Getter); ok {
		t.Error("get is there")
	}
	n, err := connector.Count(t.Context(), sys.Open(connector.Settings{"without": "count"}), &connector.View{Object: "none"})
	if n != 0 || err != nil {
		t.Errorf("count without the ability: %d, %v", n, err)
	}
}

// Whoever keeps a text or a key beyond its page reads question marks.
func TestPagesAreSpoiled(t *testing.T) {
	sys := memory.New(memory.Options{PageSize: 1})
	table := newTable(t, sys, memory.Definition{Object: dictionary.Object{Name: "people", Key: []string{"name"}, Fields: []dictionary.Field{{Name: "name", Type: dictionary.Text}}}})
	put(t, table, memory.Row{"name": tandem.TextValue("Adam")})
	put(t, table, memory.Row{"name": tandem.TextValue("Eva")})
	put(t, table, memory.Row{"name": tandem.TextValue("Ota")})
	var kept []string
	for page, err := range sys.Open(nil).List(t.Context(), &connector.View{Object: "people", Fields: []string{"name"}}, "") {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, string(page.Keys[0]), page.Row(0)[0].Text())
	}
	if kept[0] != "????" || kept[1] != "????" || kept[2] != "Eva" || kept[4] != "Ota" {
		t.Errorf("got %q", kept)
	}
}
