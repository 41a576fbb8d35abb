package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// channel is where nodes tell each other what they have committed.
const channel = "tandem"

// gather is how long announcements are collected before they are sent; retry
// is how long a node waits after it lost the connection it listens on.
const (
	gather = 2 * time.Millisecond
	retry  = time.Second
)

// announcement is what travels: small, since NOTIFY takes 8,000 octets.
type announcement struct {
	Node    string   `json:"node"`
	Account int64    `json:"account"`
	Objects []string `json:"objects"`
	// Receivers may be left out where there are too many to travel: their lanes look at a tick.
	Receivers []int64 `json:"receivers,omitempty"`
}

// maxReceivers is how many receivers fit into an announcement beside the objects.
const maxReceivers = 300

// gathered is what is to be announced of an account.
type gathered struct {
	objects   map[string]bool
	receivers map[int64]bool
}

// carrier takes events to other nodes and brings theirs. It announces after the
// commit and apart from it: within a transaction NOTIFY would make all commits
// of the database wait for each other. What is lost with a node that dies in
// between is found at the next tick.
type carrier struct {
	store *Store
	db    *postgresDB
	mu    sync.Mutex
	due   map[int64]*gathered // by account
	wake  chan struct{}
	group sync.WaitGroup
}

func (db *postgresDB) carry(s *Store) (publish func(Event), halt func()) {
	c := &carrier{store: s, db: db, due: map[int64]*gathered{}, wake: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	c.group.Go(func() { c.announce(ctx) })
	c.group.Go(func() { c.listen(ctx) })
	return c.publish, func() {
		cancel()
		c.group.Wait()
	}
}

func (c *carrier) publish(e Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.due[e.Account]
	if all == nil {
		all = &gathered{objects: map[string]bool{}, receivers: map[int64]bool{}}
		c.due[e.Account] = all
	}
	for _, name := range e.Objects {
		all.objects[name] = true
	}
	for _, receiver := range e.Receivers {
		all.receivers[receiver] = true
	}
	select {
	case c.wake <- struct{}{}:
	default: // somebody has knocked already
	}
}

// announce sends what is due until the store is closed.
func (c *carrier) announce(ctx context.Context) {
	for {
		select {
		case <-c.wake:
		case <-ctx.Done():
			return
		}
		sleep(ctx, gather)
		for _, a := range c.take() {
			if err := c.send(ctx, a); err != nil && ctx.Err() == nil {
				c.store.log.Warn("other nodes could not be told of changes", "error", err)
			}
		}
	}
}

func (c *carrier) take() []announcement {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []announcement
	for account, gathered := range c.due {
		a := announcement{Node: c.store.node, Account: account}
		for name := range gathered.objects {
			a.Objects = append(a.Objects, name)
		}
		if len(gathered.receivers) <= maxReceivers {
			a.Receivers = slices.Sorted(maps.Keys(gathered.receivers))
		}
		all = append(all, a)
	}
	clear(c.due)
	return all
}

func (c *carrier) send(ctx context.Context, a announcement) error {
	payload, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return c.db.read(ctx, noAccount, func(q querier) error {
		_, err := q.exec(ctx, "select pg_notify($1, $2)", channel, string(payload))
		return err
	})
}

// listen hears other nodes until the store is closed.
func (c *carrier) listen(ctx context.Context) {
	for ctx.Err() == nil {
		if err := c.hear(ctx); err != nil && ctx.Err() == nil {
			c.store.log.Warn("other nodes cannot be heard", "error", err)
			sleep(ctx, retry)
		}
	}
}

// hear listens on a connection of its own until it breaks.
func (c *carrier) hear(ctx context.Context) error {
	config := c.db.pool.Config().ConnConfig.Config
	config.OnNotification = func(_ *pgconn.PgConn, n *pgconn.Notification) { c.receive(n.Payload) }
	conn, err := pgconn.ConnectConfig(ctx, &config)
	if err != nil {
		return err
	}
	defer func() {
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
		defer cancel()
		_ = conn.Close(after) // there is nobody to tell
	}()
	if err := conn.Exec(ctx, "listen "+channel).Close(); err != nil {
		return err
	}
	for {
		if err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}

func (c *carrier) receive(payload string) {
	var a announcement
	if err := json.Unmarshal([]byte(payload), &a); err != nil || a.Node == c.store.node {
		return // not ours to understand, or our own
	}
	c.store.receive(Event{Account: a.Account, Objects: a.Objects, Receivers: a.Receivers})
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
