package web

import "tandem"

// integrationRoutes are the account's integrations: the catalogue, connections,
// the companies that are kept in step, and their set-up.
func (s *site) integrationRoutes() []route {
	see, start, configure := needs(tandem.SeeRuns), needs(tandem.StartRuns), needs(tandem.Configure)
	return []route{
		{"GET /integrations", see, s.integrationList},
		{"GET /catalogue/{file}", see, s.catalogueIcon},
		{"GET " + addURL, configure, s.integrationAddPanel},
		{"POST " + addURL, configure, s.integrationAdd},
		{"GET /integrations/{name}", see, s.connectionShow},
		{"GET /integrations/{name}/connect", configure, s.companyConnectForm},
		{"POST /integrations/{name}/connect", configure, s.companyConnect},
		{"GET /syncs/{sync}", see, s.syncSetup},
		{"POST /syncs/{sync}", configure, s.syncSetupSave},
		{"GET /syncs/{sync}/points/{point}", see, s.pointEdit},
		{"POST /syncs/{sync}/points/{point}", configure, s.pointSave},
		{"GET /syncs/{sync}/assessment", see, s.syncAssess},
		{"GET /syncs/{sync}/versions", see, s.syncVersions},
		{"POST /syncs/{sync}/restore", configure, s.syncRestore},
		{"POST /looks", see, s.lookStart},
		{"GET /looks/{id}", see, s.lookShow},
		{"GET /looks/{id}/events", see, s.lookEvents},
		{"GET /plans/{hash}", see, s.planShow},
		{"POST /plans/{hash}/apply", configure, s.planApply},
		{"POST /runs/{id}/undo", configure, s.runUndo},
		{"POST /runs/{id}/retry", start, s.runRetry},
		{"GET /integrations/{name}/setup", configure, s.connectionSetupForm},
		{"POST /integrations/{name}/setup", configure, s.connectionSetupSave},
		{"POST /integrations/{name}/switch", configure, s.connectionSwitch},
		{"POST /integrations/{name}/reconnect", configure, s.connectionReconnect},
		{"GET /integrations/{name}/remove", configure, s.connectionRemoveAsk},
		{"POST /integrations/{name}/remove", configure, s.connectionRemove},
	}
}
