package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"

	"tandem"
)

var errClosed = tandem.Errorf(tandem.Unreached, "the store is closed")

// errLost says that the database took a transaction back as a whole, because of
// a full disk for instance.
var errLost = errors.New("the transaction was taken back")

// maxShared bounds how many small writes share a commit, and so how long the
// first of them waits.
const maxShared = 256

// writer owns the connection that writes. Its goroutine runs one transaction
// after the other; small ones that wait at the same time become one, each in a
// savepoint, and are answered after the commit that holds them.
type writer struct {
	conn   *sqlite.Conn
	texts  loadTexts
	queue  chan *job
	quit   chan struct{}
	ended  chan struct{}
	closed sync.Once
}

// job is one transaction's work. Whoever moves its state on from waiting, the
// writer or a caller who gives up, decides whether it is done.
type job struct {
	ctx    context.Context //nolint:containedctx // the job is the call, handed to another goroutine
	shared bool
	bare   bool // its statements are transactions of their own
	run    func(tx transaction) error
	state  atomic.Int32
	answer chan error
}

const (
	jobWaiting int32 = iota
	jobTaken
	jobGivenUp
)

func startWriter(conn *sqlite.Conn) *writer {
	w := &writer{conn: conn, texts: loadTexts{mark: "?"}, queue: make(chan *job), quit: make(chan struct{}), ended: make(chan struct{})}
	go w.loop()
	return w
}

// do hands a transaction to the writer and waits for its commit.
func (w *writer) do(ctx context.Context, shared bool, run func(tx transaction) error) error {
	return w.carryOut(&job{ctx: ctx, shared: shared, run: run})
}

// bare has statements run one by one, each a transaction of its own.
func (w *writer) bare(ctx context.Context, run func(tx transaction) error) error {
	return w.carryOut(&job{ctx: ctx, bare: true, run: run})
}

func (w *writer) carryOut(j *job) error {
	ctx := j.ctx
	j.answer = make(chan error, 1)
	select {
	case w.queue <- j:
	case <-w.quit:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.answer:
		return err
	case <-ctx.Done():
		if j.state.CompareAndSwap(jobWaiting, jobGivenUp) {
			return ctx.Err()
		}
		return <-j.answer
	}
}

func (w *writer) close() error {
	err := errClosed
	w.closed.Do(func() {
		close(w.quit)
		<-w.ended
		err = nil
		if cause := w.conn.Close(); cause != nil {
			err = tandem.Errorf(tandem.Internal, "the database file cannot be closed").Because(cause)
		}
	})
	if err == nil {
		return nil
	}
	return err
}

func (w *writer) loop() {
	defer close(w.ended)
	for {
		select {
		case j := <-w.queue:
			for j != nil {
				j = w.transaction(j)
			}
		case <-w.quit:
			return
		}
	}
}

// transaction runs a job, with others if it may, and returns one that was
// taken from the queue and needs a transaction of its own.
func (w *writer) transaction(first *job) (next *job) {
	if !first.state.CompareAndSwap(jobWaiting, jobTaken) {
		return nil
	}
	if !first.shared {
		first.answer <- w.alone(first)
		return nil
	}
	if err := w.exec("begin immediate"); err != nil {
		first.answer <- err
		return nil
	}
	var members []*job
	var err error
	for j := first; j != nil; {
		if err = w.member(j); err != nil {
			j.answer <- err
		} else {
			members = append(members, j)
		}
		if len(members) >= maxShared || w.conn.AutocommitEnabled() {
			break
		}
		j, next = w.nextMember()
	}
	if !w.conn.AutocommitEnabled() {
		err = w.commit()
	} // else one of them took all others with it, and err is why
	for _, j := range members {
		j.answer <- err
	}
	return next
}

// nextMember takes the next job that may share the transaction, or else one
// that may not and comes next.
func (w *writer) nextMember() (member, other *job) {
	for {
		select {
		case j := <-w.queue:
			if !j.shared {
				return nil, j
			}
			if j.state.CompareAndSwap(jobWaiting, jobTaken) {
				return j, nil
			}
		default:
			return nil, nil
		}
	}
}

// member runs a job in a savepoint of the open transaction.
func (w *writer) member(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	tx := w.tx()
	return tx.savepoint(j.ctx, func() error { return j.run(tx) })
}

// alone runs a job in a transaction of its own, which its context interrupts.
func (w *writer) alone(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if j.bare {
		return j.run(w.tx())
	}
	if err := w.exec("begin immediate"); err != nil {
		return err
	}
	w.conn.SetInterrupt(j.ctx.Done())
	err := j.run(w.tx())
	w.conn.SetInterrupt(nil)
	if err != nil {
		w.rollback()
		return err
	}
	return w.commit()
}

// tx is the open transaction.
func (w *writer) tx() *sqliteTx {
	return &sqliteTx{sqliteConn: sqliteConn{conn: w.conn}, texts: &w.texts}
}

// commit makes the open transaction durable. A failed commit leaves none open.
func (w *writer) commit() error {
	if w.conn.AutocommitEnabled() {
		return errLost
	}
	if err := w.exec("commit"); err != nil {
		w.rollback()
		return err
	}
	return nil
}

// rollback ends the open transaction, if the database has not done so itself.
func (w *writer) rollback() {
	if !w.conn.AutocommitEnabled() {
		_ = w.exec("rollback") // it fails only when there is nothing left to take back
	}
}

func (w *writer) exec(sql string) error {
	stmt, err := w.conn.Prepare(sql)
	if err != nil {
		return err
	}
	_, err = stmt.Step()
	return err
}
