package engine

import (
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/connector/memory"
	"tandem/dictionary"
	"tandem/mapping"
)

// scene is a world of the simulation in which nothing happens by chance: one
// system A, one sync, and what a test has people do. Most scenes are what was
// left of a history that broke a promise when all that had no part in it was taken out.
type scene struct {
	*world
	t      *testing.T
	system *remote
	sync   *Sync
}

// newScene sets a scene: a system with an integer cursor and a unique column
// for our lasting key, and a sync in which everything goes both ways. What a
// test needs otherwise it changes before the tables are made.
func newScene(t *testing.T, change func(*remote, *Sync)) *scene {
	t.Helper()
	now := &atomic.Int64{}
	now.Store(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).UnixMicro())
	store := newMemstore()
	s := &scene{world: newWorld(1, store, now, true), t: t}
	store.clock = s.clock
	s.fail = func(why string) { t.Helper(); t.Fatalf("%s\n%s", why, strings.Join(s.story, "\n")) }
	s.system = &remote{
		name: "A", system: memory.New(memory.Options{Clock: s.clock}), tables: map[string]*memory.Table{},
		external: dictionary.Field{Name: "crm", Type: dictionary.Text, Nullable: true, Unique: true},
		cursor:   dictionary.Field{Name: "version", Type: dictionary.Integer},
		newKey:   connector.NewKey{Field: "id", From: connector.KeyByDatabase},
	}
	s.sync = &Sync{ID: 1, Account: 1, Name: "A", Connection: "A", Schedule: Manual, Guard: Guard{Deletes: 1000, Percent: 100}}
	all := tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}
	p := DataPoint{ID: 1, Name: companies, Ours: "customer", Theirs: companies, Key: []string{"id"}, Operations: all, Conflict: tandem.Ask, Writable: true}
	p.Mapping.Rules = []mapping.Rule{{Ours: "external_number", Theirs: "tag"}}
	for _, f := range fieldsOf(companies) {
		p.Mapping.Rules = append(p.Mapping.Rules, mapping.Rule{Ours: f.ours, Theirs: f.theirs, Reference: f.reference, Values: f.values, Direction: tandem.Both})
	}
	s.sync.Points = []DataPoint{p}
	change(s.system, s.sync)
	point := &s.sync.Points[0]
	point.Cursor, point.ExternalID, point.NewKey, point.Deletes = s.system.cursor.Name, s.system.external.Name, s.system.newKey, s.system.tombstone(companies)
	s.must(s.system.addTable(companies))
	s.must(s.system.addTable(people))
	s.remotes, s.syncs = []*remote{s.system}, []*Sync{s.sync}
	s.start()
	s.life.door = s.newEngine(store, nil)
	return s
}

// rule is how a field of companies travels.
func rule(s *Sync, ours string) *mapping.Rule {
	rules := s.Points[0].Mapping.Rules
	return &rules[slices.IndexFunc(rules, func(r mapping.Rule) bool { return r.Ours == ours })]
}

// there has somebody create a company in the other system.
func (s *scene) there(tag string, fields memory.Row) tandem.Value {
	row := memory.Row{"tag": words(tag), "title": words(tag), "state": words("A")}
	maps.Copy(row, fields)
	key, err := s.system.tables[companies].Put(row)
	s.must(err)
	s.tellf("A: somebody creates %s", tag)
	s.life.born[tag] = "A"
	for _, row := range s.system.tables[companies].Rows() {
		if tandem.KeyOf(row["id"]) == key {
			return row["id"]
		}
	}
	return tandem.Value{}
}

// editThere has somebody edit a company in the other system.
func (s *scene) editThere(id tandem.Value, field string, v tandem.Value) {
	_, err := s.system.tables[companies].Put(memory.Row{"id": id, field: v})
	s.must(err)
	s.tellf("A: somebody edits %s of %s: %s", field, id, v)
}

// removeThere has somebody delete a company in the other system.
func (s *scene) removeThere(tag string) {
	s.must(s.system.tables[companies].Remove(tandem.KeyOf(s.rowOf(tag)["id"])))
	s.tellf("A: somebody deletes %s", tag)
	s.life.killed[tag] = true
}

// rowOf is a company as it stands there.
func (s *scene) rowOf(tag string) memory.Row {
	row, ok := s.system.find(companies, tag)
	if !ok {
		s.failf("%s is not there", tag)
	}
	return row
}

