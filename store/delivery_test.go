package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/dictionary"
	"tandem/store"
)

// hears is a trigger of one receiver that hears of people's changes of some objects.
type hears struct {
	objects  string
	receiver int64
	deeds    *[]tandem.Deed
}

func (h hears) Watches(object string, _ tandem.Op, actor tandem.Actor) (may, looks bool) {
	return object == h.objects || h.objects == "all", actor.Origin == tandem.ByPerson
}

func (h hears) Due(deed *tandem.Deed) []int64 {
	if deed.Actor.Origin != tandem.ByPerson {
		return nil
	}
	*h.deeds = append(*h.deeds, *deed)
	return []int64{h.receiver}
}

// hearing is an account whose trigger "hook" hears of all objects.
type hearing struct {
	*fixture

	hook  int64
	lane  *tandem.DeliveryLane
	deeds *[]tandem.Deed
}

func eachHearing(t *testing.T, test func(t *testing.T, h *hearing)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newHearing(t, options(t, name)))
		})
	}
}

func newHearing(t *testing.T, o store.Options) *hearing {
	t.Helper()
	var deeds []tandem.Deed
	o.Triggers = func(_ *dictionary.Dictionary, stored []tandem.Definition, receivers map[string]int64) (store.Triggers, error) {
		return hears{objects: string(stored[0].Body), receiver: receivers["hook"], deeds: &deeds}, nil
	}
	h := &hearing{fixture: setUp(t, open(t, o), "acme"), deeds: &deeds}
	var err error
	h.hook, err = h.Receiver(t.Context(), h.account, "hook")
	check(t, err)
	h.listen(t, "all")
	h.lane, _, err = h.TakeReceiver(t.Context(), h.account, h.hook, "node")
	check(t, err)
	return h
}

// listen changes what the trigger hears of.
func (h *hearing) listen(t *testing.T, objects string) {
	t.Helper()
	_, err := h.SaveDefinition(t.Context(), &tandem.Definition{Account: h.account, Kind: store.KindTrigger, Name: "hook", Body: []byte(objects)})
	check(t, err)
}

// person commits writes of a person.
func (h *hearing) person(t *testing.T, object string, fields []string, writes ...tandem.RecordWrite) {
	t.Helper()
	batch := &tandem.Batch{Account: h.account, Actor: tandem.Actor{Origin: tandem.ByPerson, Name: "nina"}, Shape: &tandem.Shape{Object: object, Fields: fields}, Lane: tandem.Lane{Account: h.account}}
	for _, w := range writes {
		batch.Rows = append(batch.Rows, tandem.Row{Write: w})
	}
	check(t, h.Commit(t.Context(), batch))
}

func writes(op tandem.Op, id, version int64, values ...tandem.Value) tandem.RecordWrite {
	return tandem.RecordWrite{Op: op, ID: id, Version: version, Set: tandem.AllFields(len(values)), Values: values}
}

// due lists what is due as "object id version customer/case".
func (h *hearing) due(t *testing.T) []string {
	t.Helper()
	fresh, err := h.FreshDeliveries(t.Context(), h.lane, 0, 100)
	check(t, err)
	list := []string{}
	for _, d := range fresh {
		list = append(list, fmt.Sprintf("%s %s %d v%d %d/%d", d.Op, d.Object, d.Record, d.Version, d.Customer, d.Case))
	}
	return list
}

