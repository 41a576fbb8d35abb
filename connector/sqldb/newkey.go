package sqldb

import (
	"context"
	"strconv"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/expr"
)

// prepareKeys checks the rule for new keys.
func (w *writer) prepareKeys(ctx context.Context) error {
	rule := w.view.NewKey
	misses := func(format string, args ...any) error {
		return tandem.Errorf(tandem.Config, format, args...).At(w.table.shown + " new_key")
	}
	if rule.Field != "" {
		if _, err := w.column(rule.Field); err != nil {
			return err
		}
	}
	switch rule.From {
	case "", connector.KeyByUs, connector.KeyByDatabase:
		return nil
	case connector.KeyBySequence:
		if rule.Sequence == "" || w.conn.dialect.next("x") == "" {
			return misses("%s has no sequence %q", w.conn.dialect.traits().name, rule.Sequence)
		}
	case connector.KeyByTable:
		if rule.Table == "" || rule.Column == "" {
			return misses("the table and column of the next number are missing")
		}
		// Looked up now: within the transaction there may be no connection left for it.
		counter, err := w.conn.table(ctx, w.view, rule.Table)
		if err != nil {
			return err
		}
		w.counter = counter
	case connector.KeyByMax:
	default:
		return misses("there is no rule %q", rule.From)
	}
	if ok, _ := w.keyRule(); !ok {
		return misses("the field that takes the new number is missing")
	}
	return nil
}

// ruleCollides reports whether somebody else may take the number we made.
func (w *writer) ruleCollides() bool {
	return w.view.NewKey.From == connector.KeyByMax || w.view.NewKey.From == connector.KeyByTable
}

// makeKeys gives every create its key, where a rule of ours makes it, within
// the transaction that uses it.
func (t *attempt) makeKeys(ctx context.Context, jobs []*job) outcome {
	var creates []*job
	for _, j := range jobs {
		if j.Op == tandem.Create {
			j.newKey, j.result.Key = tandem.Value{}, ""
			creates = append(creates, j)
		}
	}
	if len(creates) == 0 || t.routine.create != nil {
		return outcome{}
	}
	var numbers []int64
	var err error
	switch t.view.NewKey.From {
	case connector.KeyBySequence:
		numbers, err = t.fromSequence(ctx, len(creates))
	case connector.KeyByTable:
		numbers, err = t.fromTable(ctx, len(creates))
	case connector.KeyByMax:
		numbers, err = t.fromMax(ctx, len(creates))
	default:
		return outcome{}
	}
	if err != nil {
		return t.outcome(ctx, nil, err)
	}
	_, col := t.keyRule()
	for i, j := range creates {
		if j.newKey, err = t.number(col, numbers[i]); err != nil {
			return outcome{err: err}
		}
	}
	return outcome{}
}

// number writes a new number as the key column takes it.
func (w *writer) number(col *column, n int64) (tandem.Value, error) {
	if col.typ.Kind() != tandem.Text {
		return tandem.IntegerValue(n), nil
	}
	text := strconv.FormatInt(n, 10)
	width := w.view.NewKey.Width
	if width > 0 && len(text) > width {
		return tandem.Value{}, tandem.Errorf(tandem.Full, "the numbers of %s are used up: %s has more than %d digits", col.name, text, width).At(w.table.shown)
	}
	return tandem.TextValue(strings.Repeat("0", max(width-len(text), 0)) + text), nil
}

func (t *attempt) fromSequence(ctx context.Context, n int) ([]int64, error) {
	d := t.conn.dialect
	query := d.next(quoteDotted(d, t.view.NewKey.Sequence))
	numbers := make([]int64, n)
	for i := range numbers {
		row, found, err := single(ctx, t.tx, query)
		if err != nil {
			return nil, err
		}
		v, ok := tandem.Value{}, false
		if found {
			v, ok = parseInteger(string(row[0]))
		}
		if !ok {
			return nil, tandem.Errorf(tandem.Config, "sequence %s gave no number", t.view.NewKey.Sequence).At(t.table.shown)
		}
		numbers[i] = v.Int()
	}
	return numbers, nil
}

// quoteDotted quotes each part of a name with a schema.
func quoteDotted(d dialect, name string) string {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if d.traits().foldsUpper && part == strings.ToLower(part) {
			part = strings.ToUpper(part)
		}
		parts[i] = d.quote(part)
	}
	return strings.Join(parts, ".")
}

