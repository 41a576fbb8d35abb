package store

import (
	"context"

	"tandem"
)

// Receiver returns the number of the receiver of a trigger, making it on the
// first call. It is found again by the name after the trigger was removed and
// made anew.
func (s *Store) Receiver(ctx context.Context, account int64, trigger string) (id int64, err error) {
	find := func(q querier) (bool, error) {
		return one(ctx, q, "select id from receiver where account = $1 and name = $2", []any{account, trigger}, func(r row) { id = r.int() })
	}
	found := false
	err = s.read(ctx, account, func(q querier) (err error) {
		found, err = find(q)
		return err
	})
	if err != nil || found {
		return id, err
	}
	err = s.write(ctx, account, true, func(tx transaction) error {
		if _, err := tx.exec(ctx, `insert into receiver (account, name, owner, fence, state, failures, since, probe, warned, message, answered)
			values ($1, $2, '', 0, $3, 0, 0, 0, 0, '', 0) on conflict do nothing`, account, trigger, string(tandem.ReceiverWell)); err != nil {
			return err
		}
		_, err := find(tx)
		return err
	})
	return id, err
}

// receiverNames reads the numbers of an account's receivers by their triggers.
func receiverNames(ctx context.Context, q querier, account int64) (map[string]int64, error) {
	ids := map[string]int64{}
	err := q.query(ctx, "select id, name from receiver where account = $1", []any{account}, func(r row) error {
		id := r.int()
		ids[r.text()] = id
		return nil
	})
	return ids, err
}

// Receivers reads the receivers of an account by name, with what waits for each.
func (s *Store) Receivers(ctx context.Context, account int64) (all []tandem.Receiver, err error) {
	err = s.read(ctx, account, func(q querier) error {
		err := q.query(ctx, "select id, name, state, failures, since, probe, warned, message, answered from receiver where account = $1 order by name", []any{account}, func(r row) error {
			all = append(all, tandem.Receiver{ID: r.int(), Account: account, Trigger: r.text(), Health: readHealth(r)})
			return nil
		})
		for i := range all {
			if err == nil {
				err = countDue(ctx, q, &all[i])
			}
		}
		return err
	})
	return all, err
}

func readHealth(r row) tandem.Health {
	return tandem.Health{
		State: tandem.ReceiverState(r.text()), Failures: int(r.int()), Since: timeOf(r.int()), Probe: timeOf(r.int()),
		Warned: int(r.int()), Message: r.text(), Answered: timeOf(r.int()),
	}
}

// countDue counts what waits for a receiver.
func countDue(ctx context.Context, q querier, receiver *tandem.Receiver) error {
	for _, state := range []string{"0", "1"} { // each has an index of its own
		_, err := one(ctx, q, "select count(*), coalesce(min(at), 0) from delivery where account = $1 and receiver = $2 and state = "+state,
			[]any{receiver.Account, receiver.ID}, func(r row) {
				receiver.Due += r.int()
				if oldest := timeOf(r.int()); !oldest.IsZero() && (receiver.Oldest.IsZero() || oldest.Before(receiver.Oldest)) {
					receiver.Oldest = oldest
				}
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// nodePrefix begins the names of the leases by which nodes show that they live.
const nodePrefix = "node/"

// TakeReceiver gives a node the right to call a receiver, unless another one
// that lives has it. It keeps it for as long as it holds its own lease.
func (s *Store) TakeReceiver(ctx context.Context, account, receiver int64, node string) (lane *tandem.DeliveryLane, health tandem.Health, err error) {
	lane = &tandem.DeliveryLane{Account: account, Receiver: receiver, Node: node}
	err = s.write(ctx, account, true, func(tx transaction) error {
		found, err := one(ctx, tx, `update receiver set fence = case when owner = $3 then fence else fence + 1 end, owner = $3
			where account = $1 and id = $2 and (owner in ('', $3)
				or not exists (select 1 from lease l where l.name = '`+nodePrefix+`' || receiver.owner and l.until > `+s.db.dialect().now()+`))
			returning fence, state, failures, since, probe, warned, message, answered`,
			[]any{account, receiver, node}, func(r row) { lane.Fence, health = r.int(), readHealth(r) })
		if err == nil && !found {
			return tandem.Errorf(tandem.Busy, "another node calls this receiver")
		}
		return err
	})
	if err != nil {
		return nil, health, err
	}
	return lane, health, nil
}

// LeaveReceiver gives the right back. One that has gone to another node is let be.
func (s *Store) LeaveReceiver(ctx context.Context, lane *tandem.DeliveryLane) error {
	return s.write(ctx, lane.Account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, "update receiver set owner = '', fence = fence + 1 where account = $1 and id = $2 and fence = $3", lane.Account, lane.Receiver, lane.Fence)
		return err
	})
}

// LiveNodes lists the nodes that hold their own lease.
func (s *Store) LiveNodes(ctx context.Context) (nodes []string, err error) {
	err = s.read(ctx, noAccount, func(q querier) error {
		return q.query(ctx, "select name from lease where name >= $1 and name < $2 and until > "+s.db.dialect().now()+" order by name",
			[]any{nodePrefix, "node0"}, func(r row) error { // "0" comes behind "/"
				nodes = append(nodes, r.text()[len(nodePrefix):])
				return nil
			})
	})
	return nodes, err
}

// holdReceiver makes sure within a transaction that the lane is still its
// holder's, and on PostgreSQL that it remains so until the commit.
func (s *Store) holdReceiver(ctx context.Context, tx transaction, lane *tandem.DeliveryLane) error {
	sql := "select 1 from receiver where account = $1 and id = $2 and fence = $3"
	if s.db.dialect() == postgresDialect {
		sql += " for share"
	}
	found, err := one(ctx, tx, sql, []any{lane.Account, lane.Receiver, lane.Fence}, func(row) {})
	if err == nil && !found {
		return tandem.Errorf(tandem.Stale, "the receiver has gone to another node")
	}
	return err
}

// ResumeReceiver lets a receiver that was given up be called again.
func (s *Store) ResumeReceiver(ctx context.Context, account, receiver int64) error {
	err := s.write(ctx, account, true, func(tx transaction) error {
		_, err := tx.exec(ctx, `update receiver set state = $3, failures = 0, since = 0, probe = 0, warned = 0, owner = '', fence = fence + 1 where account = $1 and id = $2`,
			account, receiver, string(tandem.ReceiverWell))
		return err
	})
	if err == nil {
		s.events.send(Event{Account: account, Objects: []string{DeliveryChanged}, Receivers: []int64{receiver}})
	}
	return err
}
