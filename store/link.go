package store

import (
	"cmp"
	"context"
	"slices"

	"tandem"
)

// linkForm is what is read of links.
type linkForm struct {
	lane    tandem.Lane
	base    bool
	version bool // with the version that our record has now
}

// columns of the link l, and of our record r where its version is asked for.
func (f linkForm) columns() string {
	columns := "l.their_key, l.our_id, l.version, l.hash, l.shape, l.run"
	if f.version {
		columns += ", coalesce(r.version, 0)"
	}
	if f.base {
		columns += ", l.base"
	}
	return columns
}

// record joins our record to the link where its version is asked for.
func (f linkForm) record() string {
	if !f.version {
		return ""
	}
	return " left join " + quote(f.lane.Object) + " r on r.id = l.our_id and r.account = l.account"
}

// text selects the lane's links.
func (f linkForm) text() string {
	return "select " + f.columns() + " from link l" + f.record() + " where l.account = $1 and l.point = $2"
}

func (f linkForm) read(r row) tandem.Link {
	l := tandem.Link{Key: tandem.Key(r.text()), ID: r.int(), Version: r.int(), Hash: uint64(r.int()), Shape: r.int(), Run: r.int()}
	if f.version {
		l.OursVersion = r.int()
	}
	if f.base {
		l.Base = r.text()
	}
	return l
}

