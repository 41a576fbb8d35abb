package web

import (
	"context"
	"net/http"
	"strconv"

	"tandem"
)

// runShowView is a run's page: the live window and, below it, the rows that need attention.
type runShowView struct {
	*runView

	Held     *heldView // nil unless the run is held
	Outcomes *outcomeListView
}

// runShow is the live window of a run.
func (s *site) runShow(w http.ResponseWriter, r *http.Request, p *page) error {
	run, filter, err := s.runFiltered(r, p)
	if err != nil {
		return err
	}
	v := &runShowView{runView: newRunView(run, nil)}
	if v.Held, err = s.loadHeld(r.Context(), p, run); err != nil {
		return err
	}
	if v.Outcomes, err = s.loadOutcomes(r.Context(), run, filter); err != nil {
		return err
	}
	p.title = v.headline(p)
	if !run.State.IsFinal() {
		p.stream, p.live = filter.at(runURL(run.ID)+"/events"), true
	}
	return render(w, r, http.StatusOK, runShowPage(p, v))
}

// headline is what the browser's tab says: how far the run is, then what it is.
func (v *runShowView) headline(p *page) string {
	title := p.T("kind."+string(v.Kind)) + " " + v.Sync
	switch {
	case v.State == tandem.Running && !v.Total.Blind:
		return strconv.Itoa(int(v.Total.Share*100)) + "% · " + title
	default:
		return p.T("run."+v.Mood()) + " · " + title
	}
}

// part says of how much the rows are a part, as far as that is known.
func (v *runShowView) part(p *page) string {
	switch {
	case v.State.IsFinal() || len(v.Points) == 0:
		return ""
	case v.Total.Expected > 0:
		return p.T("run.of", p.Number(v.Total.Expected))
	default:
		return p.T("run.points", v.finished(), len(v.Points))
	}
}

// finished counts the data points that are done.
func (v *runShowView) finished() int {
	n := 0
	for i := range v.Points {
		if v.Points[i].Done {
			n++
		}
	}
	return n
}

// news is what screen readers are told: the state, and every tenth of the way.
func (v *runShowView) news(p *page) string {
	if v.State == tandem.Running && !v.Total.Blind {
		return p.T("run."+v.Mood()) + " " + strconv.Itoa(int(v.Total.Share*10)*10) + "%"
	}
	return p.T("run." + v.Mood())
}

// heldView is the plan that a held run waits to have released.
type heldView struct {
	*tandem.Plan

	First []tandem.PlanRow
}

// firstRows is how many rows of a plan are shown: enough to see what kind of change it is.
const firstRows = 12

// loadHeld loads the plan of a held run. One that is not stored any more can
// only be cancelled, so that is no error here.
func (s *site) loadHeld(ctx context.Context, p *page, run *tandem.Run) (*heldView, error) {
	if run.State != tandem.HeldRun || run.Plan == "" {
		return nil, nil //nolint:nilnil // most runs are not held
	}
	plan, err := s.Runs.Plan(ctx, p.account.ID, run.Plan)
	if tandem.CodeOf(err) == tandem.NotFound {
		return &heldView{}, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := s.Runs.PlanRows(ctx, plan.Account, plan.ID, 0, firstRows)
	if err != nil {
		return nil, err
	}
	return &heldView{Plan: plan, First: rows}, nil
}
