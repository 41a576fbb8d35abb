package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"tandem"
)

// outcomeDownload writes the rows of a run that a filter picks as a CSV file.
func (s *site) outcomeDownload(w http.ResponseWriter, r *http.Request, p *page) error {
	run, filter, err := s.runFiltered(r, p)
	if err != nil {
		return err
	}
	next := func() ([][]string, error) { return s.nextOutcomes(r.Context(), run, &filter) }
	rows, err := next()
	if err != nil {
		return err
	}
	s.download(w, r, "run-"+strconv.FormatInt(run.ID, 10), outcomeColumns(), rows, next)
	return nil
}

// nextOutcomes reads rows for a file and moves the filter behind them.
func (s *site) nextOutcomes(ctx context.Context, run *tandem.Run, filter *outcomeFilter) ([][]string, error) {
	outcomes, err := s.readOutcomes(ctx, run, *filter, downloadRows)
	if err != nil || len(outcomes) == 0 {
		return nil, err
	}
	filter.After = outcomes[len(outcomes)-1].Seq
	rows := make([][]string, len(outcomes))
	for i := range outcomes {
		rows[i] = outcomeCells(&outcomes[i])
	}
	return rows, nil
}

func outcomeColumns() []string {
	return []string{"run", "data_point", "key", "id", "outcome", "code", "reason", "at"}
}

func outcomeCells(o *tandem.OutcomeRow) []string {
	id := ""
	if o.ID != 0 {
		id = strconv.FormatInt(o.ID, 10)
	}
	return []string{
		strconv.FormatInt(o.Run, 10), harmless(o.Point), harmless(o.Key.String()), id,
		o.Outcome.String(), string(o.Code), harmless(o.Reason), o.At.UTC().Format(time.RFC3339),
	}
}