// Promise 7: what a change makes due is stored with the change, or neither is.
func TestDeliveriesBecomeDue(t *testing.T) {
	eachHearing(t, func(t *testing.T, h *hearing) {
		name := []string{"name"}
		h.person(t, "customer", name, writes(tandem.Create, 7, 0, text("Alfa")))
		h.person(t, "case", []string{"subject", "customer"}, writes(tandem.Create, 8, 0, text("broken"), tandem.ReferenceValue(7)))
		h.person(t, "followup", []string{"case"}, writes(tandem.Create, 9, 0, tandem.ReferenceValue(8)))
		h.person(t, "task", []string{"subject"}, writes(tandem.Create, 10, 0, text("call")))
		h.person(t, "customer", name, writes(tandem.Update, 7, 1, text("Beta")))
		h.person(t, "customer", name, writes(tandem.Update, 7, 2, text("Beta"))) // nothing changes
		h.person(t, "case", nil, writes(tandem.Delete, 8, 1))
		h.person(t, "followup", nil, writes(tandem.Delete, 9, 1)) // its case is gone by now
		h.person(t, "customer", nil, writes(tandem.Delete, 7, 2))
		h.fill(t, 3) // by a sync
		h.refused(t, &tandem.Batch{Account: h.account, Actor: tandem.Actor{Origin: tandem.ByPerson}, Shape: &customers, Lane: tandem.Lane{Account: h.account}, Rows: []tandem.Row{
			{Write: tandem.RecordWrite{Op: tandem.Create, ID: 99, Set: tandem.AllFields(5), Values: make(tandem.Record, 5)}},
			{Write: tandem.RecordWrite{Op: tandem.Delete, ID: 98, Version: 1}},
		}}, map[int]tandem.Code{1: tandem.Conflict})
		want := []string{
			"create customer 7 v1 7/0", "create case 8 v1 7/8", "create followup 9 v1 7/8", "create task 10 v1 0/0", "update customer 7 v2 7/0",
			"delete case 8 v2 7/8", "delete followup 9 v2 7/8", "delete customer 7 v3 7/0",
		}
		if diff := cmp.Diff(want, h.due(t)); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
		edit := (*h.deeds)[4]
		if edit.Before("name") != text("Alfa") || edit.After("name") != text("Beta") || len(edit.Changed) != 1 {
			t.Errorf("the edit looked like %v: %v -> %v", edit.Changed, edit.Before("name"), edit.After("name"))
		}

		// Another rule holds from the first change on that begins after it was stored.
		h.listen(t, "task")
		h.person(t, "customer", name, writes(tandem.Create, 11, 0, text("Gamma")))
		h.person(t, "task", []string{"subject"}, writes(tandem.Update, 10, 1, text("call again")))
		if got := h.due(t)[len(want):]; len(got) != 1 || got[0] != "update task 10 v2 0/0" {
			t.Errorf("after the rule changed: %v", got)
		}
		check(t, h.RemoveDefinition(t.Context(), h.account, store.KindTrigger, "hook"))
		h.person(t, "task", nil, writes(tandem.Delete, 10, 2))
		if got := h.due(t); len(got) != len(want)+1 {
			t.Errorf("after the trigger was removed: %v", got)
		}
	})
}

