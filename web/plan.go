package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"tandem"
)

// planLinesEach is how many rows of a plan a page shows.
const planLinesEach = 50

func planURL(hash string) string { return "/plans/" + url.PathEscape(hash) }

// planRows reads a page of a plan's rows, and where it goes on.
func (s *site) planRows(ctx context.Context, plan *tandem.Plan, after int64) (rows []tandem.PlanRow, next int64, err error) {
	rows, err = s.Runs.PlanRows(ctx, plan.Account, plan.ID, after, planLinesEach+1)
	if len(rows) > planLinesEach {
		rows = rows[:planLinesEach]
		next = rows[planLinesEach-1].Seq
	}
	return rows, next, err
}

// planShow shows the rows of a stored plan, page by page.
func (s *site) planShow(w http.ResponseWriter, r *http.Request, p *page) error {
	plan, err := s.Runs.Plan(r.Context(), p.account.ID, r.PathValue("hash"))
	if err != nil {
		return err
	}
	after, err := strconv.ParseInt(r.FormValue("after"), 10, 64)
	if err != nil {
		after = 0
	}
	rows, next, err := s.planRows(r.Context(), plan, after)
	if err != nil {
		return err
	}
	p.title = p.T("plan.of", plan.Sync)
	return render(w, r, http.StatusOK, planPage(p, plan, rows, next))
}

// planApply does exactly what a plan shows, or refuses (Promise 2).
func (s *site) planApply(w http.ResponseWriter, r *http.Request, p *page) error {
	run, err := s.Actions.ApplyPlan(r.Context(), p.account.ID, r.PostFormValue("sync"), r.PathValue("hash"))
	if err != nil {
		return err
	}
	lead(w, r, runURL(run.ID))
	return nil
}

// planKey is what a planned row is known by: their key, or our id where it has none yet.
func planKey(p *page, r *tandem.PlanRow) string {
	if key := r.Key.String(); key != "" && key[0] != 0 {
		return key
	}
	if r.ID > 0 {
		return p.T("attention.id", r.ID)
	}
	return p.T("plan.new")
}
