package setup_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tandem"
	"tandem/catalog"
	"tandem/engine"
	"tandem/setup"
	"tandem/sim"
	"tandem/store"
)

// office is an account over the real store, with demo ERPs that can be connected.
type office struct {
	t       *testing.T
	dir     string
	account int64
	store   *store.Store
	config  *setup.Config
	engine  *engine.Engine
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir()}
	var err error
	o.store, err = store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	o.must(err)
	t.Cleanup(func() { o.must(o.store.Close()) })
	account, err := o.store.EnsureAccount(t.Context(), "acme")
	o.must(err)
	o.account = account.ID
	o.config = setup.New(setup.Options{Store: o.store, Sealer: envelope{}, Catalog: catalog.Types(), Dictionary: o.store.Dictionary, Lane: o.store.Lane})
	o.engine = engine.New(engine.Options{Store: o.store, Syncs: o.config.Syncs, Dial: o.config.Dial, Dictionary: o.store.Dictionary, Pause: o.config.Pause, Refused: o.config.Refuse})
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// erp makes a demo ERP and returns its address.
func (o *office) erp(name string, seed uint64) string {
	o.t.Helper()
	url := "sqlite://" + filepath.ToSlash(filepath.Join(o.dir, name))
	erp, err := sim.OpenERP(o.t.Context(), url)
	o.must(err)
	o.must(erp.Create(o.t.Context(), sim.Size{Customers: 40, Seed: seed}))
	o.must(erp.Close())
	return url
}

// add adds Made2Manage and sets it up.
func (o *office) add(url string) string {
	o.t.Helper()
	name, err := o.config.AddConnection(o.t.Context(), o.account, "m2m", "eva")
	o.must(err)
	o.expectState(name, setup.NeedsSetup)
	o.must(o.config.SaveConnection(o.t.Context(), o.account, setup.ConnectionEdit{Name: name, Label: "Our ERP", Settings: map[string]string{"url": url}}, "eva"))
	o.expectState(name, setup.Enabled)
	return name
}

func (o *office) expectState(connection string, want setup.ConnectionState) {
	o.t.Helper()
	view, err := o.config.Connection(o.t.Context(), o.account, connection)
	o.must(err)
	if view.State != want {
		o.t.Errorf("connection %s is %s, want %s", connection, view.State, want)
	}
	overview, err := o.config.Overview(o.t.Context(), o.account)
	o.must(err)
	for _, v := range overview {
		if v.Connection == connection && v.State != want {
			o.t.Errorf("the overview says that %s is %s, want %s", connection, v.State, want)
		}
	}
}

// load connects the only company and brings everything.
func (o *office) load(connection string) (sync string, counts tandem.Counts) {
	o.t.Helper()
	sync, err := o.config.Connect(o.t.Context(), o.account, setup.Connecting{Connection: connection, Schedule: "*/5 * * * *"}, "eva")
	o.must(err)
	run, err := o.engine.File(o.t.Context(), engine.Request{Account: o.account, Sync: sync, Kind: tandem.Bulk})
	o.must(err)
	o.must(o.engine.Work(o.t.Context(), o.account, run.ID))
	run, err = o.store.Run(o.t.Context(), o.account, run.ID)
	o.must(err)
	if run.State != tandem.Done {
		o.t.Fatalf("the run is %s: %s", run.State, run.Message)
	}
	for i := range run.Points {
		counts.Add(run.Points[i].Counts)
	}
	return sync, counts
}

// A system that was removed and is added again finds its links: nothing is made
// twice, here or there, whatever the connection is called the second time.
func TestASystemThatComesBackFindsItsLinks(t *testing.T) {
	o := newOffice(t)
	url := o.erp("erp.db", 1)
	first, counts := o.load(o.add(url))
	if counts[tandem.Created] == 0 {
		t.Fatal("the first load brought nothing")
	}
	o.must(o.config.RemoveConnection(t.Context(), o.account, "m2m", "eva"))
	if left, err := o.config.File(t.Context(), o.account, "acme"); err != nil || len(left.Connections)+len(left.Syncs) != 0 {
		t.Fatalf("after the removal there is still %+v, %v", left, err)
	}

	other, err := o.config.AddConnection(t.Context(), o.account, "m2m", "eva") // takes the name
	o.must(err)
	second, again := o.load(o.add(url))
	if first != second {
		t.Errorf("the sync was %s and is %s", first, second)
	}
	if again[tandem.Created]+again[tandem.Updated]+again[tandem.Deleted] != 0 || again[tandem.Unchanged] != counts.Rows() {
		t.Errorf("the second load: %v after %v", again, counts)
	}
	if other == "" || other == "m2m-2" {
		t.Errorf("the other connection is called %s", other)
	}
}

