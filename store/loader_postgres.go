package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"tandem"
)

// postgresLoader encodes rows as COPY takes them. Few rows are cut into the
// parameters of a prepared statement instead and wait in the pipeline.
type postgresLoader struct {
	tx     *postgresTx
	ctx    context.Context //nolint:containedctx // lives as long as the load
	load   load
	bulk   bool
	prefix []byte // of each tuple of an insert: how many values, those that are fixed
	buffer []byte
	stream *copyStream // nil until the first chunk is sent
	kept   [][]byte    // chunks of a load that is to be carried out later
	rows   int
	err    error
}

// copyHeader begins a binary COPY; two octets of ones end it.
const copyHeader = "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// rowGuess is about how many octets a row takes, for the first buffer.
const rowGuess = 256

func (tx *postgresTx) load(ctx context.Context, l load) (loader, error) {
	return tx.newLoader(ctx, l), nil
}

func (tx *postgresTx) newLoader(ctx context.Context, l load) *postgresLoader {
	ld := &postgresLoader{tx: tx, ctx: ctx, load: l, bulk: l.rows >= bulkRows}
	if ld.bulk {
		ld.buffer = append(newChunk(), copyHeader...)
	} else {
		ld.buffer = make([]byte, 0, rowGuess*(l.rows+1))
	}
	// What is staged for an update, an upsert or a removal does without fixed columns.
	count := l.width()
	if !ld.bulk || l.op == insertRows {
		count += len(l.fixed)
	}
	ld.prefix = binary.BigEndian.AppendUint16(nil, uint16(count))
	if count > l.width() {
		for _, f := range l.fixed {
			ld.prefix = appendFixed(ld.prefix, f.value)
		}
	}
	ld.buffer = append(ld.buffer, ld.prefix...)
	return ld
}

func appendFixed(dst []byte, value any) []byte {
	switch v := value.(type) {
	case int64:
		return appendWireInt(dst, v)
	case string:
		return appendWireText(dst, v)
	case tandem.Value:
		return appendWire(dst, v)
	default:
		return appendWireNull(dst)
	}
}

func (ld *postgresLoader) int(v int64)          { ld.buffer = appendWireInt(ld.buffer, v) }
func (ld *postgresLoader) text(s string)        { ld.buffer = appendWireText(ld.buffer, s) }
func (ld *postgresLoader) blob(s string)        { ld.buffer = appendWireText(ld.buffer, s) }
func (ld *postgresLoader) null()                { ld.buffer = appendWireNull(ld.buffer) }
func (ld *postgresLoader) value(v tandem.Value) { ld.buffer = appendWire(ld.buffer, v) }

func (ld *postgresLoader) next() error {
	ld.rows++
	switch {
	case !ld.bulk || len(ld.buffer) < copyChunk:
	case ld.load.later:
		ld.kept = append(ld.kept, ld.buffer)
		ld.buffer = newChunk()
	default:
		ld.buffer = ld.send(ld.buffer)
	}
	ld.buffer = append(ld.buffer, ld.prefix...)
	return ld.err
}

// send hands a chunk to the COPY, which begins with the first of them, and returns an empty one.
func (ld *postgresLoader) send(chunk []byte) []byte {
	if ld.stream == nil && ld.err == nil {
		ld.err = ld.begin()
	}
	if ld.err != nil {
		return chunk[:0]
	}
	return ld.stream.send(chunk)
}

// close sends the rest. The tuple that was begun for a row that did not come is cut off.
func (ld *postgresLoader) close() (int64, error) {
	ld.buffer = ld.buffer[:len(ld.buffer)-len(ld.prefix)]
	switch {
	case ld.rows == 0:
		return 0, nil
	case !ld.bulk:
		return ld.pipeline()
	}
	for _, chunk := range ld.kept {
		ld.send(chunk)
	}
	ld.send(append(ld.buffer, 0xff, 0xff))
	if ld.err != nil {
		return 0, ld.err
	}
	n, err := ld.stream.end()
	ld.stream = nil
	if err == nil && ld.load.op != insertRows {
		n, err = ld.fromStage()
	}
	if err == nil {
		ld.tx.actAs(actAsServing)
	}
	return n, ld.fault(err)
}

// abort ends a COPY whose rows shall not be stored, so that the connection can be used again.
func (ld *postgresLoader) abort() {
	if ld.stream != nil {
		ld.stream.abort()
	}
}

// pipeline queues one prepared statement per row. An insert changes one row or
// fails; of the others the answer tells, so they are waited for.
func (ld *postgresLoader) pipeline() (int64, error) {
	sql := ld.tx.texts.of(&ld.load, 1)
	statement, err := ld.tx.conn.Prepare(ld.ctx, sql, sql)
	if err != nil {
		return 0, err
	}
	from := len(ld.tx.waiting)
	rest := ld.buffer
	for len(rest) > 0 {
		var values [][]byte
		values, rest = cutTuple(rest)
		ld.tx.wait("", ld.load.table, func(b *pgconn.Batch) {
			b.ExecPrepared(statement.Name, values, binaryFormat(), nil)
		})
	}
	if ld.load.op == insertRows {
		return int64(ld.rows), nil
	}
	return ld.tx.flushCounting(ld.ctx, from)
}

func binaryFormat() []int16 { return []int16{1} }

