package web

import (
	"net/http"
	"net/url"
	"strconv"

	"tandem"
)

func runURL(id int64) string { return "/runs/" + strconv.FormatInt(id, 10) }

// syncURL is a page of a sync; rest is "" or begins with a slash.
func syncURL(sync, rest string) string { return "/syncs/" + url.PathEscape(sync) + rest }

func startURL(sync string) string { return syncURL(sync, "/start") }

// runOf loads the run that an address names. What is no number is not there either.
func (s *site) runOf(r *http.Request, p *page) (*tandem.Run, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("run.none", r.PathValue("id")))
	}
	return s.Runs.Run(r.Context(), p.account.ID, id)
}

// lead sends the browser on to one of our own pages, whose address was made here.
func lead(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // G710: the path begins on this server; what a person gave is escaped in it
}
