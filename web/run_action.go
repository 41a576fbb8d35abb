package web

import (
	"context"
	"net/http"
	"strings"

	"tandem"
)

// Actions files the runs that a person asks for on pages; who carries runs out hears of them.
type Actions interface {
	// ApplyPlan does exactly what a stored plan shows.
	ApplyPlan(ctx context.Context, account int64, sync, plan string) (*tandem.Run, error)

	// Undo takes a run back as its stored plan shows.
	Undo(ctx context.Context, account, run int64, plan string) (*tandem.Run, error)

	// Retry looks at records again: "DATA_POINT KEY" or "DATA_POINT #ID" each.
	Retry(ctx context.Context, account int64, sync string, records []string) (*tandem.Run, error)
}

// runUndo takes back what a run did, as the preview showed it.
func (s *site) runUndo(w http.ResponseWriter, r *http.Request, p *page) error {
	run, err := s.runOf(r, p)
	if err != nil {
		return err
	}
	undoing, err := s.Actions.Undo(r.Context(), p.account.ID, run.ID, r.PostFormValue("plan"))
	if err != nil {
		return err
	}
	lead(w, r, runURL(undoing.ID))
	return nil
}

// mostRetried is how many rows are tried again at once.
const mostRetried = 1000

// runRetry looks again at the rows of a run that the list shows with its filter.
func (s *site) runRetry(w http.ResponseWriter, r *http.Request, p *page) error {
	run, filter, err := s.runFiltered(r, p)
	if err != nil {
		return err
	}
	filter.After = 0
	rows, err := s.readOutcomes(r.Context(), run, filter, mostRetried)
	if err != nil {
		return err
	}
	var records []string
	for i := range rows {
		if record := recordOf(&rows[i]); record != "" {
			records = append(records, record)
		}
	}
	if len(records) == 0 {
		return tandem.Errorf(tandem.NotFound, "%s", p.T("attention.no"))
	}
	again, err := s.Actions.Retry(r.Context(), p.account.ID, run.Sync, records)
	if err != nil {
		return err
	}
	lead(w, r, runURL(again.ID))
	return nil
}

// recordOf names a row as a run of single records is asked for it.
func recordOf(o *tandem.OutcomeRow) string {
	switch {
	case o.Key != "" && !strings.ContainsAny(o.Key.String(), "\n"):
		return o.Point + " " + o.Key.String()
	case o.ID != 0:
		return o.Point + " #" + plainID(o.ID)
	default:
		return ""
	}
}

// retried is the filter as hidden fields of the form.
func (v *outcomeListView) retried() map[string]string {
	fields := map[string]string{"point": v.Filter.Point}
	if v.Filter.Outcome != nil {
		fields["outcome"] = v.Filter.Outcome.String()
	}
	return fields
}

// CanUndo reports whether what a run did can be looked at to be taken back.
func (v *runView) CanUndo() bool {
	ours, theirs := v.Writes()
	return v.State.IsFinal() && ours+theirs > 0
}