// cutTuple returns the values of the first tuple and what is behind it.
func cutTuple(tuples []byte) (values [][]byte, rest []byte) {
	values = make([][]byte, binary.BigEndian.Uint16(tuples))
	rest = tuples[2:]
	for i := range values {
		n := binary.BigEndian.Uint32(rest)
		rest = rest[4:]
		if n == wireNull {
			continue
		}
		values[i] = rest[:n:n]
		rest = rest[n:]
	}
	return values, rest
}

// begin starts the COPY: of what is inserted into its table, of all else into a
// stage, a temporary table. It is done as the owner of the tables: PostgreSQL
// refuses to COPY where row-level security applies. So the account is checked
// here: rows are written for the transaction's and looked for among its own
// (Promise 10).
func (ld *postgresLoader) begin() error {
	if !slices.Contains(ld.load.fixed, fixed{"account", ld.tx.account}) {
		return tandem.Errorf(tandem.Internal, "%s would be loaded for another account than %d", ld.load.table, ld.tx.account)
	}
	ld.tx.actAs(actAsOwner)
	table, columns := quote(ld.load.table), ld.load.names()
	if ld.load.op != insertRows {
		table, columns = ld.load.stageName(), stageColumns(&ld.load)
		if _, err := ld.tx.exec(ld.ctx, ld.load.createStage(table)); err != nil {
			return err
		}
	}
	if err := ld.tx.flush(ld.ctx); err != nil {
		return err
	}
	sql := "copy " + table + " (" + quoted("", columns) + ") from stdin (format binary)"
	ld.stream = startCopy(ld.ctx, ld.tx.conn.PgConn(), sql)
	return nil
}

func (ld *postgresLoader) fault(err error) error {
	return fault([]string{ld.load.table}, 0, err)
}

// fromStage does with one statement what is to be done with the rows of the stage.
func (ld *postgresLoader) fromStage() (int64, error) {
	stage := ld.load.stageName()
	args := make([]any, len(ld.load.fixed))
	for i, f := range ld.load.fixed {
		args[i] = f.value
	}
	n, err := ld.tx.exec(ld.ctx, ld.load.fromStage(stage), args...)
	if err == nil && ld.tx.nested > 0 {
		// Within a savepoint the same stage may be needed again before the commit empties it.
		_, err = ld.tx.exec(ld.ctx, "delete from "+stage)
	}
	return n, err
}

// stageName names the temporary table for rows of this form.
func (l *load) stageName() string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, l.keys, "|", l.columns)
	return "stage_" + l.table + "_" + strconv.FormatUint(h.Sum64(), 36)
}

// stageColumns names the columns of the stage: a key may also be written.
func stageColumns(l *load) []string {
	names := make([]string, 0, l.width())
	for i := range l.keys {
		names = append(names, "k"+strconv.Itoa(i))
	}
	for i := range l.columns {
		names = append(names, "c"+strconv.Itoa(i))
	}
	return names
}

func (l *load) createStage(stage string) string {
	var b strings.Builder
	b.WriteString("create temporary table if not exists " + stage + " on commit delete rows as select ")
	names := stageColumns(l)
	for i, column := range append(append([]string{}, l.keys...), l.columns...) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(column) + " as " + names[i])
	}
	b.WriteString(" from " + quote(l.table) + " with no data")
	return b.String()
}

// fromStage writes the statement that carries the load out.
func (l *load) fromStage(stage string) string {
	switch l.op {
	case updateRows:
		set := make([]string, len(l.columns))
		for i, name := range l.columns {
			set[i] = quote(name) + " = s.c" + strconv.Itoa(i)
		}
		return "update " + quote(l.table) + " t set " + strings.Join(set, ", ") + " from " + l.located(stage)
	case removeRows:
		return "delete from " + quote(l.table) + " t using " + l.located(stage)
	default:
		values := make([]string, 0, len(l.fixed)+l.width())
		for i, f := range l.fixed {
			values = append(values, "$"+strconv.Itoa(i+1)+castOf(f.value))
		}
		values = append(values, stageColumns(l)...)
		return "insert into " + quote(l.table) + " (" + quoted("", l.names()) + ") select " + strings.Join(values, ", ") + " from " + stage + l.onConflict()
	}
}

// located joins the table to the stage by where its rows are, looked up one by
// one. Left to itself the planner takes the table for nearly empty until it has
// statistics, and goes through all of the stage for each of its rows. A row that
// somebody moves meanwhile is not found: the number of rows written tells.
func (l *load) located(stage string) string {
	conditions := make([]string, 0, len(l.fixed)+len(l.keys))
	for i, f := range l.fixed {
		conditions = append(conditions, "x."+quote(f.column)+" = $"+strconv.Itoa(i+1))
	}
	for i, name := range l.keys {
		conditions = append(conditions, "x."+quote(name)+" = s.k"+strconv.Itoa(i))
	}
	row := "select x.ctid as place from " + quote(l.table) + " x where " + strings.Join(conditions, " and ") + " offset 0"   // a fence
	return "(select s.*, r.place from " + stage + " s cross join lateral (" + row + ") r offset 0) s where t.ctid = s.place" //nolint:unqueryvet // all of a stage of our own
}

func castOf(value any) string {
	if _, ok := value.(string); ok {
		return "::text"
	}
	return "::bigint"
}
