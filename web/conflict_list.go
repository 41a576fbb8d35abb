package web

import (
	"net/http"
	"net/url"

	"tandem"
	"tandem/engine"
)

// manyConflicts is how many of the queue a page shows; who settles them sees the next.
const manyConflicts = 100

// conflictListView is the review queue.
type conflictListView struct {
	Sync  string // "" = all
	Syncs []Sync
	Rows  []engine.Conflict
	Total int
}

// conflictList is the review queue.
func (s *site) conflictList(w http.ResponseWriter, r *http.Request, p *page) error {
	v := &conflictListView{Sync: r.URL.Query().Get("sync")}
	var err error
	if v.Rows, err = s.allConflicts(r.Context(), p.account.ID, v.Sync); err != nil {
		return err
	}
	if v.Syncs, err = s.Syncs(r.Context(), p.account.ID); err != nil {
		return err
	}
	v.Total = len(v.Rows)
	v.Rows = v.Rows[:min(len(v.Rows), manyConflicts)]
	p.title = p.T("conflicts")
	return render(w, r, http.StatusOK, conflictListPage(p, v))
}

// conflictSettleMany takes one side for all conflicts that are ticked. One that
// cannot be settled so stays and is told; the others are settled (Promise 9).
func (s *site) conflictSettleMany(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	side := r.PostForm.Get("side")
	if side != "ours" && side != "theirs" {
		return tandem.Errorf(tandem.Usage, "%s", p.T("conflict.choose"))
	}
	var refused error
	for _, word := range r.PostForm["row"] {
		values, err := url.ParseQuery(word)
		if err != nil {
			return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
		}
		n := readPairName(values)
		choices := []engine.Choice{{Side: sideOf(side)}}
		if _, err := s.Conflicts.Resolve(r.Context(), p.account.ID, p.actor(), n.Sync, n.Point, tandem.Key(n.Key), n.ID, choices); err != nil {
			if !mendable(tandem.CodeOf(err)) && tandem.CodeOf(err) != tandem.NotFound {
				return err
			}
			refused = err
		}
	}
	if refused != nil {
		return refused
	}
	http.Redirect(w, r, "/conflicts", http.StatusSeeOther)
	return nil
}
