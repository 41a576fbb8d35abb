package sqldb

import (
	"context"
	"errors"
	"time"

	"tandem"
)

// reader turns the rows of statements into a page of a view.
type reader struct {
	*layout

	from      querier // where statements go: the database, or a transaction
	page      *tandem.Page
	arena     arena
	spare     [2]leaf       // see turn
	values    tandem.Record // of the row being read: everything selected
	keyValues tandem.Record
	owners    owners // of the page's rows, where they have lines
}

// leaf is a page with the memory that its texts lie in.
type leaf struct {
	page  *tandem.Page
	arena arena
}

func newReader(l *layout) *reader {
	r := &reader{
		layout: l, from: l.conn.db, page: &tandem.Page{},
		values: make(tandem.Record, len(l.selected)), keyValues: make(tandem.Record, len(l.key)),
	}
	r.page.Reset(l.view.Width())
	for i := range r.spare {
		r.spare[i].page = &tandem.Page{}
	}
	return r
}

// reset begins the next page in the same memory.
func (r *reader) reset() {
	r.arena.reset()
	r.owners.reset()
	r.page.Reset(r.view.Width())
}

// turn begins the next page in other memory than the page just handed out and
// the one before it: they are in use until the next but one is asked for.
func (r *reader) turn() {
	next := r.spare[0]
	r.spare[0] = r.spare[1]
	r.spare[1] = leaf{page: r.page, arena: r.arena}
	r.page, r.arena = next.page, next.arena
	r.reset()
}

// decode reads a row into values and makes its key. The fault is the first
// thing wrong with the row; the key is then as good as can be had.
func (r *reader) decode(cells [][]byte) (key tandem.Key, fault error) {
	for i := range r.decoders {
		v, err := r.decoders[i].decode(&r.arena, cells[i])
		if err != nil && fault == nil {
			fault = err
		}
		r.values[i] = v
	}
	key, err := r.rowKey()
	if fault == nil {
		fault = err
	}
	return key, fault
}

// rowKey makes the key of the row just decoded.
func (r *reader) rowKey() (tandem.Key, error) {
	var fault error
	for i, at := range r.key {
		v := r.values[at]
		if v.IsNull() {
			fault = tandem.Errorf(tandem.Invalid, "the key column %s is empty", r.selected[at].name).At(r.selected[at].name)
		}
		r.keyValues[i] = v
	}
	if len(r.key) == 1 && r.keyValues[0].Kind() == tandem.Text {
		return tandem.Key(r.keyValues[0].Text()), nil // it lies in the arena already
	}
	need := 0
	for _, v := range r.keyValues {
		need += len(v.Text()) + longestNumber
	}
	r.arena.reserve(need)
	from := len(r.arena.block)
	r.arena.block = r.appendKey(r.arena.block, r.keyValues)
	return tandem.Key(peek(r.arena.block[from:])), fault
}

// longestNumber is more than a number, a date or a separator takes in a key.
const longestNumber = 40

// isGone reports whether the row just decoded bears the tombstone.
func (r *reader) isGone() bool {
	if r.tomb < 0 || r.values[r.tomb].IsNull() {
		return false
	}
	v := r.values[r.tomb]
	if v.Kind() == tandem.Text {
		return v.Text() == r.view.Tombstone.Value
	}
	return v.String() == r.view.Tombstone.Value
}

// add puts the row just decoded onto the page.
func (r *reader) add(key tandem.Key, fault error) {
	record := r.page.Add(key)
	if r.lines != nil {
		r.owners.add(r.values, r.lines.owner)
	}
	if fault != nil {
		r.page.Fault(r.page.Len()-1, placed(fault, r.table.shown, key))
		return
	}
	copy(record, r.values[:r.fields])
}

// addGone puts a tombstone onto the page.
func (r *reader) addGone(key tandem.Key) {
	r.page.AddGone(key)
	if r.lines != nil {
		r.owners.skip(len(r.lines.owner))
	}
}

// placed names the row in an error that so far names the column.
func placed(err error, object string, key tandem.Key) error {
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok {
		return err
	}
	place := object + " " + key.String()
	if e.Place != "" {
		place += " " + e.Place
	}
	return e.At(place)
}

// whole reads every row of a statement onto the page, leaving out what bears a tombstone.
func (r *reader) whole(ctx context.Context, s statement) error {
	ctx, cancel := r.conn.bounded(ctx)
	defer cancel()
	result, err := r.from.query(ctx, s.text, s.args)
	if err != nil {
		return r.conn.readError(ctx, r.table.shown, err)
	}
	for result.next() {
		key, fault := r.decode(result.cells())
		if fault == nil && r.isGone() {
			continue
		}
		r.add(key, fault)
	}
	if err := result.close(); err != nil {
		return r.conn.readError(ctx, r.table.shown, err)
	}
	return nil
}

// readError also forgets what is known of the tables when one of them seems to have changed.
func (c *Conn) readError(ctx context.Context, place string, err error) error {
	err = c.fail(ctx, place, err)
	if tandem.CodeOf(err) == tandem.Schema {
		c.forget()
	}
	return err
}

// patience bounds the time a stream keeps us waiting, not the time its reader
// takes between pages.
type patience struct {
	timer *time.Timer
	limit time.Duration
}

// patient returns a context that ends when the database is waited for too long.
func (c *Conn) patient(ctx context.Context) (context.Context, *patience, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	p := &patience{limit: c.cfg.timeout}
	if p.limit > 0 {
		p.timer = time.AfterFunc(p.limit, func() { cancel(errTooSlow) })
	}
	return ctx, p, func() {
		p.pause()
		cancel(context.Canceled)
	}
}

func (p *patience) pause() {
	if p.timer != nil {
		p.timer.Stop()
	}
}

func (p *patience) resume() {
	if p.timer != nil {
		p.timer.Reset(p.limit)
	}
}
