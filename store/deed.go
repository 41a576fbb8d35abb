package store

import (
	"tandem"
)

// sides are the records of some changes of one kind, before and after.
type sides struct {
	table *table
	lay   *layout     // of what rows hold, or of what creates write
	rows  tandem.Rows // updates: the records as they are now
	at    map[int64]int
}

// sides reads what is needed to tell what changes did.
func (a *announcing) sides(list []recordChange, looks bool) (*sides, error) {
	s := &sides{table: a.lay.table, lay: a.lay}
	if list[0].write.Op != tandem.Update || !looks && !hasOwner(s.table) {
		return s, nil
	}
	var err error
	if s.lay, err = s.table.layout(s.table.shape(false)); err != nil {
		return nil, err
	}
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = list[i].write.ID
	}
	s.rows.Reset(len(s.lay.columns))
	if err := recordsByID(a.ctx, a.tx, a.commit.store.db.dialect(), a.batch.Account, s.lay, ids, &s.rows); err != nil {
		return nil, err
	}
	s.at = make(map[int64]int, len(ids))
	for i, id := range s.rows.IDs {
		s.at[id] = i
	}
	return s, nil
}

// describe says what a change was and how the record stood on both sides of it.
func (s *sides) describe(deed *tandem.Deed, change *recordChange) error {
	logged, err := decodeFieldChanges(change.fields, s.table)
	if err != nil {
		return err
	}
	was := make(map[string]tandem.Value, len(logged))
	for i := range logged {
		was[logged[i].Field] = logged[i].Before
		deed.Changed = append(deed.Changed, logged[i].Field)
	}
	nothing := func(string) tandem.Value { return tandem.NullValue() }
	deed.Before, deed.After = nothing, nothing
	switch deed.Op {
	case tandem.Create:
		deed.After = func(field string) tandem.Value { return s.value(change.write.Values, field) }
	case tandem.Delete:
		deed.Changed = nil
		deed.Before = func(field string) tandem.Value { return known(was, field, nothing) }
	default:
		if i, ok := s.at[change.write.ID]; ok {
			deed.After = func(field string) tandem.Value { return s.value(s.rows.Row(i), field) }
		}
		deed.Before = func(field string) tandem.Value { return known(was, field, deed.After) }
	}
	return nil
}

// known is the value a field had, or what it has where it did not change.
func known(was map[string]tandem.Value, field string, otherwise func(string) tandem.Value) tandem.Value {
	if v, ok := was[field]; ok {
		return v
	}
	return otherwise(field)
}

// value is a field of a record in the layout.
func (s *sides) value(record tandem.Record, field string) tandem.Value {
	at := -1
	if field == s.table.listAt && field != "" {
		at = s.lay.list
	} else if c, ok := s.table.column(field); ok {
		at = s.lay.at[c.place]
	}
	if at < 0 || record[at].IsAbsent() {
		return tandem.NullValue()
	}
	return record[at]
}
