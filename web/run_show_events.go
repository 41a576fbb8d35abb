package web

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"tandem"
)

// How often a watched run is looked at, by what it does.
const (
	runPace  = 250 * time.Millisecond
	waitPace = 2 * time.Second // paused or held: only a person moves it
	rowsPace = time.Second     // its rows, while their number changes
)

// runShowEvents sends the live window of a run anew as it moves.
func (s *site) runShowEvents(w http.ResponseWriter, r *http.Request, p *page) error {
	run, filter, err := s.runFiltered(r, p)
	if err != nil {
		return err
	}
	watch := &watcher{s: s, p: p, id: run.ID, filter: filter}
	return s.stream(w, r, watch.next)
}

// watcher remembers, for one browser, what it has seen of a run.
type watcher struct {
	s      *site
	p      *page
	id     int64
	filter outcomeFilter

	rates    rates
	outcomes *outcomeListView
	listed   time.Time // when outcomes was read
	counted  int64     // how many rows could be listed then
}

// next makes the next picture.
func (t *watcher) next(ctx context.Context) (templ.Component, time.Duration, error) {
	run, err := t.s.Runs.Run(ctx, t.p.account.ID, t.id)
	if err != nil {
		return nil, 0, err
	}
	t.p.now = t.s.Clock()
	t.rates.add(run, t.p.now)
	v := &runShowView{runView: newRunView(run, &t.rates)}
	if v.Held, err = t.s.loadHeld(ctx, t.p, run); err != nil {
		return nil, 0, err
	}
	if err := t.list(ctx, v); err != nil {
		return nil, 0, err
	}
	v.Outcomes = t.outcomes
	return runShowLive(t.p, v), pace(run.State), nil
}

// list reads the rows that are listed when there are others than before,
// which the counters tell: reading them costs more than reading the run.
func (t *watcher) list(ctx context.Context, v *runShowView) error {
	count := attention(&v.Total.Counts) + v.Total.Counts[tandem.Excluded]
	if t.outcomes != nil && !v.State.IsFinal() {
		if count == t.counted || t.p.now.Sub(t.listed) < rowsPace {
			t.outcomes.Run = v.Run
			return nil
		}
	}
	list, err := t.s.loadOutcomes(ctx, v.Run, t.filter)
	if err != nil {
		return err
	}
	t.outcomes, t.listed, t.counted = list, t.p.now, count
	return nil
}

// pace says when to look again; 0 = never, it is over.
func pace(state tandem.RunState) time.Duration {
	switch {
	case state.IsFinal():
		return 0
	case state == tandem.Running || state == tandem.Queued:
		return runPace
	default:
		return waitPace
	}
}
