package engine

import (
	"context"
	"strconv"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
)

// Some records are parts of others: a case of its customer, a follow-up of its
// case. Deleted by people and programs, a record takes its parts with it, each
// with a change of its own that is logged, announced and synced like any other.

// deleteWhole deletes the records that have parts, each with all of these in one
// transaction. What remains has none.
func (d *door) deleteWhole(ctx context.Context) error {
	if d.e.options.Find == nil {
		return nil
	}
	dict, err := d.e.options.Dictionary(ctx, d.account)
	if err != nil {
		return err
	}
	var rows []tandem.Row
	var at []int
	for i := range d.rows {
		done := false
		if w := &d.rows[i].Write; w.Op == tandem.Delete {
			if done, err = d.deleteOne(ctx, dict, w, d.at[i]); err != nil {
				return err
			}
		}
		if !done {
			rows, at = append(rows, d.rows[i]), append(at, d.at[i])
		}
	}
	d.rows, d.at = rows, at
	return nil
}

// deleteOne deletes a record that has parts.
func (d *door) deleteOne(ctx context.Context, dict *dictionary.Dictionary, w *tandem.RecordWrite, at int) (done bool, err error) {
	p := &parts{e: d.e, account: d.account, dict: dict, seen: map[string]bool{}}
	if err := p.of(ctx, d.object.Name, w.ID); err != nil || len(p.edits) == 0 {
		return false, err
	}
	p.edits = append(p.edits, ObjectEdit{Object: d.object.Name, Edit: Edit{Op: tandem.Delete, ID: w.ID, Version: w.Version}})
	note := d.object.Name + " " + strconv.FormatInt(w.ID, 10) + " was deleted with its parts"
	written, err := d.e.WriteTogether(ctx, d.account, d.actor, &Together{Note: note, Edits: p.edits})
	if err != nil {
		d.results[at].Err = err
	} else {
		d.results[at] = written[len(written)-1]
	}
	return true, nil
}

// parts collects the deletes of a record's parts, the parts of parts first.
type parts struct {
	e       *Engine
	account int64
	dict    *dictionary.Dictionary
	seen    map[string]bool
	edits   []ObjectEdit
}

// partsPage is how many parts are looked for at once.
const partsPage = 1000

func (p *parts) of(ctx context.Context, object string, id int64) error {
	for i := range p.dict.Objects {
		o := &p.dict.Objects[i]
		for j := range o.Fields {
			if f := &o.Fields[j]; f.Part && f.Target == object {
				if err := p.by(ctx, o.Name, f.Name, id); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// by collects the parts that say in a field what they are a part of.
func (p *parts) by(ctx context.Context, object, field string, id int64) error {
	filter := expr.Comparison{Field: field, Op: expr.Equal, Value: tandem.ReferenceValue(id)}
	for after := int64(0); ; {
		var rows tandem.Rows
		if err := p.e.options.Find(ctx, p.account, &tandem.Shape{Object: object}, filter, after, partsPage, &rows); err != nil {
			return err
		}
		for i, part := range rows.IDs {
			after = part
			name := object + " " + strconv.FormatInt(part, 10)
			if p.seen[name] {
				continue // a task may belong to a case and to its customer
			}
			p.seen[name] = true
			if err := p.of(ctx, object, part); err != nil {
				return err
			}
			p.edits = append(p.edits, ObjectEdit{Object: object, Edit: Edit{Op: tandem.Delete, ID: part, Version: rows.Versions[i]}})
		}
		if len(rows.IDs) < partsPage {
			return nil
		}
	}
}
