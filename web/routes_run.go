package web

import (
	"net/http"

	"tandem"
)

// runRoutes are the overview and the runs.
func (s *site) runRoutes() []route {
	see, start, configure := needs(tandem.SeeRuns), needs(tandem.StartRuns), needs(tandem.Configure)
	return []route{
		{"GET /{$}", see, s.runList},
		{"GET /events", see, s.runListEvents},
		{"GET /runs", signedIn, s.moved("/")},
		{"GET /runs/{id}", see, s.runShow},
		{"GET /runs/{id}/events", see, s.runShowEvents},
		{"GET /runs/{id}/outcomes.csv", see, s.outcomeDownload},
		{"POST /runs/{id}/want", start, s.runWant},
		{"POST /runs/{id}/release", configure, s.runRelease},
		{"POST /syncs/{sync}/start", start, s.syncStart},
	}
}

// moved leads to where a page is now.
func (*site) moved(to string) show {
	return func(w http.ResponseWriter, r *http.Request, _ *page) error {
		http.Redirect(w, r, to, http.StatusFound)
		return nil
	}
}
