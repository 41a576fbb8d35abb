package store

import (
	"context"
	"time"

	"tandem"
)

// DeliveryChanged stands among an event's objects when deliveries became due.
const DeliveryChanged = "delivery"

// deliveryColumns are read by readDelivery.
const deliveryColumns = `d.id, d.account, d.receiver, d.object, d.record, d.version, d.op, d.customer, d."case", d.state, d.tries, d.due, d.at, d.called, d.status, d.took, d.answer`

func readDelivery(r row) tandem.Delivery {
	return tandem.Delivery{
		ID: r.int(), Account: r.int(), Receiver: r.int(), Object: r.text(), Record: r.int(), Version: r.int(), Op: tandem.Op(r.int()),
		Customer: r.int(), Case: r.int(), State: tandem.DeliveryState(r.int()), Tries: int(r.int()), Due: timeOf(r.int()), At: timeOf(r.int()), Called: timeOf(r.int()),
		Status: int(r.int()), Took: time.Duration(r.int()) * time.Microsecond, Answer: r.text(),
	}
}

func readDeliveries(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Delivery, error) {
	var all []tandem.Delivery
	err := q.query(ctx, "select "+deliveryColumns+" from delivery d "+tail, args, func(r row) error {
		all = append(all, readDelivery(r))
		return nil
	})
	return all, err
}

// FreshDeliveries reads what nobody was called for yet, by number after one. What
// belongs to a record whose earlier delivery still waits is left out: it comes
// after that one (see package delivery).
func (s *Store) FreshDeliveries(ctx context.Context, lane *tandem.DeliveryLane, after int64, limit int) (all []tandem.Delivery, err error) {
	err = s.read(ctx, lane.Account, func(q querier) error {
		all, err = readDeliveries(ctx, q, `where d.account = $1 and d.receiver = $2 and d.state = 0 and d.id > $3 and not exists (
			select 1 from delivery w where w.receiver = d.receiver and w.object = d.object and w.record = d.record and w.state = 1)
			order by d.id limit $4`, lane.Account, lane.Receiver, after, limit)
		return err
	})
	return all, err
}

// WaitingDeliveries reads those that did not arrive and may be tried again by
// now, and tells when the next of the others may. Of one record only the first
// counts.
func (s *Store) WaitingDeliveries(ctx context.Context, lane *tandem.DeliveryLane, now time.Time, limit int) (all []tandem.Delivery, next time.Time, err error) {
	const first = ` and not exists (
		select 1 from delivery w where w.receiver = d.receiver and w.object = d.object and w.record = d.record and w.state = 1 and w.id < d.id)`
	err = s.read(ctx, lane.Account, func(q querier) error {
		all, err = readDeliveries(ctx, q, "where d.account = $1 and d.receiver = $2 and d.state = 1 and d.due <= $3"+first+" order by d.due limit $4",
			lane.Account, lane.Receiver, microsOf(now), limit)
		if err != nil {
			return err
		}
		_, err := one(ctx, q, "select coalesce(min(d.due), 0) from delivery d where d.account = $1 and d.receiver = $2 and d.state = 1 and d.due > $3"+first,
			[]any{lane.Account, lane.Receiver, microsOf(now)}, func(r row) { next = timeOf(r.int()) })
		return err
	})
	return all, next, err
}

// OldestDelivery reads the one that a probe is made with, whenever it may be
// tried again; nil when there is none.
func (s *Store) OldestDelivery(ctx context.Context, lane *tandem.DeliveryLane) (oldest *tandem.Delivery, err error) {
	err = s.read(ctx, lane.Account, func(q querier) error {
		for _, state := range []string{"1", "0"} {
			found, err := readDeliveries(ctx, q, "where d.account = $1 and d.receiver = $2 and d.state = "+state+" order by d.id limit 1", lane.Account, lane.Receiver)
			if err != nil {
				return err
			}
			if len(found) > 0 && (oldest == nil || found[0].ID < oldest.ID) {
				oldest = &found[0]
			}
		}
		return nil
	})
	return oldest, err
}

// SettleDeliveries stores what became of deliveries that were called for, and how
// the receiver fares, in one transaction. It is refused as Stale once the receiver
// has gone to another node.
func (s *Store) SettleDeliveries(ctx context.Context, lane *tandem.DeliveryLane, settled []tandem.Settled, health *tandem.Health) error {
	return s.write(ctx, lane.Account, true, func(tx transaction) error {
		if err := s.holdReceiver(ctx, tx, lane); err != nil {
			return err
		}
		if err := settleEach(ctx, tx, lane.Account, settled); err != nil {
			return err
		}
		if health == nil {
			return nil
		}
		return saveHealth(ctx, tx, lane, health)
	})
}

func settleEach(ctx context.Context, tx transaction, account int64, settled []tandem.Settled) error {
	var failed []*tandem.Settled
	err := loadEach(ctx, tx, load{
		op: updateRows, table: "delivery", rows: len(settled), fixed: []fixed{{"account", account}},
		keys: []string{"id"}, columns: []string{"state", "tries", "due", "called", "status", "took", "answer"},
	}, func(ld loader, i int) {
		d := &settled[i]
		if d.Failed != nil {
			failed = append(failed, d)
		}
		ld.int(d.ID)
		ld.int(int64(d.State))
		ld.int(int64(d.Tries))
		ld.int(microsOf(d.Due))
		ld.int(microsOf(d.Called))
		ld.int(int64(d.Status))
		ld.int(d.Took.Microseconds())
		ld.text(clean(d.Answer))
	})
	if err != nil {
		return err
	}
	return loadEach(ctx, tx, load{
		op: upsertRows, table: "delivery_attempt", rows: len(failed), fixed: []fixed{{"account", account}}, conflict: "delivery, number",
		keys: []string{"delivery", "number"}, columns: []string{"at", "took", "status", "reason", "request", "response"},
	}, func(ld loader, i int) {
		a := failed[i].Failed
		ld.int(failed[i].ID)
		ld.int(int64(a.Number))
		ld.int(microsOf(a.At))
		ld.int(a.Took.Microseconds())
		ld.int(int64(a.Status))
		ld.text(clean(a.Reason))
		ld.text(clean(a.Request))
		ld.text(clean(a.Response))
	})
}

func saveHealth(ctx context.Context, tx transaction, lane *tandem.DeliveryLane, h *tandem.Health) error {
	_, err := tx.exec(ctx, `update receiver set state = $3, failures = $4, since = $5, probe = $6, warned = $7, message = $8, answered = $9 where account = $1 and id = $2`,
		lane.Account, lane.Receiver, string(h.State), h.Failures, microsOf(h.Since), microsOf(h.Probe), h.Warned, clean(h.Message), microsOf(h.Answered))
	return err
}