// A delivery that waits holds back later ones of its record and no others.
func TestDeliveriesWaitInOrder(t *testing.T) {
	eachHearing(t, func(t *testing.T, h *hearing) {
		ctx := t.Context()
		for id := int64(1); id <= 2; id++ {
			h.person(t, "customer", []string{"name"}, writes(tandem.Create, id, 0, text("a")))
			h.person(t, "customer", []string{"name"}, writes(tandem.Update, id, 1, text("b")))
		}
		fresh, err := h.FreshDeliveries(ctx, h.lane, 0, 100)
		check(t, err)
		now := fresh[0].At
		failed := tandem.Settled{Delivery: fresh[0], Failed: &tandem.Attempt{Number: 1, At: now, Status: 500, Reason: "it answered 500", Request: "GET", Response: "no"}}
		failed.State, failed.Tries, failed.Due = tandem.DeliveryWaiting, 1, now.Add(time.Minute)
		landed := tandem.Settled{Delivery: fresh[2]}
		landed.State, landed.Tries, landed.Status, landed.Answer, landed.Called = tandem.DeliveryArrived, 1, 200, "ok", now
		check(t, h.SettleDeliveries(ctx, h.lane, []tandem.Settled{failed, landed}, &tandem.Health{State: tandem.ReceiverFailing, Failures: 1, Since: now, Message: "it answered 500"}))

		if diff := cmp.Diff([]string{"update customer 2 v2 2/0"}, h.due(t)); diff != "" {
			t.Errorf("while one waits (-want +got):\n%s", diff)
		}
		none, next, err := h.WaitingDeliveries(ctx, h.lane, now, 10)
		check(t, err)
		if len(none) != 0 || !next.Equal(now.Add(time.Minute)) {
			t.Errorf("%d wait no longer, the next until %v", len(none), next)
		}
		again, next, err := h.WaitingDeliveries(ctx, h.lane, now.Add(time.Minute), 10)
		check(t, err)
		if len(again) != 1 || again[0].ID != fresh[0].ID || again[0].Tries != 1 || !next.IsZero() {
			t.Errorf("%+v, next %v", again, next)
		}
		oldest, err := h.OldestDelivery(ctx, h.lane)
		check(t, err)
		if oldest == nil || oldest.ID != fresh[0].ID {
			t.Errorf("the oldest is %+v", oldest)
		}
		d, attempts, err := h.Delivery(ctx, h.account, fresh[0].ID)
		check(t, err)
		if d.State != tandem.DeliveryWaiting || len(attempts) != 1 || attempts[0] != *failed.Failed {
			t.Errorf("%+v with %+v", d, attempts)
		}
		receivers, err := h.Receivers(ctx, h.account)
		check(t, err)
		if r := receivers[0]; r.Health.Failures != 1 || r.Due != 3 || r.Trigger != "hook" {
			t.Errorf("the receiver is %+v", r)
		}

		// Given up, it holds nothing back; a replay brings it back, in its place.
		failed.Failed, failed.State = nil, tandem.DeliveryGivenUp
		check(t, h.SettleDeliveries(ctx, h.lane, []tandem.Settled{failed}, nil))
		if got := h.due(t); len(got) != 2 {
			t.Errorf("after it was given up: %v", got)
		}
		if n, err := h.Replay(ctx, h.account, h.hook, now, false); err != nil || n != 1 {
			t.Errorf("%d are replayed, %v", n, err)
		}
		check(t, h.Resend(ctx, h.account, landed.ID))
		if diff := cmp.Diff([]string{"create customer 1 v1 1/0", "update customer 1 v2 1/0", "create customer 2 v1 2/0", "update customer 2 v2 2/0"}, h.due(t)); diff != "" {
			t.Errorf("after the replay (-want +got):\n%s", diff)
		}
	})
}

// One node calls a receiver; what another one was told is not stored.
func TestReceiversHaveOneCaller(t *testing.T) {
	eachHearing(t, func(t *testing.T, h *hearing) {
		ctx := t.Context()
		lease, err := h.Acquire(ctx, "node/node", "node", time.Minute)
		check(t, err)
		if _, _, err := h.TakeReceiver(ctx, h.account, h.hook, "other"); tandem.CodeOf(err) != tandem.Busy {
			t.Errorf("a receiver is taken from a node that lives: %v", err)
		}
		if nodes, err := h.LiveNodes(ctx); err != nil || len(nodes) != 1 || nodes[0] != "node" {
			t.Errorf("alive are %v, %v", nodes, err)
		}
		same, _, err := h.TakeReceiver(ctx, h.account, h.hook, "node")
		check(t, err)
		if same.Fence != h.lane.Fence {
			t.Errorf("the fence went from %d to %d with the same node", h.lane.Fence, same.Fence)
		}
		check(t, h.Release(ctx, lease))
		next, _, err := h.TakeReceiver(ctx, h.account, h.hook, "other")
		check(t, err)
		if err := h.SettleDeliveries(ctx, h.lane, nil, nil); tandem.CodeOf(err) != tandem.Stale {
			t.Errorf("the node before stores: %v", err)
		}
		check(t, h.LeaveReceiver(ctx, h.lane)) // not its own any more
		check(t, h.SettleDeliveries(ctx, next, nil, nil))
		check(t, h.ResumeReceiver(ctx, h.account, h.hook))
		if err := h.SettleDeliveries(ctx, next, nil, nil); tandem.CodeOf(err) != tandem.Stale {
			t.Errorf("whoever called when a person let it go on still stores: %v", err)
		}
	})
}

