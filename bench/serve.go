package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"tandem"
	"tandem/engine"
	"tandem/store"
)

const (
	editsOut   = 200              // edits made here
	changesIn  = 12               // changes made there
	patience   = 30 * time.Second // for one change to arrive
	idlePeriod = 15 * time.Second
)

// serveEdits runs the worker of a server and changes records on both sides, one at a time.
func serveEdits(ctx context.Context, t *task, a *answer) error {
	return withHub(ctx, t, func(h *hub) error {
		remote, err := pgx.Connect(ctx, t.Source)
		if err != nil {
			return err
		}
		defer func() { _ = remote.Close(context.WithoutCancel(ctx)) }()
		s := &served{hub: h, remote: remote, rows: t.Rows, arrived: make(chan struct{}, 1)}
		defer s.start(ctx)()
		if a.Times, err = s.out(ctx); err != nil {
			return err
		}
		if a.Further, err = s.in(ctx); err != nil {
			return err
		}
		a.Idle = idle(ctx)
		return ctx.Err()
	})
}

// served is a hub with its worker running.
type served struct {
	*hub

	remote  *pgx.Conn
	rows    int
	arrived chan struct{} // a sync wrote one of our records
}

// start runs the worker and wakes it as a server does: after every commit that was not the sync's own.
func (s *served) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	worker := s.engine.NewWorker(s.account, syncName, &dueTimes{})
	unsubscribe := s.store.Subscribe(func(e store.Event) {
		switch {
		case !slices.Contains(e.Objects, s.lane.Object):
		case e.Actor.Origin != tandem.BySync:
			worker.Wake()
		default:
			select {
			case s.arrived <- struct{}{}:
			default:
			}
		}
	})
	var group sync.WaitGroup
	group.Go(func() { worker.Run(ctx) })
	return func() {
		unsubscribe()
		cancel()
		group.Wait()
	}
}

// out edits records here and waits for each in the ERP.
func (s *served) out(ctx context.Context) ([]float64, error) {
	if _, err := s.remote.Exec(ctx, "listen bench"); err != nil {
		return nil, err
	}
	var times []float64
	for i := range editsOut {
		row := i%s.rows + 1
		links := make([]tandem.Link, 1)
		if err := s.store.LinksByKey(ctx, s.lane, []tandem.Key{tandem.KeyOf(tandem.IntegerValue(int64(row)))}, false, links); err != nil {
			return nil, err
		}
		street := "Out " + strconv.Itoa(i)
		edit := engine.Edit{Op: tandem.Update, ID: links[0].ID, Fields: []engine.FieldValue{{Field: "street", Value: tandem.TextValue(street)}}}
		if err := s.write(ctx, []engine.Edit{edit}); err != nil {
			return nil, err
		}
		committed := stopwatch()
		if err := s.await(ctx, fmt.Sprintf("%d %s", row, street)); err != nil {
			return nil, err
		}
		times = append(times, milliseconds(committed()))
		pause(ctx, 10*time.Millisecond, 40*time.Millisecond)
	}
	_, err := s.remote.Exec(ctx, "unlisten bench")
	return times, err
}

// await waits until the ERP tells of a row.
func (s *served) await(ctx context.Context, told string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		n, err := s.remote.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("%q does not arrive: %w", told, err)
		}
		if n.Payload == told {
			return nil
		}
	}
}

// in changes rows in the ERP after pauses in which polling slows down, and waits for each here.
func (s *served) in(ctx context.Context) ([]float64, error) {
	var times []float64
	for i := range changesIn {
		pause(ctx, 2*time.Second, 4*time.Second)
		row, city := s.rows-i, "In "+strconv.Itoa(i)
		select {
		case <-s.arrived:
		default:
		}
		if _, err := s.remote.Exec(ctx, "update customer set city = $1 where id = $2", city, row); err != nil {
			return nil, err
		}
		committed := stopwatch()
		if err := s.awaitHere(ctx, row, city); err != nil {
			return nil, err
		}
		times = append(times, milliseconds(committed()))
	}
	return times, nil
}

// awaitHere waits until our record of a row has a city.
func (s *served) awaitHere(ctx context.Context, row int, city string) error {
	key := tandem.KeyOf(tandem.IntegerValue(int64(row)))
	for {
		select {
		case <-s.arrived:
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(patience):
			return fmt.Errorf("the change of row %d does not arrive", row)
		}
		links := make([]tandem.Link, 1)
		if err := s.store.LinksByKey(ctx, s.lane, []tandem.Key{key}, false, links); err != nil {
			return err
		}
		var rows tandem.Rows
		shape := &tandem.Shape{Object: s.lane.Object, Fields: []string{"city"}}
		rows.Reset(len(shape.Fields))
		if err := s.store.Records(ctx, s.account, shape, []int64{links[0].ID}, &rows); err != nil {
			return err
		}
		if len(rows.IDs) == 1 && rows.Row(0)[0] == tandem.TextValue(city) {
			return nil
		}
	}
}

// idle is the share of a core this process takes while nothing happens.
func idle(ctx context.Context) float64 {
	pause(ctx, 5*time.Second, 5*time.Second)
	before, begin := ownTime(), stopwatch()
	pause(ctx, idlePeriod, idlePeriod)
	return (ownTime() - before).Seconds() / begin().Seconds()
}

// pause waits for some time between two.
func pause(ctx context.Context, least, most time.Duration) {
	timer := time.NewTimer(least + rand.N(most-least+1))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// dueTimes remembers when the sync is due next, for as long as the process lives.
type dueTimes struct {
	mu sync.Mutex
	at time.Time
}

func (d *dueTimes) DueAt(context.Context, int64, string) (time.Time, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at, nil
}

func (d *dueTimes) SetDueAt(_ context.Context, _ int64, _ string, at time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = at
	return nil
}
