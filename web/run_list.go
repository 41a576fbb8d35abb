package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"tandem"
)

// How many runs the overview shows, at first and at most.
const (
	fewRuns  = 25
	manyRuns = 400
)

// runListView is the overview: the syncs of an account and what they did of late.
type runListView struct {
	Tiles []tile
	Chart *chart
	Syncs []syncView
	Runs  []*runView
	query runListQuery
	More  bool // there are older ones
}

// syncView is a sync with the run that tells most about it: the one under way, else the last.
type syncView struct {
	Sync

	Last *runView // nil = it never ran
}

// runListQuery is what of the overview is asked for.
type runListQuery struct {
	Sync  string // "" = all
	Limit int
}

func readRunListQuery(r *http.Request) runListQuery {
	q := runListQuery{Sync: r.FormValue("sync"), Limit: fewRuns}
	if n, err := strconv.Atoi(r.FormValue("limit")); err == nil {
		q.Limit = min(max(n, fewRuns), manyRuns)
	}
	return q
}

// at is the address of the overview or its updates with this query.
func (q runListQuery) at(path string) string {
	values := url.Values{}
	if q.Sync != "" {
		values.Set("sync", q.Sync)
	}
	if q.Limit != fewRuns {
		values.Set("limit", strconv.Itoa(q.Limit))
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// runList is the overview.
func (s *site) runList(w http.ResponseWriter, r *http.Request, p *page) error {
	query := readRunListQuery(r)
	v, err := s.loadRunList(r.Context(), p, query)
	if err != nil {
		return err
	}
	if _, err := s.loadHealth(r.Context(), p, v, nil); err != nil {
		return err
	}
	p.title = p.T("nav.overview")
	p.stream, p.live = query.at("/events"), v.anyOpen()
	return render(w, r, http.StatusOK, runListPage(p, v))
}

func (s *site) loadRunList(ctx context.Context, p *page, q runListQuery) (*runListView, error) {
	v := &runListView{query: q}
	runs, err := s.Runs.ListRuns(ctx, p.account.ID, q.Sync, q.Limit+1)
	if err != nil {
		return nil, err
	}
	if len(runs) > q.Limit {
		runs, v.More = runs[:q.Limit], q.Limit < manyRuns
	}
	for i := range runs {
		v.Runs = append(v.Runs, newRunView(&runs[i], nil))
	}
	v.Syncs, err = s.loadSyncs(ctx, p, v.Runs)
	return v, err
}

// loadSyncs gives each sync its run: from the list where it is there, else by a question of its own.
func (s *site) loadSyncs(ctx context.Context, p *page, runs []*runView) ([]syncView, error) {
	syncs, err := s.Syncs(ctx, p.account.ID)
	if err != nil {
		return nil, err
	}
	views := make([]syncView, len(syncs))
	for i := range syncs {
		views[i].Sync = syncs[i]
		if views[i].Last = telling(runs, syncs[i].Name); views[i].Last != nil {
			continue
		}
		last, err := s.Runs.ListRuns(ctx, p.account.ID, syncs[i].Name, 1)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 {
			views[i].Last = newRunView(&last[0], nil)
		}
	}
	return views, nil
}

// telling picks the run of a sync that is under way, else its last.
func telling(runs []*runView, sync string) *runView {
	open := func(v *runView) bool { return v.Sync == sync && !v.State.IsFinal() }
	if i := slices.IndexFunc(runs, open); i >= 0 {
		return runs[i]
	}
	if i := slices.IndexFunc(runs, func(v *runView) bool { return v.Sync == sync }); i >= 0 {
		return runs[i]
	}
	return nil
}

// Open reports whether a run of the sync is under way, so that no other can start.
func (v *syncView) Open() bool { return v.Last != nil && !v.Last.State.IsFinal() }

// anyOpen reports whether something can be seen to move.
func (v *runListView) anyOpen() bool {
	moves := func(r *runView) bool { return r.State == tandem.Running || r.State == tandem.Queued }
	return slices.ContainsFunc(v.Runs, moves) ||
		slices.ContainsFunc(v.Syncs, func(s syncView) bool { return s.Last != nil && moves(s.Last) })
}

// How often the overview looks for news: while something runs, and while nothing does.
const (
	listPace = time.Second
	idlePace = 5 * time.Second
)

// runListEvents sends the overview anew whenever it changes.
func (s *site) runListEvents(w http.ResponseWriter, r *http.Request, p *page) error {
	query := readRunListQuery(r)
	var known *health
	return s.stream(w, r, func(ctx context.Context) (templ.Component, time.Duration, error) {
		p.now = s.Clock()
		v, err := s.loadRunList(ctx, p, query)
		if err != nil {
			return nil, 0, err
		}
		if known, err = s.loadHealth(ctx, p, v, known); err != nil {
			return nil, 0, err
		}
		pace := idlePace
		if v.anyOpen() {
			pace = listPace
		}
		return runListLive(p, v), pace, nil
	})
}
