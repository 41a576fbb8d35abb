package web

import "tandem"

// integrationRoutes are the account's integrations: the catalogue, connections,
// the companies that are kept in step, and their set-up.
func (s *site) integrationRoutes() []route {
	see, configure := needs(tandem.SeeRuns), needs(tandem.Configure)
	return []route{
		{"GET /integrations", see, s.integrationList},
		{"GET /catalogue/{file}", see, s.catalogueIcon},
		{"GET " + addURL, configure, s.integrationAddPanel},
		{"POST " + addURL, configure, s.integrationAdd},
		{"GET /integrations/{name}/setup", configure, s.connectionSetupForm},
		{"POST /integrations/{name}/setup", configure, s.connectionSetupSave},
		{"POST /integrations/{name}/switch", configure, s.connectionSwitch},
		{"POST /integrations/{name}/reconnect", configure, s.connectionReconnect},
		{"GET /integrations/{name}/remove", configure, s.connectionRemoveAsk},
		{"POST /integrations/{name}/remove", configure, s.connectionRemove},
	}
}
