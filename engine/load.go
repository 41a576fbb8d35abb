package engine

import (
	"context"
	"errors"

	"tandem"
)

// Loader is a store whose look-up indexes can wait until a first load is
// over. A store that is opened makes those that are missing, so a load that
// does not come to its end leaves nothing undone.
type Loader interface {
	// DeferIndexes drops the look-up indexes of an object's table while it is
	// empty for all accounts, and tells whether it did.
	DeferIndexes(ctx context.Context, object string) (bool, error)

	// RestoreIndexes makes the ones that are missing.
	RestoreIndexes(ctx context.Context) error
}

// whileLoading calls f, with the indexes of empty tables put off when a bulk
// run is about to fill them.
func (w *work) whileLoading(ctx context.Context, f func() error) error {
	loader, ok := w.e.store.(Loader)
	if !ok || w.run.Kind != tandem.Bulk {
		return f()
	}
	waiting := false
	for _, p := range w.session.points {
		deferred, err := loader.DeferIndexes(ctx, p.lane.Object)
		if err != nil {
			return err
		}
		waiting = waiting || deferred
	}
	err := f()
	if waiting {
		err = errors.Join(err, loader.RestoreIndexes(context.WithoutCancel(ctx)))
	}
	return err
}