// A delivery tells of the change, whatever became of the record since.
func TestDeliveriesTellOfTheirChange(t *testing.T) {
	eachHearing(t, func(t *testing.T, h *hearing) {
		ctx, fields := t.Context(), []string{"name", "city"}
		h.person(t, "customer", fields, writes(tandem.Create, 1, 0, text("Alfa"), text("Brno")))
		h.person(t, "customer", fields, writes(tandem.Update, 1, 1, text("Beta"), text("Brno")))
		h.person(t, "customer", fields, writes(tandem.Update, 1, 2, text("Beta"), text("Zlin")))
		h.person(t, "customer", nil, writes(tandem.Delete, 1, 3))
		h.person(t, "customer", fields, writes(tandem.Create, 1, 4, text("Again"), text("Cheb")))
		var many []tandem.RecordWrite // logged as one row
		for id := int64(100); id < 140; id++ {
			many = append(many, writes(tandem.Create, id, 0, text("Many"), text("Tabor")))
		}
		h.person(t, "customer", fields, many...)
		fresh, err := h.FreshDeliveries(ctx, h.lane, 0, 100)
		check(t, err)
		told, err := h.Told(ctx, h.account, fresh)
		check(t, err)
		want := []string{"nil -> Alfa Brno", "Alfa Brno -> Beta Brno", "Beta Brno -> Beta Zlin", "Beta Zlin -> nil", "nil -> Again Cheb"}
		for range many {
			want = append(want, "nil -> Many Tabor")
		}
		var got []string
		for _, x := range told {
			side := func(r tandem.Record) string {
				if r == nil {
					return "nil"
				}
				values := map[string]string{}
				for i, name := range x.Fields {
					values[name] = r[i].Text()
				}
				return values["name"] + " " + values["city"]
			}
			got = append(got, side(x.Before)+" -> "+side(x.After))
			if x.Actor.Name != "nina" || x.At.IsZero() {
				t.Errorf("told of %+v at %v", x.Actor, x.At)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	})
}

// A case that goes to another customer announces its follow-ups, which tell of it.
func TestFollowupsMoveWithTheirCase(t *testing.T) {
	eachHearing(t, func(t *testing.T, h *hearing) {
		ctx := t.Context()
		h.person(t, "case", []string{"subject", "customer"}, writes(tandem.Create, 8, 0, text("a"), tandem.ReferenceValue(7)))
		h.person(t, "followup", []string{"case", "body"}, writes(tandem.Create, 9, 0, tandem.ReferenceValue(8), text("story")))
		h.person(t, "case", []string{"customer"}, writes(tandem.Update, 8, 1, tandem.ReferenceValue(70)))
		h.person(t, "case", []string{"subject"}, writes(tandem.Update, 8, 2, text("b")))
		want := []string{"create case 8 v1 7/8", "create followup 9 v1 7/8", "update case 8 v2 70/8", "update followup 9 v1 70/8", "update case 8 v3 70/8"}
		if diff := cmp.Diff(want, h.due(t)); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
		fresh, err := h.FreshDeliveries(ctx, h.lane, 0, 100)
		check(t, err)
		told, err := h.Told(ctx, h.account, fresh[3:4])
		check(t, err)
		if told[0].Actor.Name != "nina" || told[0].Before == nil || told[0].After == nil {
			t.Errorf("told %+v", told[0])
		}
	})
}

// Old deliveries go; what waits for a trigger that is no more is given up.
func TestDeliveriesAreForgotten(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t, name)
			now := moment
			o.Clock = func() time.Time { return now }
			h := newHearing(t, o)
			ctx, keep := t.Context(), tandem.Retention{Days: 30}
			h.person(t, "task", []string{"subject"}, writes(tandem.Create, 1, 0, text("a")), writes(tandem.Create, 2, 0, text("b")))
			fresh, err := h.FreshDeliveries(ctx, h.lane, 0, 10)
			check(t, err)
			landed := tandem.Settled{Delivery: fresh[0]}
			landed.State = tandem.DeliveryArrived
			check(t, h.SettleDeliveries(ctx, h.lane, []tandem.Settled{landed}, nil))
			now = now.AddDate(0, 0, 31)
			if n, err := h.ForgetDeliveries(ctx, h.account, keep); err != nil || n != 1 {
				t.Errorf("%d are forgotten, %v", n, err)
			}
			if got := h.due(t); len(got) != 1 {
				t.Errorf("what is due went as well: %v", got)
			}
			if due, err := h.DueReceivers(ctx, h.account, now); err != nil || len(due) != 1 {
				t.Errorf("%v are due, %v", due, err)
			}
			check(t, h.RemoveDefinition(ctx, h.account, store.KindTrigger, "hook"))
			if n, err := h.ForgetDeliveries(ctx, h.account, keep); err != nil || n != 1 {
				t.Errorf("%d are forgotten without the trigger, %v", n, err)
			}
		})
	}
}

