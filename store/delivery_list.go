package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"tandem"
)

// DeliveryQuery picks deliveries of an account; what is left empty picks all.
type DeliveryQuery struct {
	Receiver int64
	State    string // a word for a state
	Object   string
	Record   int64
	Since    time.Time
	Before   int64 // only those with a smaller number
	Limit    int   // 0 = 50
}

// Deliveries reads deliveries, newest first.
func (s *Store) Deliveries(ctx context.Context, account int64, dq DeliveryQuery) (all []tandem.Delivery, err error) {
	where, args := dq.condition(account)
	if dq.Limit <= 0 {
		dq.Limit = 50
	}
	args = append(args, dq.Limit)
	err = s.scan(ctx, account, func(q querier) error {
		all, err = readDeliveries(ctx, q, "where "+where+" order by d.id desc limit $"+strconv.Itoa(len(args)), args...)
		return err
	})
	return all, err
}

func (dq *DeliveryQuery) condition(account int64) (where string, args []any) {
	parts, args := []string{"d.account = $1"}, []any{account}
	add := func(wanted bool, condition string, arg any) {
		if wanted {
			args = append(args, arg)
			parts = append(parts, condition+" $"+strconv.Itoa(len(args)))
		}
	}
	add(dq.Receiver != 0, "d.receiver =", dq.Receiver)
	add(dq.Object != "", "d.object =", dq.Object)
	add(dq.Record != 0, "d.record =", dq.Record)
	add(!dq.Since.IsZero(), "d.at >=", microsOf(dq.Since))
	add(dq.Before > 0, "d.id <", dq.Before)
	for state, word := range tandem.DeliveryStates() {
		if dq.State == word {
			parts = append(parts, "d.state = "+strconv.Itoa(state)) // as the indexes have it
		}
	}
	return strings.Join(parts, " and "), args
}

// Delivery reads one delivery with its attempts that failed, in their order.
func (s *Store) Delivery(ctx context.Context, account, id int64) (d *tandem.Delivery, failed []tandem.Attempt, err error) {
	err = s.read(ctx, account, func(q querier) error {
		found, err := readDeliveries(ctx, q, "where d.account = $1 and d.id = $2", account, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return tandem.Errorf(tandem.NotFound, "there is no delivery %d", id)
		}
		d = &found[0]
		return q.query(ctx, "select number, at, took, status, reason, request, response from delivery_attempt where account = $1 and delivery = $2 order by number", []any{account, id}, func(r row) error {
			failed = append(failed, tandem.Attempt{
				Number: int(r.int()), At: timeOf(r.int()), Took: time.Duration(r.int()) * time.Microsecond, Status: int(r.int()),
				Reason: r.text(), Request: r.text(), Response: r.text(),
			})
			return nil
		})
	})
	return d, failed, err
}

// Resend makes a delivery due again, whatever became of it.
func (s *Store) Resend(ctx context.Context, account, id int64) error {
	d, _, err := s.Delivery(ctx, account, id)
	if err != nil {
		return err
	}
	_, err = s.redeliver(ctx, account, d.Receiver, "id = $3", id)
	return err
}

// Replay makes deliveries of a receiver due again that became due since a moment:
// those that were given up, or, with all, also those that arrived.
func (s *Store) Replay(ctx context.Context, account, receiver int64, since time.Time, all bool) (int64, error) {
	condition := "at >= $3 and state = 3"
	if all {
		condition = "at >= $3 and state in (2, 3)"
	}
	return s.redeliver(ctx, account, receiver, condition, microsOf(since))
}

func (s *Store) redeliver(ctx context.Context, account, receiver int64, condition string, arg any) (n int64, err error) {
	err = s.write(ctx, account, false, func(tx transaction) error {
		n, err = tx.exec(ctx, "update delivery set state = 0, tries = 0, due = 0 where account = $1 and receiver = $2 and "+condition, account, receiver, arg)
		return err
	})
	if err == nil && n > 0 {
		s.events.send(Event{Account: account, Objects: []string{DeliveryChanged}, Receivers: []int64{receiver}})
	}
	return n, err
}

// DueReceivers lists the receivers of an account that something waits for that may be called for by now.
func (s *Store) DueReceivers(ctx context.Context, account int64, now time.Time) (receivers []int64, err error) {
	err = s.read(ctx, account, func(q querier) error {
		return q.query(ctx, `select r.id from receiver r where r.account = $1 and (
			exists (select 1 from delivery d where d.receiver = r.id and d.state = 0)
			or exists (select 1 from delivery d where d.receiver = r.id and d.state = 1 and d.due <= $2))`, []any{account, microsOf(now)}, func(r row) error {
			receivers = append(receivers, r.int())
			return nil
		})
	})
	return receivers, err
}

// ForgetDeliveries removes what is settled and older than an account wants to
// keep, and gives up what waits for triggers that are no more.
func (s *Store) ForgetDeliveries(ctx context.Context, account int64, keep tandem.Retention) (n int64, err error) {
	err = s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, `update delivery set state = 3, answer = 'the trigger was removed' where account = $1 and state in (0, 1) and receiver in (
			select r.id from receiver r where r.account = $1 and not exists (select 1 from definition d where d.account = $1 and d.kind = $2 and d.name = r.name))`, account, KindTrigger)
		return err
	})
	for err == nil {
		removed := int64(0)
		err = s.write(ctx, account, true, func(tx transaction) error {
			if _, err := tx.exec(ctx, `delete from delivery_attempt where account = $1 and delivery in (`+oldDeliveries+`)`, account, microsOf(keep.Since(s.clock())), forgetRows); err != nil {
				return err
			}
			removed, err = tx.exec(ctx, "delete from delivery where account = $1 and id in ("+oldDeliveries+")", account, microsOf(keep.Since(s.clock())), forgetRows)
			return err
		})
		if n += removed; removed < forgetRows {
			break
		}
	}
	return n, err
}

// oldDeliveries picks what may go, the oldest first.
const oldDeliveries = `select id from delivery where account = $1 and at < $2 and state in (2, 3) order by id limit $3`
