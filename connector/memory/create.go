package memory

import (
	"slices"
	"strconv"

	"tandem"
	"tandem/connector"
)

// newRow makes the first version of a row: constants, what is set, the lasting
// key, the key.
func (p *shape) newRow(w *connector.Write) (*row, error) {
	values := p.table.blank()
	for _, name := range extraFields(p.view) {
		if v, ok := p.view.Constants[name]; ok {
			if err := p.set(values, p.table.def.position(name), v); err != nil {
				return nil, err
			}
		}
	}
	if err := p.lay(values, w); err != nil {
		return nil, err
	}
	if err := p.layExternalID(values, w.ExternalID); err != nil {
		return nil, err
	}
	if err := p.layKey(values, w.Key); err != nil {
		return nil, err
	}
	return p.table.finishRow(values)
}

// lay writes the positions that are set over values.
func (p *shape) lay(values tandem.Record, w *connector.Write) error {
	for i, at := range p.at {
		if !w.Set.Has(i) {
			continue
		}
		if i >= len(w.Values) || w.Values[i].IsAbsent() {
			return tandem.Errorf(tandem.Invalid, "is set but has no value").At(p.view.Object + "." + p.view.Fields[i])
		}
		if p.table.def.Fields[at].ReadOnly {
			return tandem.Errorf(tandem.Invalid, "is kept by the system itself").At(p.view.Object + "." + p.view.Fields[i])
		}
		if err := p.set(values, at, w.Values[i]); err != nil {
			return err
		}
	}
	return nil
}

// set writes one value in the type of its column.
func (p *shape) set(values tandem.Record, at int, v tandem.Value) error {
	f := &p.table.def.Fields[at]
	own, ok := convert(v, f.Type)
	if !ok {
		return tandem.Errorf(tandem.Invalid, "%q is not %s", v, f.Type).At(p.view.Object + "." + f.Name)
	}
	values[at] = own.Clone()
	return nil
}

// layExternalID writes our lasting key into the column that takes it. A second
// row with it is refused where the column is unique (Promise 3).
func (p *shape) layExternalID(values tandem.Record, id string) error {
	if id == "" || p.view.ExternalID == "" {
		return nil
	}
	at := p.table.def.position(p.view.ExternalID)
	if err := p.set(values, at, tandem.TextValue(id)); err != nil {
		return err
	}
	if owner, taken := p.table.unique[p.view.ExternalID][values[at]]; taken {
		return tandem.Errorf(tandem.Conflict, "%s has the lasting key %q already", owner, id).At(p.view.Object)
	}
	return nil
}

// layKey fills the key fields nobody has filled yet: numbered by the rule of
// the view, or from the key the caller chose.
func (p *shape) layKey(values tandem.Record, key tandem.Key) error {
	rule := p.view.NewKey
	field := rule.Field
	if field == "" {
		field = p.table.def.Generated
	}
	numbered := rule.From != connector.KeyByUs && field != ""
	parts := key.Parts()
	for i, name := range p.table.def.Key {
		at := p.table.def.position(name)
		if !values[at].IsNull() {
			continue
		}
		switch {
		case numbered && name == field:
			p.nextKey(values, field)
		case key != "" && len(parts) == len(p.table.def.Key):
			v, ok := fromPart(parts[i], p.table.def.Fields[at].Type)
			if !ok {
				return tandem.Errorf(tandem.Invalid, "%s is no key", strconv.Quote(key.String())).At(p.view.Object + "." + name)
			}
			values[at] = v.Clone()
		default:
		}
	}
	return nil
}

// nextKey numbers a new row: one more than the highest where the view says so,
// from the table's own counter for every other rule.
func (p *shape) nextKey(values tandem.Record, field string) {
	if p.view.NewKey.From == connector.KeyByMax {
		values[p.table.def.position(field)] = p.table.numbered(field, p.table.highest(field)+1, p.view.NewKey.Width)
		return
	}
	p.table.generate(values, field, p.view.NewKey.Width)
}

// takeBack undoes a placement whose lines were refused.
func (t *Table) takeBack(next, old *row, had bool) {
	if had {
		t.place(old)
		return
	}
	t.unindex(next)
	delete(t.rows, next.key)
	if at, ok := slices.BinarySearch(t.keys, next.key); ok {
		t.keys = slices.Delete(t.keys, at, at+1)
	}
}
