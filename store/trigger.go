package store

import (
	"context"
	"maps"
	"slices"
	"sync"

	"tandem"
	"tandem/dictionary"
)

// KindTrigger is the kind of definition that triggers are.
const KindTrigger = "trigger"

// Triggers are those of an account, ready to be asked within the transaction of a
// change which receivers must hear of it (Promise 7).
type Triggers interface {
	// Watches reports whether doing op to an object may concern some receiver, when
	// this actor does it, and whether that depends on what the record holds.
	Watches(object string, op tandem.Op, actor tandem.Actor) (may, looks bool)

	// Due lists the receivers to be called.
	Due(deed *tandem.Deed) []int64
}

// compiling makes triggers of their definitions and the numbers of their receivers, by name.
type compiling func(d *dictionary.Dictionary, stored []tandem.Definition, receivers map[string]int64) (Triggers, error)

// watchers remembers the triggers of each account.
type watchers struct {
	compile  compiling
	mu       sync.Mutex
	accounts map[int64]*watcher
}

// watcher holds as long as neither the triggers nor the dictionary change.
type watcher struct {
	version  int64
	model    *model
	triggers Triggers // nil = there are none
}

// get returns what was remembered, if it still holds.
func (w *watchers) get(account, version int64, m *model) (Triggers, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	known, ok := w.accounts[account]
	if !ok || known.version != version || known.model != m {
		return nil, false
	}
	return known.triggers, true
}

func (w *watchers) put(account int64, known *watcher) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.accounts == nil {
		w.accounts = map[int64]*watcher{}
	}
	w.accounts[account] = known
}

// triggers returns those of an account as the transaction sees them; nil where
// there are none.
func (s *Store) triggers(ctx context.Context, q querier, account int64) (Triggers, error) {
	if s.watchers.compile == nil {
		return nil, nil //nolint:nilnil // nobody has told what a trigger is
	}
	version, err := definitionCount(ctx, q, account, KindTrigger)
	if err != nil || version == 0 {
		return nil, err
	}
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	if known, ok := s.watchers.get(account, version, m); ok {
		return known, nil
	}
	stored, err := readDefinitions(ctx, q, "where account = $1 and kind = $2 order by name", account, KindTrigger)
	if err != nil {
		return nil, err
	}
	receivers, err := receiverNames(ctx, q, account)
	if err != nil {
		return nil, err
	}
	known := &watcher{version: version, model: m}
	if len(stored) > 0 {
		if known.triggers, err = s.watchers.compile(m.dictionary, stored, receivers); err != nil {
			return nil, err
		}
	}
	s.watchers.put(account, known)
	return known.triggers, nil
}

// announcing is what a commit's changes make due.
type announcing struct {
	*recordWriter

	triggers Triggers
	rows     []dueRow
	along    []dueRow // of follow-ups, see moved.go
	whose    *owners
}

// dueRow is one delivery to be stored.
type dueRow struct {
	receiver        int64
	record, version int64
	op              tandem.Op
	owner           owner
}

// makeDue stores a delivery for every receiver that must hear of a change, in
// the transaction of the change.
func (w *recordWriter) makeDue(changes *recordChanges) error {
	triggers, err := w.store.triggers(w.ctx, w.tx, w.batch.Account)
	if err != nil || triggers == nil {
		return err
	}
	a := &announcing{recordWriter: w, triggers: triggers, whose: newOwners(w)}
	for _, list := range [][]recordChange{changes.creates, changes.updates, changes.deletes} {
		if err := a.look(list); err != nil {
			return err
		}
		if err := a.moveAlong(list); err != nil {
			return err
		}
	}
	if err := a.store(a.lay.table.name, a.rows); err != nil {
		return err
	}
	return a.store(followupObject, a.along)
}

// look finds out who must hear of changes that are all of one kind.
func (a *announcing) look(list []recordChange) error {
	if len(list) == 0 {
		return nil
	}
	may, looks := a.triggers.Watches(a.lay.table.name, list[0].write.Op, a.batch.Actor)
	if !may {
		return nil
	}
	sides, err := a.sides(list, looks)
	if err != nil {
		return err
	}
	for i := range list {
		deed := tandem.Deed{Object: a.lay.table.name, Op: list[i].write.Op, Actor: a.batch.Actor}
		if err := sides.describe(&deed, &list[i]); err != nil {
			return err
		}
		receivers := a.triggers.Due(&deed)
		if len(receivers) == 0 {
			continue
		}
		owner, err := a.whose.of(&deed, list[i].write.ID)
		if err != nil {
			return err
		}
		for _, receiver := range receivers {
			w := list[i].write
			a.rows = append(a.rows, dueRow{receiver, w.ID, w.NewVersion, w.Op, owner})
		}
	}
	return nil
}

// store writes the deliveries. A record's changes are stored in their order, and
// whoever writes a record holds it until the commit: so the numbers of its
// deliveries have the order of its changes.
func (a *announcing) store(object string, rows []dueRow) error {
	if len(rows) == 0 {
		return nil
	}
	due := map[int64]bool{}
	err := loadEach(a.ctx, a.tx, load{
		op: insertRows, table: "delivery", rows: len(rows),
		fixed:   []fixed{{"account", a.batch.Account}, {"object", object}, {"at", a.now}},
		columns: []string{"receiver", "record", "version", "op", "customer", "case"},
	}, func(ld loader, i int) {
		row := &rows[i]
		due[row.receiver] = true
		ld.int(row.receiver)
		ld.int(row.record)
		ld.int(row.version)
		ld.int(int64(row.op))
		ld.int(row.owner.customer)
		ld.int(row.owner.fromCase)
	})
	a.due = append(a.due, slices.Sorted(maps.Keys(due))...)
	return err
}
