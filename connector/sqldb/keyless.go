package sqldb

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"tandem"
)

// errKeyless answers what cannot be asked of a table without a key: what a row
// is called shows only in a reading of all of them, which is the fallback.
var errKeyless = fmt.Errorf("a table without a key is read as a whole: %w", errors.ErrUnsupported)

// listKeyless reads a table without a key. Nothing can be written to it, and a
// row has no identity but its content: its key is the hash of its values, the
// same row a second time is "hash.2". Reading starts anew each time and skips
// what was handed out before; the order is that of all columns.
func (c *Conn) listKeyless(ctx context.Context, l *layout, after string, yield func(*tandem.Page) bool) error {
	skip := 0
	if after != "" {
		var err error
		if skip, err = strconv.Atoi(after); err != nil {
			return tandem.Errorf(tandem.Stale, "the table lost its key since this position was stored").At(l.table.shown)
		}
	}
	if err := c.allowed(); err != nil {
		return err
	}
	k := &keylessLister{reader: newReader(l), yield: yield, seen: map[uint64]int{}}
	q := k.query()
	if q.err != nil {
		return q.err
	}
	ctx, patience, cancel := c.patient(ctx)
	defer cancel()
	result, err := c.db.query(ctx, q.text.String(), q.args)
	if err != nil {
		return c.readError(ctx, l.table.shown, err)
	}
	for result.next() {
		k.row(result.cells())
		if k.read <= skip {
			k.reset()
			continue
		}
		if k.page.Len() < c.cfg.pageRows {
			continue
		}
		patience.pause()
		if err := k.emit(ctx); err != nil {
			_ = result.close() // the reader's wish or error comes first
			return err
		}
		patience.resume()
	}
	if err := result.close(); err != nil {
		return c.readError(ctx, l.table.shown, err)
	}
	return k.emit(ctx)
}

type keylessLister struct {
	*reader

	yield func(*tandem.Page) bool
	read  int
	seen  map[uint64]int // how often each content occurred
	buf   []byte
}

func (k *keylessLister) query() *builder {
	b := k.conn.builder()
	b.write(k.selectList())
	if filter, ok := k.filter(b); ok {
		b.write(" WHERE ", filter)
	}
	var order []string
	for _, col := range k.selected {
		if isOrdered(col) {
			order = append(order, k.ref(col))
		}
	}
	if len(order) > 0 {
		b.write(" ORDER BY ", strings.Join(order, ", "))
	}
	return b
}

func (k *keylessLister) row(cells [][]byte) {
	_, fault := k.decode(cells)
	k.read++
	k.buf = k.buf[:0]
	for _, cell := range cells {
		k.buf = strconv.AppendInt(k.buf, int64(len(cell)), 10)
		k.buf = append(append(k.buf, ' '), cell...)
	}
	sum := xxh3.Hash(k.buf)
	k.seen[sum]++
	key := strconv.FormatUint(sum, 16)
	if n := k.seen[sum]; n > 1 {
		key += "." + strconv.Itoa(n)
	}
	if fault == nil && k.isGone() {
		return
	}
	k.add(tandem.Key(key), fault)
}

func (k *keylessLister) emit(ctx context.Context) error {
	if k.page.Len() == 0 {
		return nil
	}
	k.page.Cursor = strconv.Itoa(k.read)
	if err := k.finish(ctx); err != nil {
		return err
	}
	rows := k.page.Len()
	if !k.yield(k.page) {
		return errStop
	}
	if err := k.conn.pace(ctx, rows); err != nil {
		return k.conn.fail(ctx, k.table.shown, err)
	}
	k.turn()
	return nil
}

// isOrdered reports whether every database can order rows by the column.
func isOrdered(col *column) bool {
	switch col.base {
	case "json", "xml", "text", "ntext", "image", "clob", "nclob", "blob", "long", "bytea", "point", "blob sub_type text":
		return false
	default:
		return col.form != formOctets && col.form != formHex
	}
}
