package engine

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
	"tandem/mapping"
)

// Edit is a write asked for by a person or a program.
type Edit struct {
	Op      tandem.Op
	ID      int64
	Version int64 // the version that was seen; 0 = whatever it is now
	Fields  []FieldValue
}

// FieldValue is a field with the value it shall have.
type FieldValue struct {
	Field string
	Value tandem.Value
}

// Written is what became of an edit.
type Written struct {
	ID      int64
	Version int64
	Err     error // codes: Invalid, Stale, NotFound, Forbidden
}

// Write is the one door through which people and programs change records. It
// checks every edit against the rights of their role, the dictionary and the
// connections that own fields, and stores each good one with its change-log row in one transaction
// (Promise 7). One bad edit stops no other. With a record that is
// deleted go its parts: the cases of a customer, their follow-ups.
func (e *Engine) Write(ctx context.Context, account int64, actor tandem.Actor, object string, edits []Edit) ([]Written, error) {
	d, err := e.newDoor(ctx, account, actor, object, len(edits))
	if err != nil {
		return nil, err
	}
	d.prepare(ctx, edits)
	if err := d.deleteWhole(ctx); err != nil {
		return nil, err
	}
	return d.results, d.commit(ctx)
}

// door is the edits of one object on their way in.
type door struct {
	e       *Engine
	account int64
	actor   tandem.Actor
	object  *dictionary.Object
	rules   *access.Rules
	shape   *tandem.Shape
	results []Written
	rows    []tandem.Row
	at      []int        // which edit a row belongs to
	known   []ownedField // nil = not asked for yet
	along   []string     // connections that come to the same by themselves: their word does not stand against an edit
	note    string
}

func (e *Engine) newDoor(ctx context.Context, account int64, actor tandem.Actor, object string, edits int) (*door, error) {
	dict, err := e.options.Dictionary(ctx, account)
	if err != nil {
		return nil, err
	}
	o, ok := dict.Object(object)
	if !ok {
		return nil, tandem.Errorf(tandem.NotFound, "there is no object %q", object)
	}
	rules, err := e.accessRules(ctx, account)
	if err != nil {
		return nil, err
	}
	return &door{e: e, account: account, actor: actor, object: o, rules: rules, shape: fullShape(o), results: make([]Written, edits)}, nil
}

func (d *door) prepare(ctx context.Context, edits []Edit) {
	for i := range edits {
		write, err := d.check(ctx, &edits[i])
		if err != nil {
			d.results[i].Err = err
			continue
		}
		d.rows = append(d.rows, tandem.Row{Write: write})
		d.at = append(d.at, i)
	}
}

// check makes the write of one edit, or says what is wrong with it.
func (d *door) check(ctx context.Context, edit *Edit) (tandem.RecordWrite, error) {
	w := tandem.RecordWrite{Op: edit.Op, ID: edit.ID, Version: edit.Version, Values: make(tandem.Record, len(d.shape.Fields))}
	for _, f := range edit.Fields {
		i := slices.Index(d.shape.Fields, f.Field)
		if i < 0 {
			return w, tandem.Errorf(tandem.Invalid, "%s has no field %q", d.object.Name, f.Field).
				At(d.object.Name + "." + f.Field).WithHint(dictionary.DidYouMean(f.Field, d.object.FieldNames()))
		}
		w.Values[i] = f.Value
		w.Set.Add(i)
	}
	if err := d.mayWrite(edit); err != nil {
		return w, err
	}
	if edit.Op == tandem.Create {
		return w, d.checkCreate(ctx, &w)
	}
	if err := d.present(ctx, &w); err != nil || edit.Op == tandem.Delete {
		return w, err
	}
	if problems := dictionary.Validate(d.object, d.shape.Fields, w.Set, w.Values, false); len(problems) > 0 {
		return w, dictionary.Error(problems)
	}
	return w, d.mayEdit(ctx, &w)
}

// mayWrite refuses what the actor's role may not do. Only people and tokens have
// one: who forgets to say it may change nothing.
func (d *door) mayWrite(edit *Edit) error {
	if d.actor.Origin != tandem.ByPerson && d.actor.Origin != tandem.ByAPI {
		return nil
	}
	names := make([]string, len(edit.Fields))
	for i := range edit.Fields {
		names[i] = edit.Fields[i].Field
	}
	return d.rules.Write(d.actor.Role, d.object, edit.Op, names)
}

// accessRules are the account's rules on fields.
func (e *Engine) accessRules(ctx context.Context, account int64) (*access.Rules, error) {
	if e.options.Access == nil {
		return nil, nil //nolint:nilnil // no rules are none
	}
	return e.options.Access(ctx, account)
}

// checkCreate fills what a new record starts with and reserves its id.
func (d *door) checkCreate(ctx context.Context, w *tandem.RecordWrite) error {
	dictionary.FillInitial(d.object, d.shape.Fields, &w.Set, w.Values)
	if problems := dictionary.Validate(d.object, d.shape.Fields, w.Set, w.Values, true); len(problems) > 0 {
		return dictionary.Error(problems)
	}
	id, err := d.e.store.NextIDs(ctx, d.object.Name, 1)
	if err != nil {
		return err
	}
	w.ID = id
	if i := slices.Index(d.shape.Fields, "number"); i >= 0 && w.Values[i].IsEmpty() {
		w.Values[i] = tandem.TextValue(strconv.FormatInt(id, 10))
		w.Set.Add(i)
	}
	return nil
}

