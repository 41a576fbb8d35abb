package engine

import (
	"context"

	"tandem"
)

// CancelAll ends the runs of a sync that goes. One that is carried out stops
// between two pages; waiting for it is the caller's business.
func (e *Engine) CancelAll(ctx context.Context, account int64, sync string) (open int, err error) {
	runs, err := e.store.ListRuns(ctx, account, sync, recentRuns)
	if err != nil {
		return 0, err
	}
	for i := range runs {
		if runs[i].State.IsFinal() {
			continue
		}
		if err := e.Want(ctx, account, runs[i].ID, tandem.CancelledRun); err != nil && tandem.CodeOf(err) != tandem.Invalid {
			return open, err
		}
		if runs[i].State == tandem.Running {
			open++
		}
	}
	return open, nil
}

// Abandon ends the runs of a sync that is there no longer, so that none seems to go on for ever.
func (e *Engine) Abandon(ctx context.Context, account int64, sync string) error {
	runs, err := e.store.ListRuns(ctx, account, sync, recentRuns)
	if err != nil {
		return err
	}
	for i := range runs {
		run := &runs[i]
		if run.State.IsFinal() {
			continue
		}
		run.State, run.Ended, run.Message = tandem.CancelledRun, e.clock(), "its sync was removed"
		if err := e.store.SaveRun(ctx, run); err != nil {
			return err
		}
	}
	return nil
}
