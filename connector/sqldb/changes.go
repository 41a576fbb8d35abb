package sqldb

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"tandem"
	"tandem/connector"
)

// Changes reads what changed since a cursor. See position.go for why rows come
// again and none is missed. The view's filter is not applied: a row that leaves
// it has changed.
func (c *Conn) Changes(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		if err := c.changes(ctx, view, since, yield); err != nil && !errors.Is(err, errStop) {
			yield(nil, err)
		}
	}
}

func (c *Conn) changes(ctx context.Context, view *connector.View, since string, yield func(*tandem.Page, error) bool) error {
	if err := c.allowed(); err != nil {
		return err
	}
	l, err := c.layout(ctx, view)
	if err != nil {
		return err
	}
	feeds, err := l.feeds(ctx)
	if err != nil {
		return err
	}
	f := &follower{reader: newReader(l), yield: yield, cursor: &changeCursor{Feeds: map[string]*feedState{}}}
	if since != "" {
		if f.cursor, err = parseCursor(since); err != nil {
			return err
		}
	}
	for _, feed := range feeds {
		state, known := f.cursor.Feeds[feed.name]
		if !known {
			state = &feedState{}
			f.cursor.Feeds[feed.name] = state
		}
		feed.init(state)
		if known {
			err = f.follow(ctx, feed)
		} else {
			err = f.begin(ctx, feed)
		}
		if err != nil {
			return err
		}
	}
	// There is always a page with the cursor to go on with.
	if text := f.cursor.String(); f.emitted != text {
		return f.emit(ctx)
	}
	return nil
}

// follower reads the feeds of a view one after the other.
type follower struct {
	*reader

	yield   func(*tandem.Page, error) bool
	cursor  *changeCursor
	emitted string // the cursor last handed out

	lastCells [][]byte // of the row last read: where its cursor and ties stand
}

// remember keeps what makes the position of a row until the next comes.
func (f *follower) remember(feed *feed, cells [][]byte) {
	if len(f.lastCells) != len(cells) {
		f.lastCells = make([][]byte, len(cells))
	}
	f.lastCells[feed.at] = append(f.lastCells[feed.at][:0], cells[feed.at]...)
	for _, at := range feed.tieAt {
		f.lastCells[at] = append(f.lastCells[at][:0], cells[at]...)
	}
}

func (f *follower) emit(ctx context.Context) error {
	f.page.Cursor = f.cursor.String()
	f.emitted = f.page.Cursor
	if err := f.finish(ctx); err != nil {
		return err
	}
	if !f.yield(f.page, nil) {
		return errStop
	}
	if err := f.conn.pace(ctx, f.page.Len()); err != nil {
		return f.conn.fail(ctx, f.table.shown, err)
	}
	f.reset()
	return nil
}

// lookBack is how many rows a new cursor stands back where transactions are
// open whose rows may still appear below the newest.
const lookBack = 10_000

// begin puts the low-water mark of a new cursor.
func (f *follower) begin(ctx context.Context, feed *feed) error {
	ctx, cancel := f.conn.bounded(ctx)
	defer cancel()
	end, _, err := f.ends(ctx, feed, 1)
	if err != nil {
		return err
	}
	if end == nil {
		return nil // an empty table: whatever comes is new
	}
	if feed.exact {
		feed.state.Low = end
		return nil
	}
	// Asked after the end was read: a transaction that wrote below it and is not
	// seen yet is among those open now.
	h, err := f.conn.horizon(ctx)
	if err != nil {
		return err
	}
	quiet := f.conn.dialect.traits().serial || h.quiet()
	feed.state.Low = end
	if !quiet {
		if _, feed.state.Low, err = f.ends(ctx, feed, lookBack); err != nil {
			return err
		}
		feed.state.reach(mark{position: *end, At: time.Now().UnixMilli(), Next: h.next})
	}
	// Times may have been taken before the transaction began to write.
	if feed.cursor.typ.Kind() == tandem.Instant && feed.state.Low != nil {
		if low, ok := f.conn.builder().earlier(feed.cursor.column, end, feed.overlap); ok && quiet {
			feed.state.Low = low
			feed.state.reach(mark{position: *end, At: time.Now().UnixMilli(), Next: h.next})
		}
	}
	return nil
}

// ends reads backwards: the last position and the one n rows before it, nil
// where there are not as many.
func (f *follower) ends(ctx context.Context, feed *feed, n int) (end, back *position, err error) {
	refs, _ := feed.order()
	q := feed.selectList() + " WHERE " + feed.cursor.ref + " IS NOT NULL"
	if feed.exact {
		q += " AND " + feed.cursor.ref + " < " + f.conn.dialect.bound(feed.cursor.column)
	}
	q = f.conn.dialect.limit(q+" ORDER BY "+strings.Join(refs, " DESC, ")+" DESC", n)
	result, err := f.conn.db.query(ctx, q, nil)
	if err != nil {
		return nil, nil, f.conn.readError(ctx, f.table.shown, err)
	}
	count := 0
	for result.next() {
		count++
		if count == 1 {
			end = feed.here(result.cells())
		}
		if count == n {
			back = feed.here(result.cells())
		}
	}
	if err := result.close(); err != nil {
		return nil, nil, f.conn.readError(ctx, f.table.shown, err)
	}
	return end, back, nil
}

