package store

import (
	"context"

	"tandem"
	"tandem/expr"
)

// ListQuery picks records of an object for a page of a list.
type ListQuery struct {
	Filter expr.Filter // nil = all
	Order  string      // a field; "" = id. Records without a value come last
	Desc   bool
	After  Position // where the page before ended
	Limit  int
}

// Position is a place in an ordered list: the value of the field it is ordered
// by, and the id. The zero Position is the beginning.
type Position struct {
	Value tandem.Value
	ID    int64
}

// List reads a page of records.
func (s *Store) List(ctx context.Context, account int64, shape *tandem.Shape, query ListQuery, dst *tandem.Rows) error {
	lay, err := s.layout(ctx, account, shape)
	if err != nil {
		return err
	}
	w := s.filter(account, lay.table)
	if err := w.write(query.Filter); err != nil {
		return err
	}
	if err := w.page(&query); err != nil {
		return err
	}
	dst.Reset(len(shape.Fields))
	return s.scan(ctx, account, func(q querier) error {
		return readRows(ctx, q, s.db.dialect(), lay, w.sql.String(), w.args, dst)
	})
}

// filter begins a condition that keeps to the account (Promise 10).
func (s *Store) filter(account int64, t *table) *filterWriter {
	w := &filterWriter{dialect: s.db.dialect(), fold: s.db.fold, table: t}
	w.sql.WriteString("r.account = " + w.bind(account) + " and ")
	return w
}

// page continues behind a position, in order, up to the limit.
func (w *filterWriter) page(query *ListQuery) error {
	direction, beyond := "", " > "
	if query.Desc {
		direction, beyond = " desc", " < "
	}
	if query.Order == "" || query.Order == "id" {
		if query.After.ID != 0 {
			w.sql.WriteString(" and r.id" + beyond + w.bind(query.After.ID))
		}
		w.sql.WriteString(" order by r.id" + direction)
	} else {
		sql, c, err := w.column(query.Order)
		if err != nil {
			return err
		}
		if query.After.ID != 0 {
			w.after(sql, c, beyond, &query.After)
		}
		w.sql.WriteString(" order by " + sql + " is null, " + sql + direction + ", r.id")
	}
	w.sql.WriteString(" limit " + w.bind(limitOf(query.Limit)))
	return nil
}

func (w *filterWriter) after(sql string, c *column, beyond string, p *Position) {
	id := w.bind(p.ID)
	if p.Value.IsNull() || p.Value.IsAbsent() {
		w.sql.WriteString(" and " + sql + " is null and r.id > " + id)
		return
	}
	v := w.bindValue(c, p.Value)
	w.sql.WriteString(" and (" + sql + beyond + v + " or " + sql + " = " + v + " and r.id > " + id + " or " + sql + " is null)")
}

// FindBy reads the records whose field has a value, a number for instance.
func (s *Store) FindBy(ctx context.Context, account int64, shape *tandem.Shape, field string, v tandem.Value, dst *tandem.Rows) error {
	return s.List(ctx, account, shape, ListQuery{Filter: expr.Comparison{Field: field, Op: expr.Equal, Value: v}}, dst)
}

// Find reads the records that fit a filter in the order of their ids, behind an
// id, at most limit.
func (s *Store) Find(ctx context.Context, account int64, shape *tandem.Shape, filter expr.Filter, after int64, limit int, dst *tandem.Rows) error {
	return s.List(ctx, account, shape, ListQuery{Filter: filter, After: Position{ID: after}, Limit: limit}, dst)
}

// Count tells how many records fit a filter.
func (s *Store) Count(ctx context.Context, account int64, object string, filter expr.Filter) (n int64, err error) {
	m, err := s.model(ctx, account)
	if err != nil {
		return 0, err
	}
	t, ok := m.tables[object]
	if !ok {
		return 0, tandem.Errorf(tandem.Usage, "there is no object %q", object)
	}
	w := s.filter(account, t)
	if err := w.write(filter); err != nil {
		return 0, err
	}
	err = s.scan(ctx, account, func(q querier) error {
		_, err := one(ctx, q, "select count(*) from "+quote(t.name)+" r where "+w.sql.String(), w.args, func(r row) { n = r.int() })
		return err
	})
	return n, err
}

// Counts tells how many records of each object an account has.
func (s *Store) Counts(ctx context.Context, account int64) (map[string]int64, error) {
	counts := map[string]int64{}
	for i := range s.standard.Objects {
		name := s.standard.Objects[i].Name
		n, err := s.Count(ctx, account, name, nil)
		if err != nil {
			return nil, err
		}
		counts[name] = n
	}
	return counts, nil
}
