package store

import (
	"context"
	"strconv"

	"tandem"
)

// changeQuery picks rows of the change log by conditions both its tables can
// answer, with seq within bounds.
type changeQuery struct {
	where  string // over account and run; parameters from $1 on
	args   []any
	after  int64 // seq above this ...
	upTo   int64 // ... and not above this
	newest bool  // newest first
	limit  int
	fields bool // with what changed
}

// tail ends a statement: what is to lie beyond the lower bound, what not beyond
// the upper one, and the order.
func (cq *changeQuery) tail(beyond, within string) (sql string, args []any) {
	n := len(cq.args)
	sql = " where " + cq.where + " and " + beyond + " > $" + strconv.Itoa(n+1) + " and " + within + " <= $" + strconv.Itoa(n+2) + " order by seq"
	if cq.newest {
		sql += " desc"
	}
	return sql + " limit $" + strconv.Itoa(n+3), append(append([]any{}, cq.args...), cq.after, cq.upTo, cq.limit)
}

// readChanges reads the change log, rows and spans together. A nil model is
// enough without fields.
func readChanges(ctx context.Context, q querier, m *model, cq changeQuery) ([]tandem.Change, error) {
	tail, args := cq.tail("seq", "seq")
	rows, err := readChangeRows(ctx, q, m, cq.fields, tail, args...)
	if err != nil {
		return nil, err
	}
	// A span counts when some of it lies within the bounds.
	tail, args = cq.tail("last", "seq")
	spans, err := readSpans(ctx, q, tail, args...)
	if err != nil || len(spans) == 0 {
		return rows, err
	}
	return cq.weave(rows, spans), nil
}

// weave puts rows and the changes of spans in one order, up to the limit.
func (cq *changeQuery) weave(rows []tandem.Change, spans []createSpan) []tandem.Change {
	before := func(a, b int64) bool { return (a < b) != cq.newest }
	var all []tandem.Change
	for _, sp := range spans {
		first, last := max(sp.seq, cq.after+1), min(sp.last, cq.upTo)
		for n := range last - first + 1 {
			seq := first + n
			if cq.newest {
				seq = last - n
			}
			for len(rows) > 0 && before(rows[0].Seq, seq) {
				all, rows = append(all, rows[0]), rows[1:]
			}
			if len(all) >= cq.limit {
				return all[:cq.limit]
			}
			all = append(all, sp.change(seq))
		}
	}
	all = append(all, rows...)
	return all[:min(len(all), cq.limit)]
}

// createSpan is a row of change_span.
type createSpan struct {
	seq, last, account int64
	object             string
	record             int64
	actor              tandem.Actor
	at                 int64
}

// holds reports whether a record was created by one of these changes.
func (sp *createSpan) holds(record int64) bool {
	return record >= sp.record && record-sp.record <= sp.last-sp.seq && sp.seq > 0
}

// change is the creation that has this number.
func (sp *createSpan) change(seq int64) tandem.Change {
	return tandem.Change{
		Seq: seq, Account: sp.account, Object: sp.object, ID: sp.record + seq - sp.seq, Version: 1, Op: tandem.Create,
		Actor: sp.actor, At: timeOf(sp.at),
	}
}

func readSpans(ctx context.Context, q querier, tail string, args ...any) ([]createSpan, error) {
	var spans []createSpan
	// Conditions may speak of the operation, which a span need not store.
	const columns = "seq, last, account, object, record, origin, actor, run, at"
	from := " from (select " + columns + ", " + strconv.Itoa(int(tandem.Create)) + " as op from change_span) s"
	err := q.query(ctx, "select "+columns+from+tail, args, func(r row) error {
		spans = append(spans, createSpan{
			seq: r.int(), last: r.int(), account: r.int(), object: r.text(), record: r.int(),
			actor: tandem.Actor{Origin: tandem.Origin(r.text()), Name: r.text(), Run: r.int()}, at: r.int(),
		})
		return nil
	})
	return spans, err
}

func readChangeRows(ctx context.Context, q querier, m *model, fields bool, tail string, args ...any) ([]tandem.Change, error) {
	var changes []tandem.Change
	columns := "select seq, account, object, record, version, op, origin, actor, run, at, note"
	if fields {
		columns += ", fields"
	}
	err := q.query(ctx, columns+" from change"+tail, args, func(r row) (err error) {
		c := tandem.Change{
			Seq: r.int(), Account: r.int(), Object: r.text(), ID: r.int(), Version: r.int(), Op: tandem.Op(r.int()),
			Actor: tandem.Actor{Origin: tandem.Origin(r.text()), Name: r.text(), Run: r.int()}, At: timeOf(r.int()), Note: r.text(),
		}
		if fields {
			c.Fields, err = decodeFieldChanges(r.text(), m.tables[c.Object])
		}
		changes = append(changes, c)
		return err
	})
	return changes, err
}

// readHistory reads the changes of one record, newest first. Its creation, the
// oldest, may lie in a span.
func readHistory(ctx context.Context, q querier, m *model, account int64, object string, id int64, limit int) ([]tandem.Change, error) {
	args := []any{account, object, id}
	changes, err := readChangeRows(ctx, q, m, true, " where account = $1 and object = $2 and record = $3 order by seq desc limit $4", append(args, limit)...)
	if err != nil || len(changes) == limit {
		return changes, err
	}
	spans, err := readSpans(ctx, q, " where account = $1 and object = $2 and record <= $3 order by record desc limit 1", args...)
	if len(spans) > 0 && id-spans[0].record <= spans[0].last-spans[0].seq {
		changes = append(changes, spans[0].change(spans[0].seq+id-spans[0].record))
	}
	return changes, err
}