// follow reads one feed from where it stands to its end.
func (f *follower) follow(ctx context.Context, feed *feed) error {
	from, resumed := feed.state.start()
	began := time.Now()
	var h horizon
	if len(feed.state.Marks) > 0 {
		var err error
		if h, err = f.conn.horizon(ctx); err != nil { // before anything is read
			return err
		}
	}
	for {
		if err := f.conn.allowed(); err != nil {
			return err
		}
		last, more, err := f.read(ctx, feed, from)
		if err != nil {
			return err
		}
		if last != nil {
			from = last
		}
		feed.state.Next = from
		if !more {
			if err := f.end(ctx, feed, from, began, resumed, h); err != nil {
				return err
			}
		}
		if f.page.Len() > 0 {
			if err := f.emit(ctx); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}

// end closes a reading that came to the end of its feed.
func (f *follower) end(ctx context.Context, feed *feed, reached *position, began time.Time, resumed bool, h horizon) error {
	state := feed.state
	state.Next = nil
	if feed.exact {
		state.Low = reached
		return nil
	}
	// A reading that went on where another stopped did not look below that place.
	if !resumed {
		state.settle(began, feed.overlap, h)
	}
	if reached != nil && !reached.same(state.newest()) {
		after, err := f.conn.horizon(ctx)
		if err != nil {
			return err
		}
		state.reach(mark{position: *reached, At: time.Now().UnixMilli(), Next: after.next})
	}
	return nil
}

// changedPages is how many pages of a list one page of changes is as large as:
// each takes a statement here, and a transaction of whoever takes them over.
const changedPages = 5

// read puts one page of a feed's rows on the page and returns the last position.
func (f *follower) read(ctx context.Context, feed *feed, from *position) (last *position, more bool, err error) {
	limit := f.conn.cfg.pageRows * changedPages
	q, err := feed.query(from, limit)
	if err != nil {
		return nil, false, err
	}
	bounded, cancel := f.conn.bounded(ctx)
	defer cancel()
	result, err := f.conn.db.query(bounded, q.text, q.args)
	if err != nil {
		return nil, false, f.conn.readError(bounded, f.table.shown, err)
	}
	sink := f.sink(feed)
	count := 0
	for result.next() {
		count++
		sink.row(result.cells())
		f.remember(feed, result.cells())
	}
	if count > 0 {
		last = feed.here(f.lastCells)
	}
	if err := result.close(); err != nil {
		return nil, false, f.conn.readError(bounded, f.table.shown, err)
	}
	return last, count == limit, sink.end(ctx)
}

// sink takes the rows of a feed.
type sink interface {
	row(cells [][]byte)
	end(ctx context.Context) error
}

func (f *follower) sink(feed *feed) sink {
	switch feed.name {
	case rowsFeed:
		return &rowSink{follower: f}
	case logFeed:
		return &logSink{follower: f, feed: feed}
	default:
		return &lineSink{follower: f, feed: feed, seen: map[string]bool{}}
	}
}

// rowSink takes rows of the view's own table.
type rowSink struct {
	*follower

	gone []tandem.Key
}

func (s *rowSink) row(cells [][]byte) {
	key, fault := s.decode(cells)
	if fault == nil && s.isGone() {
		s.gone = append(s.gone, tandem.Key(strings.Clone(string(key))))
		return
	}
	s.add(key, fault)
}

func (s *rowSink) end(ctx context.Context) error { return s.bury(ctx, s.gone) }

// bury reports keys as gone, unless a living row has them again.
func (f *follower) bury(ctx context.Context, keys []tandem.Key) error {
	if len(keys) == 0 {
		return nil
	}
	r := newReader(f.layout)
	if err := r.get(ctx, keys); err != nil {
		return err
	}
	for _, key := range keys {
		if !slices.Contains(r.page.Keys, key) {
			f.addGone(key)
		}
	}
	return nil
}

// logSink takes rows of the log of deleted rows.
type logSink struct {
	*follower

	feed *feed
	gone []tandem.Key
}

func (s *logSink) row(cells [][]byte) {
	values := make(tandem.Record, len(s.key))
	for i, at := range s.key {
		d := s.decoders[at]
		d.form, d.padded = s.feed.selected[i].form, s.feed.selected[i].padded
		v, err := d.decode(&s.arena, cells[i])
		if err != nil || v.IsNull() {
			return // not the key of any row
		}
		values[i] = v
	}
	key := tandem.Key(s.appendKey(nil, values))
	if !slices.Contains(s.gone, key) {
		s.gone = append(s.gone, key)
	}
}

func (s *logSink) end(ctx context.Context) error { return s.bury(ctx, s.gone) }

// lineSink takes changed lines and brings their documents.
type lineSink struct {
	*follower

	feed *feed
	sets [][]tandem.Value
	seen map[string]bool
}

func (s *lineSink) row(cells [][]byte) {
	values := make([]tandem.Value, len(s.lines.parents))
	for i := range values {
		d := s.decoders[s.lines.owner[i]]
		d.form, d.padded = s.lines.parents[i].form, s.lines.parents[i].padded
		v, err := d.decode(&s.arena, cells[i])
		if err != nil || v.IsNull() {
			return // a line of no document
		}
		values[i] = v.Clone()
	}
	key := string(ownerKey(nil, values))
	if !s.seen[key] {
		s.seen[key] = true
		s.sets = append(s.sets, values)
	}
}

func (s *lineSink) end(ctx context.Context) error {
	columns := make([]*column, len(s.lines.owner))
	for i, at := range s.lines.owner {
		columns[i] = s.selected[at]
	}
	size := max(s.conn.dialect.traits().inList/len(columns)/2, 1)
	for chunk := range slices.Chunk(s.sets, size) {
		b := s.conn.builder()
		b.write(s.selectList(), " WHERE ", s.oneOf(b, columns, chunk))
		if b.err != nil {
			return b.err
		}
		if err := s.whole(ctx, b.statement()); err != nil {
			return err
		}
	}
	return nil
}
