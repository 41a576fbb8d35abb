package web

import (
	"net/http"
	"strconv"

	"tandem"
)

// linkView is the form that joins two records by hand.
type linkView struct {
	form   form
	Syncs  []Sync
	wanted pairName
}

// linkForm asks for the two records that are the same.
func (s *site) linkForm(w http.ResponseWriter, r *http.Request, p *page) error {
	return s.showLinkForm(w, r, p, &linkView{wanted: readPairName(r.URL.Query())}, http.StatusOK)
}

func (s *site) showLinkForm(w http.ResponseWriter, r *http.Request, p *page, v *linkView, status int) error {
	var err error
	if v.Syncs, err = s.Syncs(r.Context(), p.account.ID); err != nil {
		return err
	}
	p.title = p.T("link.add")
	return render(w, r, status, linkPage(p, v))
}

// fields is what the form asks for.
func (v *linkView) fields(p *page) []field {
	syncs := make([]option, len(v.Syncs))
	for i := range v.Syncs {
		syncs[i] = option{v.Syncs[i].Name, v.Syncs[i].Name}
	}
	id := ""
	if v.wanted.ID != 0 {
		id = plainID(v.wanted.ID)
	}
	fields := []field{
		{Name: "sync", Label: p.T("link.sync"), Kind: "select", Options: syncs, Value: v.wanted.Sync, Required: true},
		{Name: "point", Label: p.T("link.point"), Value: v.wanted.Point, Required: true},
		{Name: "key", Label: p.T("link.key"), Help: p.T("link.key.help"), Value: tandem.Key(v.wanted.Key).String(), Required: true},
		{Name: "id", Label: p.T("link.id"), Help: p.T("link.id.help"), Value: id, Required: true},
	}
	for i := range fields {
		fields[i] = v.form.fill(fields[i])
	}
	return fields
}

// linkAdd joins two records; the next run merges them.
func (s *site) linkAdd(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v := &linkView{form: form{typed: r.PostForm}}
	id, err := strconv.ParseInt(r.PostForm.Get("id"), 10, 64)
	if err != nil || id <= 0 {
		v.form.wrong("id", p.T("link.id.bad"))
	}
	if r.PostForm.Get("key") == "" {
		v.form.wrong("key", p.T("form.needed"))
	}
	if v.form.ok() {
		err = s.Conflicts.LinkAdd(r.Context(), p.account.ID, r.PostForm.Get("sync"), r.PostForm.Get("point"), r.PostForm.Get("key"), id)
		if err != nil && !v.form.take(err) {
			return err
		}
	}
	if !v.form.ok() {
		return s.showLinkForm(w, r, p, v, http.StatusUnprocessableEntity)
	}
	http.Redirect(w, r, "/conflicts", http.StatusSeeOther)
	return nil
}

// linkRemoveAsk asks before a pair is parted.
func (s *site) linkRemoveAsk(w http.ResponseWriter, r *http.Request, p *page) error {
	p.title = p.T("link.remove")
	return render(w, r, http.StatusOK, linkRemovePage(p, readPairName(r.URL.Query()), wayBack(r.URL.Query().Get("back"))))
}

// linkRemove parts a pair; both records stay.
func (s *site) linkRemove(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	n := readPairName(r.PostForm)
	if err := s.Conflicts.LinkRemove(r.Context(), p.account.ID, n.Sync, n.Point, n.ID); err != nil {
		return err
	}
	to := wayBack(r.PostForm.Get("back"))
	if to == "/" {
		to = "/conflicts"
	}
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // wayBack stays on this server
	return nil
}
