package main

import (
	"context"
	"time"

	"tandem"
)

// sweepEvery is how often a server clears away what runs left behind that their
// account no longer wants to keep.
const sweepEvery = time.Hour

// answersKept is how long a program may send a request again under the same key.
const answersKept = 24 * time.Hour

// sweep removes the runs that accounts no longer want to keep, and what is left of them.
func (a *app) sweep(ctx context.Context) error {
	accounts, err := a.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for i := range accounts {
		keep, err := a.config.Retention(ctx, accounts[i].ID)
		if err != nil {
			return err
		}
		runs, plans, err := a.store.ForgetRuns(ctx, accounts[i].ID, keep)
		if err != nil {
			return err
		}
		if err := a.store.ForgetAnswers(ctx, accounts[i].ID, time.Now().Add(-answersKept)); err != nil {
			return err
		}
		deliveries, err := a.store.ForgetDeliveries(ctx, accounts[i].ID, keep)
		if err != nil {
			return err
		}
		if deliveries > 0 {
			a.log.Info("old deliveries are removed", "account", accounts[i].Name, "deliveries", deliveries, "days", keep.Days)
		}
		if runs+plans > 0 {
			a.log.Info("old runs are removed", "account", accounts[i].Name, "runs", runs, "plans", plans, "days", keep.Days)
		}
		if err := a.sweepChanges(ctx, &accounts[i], keep); err != nil {
			return err
		}
	}
	swept, err := a.store.Sweep(ctx)
	if err == nil && swept.Outcomes+swept.PlanRows+swept.Writes+swept.Links > 0 {
		a.log.Info("what they left is cleared away", "outcomes", swept.Outcomes, "plan_rows", swept.PlanRows, "writes", swept.Writes, "links", swept.Links)
	}
	return err
}

// sweepChanges removes what an account no longer wants to keep of its change log.
func (a *app) sweepChanges(ctx context.Context, account *tandem.Account, keep tandem.Retention) error {
	since := keep.ChangesSince(time.Now())
	if since.IsZero() {
		return nil
	}
	syncs, err := a.config.Syncs(ctx, account.ID)
	if err != nil {
		return err
	}
	var lanes []int64
	for _, s := range syncs {
		for i := range s.Points {
			lanes = append(lanes, s.Points[i].ID)
		}
	}
	n, err := a.store.ForgetChanges(ctx, account.ID, since, lanes)
	if err == nil && n > 0 {
		a.log.Info("old changes are removed", "account", account.Name, "changes", n, "days", keep.Changes)
	}
	return err
}
