package engine

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/connector/memory"
	"tandem/dictionary"
	"tandem/mapping"
)

// losing is a connection to a system without a lasting key. It may lose the
// answers of one of its calls.
type losing struct {
	*memory.Connection

	sizes []int                                                                                // of the calls that create
	lose  func(call int, write func() ([]connector.Result, error)) ([]connector.Result, error) // nil = it loses none
}

func (l *losing) Close() error { return nil } // one connection serves all runs

func (l *losing) LastingKey(context.Context, *connector.View) (connector.Worth, error) {
	return connector.WorthNone, nil
}

func (l *losing) Write(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
	l.sizes = append(l.sizes, len(writes))
	write := func() ([]connector.Result, error) { return l.Connection.Write(ctx, view, writes) }
	if l.lose == nil {
		return write()
	}
	return l.lose(len(l.sizes), write)
}

// blindWorld is a system that numbers its own rows, and customers of ours that are to be created in it.
type blindWorld struct {
	t      *testing.T
	store  *memstore
	table  *memory.Table
	conn   *losing
	engine *Engine
}

func newBlindWorld(t *testing.T, customers int) *blindWorld {
	system := memory.New(memory.Options{})
	table, err := system.NewTable(memory.Definition{
		Object: dictionary.Object{Name: "clients", Key: []string{"id"}, Fields: []dictionary.Field{
			{Name: "id", Type: dictionary.Integer}, {Name: "title", Type: dictionary.Text},
		}},
		Generated: "id",
	})
	if err != nil {
		t.Fatal(err)
	}
	inner, ok := system.Open(nil).(*memory.Connection)
	if !ok {
		t.Fatal("the system hides what it can do")
	}
	w := &blindWorld{t: t, store: newMemstore(), table: table, conn: &losing{Connection: inner}}
	sync := &Sync{ID: 1, Account: 1, Name: "erp", Connection: "erp", Schedule: Manual, Points: []DataPoint{{
		ID: 1, Name: "customers", Ours: "customer", Theirs: "clients", Key: []string{"id"}, Writable: true,
		Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both},
		Mapping:    mapping.Spec{Rules: []mapping.Rule{{Ours: "name", Theirs: "title"}}},
	}}}
	w.engine = New(Options{
		Store: w.store,
		Sleep: func(context.Context, time.Duration) error { return nil },
		Syncs: func(context.Context, int64) ([]*Sync, error) { return []*Sync{sync}, nil },
		Dial:  func(context.Context, int64, string, string) (connector.Connector, error) { return w.conn, nil },
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) {
			return dictionary.Standard(), nil
		},
	})
	for i := range customers {
		edit := Edit{Op: tandem.Create, Fields: []FieldValue{{"name", tandem.TextValue(fmt.Sprintf("Customer %03d", i))}}}
		if _, err := w.engine.Write(t.Context(), 1, tandem.Actor{Origin: tandem.ByPerson, Role: tandem.Agent}, "customer", []Edit{edit}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// run does a bulk run and returns how its pairs ended.
func (w *blindWorld) run() tandem.Counts {
	w.t.Helper()
	run, err := w.engine.File(w.t.Context(), Request{Account: 1, Sync: "erp", Kind: tandem.Bulk})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.engine.Work(w.t.Context(), 1, run.ID); err != nil {
		w.t.Fatal(err)
	}
	if run, err = w.store.Run(w.t.Context(), 1, run.ID); err != nil || run.State != tandem.Done {
		w.t.Fatalf("run %s: %s, %v", run.State, run.Message, err)
	}
	return run.Points[0].Counts
}

// noTwins checks that every customer is there once, except so many that wait for a person.
func (w *blindWorld) noTwins(customers, waiting int) {
	w.t.Helper()
	there := map[string]int{}
	for _, row := range w.table.Rows() {
		there[row["title"].Text()]++
	}
	for name, n := range there {
		if n > 1 {
			w.t.Errorf("%s is there %d times (Promise 3)", name, n)
		}
	}
	if missing := customers - len(there); missing > waiting {
		w.t.Errorf("%d customers are not there although only %d wait", missing, waiting)
	}
}

func doubt() error { return tandem.Errorf(tandem.InDoubt, "no answer came back") }

// named are results in doubt that name the keys the rows would have.
func named(keys ...int64) []connector.Result {
	results := make([]connector.Result, len(keys))
	for i, key := range keys {
		results[i] = connector.Result{Key: tandem.KeyOf(tandem.IntegerValue(key)), Err: doubt()}
	}
	return results
}

func TestBlindCreationsGoInSmallGroups(t *testing.T) {
	w := newBlindWorld(t, 60)
	if counts := w.run(); counts[tandem.Created] != 60 {
		t.Errorf("counts are %v, wanted 60 created", counts)
	}
	for _, size := range w.conn.sizes {
		if size > blindGroup {
			t.Errorf("%d creations were under way at once", size)
		}
	}
	w.noTwins(60, 0)
}

func TestLostAnswerLeavesItsGroupInDoubt(t *testing.T) {
	for _, landed := range []bool{true, false} {
		w := newBlindWorld(t, 60)
		w.conn.lose = func(call int, write func() ([]connector.Result, error)) ([]connector.Result, error) {
			if call != 2 {
				return write()
			}
			if landed {
				_, _ = write()
			}
			return nil, doubt()
		}
		counts := w.run()
		if counts[tandem.Waiting] != blindGroup || counts[tandem.Created] != 60-blindGroup {
			t.Errorf("landed %v: counts are %v, wanted %d waiting and the others created", landed, counts, blindGroup)
		}
		w.noTwins(60, blindGroup)
		w.run()
		w.noTwins(60, blindGroup)
	}
}

func TestKilledProcessLeavesOneGroupInDoubt(t *testing.T) {
	w := newBlindWorld(t, 60)
	answers := 0
	w.engine.faults = func(step string) error {
		if step == "answers received" {
			if answers++; answers == 2 {
				return errCrash
			}
		}
		return nil
	}
	run, err := w.engine.File(t.Context(), Request{Account: 1, Sync: "erp", Kind: tandem.Bulk})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Work(t.Context(), 1, run.ID); err == nil {
		t.Fatal("the process did not die")
	}
	w.engine.faults = nil
	if err := w.engine.Work(t.Context(), 1, run.ID); err != nil {
		t.Fatal(err)
	}
	if run, err = w.store.Run(t.Context(), 1, run.ID); err != nil {
		t.Fatal(err)
	}
	// The group that was under way waits, and so do the rows there that may be it.
	if n := run.Points[0].Counts[tandem.Waiting]; n < blindGroup || n > 2*blindGroup {
		t.Errorf("%d rows wait, wanted the %d of one group", n, blindGroup)
	}
	w.noTwins(60, 0)
}

func TestKeyNamedBeforeTheAnswerWasLostSettlesIt(t *testing.T) {
	t.Run("it landed", func(t *testing.T) {
		w := newBlindWorld(t, 3)
		w.conn.lose = func(_ int, write func() ([]connector.Result, error)) ([]connector.Result, error) {
			results, err := write()
			for i := range results {
				results[i].Row, results[i].Err = nil, doubt()
			}
			return results, err
		}
		if counts := w.run(); counts[tandem.Waiting] != 0 {
			t.Errorf("counts are %v, wanted none to wait", counts)
		}
		w.noTwins(3, 0)
	})
	t.Run("it did not", func(t *testing.T) {
		w := newBlindWorld(t, 3)
		w.conn.lose = func(call int, write func() ([]connector.Result, error)) ([]connector.Result, error) {
			if call > 1 {
				return write()
			}
			return named(1, 2, 3), nil
		}
		if counts := w.run(); counts[tandem.Created] != 3 {
			t.Errorf("counts are %v, wanted 3 created", counts)
		}
		w.noTwins(3, 0)
	})
	t.Run("somebody else has the key", func(t *testing.T) {
		w := newBlindWorld(t, 3)
		w.conn.lose = func(call int, write func() ([]connector.Result, error)) ([]connector.Result, error) {
			if call > 1 {
				return write()
			}
			if _, err := w.table.Put(memory.Row{"title": tandem.TextValue("Somebody else")}); err != nil {
				t.Fatal(err)
			}
			return named(1, 2, 3), nil
		}
		if counts := w.run(); counts[tandem.Waiting] != 1 || counts[tandem.Created] != 2 {
			t.Errorf("counts are %v, wanted the first to wait and 2 created", counts)
		}
		w.noTwins(3, 1)
	})
}