// Another system of the same kind under the same name is another one: keys that
// happen to be equal must not lead to the records of the first.
func TestAnotherSystemFindsNoForeignLinks(t *testing.T) {
	o := newOffice(t)
	first, _ := o.load(o.add(o.erp("first.db", 1)))
	o.must(o.config.RemoveConnection(t.Context(), o.account, "m2m", "eva"))
	name := o.add(o.erp("second.db", 2))
	draft, err := o.config.ConnectDraft(t.Context(), o.account, setup.Connecting{Connection: name})
	o.must(err)
	if draft.Name == first {
		t.Errorf("the second system would be kept in step as %s, with the links of the first", first)
	}
	for i := range draft.Points {
		links, err := o.store.CountLinks(t.Context(), tandem.Lane{Account: o.account, Point: draft.Points[i].ID, Object: draft.Points[i].Ours})
		o.must(err)
		if links != 0 {
			t.Errorf("data point %s finds %d links of another system", draft.Points[i].Name, links)
		}
	}
}

// What is wrong in a dialog is told beside the setting, and nothing is stored.
func TestAWrongSettingIsToldBesideIt(t *testing.T) {
	o := newOffice(t)
	name, err := o.config.AddConnection(t.Context(), o.account, "m2m", "eva")
	o.must(err)
	for _, c := range []struct {
		label    string
		settings map[string]string
		place    string
	}{
		{"", map[string]string{"url": o.erp("erp.db", 1)}, "label"},
		{"ERP", map[string]string{}, "settings.url"},
		{"ERP", map[string]string{"url": "nonsense"}, "settings.url"},
		{"ERP", map[string]string{"url": "sqlite:///nowhere/at/all.db"}, "settings.url"},
		{"ERP", map[string]string{"url": "sqlite:///x.db", "connections": "many"}, "settings.connections"},
		{"ERP", map[string]string{"url": "sqlite:///x.db", "password": "${TANDEM_KEY}"}, "settings.password"},
	} {
		err := o.config.TestConnection(t.Context(), o.account, setup.ConnectionEdit{Name: name, Label: c.label, Settings: c.settings})
		e, ok := errors.AsType[*tandem.Error](err)
		if !ok || e.Place != c.place {
			t.Errorf("%v: %v, want it at %s", c.settings, err, c.place)
		}
	}
	o.expectState(name, setup.NeedsSetup)
}

// A secret that comes back as it is shown stays; a printed configuration holds none.
func TestASecretIsKeptAndNotPrinted(t *testing.T) {
	o := newOffice(t)
	url := o.erp("erp.db", 1)
	name := o.add(url)
	view, err := o.config.Connection(t.Context(), o.account, name)
	o.must(err)
	if view.Settings["url"] != setup.Hidden {
		t.Errorf("the address shows as %q", view.Settings["url"])
	}
	edit := setup.ConnectionEdit{Name: name, Label: "Renamed", Settings: view.Settings}
	o.must(o.config.TestConnection(t.Context(), o.account, edit))
	o.must(o.config.SaveConnection(t.Context(), o.account, edit, "eva"))
	o.must(o.config.SwitchConnection(t.Context(), o.account, name, false, "eva"))
	o.expectState(name, setup.Disabled)
	o.must(o.config.SwitchConnection(t.Context(), o.account, name, true, "eva"))
	if _, err := o.config.Profiles(t.Context(), o.account, name); err != nil {
		t.Errorf("after all that it cannot be opened: %v", err)
	}
	f, err := o.config.File(t.Context(), o.account, "acme")
	o.must(err)
	var b strings.Builder
	o.must(setup.Print(&b, f))
	if printed := b.String(); strings.Contains(printed, url) || !strings.Contains(printed, "Renamed") || !strings.Contains(printed, setup.Hidden) {
		t.Errorf("printed is\n%s", printed)
	}
}

