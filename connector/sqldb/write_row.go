package sqldb

import (
	"context"
	"slices"
	"strings"
	"time"

	"tandem"
	"tandem/connector"
)

const commitTimeout = 30 * time.Second

// prepare works out once per call what every statement needs.
func (w *writer) prepare(ctx context.Context) error {
	if err := w.prepareKeys(ctx); err != nil {
		return err
	}
	if w.view.ExternalID != "" {
		if _, err := w.column(w.view.ExternalID); err != nil {
			return err
		}
	}
	for name := range w.view.Constants {
		if _, err := w.column(name); err != nil {
			return err
		}
	}
	w.checks, w.version = w.preconditions()
	return nil
}

// checked are the positions compared with what was read of a row. A row version
// says it all, where it was read; a time of change does not: it may be coarser
// than two changes.
func (w *writer) checked(before tandem.Record) []int {
	known := func(i int) bool { return i < len(before) && !before[i].IsAbsent() }
	if w.version >= 0 && known(w.version) && !before[w.version].IsNull() {
		return []int{w.version}
	}
	positions := make([]int, 0, w.fields)
	for _, i := range w.checks {
		if known(i) {
			positions = append(positions, i)
		}
	}
	return positions
}

// preconditions are the positions that can be compared: not the key, which
// picks the row, nor a time of change.
func (w *writer) preconditions() (positions []int, version int) {
	version = -1
	for i, col := range w.selected[:w.fields] {
		isCursor := i == w.cursor
		switch {
		case isCursor && col.version:
			version = i
		case slices.Contains(w.key, i), isCursor && col.typ.Kind() == tandem.Instant:
		default:
			positions = append(positions, i)
		}
	}
	return positions, version
}

// insert is the statement of a create.
func (w *writer) insert(j *job) (statement, error) {
	b := w.conn.builder()
	in := insertion{source: w.source}
	seen := map[string]bool{}
	put := func(col *column, v tandem.Value) {
		if seen[col.native] {
			return
		}
		seen[col.native] = true
		in.columns = append(in.columns, w.ref(col))
		in.marks = append(in.marks, b.value(col, v))
	}
	if w.view.ExternalID != "" && j.ExternalID != "" {
		col, _ := w.table.column(w.view.ExternalID)
		put(col, tandem.TextValue(j.ExternalID))
	}
	made, rule := w.keyRule()
	if made && !j.newKey.IsAbsent() {
		put(rule, j.newKey)
	}
	for i := range w.fields {
		col := w.selected[i]
		// The key is theirs to make: a null that came with it is not ours to write.
		if !j.Set.Has(i) || made && col == rule && j.Values[i].IsEmpty() {
			continue
		}
		put(col, j.Values[i])
	}
	for _, name := range sortedNames(w.view.Constants) {
		col, _ := w.table.column(name)
		put(col, w.view.Constants[name])
	}
	if b.err != nil {
		return statement{}, b.err
	}
	in.args = b.args
	if j.result.Key = w.knownKey(j); j.result.Key == "" {
		for _, col := range w.keyColumns() {
			in.key = append(in.key, w.conn.dialect.read(col, w.ref(col)))
		}
	}
	return w.conn.dialect.insert(in), nil
}