// present checks that the record is there in the version that was seen.
func (d *door) present(ctx context.Context, w *tandem.RecordWrite) error {
	var rows tandem.Rows
	if err := d.e.store.Records(ctx, d.account, &tandem.Shape{Object: d.object.Name}, []int64{w.ID}, &rows); err != nil {
		return err
	}
	place := d.object.Name + " " + strconv.FormatInt(w.ID, 10)
	if len(rows.IDs) == 0 {
		return tandem.Errorf(tandem.NotFound, "there is no such record").At(place)
	}
	switch now := rows.Versions[0]; {
	case w.Version > now:
		return tandem.Errorf(tandem.Stale, "there is no version %d of it yet: it is at version %d", w.Version, now).
			At(place).WithHint("read it and repeat the edit")
	case w.Version != 0 && w.Version < now:
		return tandem.Errorf(tandem.Stale, "it was changed by somebody else: what was version %d is at version %d by now", w.Version, now).
			At(place).WithHint("read it again and repeat the edit")
	default:
	}
	w.Version = rows.Versions[0]
	return nil
}

// ownedField is a field that a connection is master of, for its linked records.
type ownedField struct {
	lane       tandem.Lane
	field      string
	connection string
}

// owned lists the fields of the object that may not travel back to a
// connection: editing them here would be undone by the next run (Promise 6).
func (d *door) owned(ctx context.Context) ([]ownedField, error) {
	if d.e.options.Syncs == nil || d.known != nil {
		return d.known, nil
	}
	syncs, err := d.e.options.Syncs(ctx, d.account)
	if err != nil {
		return nil, err
	}
	owned := []ownedField{}
	for _, s := range syncs {
		for i := range s.Points {
			p := &s.Points[i]
			if p.Ours != d.object.Name {
				continue
			}
			lane := tandem.Lane{Account: d.account, Point: p.ID, Object: p.Ours}
			for _, r := range p.Mapping.Rules {
				if isTheirs(p, &r) {
					owned = append(owned, ownedField{lane, r.Ours, s.Connection})
				}
			}
		}
	}
	d.known = owned
	return owned, nil
}

// isTheirs reports whether a rule's field comes in and never goes out.
func isTheirs(p *DataPoint, r *mapping.Rule) bool {
	d := r.Direction
	if d == tandem.Off {
		d = tandem.Both
		if r.Value != "" && r.Theirs == "" {
			d = tandem.In
		}
	}
	d &= p.Operations.Update
	return r.Ours != "" && d == tandem.In && r.Keep != mapping.OnlyIfEmpty && r.Keep != mapping.CreateOnly
}

// mayEdit refuses an edit of a field that a connection is master of.
func (d *door) mayEdit(ctx context.Context, w *tandem.RecordWrite) error {
	owned, err := d.ownedOf(ctx, w.ID, func(field string) bool {
		i := slices.Index(d.shape.Fields, field)
		return i >= 0 && w.Set.Has(i)
	})
	if err != nil {
		return err
	}
	for _, f := range owned {
		if !slices.Contains(d.along, f.connection) {
			return tandem.Errorf(tandem.Forbidden, "the connection %s is master of this field", f.connection).
				At(d.object.Name + "." + f.field).WithHint("edit it there, or let the field travel both ways")
		}
	}
	return nil
}

// ownedOf lists those of a record's fields that a connection is master of.
func (d *door) ownedOf(ctx context.Context, id int64, asked func(field string) bool) (fields []ownedField, err error) {
	owned, err := d.owned(ctx)
	if err != nil {
		return nil, err
	}
	linked := map[tandem.Lane]bool{}
	for _, f := range owned {
		if !asked(f.field) {
			continue
		}
		if _, known := linked[f.lane]; !known {
			link := make([]tandem.Link, 1)
			if err := d.e.store.LinksByID(ctx, f.lane, []int64{id}, false, link); err != nil {
				return nil, err
			}
			linked[f.lane] = link[0].ID != 0
		}
		if linked[f.lane] {
			fields = append(fields, f)
		}
	}
	return fields, nil
}

// Owned lists the fields of a record that may not be edited here, because a
// connection is master of them.
func (e *Engine) Owned(ctx context.Context, account int64, object string, id int64) ([]string, error) {
	d, err := e.newDoor(ctx, account, tandem.Actor{}, object, 0)
	if err != nil {
		return nil, err
	}
	owned, err := d.ownedOf(ctx, id, func(string) bool { return true })
	names := make([]string, len(owned))
	for i := range owned {
		names[i] = owned[i].field
	}
	return names, err
}

// commit writes the good edits; those the store refuses are told apart.
func (d *door) commit(ctx context.Context) error {
	for len(d.rows) > 0 {
		err := d.e.store.Commit(ctx, d.batch())
		rowErrs, ok := errors.AsType[*tandem.RowErrors](err)
		if err != nil && !ok {
			return err
		}
		if err == nil {
			d.tell()
			return nil
		}
		d.takeOut(rowErrs)
	}
	return nil
}

func (d *door) batch() *tandem.Batch {
	return &tandem.Batch{
		Account: d.account, Actor: d.actor, Lane: tandem.Lane{Account: d.account, Object: d.object.Name},
		Shape: d.shape, Rows: d.rows, Group: true, Note: d.note,
	}
}

// tell says what became of the edits that were committed.
func (d *door) tell() {
	for i, at := range d.at {
		d.results[at].ID, d.results[at].Version = d.rows[i].Write.ID, d.rows[i].Write.NewVersion
	}
}

func (d *door) takeOut(errs *tandem.RowErrors) {
	var rows []tandem.Row
	var at []int
	for i := range d.rows {
		if err, bad := errs.Errs[i]; bad {
			d.results[d.at[i]].Err = err
			continue
		}
		rows = append(rows, d.rows[i])
		at = append(at, d.at[i])
	}
	d.rows, d.at = rows, at
}
