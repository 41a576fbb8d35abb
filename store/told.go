package store

import (
	"context"
	"slices"

	"tandem"
)

// Told reads what deliveries tell of: who did what, and the record as the change
// found it and left it, whatever became of it since. Nothing of that is stored
// with a delivery: a record that moved on is taken back by the log.
func (s *Store) Told(ctx context.Context, account int64, deliveries []tandem.Delivery) ([]tandem.Told, error) {
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	all := make([]tandem.Told, len(deliveries))
	byObject := map[string][]int{}
	for i := range deliveries {
		byObject[deliveries[i].Object] = append(byObject[deliveries[i].Object], i)
	}
	err = s.read(ctx, account, func(q querier) error {
		for object, at := range byObject {
			t, ok := m.tables[object]
			if !ok {
				return tandem.Errorf(tandem.NotFound, "there is no object %q any more", object)
			}
			teller := &teller{store: s, ctx: ctx, q: q, account: account, model: m, table: t}
			if err := teller.tell(deliveries, at, all); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// teller tells of changes of one object.
type teller struct {
	store   *Store
	ctx     context.Context //nolint:containedctx // lives as long as one call
	q       querier
	account int64
	model   *model
	table   *table
	lay     *layout
	shape   *tandem.Shape
	now     tandem.Rows
	logged  map[versionOf]tandem.Change
	span    createSpan // the last one that was found
}

// versionOf names a change of an object.
type versionOf struct{ record, version int64 }

// tell fills in what the deliveries at these places tell of.
func (t *teller) tell(deliveries []tandem.Delivery, at []int, all []tandem.Told) (err error) {
	t.shape = t.table.shape(false)
	if t.lay, err = t.table.layout(t.shape); err != nil {
		return err
	}
	var ids []int64
	for _, i := range at {
		ids = append(ids, deliveries[i].Record)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	t.now.Reset(len(t.lay.columns))
	if err := recordsByID(t.ctx, t.q, t.store.db.dialect(), t.account, t.lay, ids, &t.now); err != nil {
		return err
	}
	if err := t.readLog(deliveries, at, ids); err != nil {
		return err
	}
	for _, i := range at {
		if all[i], err = t.one(&deliveries[i]); err != nil {
			return err
		}
	}
	return nil
}

// readLog reads the log's rows of all the changes at once.
func (t *teller) readLog(deliveries []tandem.Delivery, at []int, ids []int64) error {
	var versions []int64
	for _, i := range at {
		versions = append(versions, deliveries[i].Version)
	}
	slices.Sort(versions)
	d := t.store.db.dialect()
	changes, err := readChangeRows(t.ctx, t.q, t.model, true, " where account = $1 and object = $2 and record "+d.anyInt(3)+" and version "+d.anyInt(4),
		t.account, t.table.name, ids, slices.Compact(versions))
	t.logged = make(map[versionOf]tandem.Change, len(changes))
	for i := range changes {
		t.logged[versionOf{changes[i].ID, changes[i].Version}] = changes[i]
	}
	return err
}

func (t *teller) one(d *tandem.Delivery) (tandem.Told, error) {
	told := tandem.Told{Fields: t.shape.Fields, LineFields: t.shape.LineFields}
	change, ok := t.logged[versionOf{d.Record, d.Version}]
	if ok && change.Op != d.Op || !ok && d.Op == tandem.Update {
		return t.moved(d)
	}
	if !ok && d.Op == tandem.Create { // many creates at once are logged as one
		var err error
		if change, ok, err = t.spanned(d.Record); err != nil {
			return told, err
		}
	}
	if !ok {
		return told, t.forgotten(d)
	}
	told.Actor, told.At = change.Actor, change.At
	if d.Op == tandem.Delete {
		told.Before = t.nothing()
		t.takeBack(told.Before, change.Fields)
		return told, nil
	}
	after, err := t.atVersion(d.Record, d.Version)
	if err != nil {
		return told, err
	}
	told.After = after
	if d.Op == tandem.Update {
		told.Before = slices.Clone(after)
		t.takeBack(told.Before, change.Fields)
	}
	return told, nil
}

// moved tells of a record that changed hands with its case: the change is the case's.
func (t *teller) moved(d *tandem.Delivery) (tandem.Told, error) {
	told := tandem.Told{Fields: t.shape.Fields, LineFields: t.shape.LineFields, At: d.At}
	changes, err := readChangeRows(t.ctx, t.q, t.model, false, " where account = $1 and object = $2 and record = $3 and at = $4", t.account, caseObject, d.Case, microsOf(d.At))
	if err != nil {
		return told, err
	}
	if len(changes) == 0 {
		return told, t.forgotten(d)
	}
	told.Actor = changes[0].Actor
	told.After, err = t.atVersion(d.Record, d.Version)
	told.Before = slices.Clone(told.After)
	return told, err
}

func (t *teller) forgotten(d *tandem.Delivery) error {
	return tandem.Errorf(tandem.NotFound, "the log does not hold version %d of %s %d any more", d.Version, d.Object, d.Record)
}

// spanned finds a creation among those that are logged many at once. Whoever asks
// for one will ask for its neighbours next.
func (t *teller) spanned(record int64) (change tandem.Change, ok bool, err error) {
	if !t.span.holds(record) {
		spans, err := readSpans(t.ctx, t.q, " where account = $1 and object = $2 and record <= $3 order by record desc limit 1", t.account, t.table.name, record)
		if err != nil || len(spans) == 0 || !spans[0].holds(record) {
			return change, false, err
		}
		t.span = spans[0]
	}
	return t.span.change(t.span.seq + record - t.span.record), true, nil
}

// nothing is a record of which no field is known.
func (t *teller) nothing() tandem.Record {
	return slices.Repeat(tandem.Record{tandem.NullValue()}, len(t.lay.columns))
}

// atVersion is a record as it was at a version.
func (t *teller) atVersion(record, version int64) (tandem.Record, error) {
	i, found := slices.BinarySearch(t.now.IDs, record)
	if found && t.now.Versions[i] == version {
		return slices.Clone(t.now.Row(i)), nil
	}
	values := t.nothing()
	if found {
		values = slices.Clone(t.now.Row(i))
	}
	later, err := readChangeRows(t.ctx, t.q, t.model, true, " where account = $1 and object = $2 and record = $3 and version > $4 order by seq desc",
		t.account, t.table.name, record, version)
	for i := range later {
		if later[i].Op == tandem.Create { // it came back: before that there was nothing
			values = t.nothing()
		}
		t.takeBack(values, later[i].Fields)
	}
	return values, err
}

// takeBack puts what fields held before a change in their place again.
func (t *teller) takeBack(record tandem.Record, changes []tandem.FieldChange) {
	for i := range changes {
		at := slices.Index(t.shape.Fields, changes[i].Field)
		if at >= 0 {
			record[at] = changes[i].Before
		}
	}
}