func sortedNames(constants map[string]tandem.Value) []string {
	names := make([]string, 0, len(constants))
	for name := range constants {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// update is the statement of an update, with its precondition.
func (w *writer) update(j *job) (statement, error) {
	return w.updating(w.conn.builder(), j)
}

// updateListed is the statement of updates that are written like this one; false
// = this one goes alone.
func (w *writer) updateListed(j *job) (*builder, bool) {
	b := w.conn.builder()
	b.list = true
	_, err := w.updating(b, j)
	return b, err == nil && !b.unlisted
}

func (w *writer) updating(b *builder, j *job) (statement, error) {
	b.write("UPDATE ", w.source, " SET ")
	comma := ""
	for i := range w.fields {
		if !j.Set.Has(i) {
			continue
		}
		b.write(comma)
		comma = ", "
		b.write(w.ref(w.selected[i]), " = ", b.value(w.selected[i], j.Values[i]))
	}
	if comma == "" {
		w.touch(b)
	}
	if b.list {
		b.write(" FROM ", listName)
	}
	return w.where(b, j)
}

// touch writes the key over itself: the row is locked and its version moves,
// when only its lines are written.
func (w *writer) touch(b *builder) {
	ref := w.ref(w.selected[w.key[0]])
	b.write(ref, " = ", ref)
}

// remove is the statement of a delete. Where deleted rows bear a tombstone, so
// does this one. A document whose lines must go first is only touched here.
func (w *writer) remove(j *job) (statement, error) {
	b := w.conn.builder()
	switch {
	case w.tomb >= 0:
		col := w.selected[w.tomb]
		b.write("UPDATE ", w.source, " SET ", w.ref(col), " = ", b.value(col, tandem.TextValue(w.view.Tombstone.Value)))
	case w.lines != nil:
		b.write("UPDATE ", w.source, " SET ")
		w.touch(b)
	default:
		b.write("DELETE FROM ", w.source)
	}
	return w.where(b, j)
}

// where picks the row by its key, as it was read.
func (w *writer) where(b *builder, j *job) (statement, error) {
	if err := w.whereKey(b, j.Key); err != nil {
		return statement{}, err
	}
	if w.tomb >= 0 {
		col := w.selected[w.tomb]
		b.write(" AND (", w.ref(col), " <> ", b.value(col, tandem.TextValue(w.view.Tombstone.Value)), " OR ", w.ref(col), " IS NULL)")
	}
	for _, i := range w.checked(j.Before) {
		b.write(" AND ", w.same(b, w.selected[i], j.Before[i]))
	}
	return b.statement(), b.err
}

func (w *writer) whereKey(b *builder, key tandem.Key) error {
	values, err := w.keyArgs(key)
	if err != nil {
		return err
	}
	for i, col := range w.keyColumns() {
		word := " AND "
		if i == 0 {
			word = " WHERE "
		}
		b.write(word, b.equal(w.ref(col), col, values[i]))
	}
	return nil
}

// same is the condition that a column still has a value.
func (w *writer) same(b *builder, col *column, v tandem.Value) string {
	d := w.conn.dialect
	if v.IsNull() && !b.list {
		return w.ref(col) + " IS NULL"
	}
	mark := len(b.args)
	condition, ok := b.try(func() string { return d.same(col, w.ref(col), b.value(col, v)) })
	if !ok || condition == "" {
		// What was read cannot be compared, but it was there.
		b.args = b.args[:mark]
		b.lists = b.lists[:min(mark, len(b.lists))]
		return w.ref(col) + " IS NOT NULL"
	}
	return condition
}

// knownKey is the key of a create whose values give it, "" where the database makes part of it.
func (w *writer) knownKey(j *job) tandem.Key {
	made, rule := w.keyRule()
	values := make(tandem.Record, len(w.key))
	for i, at := range w.key {
		col := w.selected[at]
		switch {
		case made && col == rule && !j.newKey.IsAbsent():
			values[i] = j.newKey
		case at < w.fields && j.Set.Has(at) && !j.Values[at].IsEmpty():
			values[i] = j.Values[at]
		default:
			v, ok := w.view.Constants[col.name]
			if !ok || v.IsEmpty() {
				return ""
			}
			values[i] = v
		}
		if values[i] = asStored(col, w.decoders[at].kind, values[i]); values[i].IsAbsent() {
			return ""
		}
	}
	return tandem.Key(w.appendKey(nil, values))
}

// asStored is a value as it will be read again; absent where that is not sure.
func asStored(col *column, kind tandem.Kind, v tandem.Value) tandem.Value {
	if kind == tandem.Text && col.padded {
		return tandem.TextValue(strings.TrimRight(v.String(), " "))
	}
	if v.Kind() == kind {
		return v
	}
	switch kind {
	case tandem.Text:
		return tandem.TextValue(v.String())
	case tandem.Integer:
		n, _ := tandem.ParseInteger(strings.TrimSpace(v.String()))
		if n.String() == strings.TrimSpace(v.String()) {
			return n
		}
	default:
	}
	return tandem.Value{}
}

// takeKey reads the key of a created row out of the answer.
func (w *writer) takeKey(j *job, d done) error {
	if j.result.Key != "" {
		return nil
	}
	values := make(tandem.Record, len(w.key))
	switch {
	case d.row != nil:
		var a arena
		for i, at := range w.key {
			v, err := w.decoders[at].decode(&a, d.row[i])
			if err != nil {
				return placed(err, w.table.shown, "")
			}
			values[i] = v
		}
	case d.last != 0 && len(w.key) == 1:
		values[0] = tandem.IntegerValue(d.last)
	default:
		return tandem.Errorf(tandem.Config, "the database does not tell the key of a new row").At(w.table.shown).
			WithHint("declare where new keys come from: sequence, table, max_plus_one or ours")
	}
	if slices.ContainsFunc(values, tandem.Value.IsEmpty) {
		return tandem.Errorf(tandem.Config, "the new row got no key").At(w.table.shown)
	}
	j.result.Key = tandem.Key(w.appendKey(nil, values))
	return nil
}

// keyRule tells whether a rule makes the key of new rows, and which column it fills.
func (w *writer) keyRule() (bool, *column) {
	rule := w.view.NewKey
	if rule.From == "" || rule.From == connector.KeyByUs {
		return false, nil
	}
	if rule.Field == "" && len(w.key) == 1 {
		return true, w.selected[w.key[0]]
	}
	col, ok := w.table.column(rule.Field)
	return ok, col
}