// here has somebody create a company of ours.
func (s *scene) here(tag string) int64 {
	fields := []FieldValue{{"external_number", words(tag)}, {"name", words(tag)}, {"status", words("active")}}
	id, ok := s.life.write(companies, Edit{Op: tandem.Create, Fields: fields})
	if !ok {
		s.failf("%s was refused", tag)
	}
	s.tellf("ours: somebody creates %s as %d", tag, id)
	s.life.born[tag] = ""
	return id
}

// edit has somebody edit a company of ours.
func (s *scene) edit(id int64, field string, v tandem.Value) {
	if _, ok := s.life.write(companies, Edit{Op: tandem.Update, ID: id, Fields: []FieldValue{{field, v}}}); !ok {
		s.failf("the edit was refused")
	}
	s.tellf("ours: somebody edits %s of %d: %s", field, id, v)
}

// editElsewhere has another sync write a field, which its owner does not keep from it.
func (s *scene) editElsewhere(id int64, field string, v tandem.Value) {
	door := New(Options{Store: s.store, Clock: s.clock, Dictionary: s.engine.options.Dictionary})
	actor := tandem.Actor{Origin: tandem.BySync, Name: "B"}
	written, err := door.Write(s.ctx, 1, actor, "customer", []Edit{{Op: tandem.Update, ID: id, Fields: []FieldValue{{field, v}}}})
	s.must(err)
	s.must(written[0].Err)
	s.tellf("ours: B writes %s of %d: %s", field, id, v)
}

// remove has somebody delete a company of ours.
func (s *scene) remove(id int64) {
	s.life.killed[s.value(id, "external_number").Text()] = true
	if _, ok := s.life.write(companies, Edit{Op: tandem.Delete, ID: id}); !ok {
		s.failf("the delete was refused")
	}
	s.tellf("ours: somebody deletes %d", id)
}

// value is a field of a company of ours; absent when the company is gone.
func (s *scene) value(id int64, field string) tandem.Value {
	var rows tandem.Rows
	s.must(s.store.Records(s.ctx, 1, &tandem.Shape{Object: "customer", Fields: []string{field}}, []int64{id}, &rows))
	if len(rows.IDs) == 0 {
		return tandem.Value{}
	}
	return rows.Row(0)[0]
}

// runs carries out a run to its end.
func (s *scene) runs(kind tandem.RunKind) *tandem.Run {
	run := s.run(Request{Sync: "A", Kind: kind})
	if run.State != tandem.Done {
		s.failf("the run is %s: %s", run.State, run.Message)
	}
	return run
}

// asForetold carries out a run and holds it against its preview (Promise 2).
func (s *scene) asForetold(kind tandem.RunKind) tandem.Counts {
	plan, err := s.engine.Preview(s.ctx, 1, "A", kind)
	s.must(err)
	run := s.runs(kind)
	s.comparePlan(plan, run)
	return run.Points[0].Counts
}

// diesAt has the process die at its next step of that name, and another one take its place.
func (s *scene) diesAt(step string, kind tandem.RunKind) {
	s.engine.faults = func(name string) error {
		if name == step {
			return errCrash
		}
		return nil
	}
	run, err := s.engine.File(s.ctx, Request{Account: 1, Sync: "A", Kind: kind})
	s.must(err)
	if err := s.engine.Work(s.ctx, 1, run.ID); err == nil {
		s.failf("the process came past %q", step)
	}
	s.tellf("the process dies at %q", step)
	s.cancel(run)
	s.start()
}

// once does something the next time that a run comes to a step.
func (s *scene) once(step string, do func()) {
	s.engine.faults = func(name string) error {
		if name == step {
			s.engine.faults = nil
			do()
		}
		return nil
	}
}

// onceListed does something as soon as a row stands on the list for that reason.
func (s *scene) onceListed(code tandem.Code, do func()) {
	s.process.meanwhile = func() {
		rows, err := s.store.Unsettled(s.ctx, tandem.Lane{Account: 1, Point: 1}, 0, 100)
		s.must(err)
		if slices.ContainsFunc(rows, func(u tandem.Unsettled) bool { return u.Code == code }) {
			s.process.meanwhile = nil
			do()
		}
	}
}

// wants fails unless a value is as it should be.
func (s *scene) wants(what string, got, want tandem.Value) {
	s.t.Helper()
	if got != want {
		s.failf("%s is %q, not %q", what, got, want)
	}
}

// words is a text value.
func words(v string) tandem.Value { return tandem.TextValue(v) }
