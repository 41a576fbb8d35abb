package store

import (
	"context"
	"slices"
	"sync"

	"tandem"
)

// Names that stand among an event's objects for what is no record.
const (
	RunChanged         = "run"         // a run was made, moved on or asked to stop
	DefinitionChanged  = "definition"  // configuration changed
	FieldRightsChanged = "field_right" // what roles may do with fields changed
	modelChanged       = "custom_field"
)

// Event says that something was committed: objects of an account changed. It is
// a wake-up, no record of what happened: that is the change log's. Some events
// may be lost when a node dies, so whoever listens looks once more at a tick.
type Event struct {
	Account int64
	Objects []string
	Actor   tandem.Actor
	// Receivers are those that deliveries became due for.
	Receivers []int64
	Remote    bool // committed by another process; the actor is not known
}

// events hands out events to subscribers.
type events struct {
	mu      sync.Mutex
	next    int
	subs    map[int]func(Event)
	publish func(Event) // to other nodes; nil = there are none
	halt    func()
}

// start connects the events with those of other nodes, where the database carries them.
func (e *events) start(s *Store) {
	if carrier, ok := s.db.(interface {
		carry(s *Store) (publish func(Event), halt func())
	}); ok {
		e.publish, e.halt = carrier.carry(s)
	}
}

func (e *events) stop() {
	if e.halt != nil {
		e.halt()
	}
}

// Subscribe calls fn after every commit until cancel is called. fn must not
// block and must not call the store: it wakes somebody who does.
func (s *Store) Subscribe(fn func(Event)) (cancel func()) {
	e := &s.events
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.subs == nil {
		e.subs = map[int]func(Event){}
	}
	e.next++
	id := e.next
	e.subs[id] = fn
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.subs, id)
	}
}

// send tells subscribers here and on other nodes.
func (e *events) send(event Event) {
	e.deliver(event)
	if e.publish != nil {
		e.publish(event)
	}
}

func (e *events) deliver(event Event) {
	e.mu.Lock()
	subs := make([]func(Event), 0, len(e.subs))
	for _, fn := range e.subs {
		subs = append(subs, fn)
	}
	e.mu.Unlock()
	for _, fn := range subs {
		fn(event)
	}
}

// receive takes an event of another node.
func (s *Store) receive(event Event) {
	if slices.Contains(event.Objects, modelChanged) {
		s.models.forget(event.Account)
	}
	event.Remote = true
	s.events.deliver(event)
}

// holdLease refuses the batch of a holder whose lease has gone to another.
func (c *commit) holdLease(ctx context.Context, tx transaction) error {
	if c.batch.Lease == nil {
		return nil
	}
	return holdLease(ctx, tx, c.store.db.dialect(), c.batch.Lease)
}
