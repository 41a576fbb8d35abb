package delivery

import (
	"context"
	"net/http"
	"time"

	"tandem"
	"tandem/internal/remote"
)

// Store keeps deliveries. Every method may be called concurrently.
type Store interface {
	// TakeReceiver gives a node the right to call a receiver, or answers Busy.
	TakeReceiver(ctx context.Context, account, receiver int64, node string) (*tandem.DeliveryLane, tandem.Health, error)

	// LeaveReceiver gives it back.
	LeaveReceiver(ctx context.Context, lane *tandem.DeliveryLane) error

	// FreshDeliveries reads what nobody was called for yet, by number after one,
	// without what belongs to a record whose earlier delivery waits.
	FreshDeliveries(ctx context.Context, lane *tandem.DeliveryLane, after int64, limit int) ([]tandem.Delivery, error)

	// WaitingDeliveries reads those that may be tried again by now, of each record
	// the first, and when the next of the others may.
	WaitingDeliveries(ctx context.Context, lane *tandem.DeliveryLane, now time.Time, limit int) ([]tandem.Delivery, time.Time, error)

	// OldestDelivery reads what a probe is made with; nil = nothing is due.
	OldestDelivery(ctx context.Context, lane *tandem.DeliveryLane) (*tandem.Delivery, error)

	// SettleDeliveries stores what became of deliveries, and with it how the
	// receiver fares when that is not nil. Stale: the right has gone to another node.
	SettleDeliveries(ctx context.Context, lane *tandem.DeliveryLane, settled []tandem.Settled, health *tandem.Health) error

	// Told reads what deliveries tell of.
	Told(ctx context.Context, account int64, deliveries []tandem.Delivery) ([]tandem.Told, error)
}

// Caller makes calls.
type Caller interface {
	Do(req *http.Request) (*remote.Answer, error)
}
