package engine

import (
	"context"
	"errors"
	"iter"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/store"
)

// errDied is what everything answers after the process was killed.
var errDied = errors.New("the process died")

// process stands between an engine and the world. It may be killed before and
// after each call to the store or to the other side: nothing else lasts, so
// these are all the places where a crash can make a difference. Between calls
// other people go on working.
type process struct {
	dead      bool
	mayDie    func() bool
	meanwhile func()
	tell      func(format string, args ...any) // nil = nobody listens
}

// step runs one call, unless the process dies before it; if it dies after it,
// the engine does not learn what came out.
func (p *process) step(call func() error) error {
	if p.dead {
		return errDied
	}
	if p.meanwhile != nil {
		p.meanwhile()
	}
	if p.dead = p.mayDie != nil && p.mayDie(); p.dead {
		return errDied
	}
	err := call()
	if p.dead = p.mayDie != nil && p.mayDie(); p.dead {
		return errDied
	}
	return err
}

// mortalStore is a store as a process sees it. Reading changes nothing, so it
// is enough to stop at calls that write and at those that read the first page
// of something.
type mortalStore struct {
	Store
	p *process
}

func (s mortalStore) Commit(ctx context.Context, b *tandem.Batch) error {
	return s.p.step(func() error {
		err := s.Store.Commit(ctx, b)
		s.p.tellCommit(b, err)
		return err
	})
}

func (s mortalStore) Load(ctx context.Context, b *tandem.Batch) (tandem.Load, error) {
	var inner tandem.Load
	err := s.p.step(func() (err error) {
		inner, err = s.Store.(Loads).Load(ctx, b)
		return err
	})
	return &mortalLoad{inner, s, b}, err
}

// mortalLoad is a transaction as a process sees it that may die while it is
// filled, while it is committed, and before it learns of that.
type mortalLoad struct {
	tandem.Load

	s     mortalStore
	batch *tandem.Batch
}

func (l *mortalLoad) Add(rows []tandem.Row) (full bool, err error) {
	err = l.s.p.step(func() (err error) {
		full, err = l.Load.Add(rows)
		return err
	})
	return full, err
}

func (l *mortalLoad) Commit(run *tandem.Run, cursors *tandem.Cursors) (landed func() error) {
	var answer func() error
	died := l.s.p.step(func() error {
		answer = l.Load.Commit(run, cursors)
		if _, aside := l.s.Store.(*store.Store); aside { // in a history one thing happens after the other
			err := answer()
			answer = func() error { return err }
		}
		return nil
	})
	return func() error {
		if died != nil {
			return died
		}
		return l.s.p.step(func() error {
			err := answer()
			l.s.p.tellCommit(l.batch, err)
			return err
		})
	}
}

func (s mortalStore) CreateRun(ctx context.Context, run *tandem.Run) error {
	return s.p.step(func() error { return s.Store.CreateRun(ctx, run) })
}

func (s mortalStore) SaveRun(ctx context.Context, run *tandem.Run) error {
	return s.p.step(func() error { return s.Store.SaveRun(ctx, run) })
}

func (s mortalStore) SavePlan(ctx context.Context, plan *tandem.Plan, rows []tandem.PlanRow) error {
	return s.p.step(func() error { return s.Store.SavePlan(ctx, plan, rows) })
}

func (s mortalStore) LinksByKey(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) error {
	return s.p.step(func() error { return s.Store.LinksByKey(ctx, lane, keys, base, dst) })
}

// LinksAhead looks at once: what happens until the links are asked for is the most they can miss.
func (s mortalStore) LinksAhead(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) (found func() error) {
	err := s.LinksByKey(ctx, lane, keys, base, dst)
	return func() error { return err }
}

func (s mortalStore) Records(ctx context.Context, account int64, shape *tandem.Shape, ids []int64, dst *tandem.Rows) error {
	return s.p.step(func() error { return s.Store.Records(ctx, account, shape, ids, dst) })
}

func (s mortalStore) ChangedSince(ctx context.Context, account int64, object string, after int64, limit int, but tandem.Actor) (ids []int64, upTo int64, more bool, err error) {
	err = s.p.step(func() (err error) {
		ids, upTo, more, err = s.Store.ChangedSince(ctx, account, object, after, limit, but)
		return err
	})
	return ids, upTo, more, err
}

// mortal is a connection as a process sees it. Like the connector's own
// wrappers it has all methods and answers ErrUnsupported for what is not there.
type mortal struct {
	inner connector.Connector
	p     *process
}

// mortalChanger is a connection that can read changes.
type mortalChanger struct {
	mortal
	changer connector.Changer
}

// newMortal wraps a connection; whether there are changes must show in the type.
func newMortal(inner connector.Connector, p *process) connector.Connector {
	m := mortal{inner, p}
	if changer, ok := inner.(connector.Changer); ok {
		return mortalChanger{m, changer}
	}
	return m
}

func (m mortal) Check(ctx context.Context) error { return m.inner.Check(ctx) }
func (m mortal) Close() error                    { return m.inner.Close() }

func (m mortal) Describe(ctx context.Context, names ...string) (d *dictionary.Dictionary, err error) {
	err = m.p.step(func() (err error) {
		d, err = m.inner.Describe(ctx, names...)
		return err
	})
	return d, err
}

func (m mortal) Write(ctx context.Context, view *connector.View, writes []connector.Write) (results []connector.Result, err error) {
	err = m.p.step(func() (err error) {
		results, err = m.inner.Write(ctx, view, writes)
		m.p.tellWrites(view, writes, results, err)
		return err
	})
	return results, err
}

func (m mortal) List(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
	return m.pages(m.inner.List(ctx, view, after))
}

func (m mortalChanger) Changes(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error] {
	return m.pages(m.changer.Changes(ctx, view, since))
}

// pages may end with the process at each page.
func (m mortal) pages(inner iter.Seq2[*tandem.Page, error]) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		for page, err := range inner {
			if died := m.p.step(func() error { return nil }); died != nil {
				yield(nil, died)
				return
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

func (m mortal) Get(ctx context.Context, view *connector.View, keys []tandem.Key) (page *tandem.Page, err error) {
	getter, ok := m.inner.(connector.Getter)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	err = m.p.step(func() (err error) {
		page, err = getter.Get(ctx, view, keys)
		return err
	})
	return page, err
}

func (m mortal) Find(ctx context.Context, view *connector.View, field string, values []tandem.Value) (page *tandem.Page, err error) {
	finder, ok := m.inner.(connector.Finder)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	err = m.p.step(func() (err error) {
		page, err = finder.Find(ctx, view, field, values)
		return err
	})
	return page, err
}

func (m mortal) LastingKey(ctx context.Context, view *connector.View) (connector.Worth, error) {
	if keeper, ok := m.inner.(connector.Keeper); ok {
		return keeper.LastingKey(ctx, view)
	}
	return connector.WorthNone, errors.ErrUnsupported
}
