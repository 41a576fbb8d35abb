package delivery

import (
	"context"
	"sync/atomic"
	"time"
)

// slowCall is from when on a call no longer keeps others from beginning.
const slowCall = time.Second

// pool bounds how many calls begin at once. Whoever asks first gets a place
// first: a channel serves those who wait in their order.
type pool chan struct{}

// enter waits for a place; leave gives it back, as does time.
func (p pool) enter(ctx context.Context) (leave func(), err error) {
	select {
	case p <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var left atomic.Bool
	free := func() {
		if left.CompareAndSwap(false, true) {
			<-p
		}
	}
	timer := time.AfterFunc(slowCall, free)
	return func() {
		timer.Stop()
		free()
	}, nil
}