// Credentials that are refused stop the connection's syncs at once, and trying
// them again with success lets them go on.
func TestRefusedCredentialsRestUntilTheyAreTaken(t *testing.T) {
	o := newOffice(t)
	name := o.add(o.erp("erp.db", 1))
	sync, _ := o.load(name)
	o.must(o.config.Refuse(t.Context(), o.account, name, "the password is wrong"))
	o.expectState(name, setup.Refused)
	if _, err := o.engine.File(t.Context(), engine.Request{Account: o.account, Sync: sync, Kind: tandem.Bulk}); tandem.CodeOf(err) != tandem.Busy || !strings.Contains(err.Error(), "the password is wrong") {
		t.Errorf("a run is filed all the same: %v", err)
	}
	prerequisites, err := o.config.Prerequisites(t.Context(), o.account, name)
	o.must(err)
	for _, p := range prerequisites {
		if want := p.Name != "accepted" && p.Name != "reachable"; p.Met != want {
			t.Errorf("prerequisite %s: met %v", p.Name, p.Met)
		}
	}
	o.must(o.config.Reconnect(t.Context(), o.account, name))
	o.expectState(name, setup.Enabled)
	if _, err := o.engine.File(t.Context(), engine.Request{Account: o.account, Sync: sync, Kind: tandem.Incremental}); err != nil {
		t.Errorf("no run can be filed afterwards: %v", err)
	}
}

// Each change of a sync's set-up makes a version; any of them can come back.
func TestVersionsOfTheSetUp(t *testing.T) {
	o := newOffice(t)
	sync, _ := o.load(o.add(o.erp("erp.db", 1)))
	view, err := o.config.Sync(t.Context(), o.account, sync)
	o.must(err)
	if !view.IsPreset || len(view.DataPoints) == 0 {
		t.Fatalf("a new sync is %+v", view)
	}
	changed := view.Sync
	changed.Schedule = "0 3 * * *"
	changed.DataPoints = changed.DataPoints[:1]
	terms := setup.Terms{By: "jan"}
	_, err = o.config.SaveSync(t.Context(), o.account, &changed, view.Version, terms)
	o.must(err)
	if _, err := o.config.SaveSync(t.Context(), o.account, &changed, view.Version, terms); tandem.CodeOf(err) != tandem.Stale {
		t.Errorf("a dialog that was made from an older version is saved: %v", err)
	}
	_, err = o.config.ResetToPreset(t.Context(), o.account, sync, terms)
	o.must(err)
	_, err = o.config.Restore(t.Context(), o.account, sync, 1, setup.Terms{By: "eva"})
	o.must(err)
	versions, err := o.config.Versions(t.Context(), o.account, sync)
	o.must(err)
	if len(versions) != 4 || versions[0].By != "eva" || versions[2].By != "jan" || len(versions[2].Changes) != 2 || versions[3].Changes[0].What != "created" {
		t.Errorf("versions: %+v", versions)
	}
	if now, err := o.config.Sync(t.Context(), o.account, sync); err != nil || now.Schedule != view.Schedule || !now.IsPreset {
		t.Errorf("brought back is %+v, %v", now, err)
	}
}

// Problems of a set-up are placed where the dialog shows the field.
func TestProblemsOfASetUpArePlaced(t *testing.T) {
	o := newOffice(t)
	sync, _ := o.load(o.add(o.erp("erp.db", 1)))
	for want, change := range map[string]func(*setup.Sync){
		"schedule":                    func(s *setup.Sync) { s.Schedule = "every full moon" },
		"customers.match":             func(s *setup.Sync) { s.DataPoints[0].Match = []string{"shoe_size"} },
		"customers.fields.2.ours":     func(s *setup.Sync) { s.DataPoints[0].Fields[2].Ours = "shoe_size" },
		"customers.fields.2":          func(s *setup.Sync) { s.DataPoints[0].Fields[2].Theirs = "fshoesize" },
		"customers.filter":            func(s *setup.Sync) { s.DataPoints[0].Filter = "fcustno ==" },
		"contacts.fields.0.reference": func(s *setup.Sync) { s.DataPoints[1].Fields[0].Reference = "shoes" },
		"quotes.lines.fields.0.ours":  func(s *setup.Sync) { s.DataPoints[3].Lines.Fields[0].Ours = "shoe_size" },
		"customers.cursor":            func(s *setup.Sync) { s.DataPoints[0].Cursor = "fshoesize" },
	} {
		view, err := o.config.Sync(t.Context(), o.account, sync)
		o.must(err)
		change(&view.Sync)
		_, err = o.config.SaveSync(t.Context(), o.account, &view.Sync, 0, setup.Terms{By: "eva"})
		e, ok := errors.AsType[*tandem.Error](err)
		if !ok || e.Place != want {
			t.Errorf("%v, want it at %s", err, want)
		}
	}
}