// fromTable takes the next numbers from a row that other programs take theirs from.
func (t *attempt) fromTable(ctx context.Context, n int) ([]int64, error) {
	rule := t.view.NewKey
	l := &layout{conn: t.conn, view: &connector.View{Object: rule.Table}, table: t.counter, source: t.conn.qualified(t.counter.name), cursor: -1, tomb: -1}
	col, err := l.column(rule.Column)
	if err != nil {
		return nil, err
	}
	read, err := l.counterQuery(col, rule.Where)
	if err != nil {
		return nil, err
	}
	row, found, err := single(ctx, t.tx, read.text, read.args...)
	if err != nil {
		return nil, err
	}
	old := ""
	if found {
		old = strings.TrimSpace(string(row[0]))
	}
	next, ok := parseInteger(old)
	if !ok {
		return nil, tandem.Errorf(tandem.Config, "%s.%s holds no next number", rule.Table, rule.Column).At(t.table.shown + " new_key")
	}
	write, err := l.counterUpdate(col, rule.Where, old, next.Int()+int64(n))
	if err != nil {
		return nil, err
	}
	results, err := t.tx.run(ctx, []statement{write})
	if err != nil {
		return nil, err
	}
	if results[0].affected != 1 {
		return nil, tandem.Errorf(tandem.Config, "the condition picks %d rows of %s, it must pick one", results[0].affected, rule.Table).At(t.table.shown + " new_key")
	}
	return upFrom(next.Int(), n), nil
}

func (l *layout) counterQuery(col *column, where string) (statement, error) {
	b := l.conn.builder()
	behind, end := l.conn.dialect.forUpdate()
	b.write("SELECT ", l.conn.dialect.read(col, l.ref(col)), " FROM ", l.source, behind)
	if err := l.counterWhere(b, where); err != nil {
		return statement{}, err
	}
	b.write(end)
	return b.statement(), b.err
}

// counterUpdate writes the number back as it stood there: with its zeros in front.
func (l *layout) counterUpdate(col *column, where, old string, next int64) (statement, error) {
	b := l.conn.builder()
	v := tandem.IntegerValue(next)
	if col.typ.Kind() == tandem.Text {
		text := strconv.FormatInt(next, 10)
		v = tandem.TextValue(strings.Repeat("0", max(len(old)-len(text), 0)) + text)
	}
	b.write("UPDATE ", l.source, " SET ", l.ref(col), " = ", b.value(col, v))
	if err := l.counterWhere(b, where); err != nil {
		return statement{}, err
	}
	return b.statement(), b.err
}

// counterWhere writes the condition that picks the row. It must be written whole.
func (l *layout) counterWhere(b *builder, where string) error {
	if where == "" {
		return nil
	}
	object := l.table.object()
	filter, err := expr.ParseFilter(where, &object)
	if err != nil {
		return err
	}
	text, ok := filterWriter{layout: l, b: b, strict: true}.write(filter)
	if !ok {
		return tandem.Errorf(tandem.Config, "the condition %q cannot be said in SQL; compare columns with == and join with and", where).At(l.table.shown)
	}
	b.write(" WHERE ", text)
	return nil
}

// fromMax continues behind the highest number there is. Other texts in the
// column are passed over.
func (t *attempt) fromMax(ctx context.Context, n int) ([]int64, error) {
	d := t.conn.dialect
	_, col := t.keyRule()
	if lock := d.lockTable(t.source); lock != "" {
		if _, err := t.tx.run(ctx, []statement{{text: lock}}); err != nil {
			return nil, err
		}
	}
	if col.typ != dictionary.Text {
		row, _, err := single(ctx, t.tx, "SELECT MAX("+t.ref(col)+") FROM "+t.source)
		if err != nil {
			return nil, err
		}
		if row == nil || row[0] == nil {
			return upFrom(1, n), nil
		}
		highest, ok := parseInteger(string(row[0]))
		if !ok {
			return nil, tandem.Errorf(tandem.Config, "%s is no whole number", col.name).At(t.table.shown + " new_key")
		}
		return upFrom(highest.Int()+1, n), nil
	}
	highest, err := t.highestText(ctx, col)
	return upFrom(highest+1, n), err
}

// highestText looks from above for a text of digits alone. Numbers in texts
// have the same width, or they would not sort.
func (t *attempt) highestText(ctx context.Context, col *column) (int64, error) {
	const few = 200
	b := t.conn.builder()
	ref, read := t.ref(col), t.conn.dialect.read(col, t.ref(col))
	b.write("SELECT ", read, " FROM ", t.source, " WHERE ", ref, " <= ", b.bound(col, tandem.TextValue(strings.Repeat("9", max(t.view.NewKey.Width, 1)))))
	b.write(" ORDER BY ", ref, " DESC")
	if b.err != nil {
		return 0, b.err
	}
	lines, err := collect(ctx, t.tx, t.conn.dialect.limit(b.text.String(), few), b.args...)
	if err != nil {
		return 0, err
	}
	for _, line := range lines {
		text := strings.TrimRight(line[0], " ")
		if v, ok := tandem.ParseInteger(text); ok && v.Int() >= 0 && (t.view.NewKey.Width == 0 || len(text) == t.view.NewKey.Width) {
			return v.Int(), nil
		}
	}
	if len(lines) == few {
		return 0, tandem.Errorf(tandem.Config, "the highest values of %s are no numbers of %d digits", col.name, t.view.NewKey.Width).At(t.table.shown + " new_key")
	}
	return 0, nil
}

func upFrom(first int64, n int) []int64 {
	numbers := make([]int64, n)
	for i := range numbers {
		numbers[i] = first + int64(i)
	}
	return numbers
}