// Promise 10: nobody reads or moves the deliveries of another account.
func TestDeliveriesAreApart(t *testing.T) {
	eachHearing(t, func(t *testing.T, h *hearing) {
		other := setUp(t, h.Store, "other")
		ctx := t.Context()
		h.person(t, "task", []string{"subject"}, writes(tandem.Create, 1, 0, text("a")))
		fresh, err := h.FreshDeliveries(ctx, h.lane, 0, 10)
		check(t, err)
		stolen := *h.lane
		stolen.Account = other.account
		landed := tandem.Settled{Delivery: fresh[0]}
		landed.State = tandem.DeliveryArrived
		for what, try := range map[string]func(context.Context) (int, error){
			"FreshDeliveries": func(ctx context.Context) (int, error) {
				l, err := h.FreshDeliveries(ctx, &stolen, 0, 10)
				return len(l), err
			},
			"WaitingDeliveries": func(ctx context.Context) (int, error) {
				l, _, err := h.WaitingDeliveries(ctx, &stolen, time.Now().AddDate(1, 0, 0), 10)
				return len(l), err
			},
			"OldestDelivery": func(ctx context.Context) (int, error) {
				if d, err := h.OldestDelivery(ctx, &stolen); d != nil || err != nil {
					return 1, err
				}
				return 0, nil
			},
			"SettleDeliveries": func(ctx context.Context) (int, error) {
				err := h.SettleDeliveries(ctx, &stolen, []tandem.Settled{landed}, &tandem.Health{State: tandem.ReceiverGone})
				if tandem.CodeOf(err) == tandem.Stale {
					return 0, nil
				}
				return 1, err
			},
			"TakeReceiver": func(ctx context.Context) (int, error) {
				_, _, err := h.TakeReceiver(ctx, other.account, h.hook, "thief")
				if tandem.CodeOf(err) == tandem.Busy {
					return 0, nil
				}
				return 1, err
			},
			"LeaveReceiver":  func(ctx context.Context) (int, error) { return 0, h.LeaveReceiver(ctx, &stolen) },
			"ResumeReceiver": func(ctx context.Context) (int, error) { return 0, h.ResumeReceiver(ctx, other.account, h.hook) },
			"Receivers":      func(ctx context.Context) (int, error) { l, err := h.Receivers(ctx, other.account); return len(l), err },
			"DueReceivers": func(ctx context.Context) (int, error) {
				l, err := h.DueReceivers(ctx, other.account, time.Now())
				return len(l), err
			},
			"Deliveries": func(ctx context.Context) (int, error) {
				l, err := h.Deliveries(ctx, other.account, store.DeliveryQuery{})
				return len(l), err
			},
			"Delivery": func(ctx context.Context) (int, error) {
				_, _, err := h.Delivery(ctx, other.account, fresh[0].ID)
				return 0, err
			},
			"Resend": func(ctx context.Context) (int, error) { return 0, h.Resend(ctx, other.account, fresh[0].ID) },
			"Replay": func(ctx context.Context) (int, error) {
				n, err := h.Replay(ctx, other.account, h.hook, time.Time{}, true)
				return int(n), err
			},
			"Told": func(ctx context.Context) (int, error) { _, err := h.Told(ctx, other.account, fresh); return 0, err },
			"ForgetDeliveries": func(ctx context.Context) (int, error) {
				n, err := h.ForgetDeliveries(ctx, other.account, tandem.Retention{Days: -1})
				return int(n), err
			},
		} {
			if n, err := try(ctx); n != 0 || err != nil && tandem.CodeOf(err) != tandem.NotFound {
				t.Errorf("%s finds %d, %v", what, n, err)
			}
		}
		check(t, h.SettleDeliveries(ctx, h.lane, []tandem.Settled{landed}, nil))
	})
}
