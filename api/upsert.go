package api

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/expr"
	"tandem/routine"
)

// mostBulk is how many records one request may bring.
const mostBulk = 1000

// upserted is what became of one record.
type upserted struct {
	engine.Written

	created bool
}

// upsert creates records, or updates those that are there already: the ones with
// the same value in a field. Without a field it is the id that tells, and a
// record without one is new. Each record stands by itself.
func (s *server) upsert(ctx context.Context, caller *routine.Caller, o *object, by string, drafts []*draft) ([]upserted, error) {
	if len(drafts) > mostBulk {
		return nil, tandem.Errorf(tandem.Usage, "%d records are too many at once", len(drafts)).WithHint("at most " + strconv.Itoa(mostBulk))
	}
	if err := caller.May(tandem.EditRecords); err != nil {
		return nil, err
	}
	defer s.upserts.hold(o.Name + " " + caller.Account.Name)()
	results := make([]upserted, len(drafts))
	ids, err := s.present(ctx, caller, o, by, drafts, results)
	if err != nil {
		return nil, err
	}
	var edits []engine.Edit
	var at []int
	for i, d := range drafts {
		if results[i].Err != nil {
			continue
		}
		edit := engine.Edit{Op: tandem.Update, ID: ids[i], Version: d.version, Fields: d.fields}
		if ids[i] == 0 {
			edit.Op, edit.Version = tandem.Create, 0
			results[i].created = true
		}
		edits, at = append(edits, edit), append(at, i)
	}
	written, err := s.writeAll(ctx, caller, o, edits)
	for i := range written {
		results[at[i]].Written = written[i]
		results[at[i]].created = results[at[i]].created && written[i].Err == nil
	}
	return results, err
}

// present finds the record of each draft; 0 when there is none. What cannot be
// told is noted in the results.
func (s *server) present(ctx context.Context, caller *routine.Caller, o *object, by string, drafts []*draft, results []upserted) ([]int64, error) {
	ids := make([]int64, len(drafts))
	if by == "" || by == "id" {
		for i, d := range drafts {
			ids[i] = d.id
		}
		return ids, nil
	}
	f, ok := o.Field(by)
	if !ok {
		return nil, unknownField(o.Object, by)
	}
	if f.Type == dictionary.Lines || f.Type == dictionary.Bytes {
		return nil, tandem.Errorf(tandem.Usage, "records cannot be told apart by %s", by).At(o.Name + "." + by)
	}
	first := map[tandem.Value]int{}
	var values []tandem.Value
	for i, d := range drafts {
		v := d.value(by)
		other, twice := first[v]
		switch {
		case v.IsEmpty():
			results[i].Err = tandem.Errorf(tandem.Invalid, "must not be empty: records are told apart by it").At(o.Name + "." + by)
		case twice:
			results[i].Err = tandem.Errorf(tandem.Invalid, "is the same as in record %d of this request", other+1).At(o.Name + "." + by)
		default:
			first[v] = i
			values = append(values, v)
		}
	}
	return ids, s.findBy(ctx, caller, o, by, values, first, ids, results)
}

// findBy reads who has the values, and notes where several have.
func (s *server) findBy(ctx context.Context, caller *routine.Caller, o *object, by string, values []tandem.Value, of map[tandem.Value]int, ids []int64, results []upserted) error {
	shape := &tandem.Shape{Object: o.Name, Fields: []string{by}}
	for part := range slices.Chunk(values, 200) {
		query := &ListQuery{Filter: expr.In{Field: by, Values: part}, Limit: 2 * len(part)}
		for {
			var rows tandem.Rows
			if err := s.Records.List(ctx, caller.Account.ID, shape, query, &rows); err != nil {
				return err
			}
			for i, id := range rows.IDs {
				at := of[rows.Row(i)[0]]
				if ids[at] != 0 {
					results[at].Err = tandem.Errorf(tandem.Conflict, "several records have this value: %d and %d", ids[at], id).At(o.Name + "." + by)
				}
				ids[at], query.ID = id, id
			}
			if len(rows.IDs) < query.Limit {
				break
			}
		}
	}
	return nil
}

// locks holds one thing of a name at a time. Two requests that both find nothing
// would otherwise both create it.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	sync.Mutex

	waiting int
}

// hold waits until the name is free, and returns what frees it.
func (l *locks) hold(name string) (free func()) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	of := l.held[name]
	if of == nil {
		of = &lock{}
		l.held[name] = of
	}
	of.waiting++
	l.mu.Unlock()
	of.Lock()
	return func() {
		of.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if of.waiting--; of.waiting == 0 {
			delete(l.held, name)
		}
	}
}
