package routine_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/internal/testdb"
	"tandem/mapping"
	"tandem/routine"
	"tandem/store"
)

// place is an account with its routines, on one of the databases.
type place struct {
	*testing.T

	store    *store.Store
	engine   *engine.Engine
	routines *routine.Routines
	caller   routine.Caller
	syncs    []*engine.Sync
}

// everywhere runs a test on both databases.
func everywhere(t *testing.T, test func(p *place)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := store.Options{}
			if name == "postgres" {
				o.URL = testdb.Postgres(t)
			} else {
				o.Dir = t.TempDir()
			}
			test(newPlace(t, o))
		})
	}
}

func newPlace(t *testing.T, o store.Options) *place {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	account, err := s.EnsureAccount(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	p := &place{T: t, store: s, caller: routine.Caller{Account: *account, Actor: tandem.Actor{Origin: tandem.ByAPI, Name: "shop", Role: tandem.Administrator}}}
	p.engine = engine.New(engine.Options{
		Store: s, Dictionary: s.Dictionary, Pause: p.pause,
		Syncs: func(context.Context, int64) ([]*engine.Sync, error) { return p.syncs, nil },
	})
	p.routines = routine.New(routine.Options{Records: s, Writer: p.engine, Runs: runs{p.engine, s}, Syncs: p, Clock: func() time.Time {
		return time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	}, Version: "1.2"})
	return p
}

// runs is the engine with what the store knows of runs.
type runs struct {
	*engine.Engine

	kept *store.Store
}

func (r runs) Run(ctx context.Context, account, id int64) (*tandem.Run, error) {
	return r.kept.Run(ctx, account, id)
}

func (r runs) ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) {
	return r.kept.ListRuns(ctx, account, sync, limit)
}

func (r runs) Plan(ctx context.Context, account int64, hash string) (*tandem.Plan, error) {
	return r.kept.Plan(ctx, account, hash)
}

// The place is its own configuration of syncs.
func (p *place) Syncs(context.Context, int64) ([]*engine.Sync, error) { return p.syncs, nil }

func (p *place) Pause(_ context.Context, _ int64, sync, why string) error {
	return p.pause(p.Context(), 0, sync, why)
}

func (p *place) pause(_ context.Context, _ int64, _, why string) error {
	p.syncs[0].Paused, p.syncs[0].Why = true, why
	return nil
}

func (p *place) Resume(context.Context, int64, string) error {
	p.syncs[0].Paused = false
	return nil
}

func (p *place) Confirm(context.Context, int64, string, string) ([]string, error) {
	return []string{"slcdpm"}, nil
}

func (p *place) check(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// create makes a record and returns its id. Values are typed by the dictionary.
func (p *place) create(object string, fields ...any) int64 {
	p.Helper()
	edit := engine.Edit{Op: tandem.Create, Fields: p.values(object, fields)}
	written, err := p.engine.Write(p.Context(), p.caller.Account.ID, p.caller.Actor, object, []engine.Edit{edit})
	p.check(err)
	p.check(written[0].Err)
	return written[0].ID
}

// values reads "field", value, "field", value.
func (p *place) values(object string, pairs []any) (fields []engine.FieldValue) {
	p.Helper()
	dict, err := p.store.Dictionary(p.Context(), p.caller.Account.ID)
	p.check(err)
	o, ok := dict.Object(object)
	if !ok {
		p.Fatalf("there is no object %s", object)
	}
	for i := 0; i < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		v, typed := pairs[i+1].(tandem.Value)
		if !typed {
			f, known := o.Field(name)
			if !known {
				p.Fatalf("%s has no field %s", object, name)
			}
			v, err = dictionary.Parse(f, fmt.Sprint(pairs[i+1]))
			p.check(err)
		}
		fields = append(fields, engine.FieldValue{Field: name, Value: v})
	}
	return fields
}

// get reads a field as text; "gone" when the record is not there.
func (p *place) get(object string, id int64, field string) string {
	p.Helper()
	var rows tandem.Rows
	p.check(p.store.Records(p.Context(), p.caller.Account.ID, &tandem.Shape{Object: object, Fields: []string{field}}, []int64{id}, &rows))
	if len(rows.IDs) == 0 {
		return "gone"
	}
	return rows.Row(0)[0].String()
}

func (p *place) wants(object string, id int64, field, want string) {
	p.Helper()
	if got := p.get(object, id, field); got != want {
		p.Errorf("%s %d: %s is %q, not %q", object, id, field, got, want)
	}
}

// run calls a routine with parameters read as the command line does.
func (p *place) run(name string, pairs ...any) (routine.Values, error) {
	p.Helper()
	r, err := p.routines.Find(name)
	p.check(err)
	params := routine.Values{}
	for i := 0; i < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		v, typed := pairs[i+1].(tandem.Value)
		if !typed {
			f, ok := r.Object().Field(name)
			if !ok {
				p.Fatalf("%s has no parameter %s", r.Name, name)
			}
			v, err = dictionary.Parse(f, fmt.Sprint(pairs[i+1]))
			p.check(err)
		}
		params[name] = v
	}
	return p.routines.Run(p.Context(), &p.caller, name, params)
}

