package web

import "net/http"

// route is a page or an action: where it is, who may ask for it, and what it does.
type route struct {
	pattern string // "GET /runs/{id}"
	rule    rule
	show    show
}

// routes is the list of all pages. Those of an area stand in a list of its own,
// in the file of that area. A test goes over all of them with every role.
func (s *site) routes() []route {
	var all []route
	all = append(all, s.frameRoutes()...)
	all = append(all, s.entranceRoutes()...)
	all = append(all, s.profileRoutes()...)
	all = append(all, s.accountRoutes()...)
	all = append(all, s.peopleRoutes()...)
	all = append(all, s.fieldRightRoutes()...)
	all = append(all, s.tokenRoutes()...)
	all = append(all, s.auditRoutes()...)
	all = append(all, s.runRoutes()...)
	all = append(all, s.conflictRoutes()...)
	all = append(all, s.integrationRoutes()...)
	return all
}

// handler joins the routes and the static files.
func (s *site) handler(routes []route) http.Handler {
	pages := http.NewServeMux()
	for _, r := range routes {
		pages.Handle(r.pattern, s.page(r.rule, r.show))
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/{name}", s.assets)
	mux.Handle("/", s.Guard(pages, s.refuse))
	return mux
}
