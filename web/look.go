package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"tandem"
	"tandem/engine"
	"tandem/setup"
)

// Looks works out, in the background, what takes longer than a page may: it
// reads both sides and writes nothing.
type Looks interface {
	// Look begins and returns the name by which to ask for the result.
	Look(account int64, at LookAt) (id string)

	// Looked tells how far it is. The error of a look is part of it.
	Looked(account int64, id string) (*Look, error)
}

// LookKind says what is looked for.
type LookKind string

// The kinds of looks.
const (
	LookConnect LookKind = "connect" // what the first bulk run of a company would do
	LookPlan    LookKind = "plan"    // what a bulk run of a sync would do
	LookUndo    LookKind = "undo"    // what undoing a run would do
	LookMatch   LookKind = "match"   // who the match rules find
	LookCompare LookKind = "compare" // where both sides differ
)

// LookAt is what is looked at.
type LookAt struct {
	Kind       LookKind
	Connecting setup.Connecting // LookConnect
	Sync       string           // LookPlan, LookMatch, LookCompare
	Run        int64            // LookUndo
}

// Look is what was found so far.
type Look struct {
	ID      string
	At      LookAt
	Began   time.Time
	Done    bool
	Err     error
	Plan    *tandem.Plan
	Matches []engine.Matching
	Sides   []engine.Comparison
}

func lookURL(id, back string) string {
	return "/looks/" + url.PathEscape(id) + "?" + url.Values{"back": {back}}.Encode()
}

// lookView is a look with what its page needs beside it.
type lookView struct {
	*Look

	Back string
	Rows []tandem.PlanRow // the first of the plan
	Next int64            // where the rows go on; 0 = these are all
}

// lookShow shows what is being worked out, and then what came of it.
func (s *site) lookShow(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadLook(r.Context(), r, p)
	if err != nil {
		return err
	}
	p.title = p.T("look." + string(v.At.Kind))
	if !v.Done {
		p.live = true
		p.stream = "/looks/" + url.PathEscape(v.ID) + "/events?" + url.Values{"back": {v.Back}}.Encode()
	}
	return render(w, r, http.StatusOK, lookPage(p, v))
}

func (s *site) loadLook(ctx context.Context, r *http.Request, p *page) (*lookView, error) {
	look, err := s.Looks.Looked(p.account.ID, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	v := &lookView{Look: look, Back: wayBack(r.FormValue("back"))}
	if look.Done && look.Plan != nil {
		v.Rows, v.Next, err = s.planRows(ctx, look.Plan, 0)
	}
	return v, err
}

// lookPace is how often a look is looked at.
const lookPace = 300 * time.Millisecond

// lookEvents sends what is found as soon as it is.
func (s *site) lookEvents(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.stream(w, r, func(ctx context.Context) (templ.Component, time.Duration, error) {
		p.now = s.Clock()
		v, err := s.loadLook(ctx, r, p)
		if err != nil {
			return nil, 0, err
		}
		pace := lookPace
		if v.Done {
			pace = 0
		}
		return lookLive(p, v), pace, nil
	})
}

// lookStart begins a look at a sync or a run.
func (s *site) lookStart(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	at := LookAt{Kind: LookKind(r.PostForm.Get("kind")), Sync: r.PostForm.Get("sync")}
	back := syncURL(at.Sync, "")
	switch at.Kind {
	case LookPlan, LookMatch, LookCompare:
	case LookUndo:
		run, err := strconv.ParseInt(r.PostForm.Get("run"), 10, 64)
		if err != nil {
			return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
		}
		at.Run, back = run, runURL(run)
	default:
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	lead(w, r, lookURL(s.Looks.Look(p.account.ID, at), back))
	return nil
}

// writes reports whether the plan would write anything.
func (v *lookView) writes() bool {
	if v.Plan == nil {
		return false
	}
	for _, c := range v.Plan.Counts {
		if c[tandem.Created]+c[tandem.Updated]+c[tandem.Deleted] > 0 {
			return true
		}
	}
	for i := range v.Rows {
		if v.Rows[i].Ours != tandem.NoOp || v.Rows[i].Theirs != tandem.NoOp {
			return true
		}
	}
	return false
}

// agrees reports whether a comparison found no difference.
func (v *lookView) agrees() bool {
	for i := range v.Sides {
		if !v.Sides[i].Agrees() {
			return false
		}
	}
	return true
}
