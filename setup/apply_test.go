package setup_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/catalog"
	"tandem/connector/memory"
	"tandem/dictionary"
	"tandem/setup"
)

// shelf is a store that keeps definitions in memory.
type shelf map[string]tandem.Definition

func (s shelf) Definitions(_ context.Context, account int64, kind string) ([]tandem.Definition, error) {
	var list []tandem.Definition
	for _, d := range s {
		if d.Account == account && d.Kind == kind {
			list = append(list, d)
		}
	}
	return list, nil
}

func (s shelf) SaveDefinition(_ context.Context, d *tandem.Definition) (bool, error) {
	d.Version = s[d.Kind+"/"+d.Name].Version + 1
	s[d.Kind+"/"+d.Name] = *d
	return true, nil
}

// DefinitionVersions knows none: versions are tested over the real store.
func (s shelf) DefinitionVersions(context.Context, int64, string, string, int) ([]tandem.DefinitionVersion, error) {
	return nil, nil
}

func (s shelf) RemoveDefinition(_ context.Context, _ int64, kind, name string) error {
	delete(s, kind+"/"+name)
	return nil
}

func (s shelf) CustomFields(_ context.Context, account int64) ([]dictionary.CustomField, error) {
	var list []dictionary.CustomField
	for _, key := range slices.Sorted(maps.Keys(s)) {
		if d := s[key]; d.Account == account && d.Kind == "custom field" {
			list = append(list, dictionary.CustomField{})
			if err := json.Unmarshal(d.Body, &list[len(list)-1]); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

func (s shelf) AddCustomField(_ context.Context, account int64, f dictionary.CustomField) error {
	body, err := json.Marshal(f)
	s["custom field/"+f.Object+"."+f.Field.Name] = tandem.Definition{Account: account, Kind: "custom field", Body: body}
	return err
}

func (s shelf) RemoveCustomField(_ context.Context, _ int64, object, name string) error {
	delete(s, "custom field/"+object+"."+name)
	return nil
}

// envelope seals by writing the place in front: enough to see what is sealed.
type envelope struct{}

func (envelope) Seal(plain, place string) (string, error) {
	return "sealed " + place + ":" + plain, nil
}

func (envelope) Open(sealed, place string) (string, error) {
	plain, ok := strings.CutPrefix(sealed, "sealed "+place+":")
	if !ok {
		return "", errors.New("sealed for another place")
	}
	return plain, nil
}

// bench is a configuration over a remote system in memory.
type bench struct {
	config      *setup.Config
	terms       setup.Terms
	shelf       shelf
	environment map[string]string
	system      *memory.System
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{shelf: shelf{}, environment: map[string]string{"TOKEN": "t0ken"}, system: memory.New(memory.Options{Token: "t0ken"})}
	for _, def := range []memory.Definition{
		{Object: dictionary.Object{Name: "kunden", Key: []string{"nr"}, Fields: []dictionary.Field{
			{Name: "nr", Type: dictionary.Text, Length: 6}, {Name: "firma", Type: dictionary.Text, Length: 35},
			{Name: "mail", Type: dictionary.Text, Length: 100}, {Name: "art", Type: dictionary.Text, Length: 1},
			{Name: "stand", Type: dictionary.Integer, ReadOnly: true},
		}}, Cursor: "stand"},
		{Object: dictionary.Object{Name: "personen", Key: []string{"id"}, Fields: []dictionary.Field{
			{Name: "id", Type: dictionary.Integer}, {Name: "kunde", Type: dictionary.Text, Length: 6},
			{Name: "name", Type: dictionary.Text, Length: 35},
		}}, Generated: "id"},
	} {
		if _, err := b.system.NewTable(def); err != nil {
			t.Fatal(err)
		}
	}
	systems := &memory.Systems{}
	systems.Add("demo", b.system)
	b.config = setup.New(setup.Options{
		Store: b.shelf, Sealer: envelope{}, Catalog: []catalog.Type{{Type: systems.Type()}},
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) { return dictionary.Standard(), nil },
		Lane: func(context.Context, int64, string, string, string) (tandem.Lane, error) {
			return tandem.Lane{Point: 1}, nil
		},
		Receiver: func(context.Context, int64, string) (int64, error) { return 9, nil },
		Environment: func(name string) (string, bool) {
			v, ok := b.environment[name]
			return v, ok
		},
	})
	return b
}

// apply applies a text and returns what changed as a person sees it.
func (b *bench) apply(t *testing.T, text string) ([]string, error) {
	t.Helper()
	f, err := setup.Parse("f.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	applied, err := b.config.Apply(t.Context(), 1, f, b.terms)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, c := range applied.Changes {
		lines = append(lines, c.String())
	}
	return lines, nil
}

func (b *bench) mustApply(t *testing.T, text string, want ...string) {
	t.Helper()
	got, err := b.apply(t, text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got)\n%s", diff)
	}
}

const small = `account: acme
connections:
  - name: crm
    connector: memory
    settings: {system: demo, token: "${TOKEN}"}
syncs:
  - name: crm
    connection: crm
    data_points:
      - name: people
        ours: contact
        theirs: personen
        fields:
          - {ours: customer, theirs: kunde, reference: customers}
          - {ours: last_name, theirs: name}
      - name: customers
        ours: customer
        theirs: kunden
        cursor: stand
        fields:
          - {ours: number, theirs: nr}
          - {ours: name, theirs: firma}
`

func TestApplyTwiceChangesNothing(t *testing.T) {
	b := newBench(t)
	b.mustApply(t, small, "connection crm: created", "sync crm: created")
	b.mustApply(t, small)

	if body := string(b.shelf["connection/crm"].Body); strings.Contains(strings.ReplaceAll(body, "sealed 1/crm/token:t0ken", ""), "t0ken") {
		t.Errorf("the secret is stored in the open: %s", body)
	}
	syncs, err := b.config.Syncs(t.Context(), 1)
	if err != nil || len(syncs) != 1 {
		t.Fatalf("syncs %v, %v", syncs, err)
	}
	var order []string
	for _, p := range syncs[0].Points {
		order = append(order, p.Name)
	}
	if !slices.Equal(order, []string{"customers", "people"}) {
		t.Errorf("parents do not come first: %v", order)
	}
	conn, err := b.config.Dial(t.Context(), 1, "crm", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Check(t.Context()); err != nil {
		t.Errorf("the stored connection cannot be used: %v", err)
	}
}

func TestApplyTellsWhatChanged(t *testing.T) {
	b := newBench(t)
	b.mustApply(t, small, "connection crm: created", "sync crm: created")
	changed := strings.NewReplacer(
		"connection: crm\n", "connection: crm\n    schedule: \"*/5 * * * *\"\n",
		"theirs: firma}", "theirs: firma, convert: [trim]}\n          - {ours: email, theirs: mail}",
		"cursor: stand", "cursor: scan",
	).Replace(small)
	b.mustApply(t, changed,
		"sync crm: data point customers: cursor changed (stand -> scan)",
		"sync crm: data point customers: fields.email added",
		"sync crm: data point customers: fields.name.convert added",
		"sync crm: schedule added",
	)
	b.mustApply(t, small,
		"sync crm: data point customers: cursor changed (scan -> stand)",
		"sync crm: data point customers: fields.email removed",
		"sync crm: data point customers: fields.name.convert removed",
		"sync crm: schedule removed",
	)
}

func TestSecretsInAFile(t *testing.T) {
	b := newBench(t)
	plain := strings.Replace(small, "${TOKEN}", "t0ken", 1)
	b.mustApply(t, plain, "connection crm: created", "sync crm: created")
	b.mustApply(t, plain)

	f, err := b.config.File(t.Context(), 1, "acme")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := setup.Print(&out, f); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "t0ken") || !strings.Contains(out.String(), setup.Hidden) {
		t.Errorf("printed back:\n%s", out.String())
	}
	b.mustApply(t, out.String()) // what was hidden stays as it is

	b.mustApply(t, small, "connection crm: settings.token changed (******** -> ${TOKEN})")
	b.environment["TOKEN"] = "other"
	if _, err := b.apply(t, small); tandem.CodeOf(err) != tandem.Denied {
		t.Errorf("the new token was not tried: %v", err)
	}
	delete(b.environment, "TOKEN")
	_, err = b.apply(t, small)
	if diff := cmp.Diff([]string{"f.yaml:5:30: the environment has no variable TOKEN (export TOKEN=...)"}, told(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestRemove(t *testing.T) {
	b := newBench(t)
	b.mustApply(t, small, "connection crm: created", "sync crm: created")
	_, err := b.apply(t, "connections:\n  - {name: crm, removed: true}\n")
	if diff := cmp.Diff([]string{"f.yaml:2:17: sync crm still uses connection crm (remove the sync as well)"}, told(t, err)); diff != "" {
		t.Error(diff)
	}
	both := "connections:\n  - {name: crm, removed: true}\nsyncs:\n  - {name: crm, removed: true}\n"
	b.mustApply(t, both, "connection crm: removed", "sync crm: removed")
	b.mustApply(t, both)
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	tests := []struct {
		name, old, new string
		want           []string
	}{
		{"unknown connector", "connector: memory", "connector: memori", []string{"f.yaml:4:5: the catalogue has no connector memori (did you mean memory?)"}},
		{"unknown setting", "system: demo", "sistem: demo", []string{
			"f.yaml:5:5: connection crm needs the setting system (the name it was added under)",
			"f.yaml:5:16: connector memory has no setting sistem (did you mean system?)",
		}},
		{"unknown connection", "connection: crm", "connection: crn", []string{"f.yaml:8:5: there is no connection crn (did you mean crm?)"}},
		{"unknown object", "ours: contact", "ours: contakt", []string{"f.yaml:11:9: we have no object contakt (did you mean contact?)"}},
		{"our unknown field", "ours: last_name", "ours: lastname", []string{"f.yaml:15:14: contact has no field lastname (did you mean last_name?)"}},
		{"their unknown table", "theirs: personen", "theirs: person", []string{"f.yaml:12:9: the other side has no table or view person, or no right to read it (tandem describe CONNECTION lists what there is)"}},
		{"their unknown column", "cursor: stand", "cursor: stnd", []string{"f.yaml:19:9: kunden has no column stnd (did you mean stand?)"}},
		{"reference to nothing", "reference: customers", "reference: customer", []string{"f.yaml:14:45: this sync has no data point customer (did you mean customers?)"}},
		{"reference to the wrong thing", "reference: customers", "reference: people", []string{"f.yaml:14:45: our field customer points at customer, but data point people holds contact"}},
		{"schedule", "connection: crm", "connection: crm\n    schedule: every day", []string{`f.yaml:9:5: "every day" is not a schedule (five parts: minute hour day month weekday, as in "*/5 * * * *", or manual)`}},
		{"time zone", "connection: crm", "connection: crm\n    time_zone: Prague", []string{`f.yaml:9:5: there is no time zone "Prague" (a name as Europe/Prague or America/New_York)`}},
		{"out of reach", "system: demo", "system: gone", []string{`f.yaml:5:5: connection crm: there is no system "gone" in memory (apply --offline stores the configuration without asking the connected system)`}},
		{"newest", "cursor: stand", "conflict: newest", []string{"f.yaml:19:9: conflict: newest needs their column with the time of change (changed_at: THEIR_COLUMN)"}},
		{"match rule over nothing", "cursor: stand", "match: [nmae]", []string{`f.yaml:19:9: match rule "nmae": customer has no field "nmae" (did you mean name?)`}},
		{"match rule twice", "cursor: stand", "match: [name, name]", []string{`f.yaml:19:9: match rule "name" is there twice`}},
		{"nothing to make keys", "cursor: stand", "operations: {create: both, update: both}", []string{"f.yaml:19:9: data point customers creates rows there, but no new_key says where their key comes from (new_key: {field: COLUMN, from: database})"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			_, err := b.apply(t, strings.Replace(small, tt.old, tt.new, 1))
			if diff := cmp.Diff(tt.want, told(t, err)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if len(b.shelf) != 0 {
				t.Error("something was stored all the same")
			}
		})
	}
}

// A match rule may name a field of ours that is not mapped: it finds nobody,
// which is said. Where that holds for all of them, what follows is said too.
func TestAMatchRuleThatFindsNobodyIsSaid(t *testing.T) {
	aside := `f.yaml:19:9: match rule "vat_id": no field "vat_id" is mapped (mapped are number, name)`
	none := "f.yaml:19:9: none of the match rules can find anybody: on first contact nothing is matched, " +
		"and what is on one side only is created on the other as far as operations say (map a field that a rule names)"
	for match, want := range map[string][]string{
		"match: [vat_id, name]": {aside},
		"match: [vat_id]":       {aside, none},
		"match: [name]":         nil,
		"match: []":             nil,
	} {
		for _, offline := range []bool{false, true} {
			f, err := setup.Parse("f.yaml", []byte(strings.Replace(small, "cursor: stand", match, 1)))
			if err != nil {
				t.Fatal(err)
			}
			applied, err := newBench(t).config.Apply(t.Context(), 1, f, setup.Terms{Offline: offline})
			if err != nil {
				t.Fatalf("%s is refused: %v", match, err)
			}
			var said []string
			if len(applied.Notices) > 0 {
				said = told(t, applied.Notices)
			}
			if diff := cmp.Diff(want, said); diff != "" {
				t.Errorf("%s, offline %v (-want +got)\n%s", match, offline, diff)
			}
		}
	}
}