// LinksByKey fills dst[i] with the link of keys[i], or leaves its ID 0.
func (s *Store) LinksByKey(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) error {
	if err := s.checkLane(lane); err != nil {
		return err
	}
	f := newLinkFinder(s.db.dialect(), lane, base, dst)
	f.sort(len(keys), func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	if len(keys) == 0 {
		return nil
	}
	f.found = func(l *tandem.Link, i int) int { return cmp.Compare(l.Key, keys[i]) }
	return s.read(ctx, lane.Account, func(q querier) error {
		complete, err := f.byRange(ctx, q, "l.their_key", func(i int) any { return string(keys[i]) })
		if err != nil || complete {
			return err
		}
		list := make([]string, len(keys))
		for i, at := range f.order {
			list[i] = string(keys[at])
		}
		return f.byList(ctx, q, "l.their_key", f.dialect.anyText(3), list)
	})
}

// LinksAhead begins what LinksByKey does; found waits for the end of it.
func (s *Store) LinksAhead(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) (found func() error) {
	return aside(func() error { return s.LinksByKey(ctx, lane, keys, base, dst) })
}

// LinksByID is the same by our ids.
func (s *Store) LinksByID(ctx context.Context, lane tandem.Lane, ids []int64, base bool, dst []tandem.Link) error {
	if err := s.checkLane(lane); err != nil {
		return err
	}
	return s.read(ctx, lane.Account, func(q querier) error {
		return linksByID(ctx, q, s.db.dialect(), lane, ids, base, dst)
	})
}

func linksByID(ctx context.Context, q querier, d dialect, lane tandem.Lane, ids []int64, base bool, dst []tandem.Link) error {
	f := newLinkFinder(d, lane, base, dst)
	f.sort(len(ids), func(a, b int) int { return cmp.Compare(ids[a], ids[b]) })
	if len(ids) == 0 {
		return nil
	}
	f.found = func(l *tandem.Link, i int) int { return cmp.Compare(l.ID, ids[i]) }
	complete, err := f.byRange(ctx, q, "l.our_id", func(i int) any { return ids[i] })
	if err != nil || complete {
		return err
	}
	list := make([]int64, len(ids))
	for i, at := range f.order {
		list[i] = ids[at]
	}
	return f.byList(ctx, q, "l.our_id", f.dialect.anyInt(3), list)
}

// linkFinder puts links that are read in order to where they were asked for.
type linkFinder struct {
	dialect dialect
	lane    tandem.Lane
	base    bool
	order   []int // the indexes of what is asked for, sorted
	found   func(l *tandem.Link, i int) int
	dst     []tandem.Link
	next    int // in order
	rows    int
}

func newLinkFinder(d dialect, lane tandem.Lane, base bool, dst []tandem.Link) *linkFinder {
	clear(dst)
	return &linkFinder{dialect: d, lane: lane, base: base, dst: dst}
}

func (f *linkFinder) sort(n int, compare func(a, b int) int) {
	f.order = make([]int, n)
	for i := range f.order {
		f.order[i] = i
	}
	if !slices.IsSortedFunc(f.order, compare) {
		slices.SortStableFunc(f.order, compare)
	}
}

// sampled is on how many byRange tries whether they lie close together.
const sampled = 64

// byRange reads everything between the first and the last, which costs less than
// a list when what is asked for lies close together, as a page in key order does.
// Where twice as much lies between, among the first of them already, it gives up.
//
// Our records are read the same way, in a statement of their own: a join would
// look each of them up. One that is written between the two statements counts as
// moved, and is looked at.
func (f *linkFinder) byRange(ctx context.Context, q querier, column string, value func(i int) any) (complete bool, err error) {
	form := linkForm{lane: f.lane, base: f.base}
	for _, n := range []int{min(sampled, len(f.order)), len(f.order)} {
		limit := 2*n + 1
		err = f.query(ctx, q, form, " and "+column+" between $3 and $4 order by "+column+" limit $5", value(f.order[0]), value(f.order[n-1]), limit)
		if err != nil {
			return false, err
		}
		if f.rows == limit {
			clear(f.dst)
			return false, nil
		}
		if n == len(f.order) {
			break
		}
	}
	return true, f.versions(ctx, q)
}

// byList reads those that are listed, each with the version of our record.
func (f *linkFinder) byList(ctx context.Context, q querier, column, condition string, list any) error {
	form := linkForm{lane: f.lane, base: f.base, version: true}
	return f.query(ctx, q, form, " and "+column+" "+condition+" order by "+column, list)
}

func (f *linkFinder) query(ctx context.Context, q querier, form linkForm, condition string, args ...any) error {
	f.next, f.rows = 0, 0
	return q.query(ctx, form.text()+condition, append([]any{f.lane.Account, f.lane.Point}, args...), func(r row) error {
		f.rows++
		f.place(form.read(r))
		return nil
	})
}

// versions fills in which version our record has now of each link that was found.
func (f *linkFinder) versions(ctx context.Context, q querier) error {
	f.order = f.order[:0]
	for i := range f.dst {
		if f.dst[i].ID != 0 {
			f.order = append(f.order, i)
		}
	}
	if len(f.order) == 0 {
		return nil
	}
	byID := func(a, b int) int { return cmp.Compare(f.dst[a].ID, f.dst[b].ID) }
	if !slices.IsSortedFunc(f.order, byID) {
		slices.SortFunc(f.order, byID)
	}
	ids := make([]int64, len(f.order))
	for i, at := range f.order {
		ids[i] = f.dst[at].ID
	}
	condition, args := f.dialect.anyInt(2), []any{f.lane.Account, ids}
	if first, last := ids[0], ids[len(ids)-1]; last-first < 2*int64(len(ids)) {
		condition, args = "between $2 and $3", []any{f.lane.Account, first, last}
	}
	// The plus keeps SQLite from an index that begins with the account.
	sql := "select id, version from " + quote(f.lane.Object) + " where +account = $1 and id " + condition + " order by id"
	return q.query(ctx, sql, args, func(r row) error {
		id, version := r.int(), r.int()
		for len(f.order) > 0 && f.dst[f.order[0]].ID <= id {
			if l := &f.dst[f.order[0]]; l.ID == id {
				l.OursVersion = version
			}
			f.order = f.order[1:]
		}
		return nil
	})
}

func (f *linkFinder) place(l tandem.Link) {
	for f.next < len(f.order) {
		switch i := f.order[f.next]; f.found(&l, i) {
		case -1:
			return // between two that were asked for
		case 0:
			f.dst[i] = l
			fallthrough
		default:
			f.next++
		}
	}
}

// Links reads the lane's links without base in key order after a key.
func (s *Store) Links(ctx context.Context, lane tandem.Lane, after tandem.Key, limit int) ([]tandem.Link, error) {
	if err := s.checkLane(lane); err != nil {
		return nil, err
	}
	var links []tandem.Link
	err := s.read(ctx, lane.Account, func(q querier) error {
		form := linkForm{lane: lane, version: true}
		sql := form.text() + " and l.their_key > $3 order by l.their_key limit $4"
		return q.query(ctx, sql, []any{lane.Account, lane.Point, string(after), limit}, func(r row) error {
			links = append(links, form.read(r))
			return nil
		})
	})
	return links, err
}

// CountLinks tells how many links the lane has.
func (s *Store) CountLinks(ctx context.Context, lane tandem.Lane) (int64, error) {
	n := int64(0)
	err := s.scan(ctx, lane.Account, func(q querier) error {
		_, err := one(ctx, q, "select count(*) from link where account = $1 and point = $2", []any{lane.Account, lane.Point}, func(r row) { n = r.int() })
		return err
	})
	return n, err
}

// checkLane keeps names that are not ours out of the SQL.
func (s *Store) checkLane(lane tandem.Lane) error {
	if _, ok := s.models.standard.tables[lane.Object]; !ok {
		return tandem.Errorf(tandem.Usage, "there is no object %q", lane.Object)
	}
	return nil
}