func (p *place) does(name string, pairs ...any) routine.Values {
	p.Helper()
	values, err := p.run(name, pairs...)
	if err != nil {
		p.Fatalf("%s: %v", name, err)
	}
	return values
}

func (p *place) refuses(code tandem.Code, name string, pairs ...any) {
	p.Helper()
	if values, err := p.run(name, pairs...); tandem.CodeOf(err) != code {
		p.Errorf("%s%v answers %v, %v; it should be refused as %s", name, pairs, values, err, code)
	}
}

// sync sets up a sync "erp" of customers whose fields come in only.
func (p *place) sync(owned ...string) tandem.Lane {
	p.Helper()
	lane, err := p.store.Lane(p.Context(), p.caller.Account.ID, "erp", "customers", "customer")
	p.check(err)
	point := engine.DataPoint{ID: lane.Point, Name: "customers", Ours: "customer", Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}}
	for _, name := range owned {
		point.Mapping.Rules = append(point.Mapping.Rules, mapping.Rule{Ours: name, Theirs: name, Direction: tandem.In})
	}
	p.syncs = []*engine.Sync{{Name: "erp", Connection: "erp", Account: p.caller.Account.ID, Points: []engine.DataPoint{point}}}
	return lane
}

func (p *place) link(lane tandem.Lane, key string, id int64) {
	p.Helper()
	row := tandem.Row{Link: tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: tandem.TextKey(key), ID: id, Version: 1, Hash: 5, Base: "base"}}}
	p.check(p.store.Commit(p.Context(), &tandem.Batch{Account: lane.Account, Lane: lane, Rows: []tandem.Row{row}}))
}

func TestEveryRoutineIsWellDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range routine.New(routine.Options{}).List() {
		if seen[r.Name] || r.Label == "" || r.Doc == "" || r.TypeName() == "" {
			t.Errorf("%s is described badly, or twice", r.Name)
		}
		seen[r.Name] = true
		if r.Changes && r.Right == "" {
			t.Errorf("anybody may call %s, which changes something", r.Name)
		}
		for _, f := range append(append([]dictionary.Field{}, r.Params...), r.Results...) {
			if f.Name == "" || f.Label == "" || f.Doc == "" || f.Type.Kind() == tandem.Absent {
				t.Errorf("%s.%s is described badly", r.Name, f.Name)
			}
			if f.Type == dictionary.Lines && r.Lines == nil {
				t.Errorf("nobody knows what a line of %s.%s looks like", r.Name, f.Name)
			}
		}
	}
}

func TestRightsAndParameters(t *testing.T) {
	everywhere(t, func(p *place) {
		id := p.create("case", "subject", "Broken")
		p.refuses(tandem.Invalid, "case_close")                                                 // which case?
		p.refuses(tandem.NotFound, "case_close", "case", id+99)                                 // not this one
		p.refuses(tandem.Stale, "case_close", "case", id, "if_version", 7)                      // somebody was faster
		p.refuses(tandem.Invalid, "case_add_followup", "case", id, "body", "", "kind", "shout") // no such word
		if _, err := p.routines.Run(p.Context(), &p.caller, "case_close", routine.Values{"cse": tandem.TextValue("1")}); tandem.CodeOf(err) != tandem.Invalid {
			p.Errorf("an unknown parameter: %v", err)
		}
		if _, err := p.routines.Run(p.Context(), &p.caller, "case_shut", nil); tandem.CodeOf(err) != tandem.NotFound {
			p.Errorf("an unknown routine: %v", err)
		}
		p.caller.Actor.Role = tandem.ReadOnly
		p.refuses(tandem.Forbidden, "case_close", "case", id)
		p.wants("case", id, "status", "new")
		if who := p.does("who_am_i"); who["account"].Text() != "acme" || who["name"].Text() != "shop" || who["role"].Text() != "read_only" {
			p.Errorf("who am I: %v", who)
		}
		if at := p.does("server_time"); at["time"].String() != "2026-11-29T10:00:00Z" || at["version"].Text() != "1.2" {
			p.Errorf("the time is %v", at)
		}
	})
}

// The page for users lists every routine with the right it takes.
func TestThePageListsEveryRoutine(t *testing.T) {
	page, err := os.ReadFile("../doc/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range routine.New(routine.Options{}).List() {
		listed := false
		for line := range strings.Lines(string(page)) {
			right := string(r.Right)
			if right == "" {
				right = "none"
			}
			listed = listed || strings.HasPrefix(line, "|") && strings.Contains(line, "`"+r.Name+"`") && strings.Contains(line, right)
		}
		if !listed {
			t.Errorf("doc/api.md does not list %s with the right %q", r.Name, r.Right)
		}
	}
}
