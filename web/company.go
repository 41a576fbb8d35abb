package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"tandem"
	"tandem/catalog"
	"tandem/setup"
)

// Companies is what the pages need of the companies of a connected system.
type Companies interface {
	Prerequisites(ctx context.Context, account int64, connection string) ([]setup.Prerequisite, error)
	Profiles(ctx context.Context, account int64, connection string) ([]setup.ProfileView, error)

	// Connect makes the sync of a company and starts its first bulk run.
	Connect(ctx context.Context, account int64, what setup.Connecting, by string) (*tandem.Run, error)

	// ConnectTables lists their tables that the sync of a company will write to.
	ConnectTables(ctx context.Context, account int64, what setup.Connecting) ([]string, error)
}

// connectionShowView is a connection with its companies.
type connectionShowView struct {
	*setup.ConnectionView

	Prerequisites []setup.Prerequisite
	Companies     []setup.ProfileView
	Runs          []*runView // of its syncs, newest first
	Syncs         map[string]Sync
}

// Ready reports whether a company can be connected.
func (v *connectionShowView) Ready() bool {
	return !slices.ContainsFunc(v.Prerequisites, func(p setup.Prerequisite) bool { return !p.Met })
}

// HoldsRecords reports whether there is anything to keep in step: a service that sends messages has no companies.
func (v *connectionShowView) HoldsRecords() bool {
	return v.Entry != nil && !slices.Contains(v.Entry.Needs, catalog.NeedsOwnAccount)
}

// historyRuns is how many runs of a sync a connection's page shows.
const historyRuns = 10

// connectionShow shows a connection, its companies and what their syncs did.
func (s *site) connectionShow(w http.ResponseWriter, r *http.Request, p *page) error {
	c, err := s.connectionOf(r, p)
	if err != nil {
		return err
	}
	v := &connectionShowView{ConnectionView: c, Syncs: map[string]Sync{}}
	if v.HoldsRecords() {
		if err := s.loadCompanies(r.Context(), p, v); err != nil {
			return err
		}
	}
	p.title = c.Label
	return render(w, r, http.StatusOK, connectionShowPage(p, v))
}

func (s *site) loadCompanies(ctx context.Context, p *page, v *connectionShowView) error {
	var err error
	if v.Prerequisites, err = s.Companies.Prerequisites(ctx, p.account.ID, v.Name); err != nil {
		return err
	}
	if v.State == setup.Enabled && v.reachable() {
		if v.Companies, err = s.Companies.Profiles(ctx, p.account.ID, v.Name); err != nil {
			return err
		}
	}
	syncs, err := s.Syncs(ctx, p.account.ID)
	if err != nil {
		return err
	}
	for _, sync := range syncs {
		if sync.Connection != v.Name {
			continue
		}
		v.Syncs[sync.Name] = sync
		runs, err := s.Runs.ListRuns(ctx, p.account.ID, sync.Name, historyRuns)
		if err != nil {
			return err
		}
		for i := range runs {
			v.Runs = append(v.Runs, newRunView(&runs[i], nil))
		}
	}
	slices.SortStableFunc(v.Runs, func(a, b *runView) int { return b.Since().Compare(a.Since()) })
	return nil
}

func (v *connectionShowView) reachable() bool {
	return slices.ContainsFunc(v.Prerequisites, func(p setup.Prerequisite) bool { return p.Name == "reachable" && p.Met })
}

// mending is the page where a missing prerequisite is seen to.
func (v *connectionShowView) mending(what string) string {
	switch what {
	case "set_up", "reachable", "accepted":
		return connectionURL(v.Name, "/setup")
	default:
		return "/integrations"
	}
}

// companyName is what a company is called: by its own name, its key, or the connection's where it is the only one.
func companyName(c *setup.ConnectionView, company *setup.ProfileView) string {
	switch {
	case company.Label != "":
		return company.Label
	case company.Name != "":
		return company.Name
	default:
		return c.Label
	}
}

// companyConnectView is the dialog that joins a company to our records.
type companyConnectView struct {
	*setup.ConnectionView

	Company setup.ProfileView
	Tables  []string // of theirs that will be written to
	form    form
}

// companyConnectForm asks for the target, and says what will be written.
func (s *site) companyConnectForm(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadCompanyConnect(r, p)
	if err != nil {
		return err
	}
	return showCompanyConnect(w, r, p, v, http.StatusOK)
}

func showCompanyConnect(w http.ResponseWriter, r *http.Request, p *page, v *companyConnectView, status int) error {
	p.title = p.T("company.connect.title", companyName(v.ConnectionView, &v.Company))
	return render(w, r, status, companyConnectPage(p, v))
}

// loadCompanyConnect refuses while either side is not ready, and names the missing step.
func (s *site) loadCompanyConnect(r *http.Request, p *page) (*companyConnectView, error) {
	c, err := s.connectionOf(r, p)
	if err != nil {
		return nil, err
	}
	missing, err := s.Companies.Prerequisites(r.Context(), p.account.ID, c.Name)
	if err != nil {
		return nil, err
	}
	for _, m := range missing {
		if !m.Met {
			return nil, tandem.Errorf(tandem.Busy, "%s", p.T("company.refused", p.T("prerequisite."+m.Name+".missing")))
		}
	}
	companies, err := s.Companies.Profiles(r.Context(), p.account.ID, c.Name)
	if err != nil {
		return nil, err
	}
	profile := r.FormValue("profile")
	i := slices.IndexFunc(companies, func(v setup.ProfileView) bool { return v.Name == profile })
	if i < 0 {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("company.none", profile))
	}
	v := &companyConnectView{ConnectionView: c, Company: companies[i]}
	v.Tables, err = s.Companies.ConnectTables(r.Context(), p.account.ID, v.connecting("", p))
	return v, err
}

func (v *companyConnectView) connecting(schedule string, p *page) setup.Connecting {
	return setup.Connecting{Connection: v.Name, Profile: v.Company.Name, Schedule: schedule, TimeZone: zoneName(p)}
}

// zoneName is the reader's time zone as a schedule takes it; "" = the server's.
func zoneName(p *page) string {
	if name := p.zone.String(); name != "Local" {
		return name
	}
	return ""
}

// schedules are those that a first set-up offers; others are typed in the sync's set-up.
func schedules() []string { return []string{"*/5 * * * *", "0 * * * *", "0 2 * * *", "manual"} }

func (v *companyConnectView) fields(p *page) []field {
	paces := make([]option, 0, len(schedules()))
	for _, s := range schedules() {
		label := p.Schedule(s)
		if s == "manual" {
			label = p.T("sync.manual")
		}
		paces = append(paces, option{s, label})
	}
	return []field{
		v.form.fill(field{Name: "target", Label: p.T("company.target"), Help: p.T("company.target.help"), Kind: "select", Options: []option{{p.account.Name, p.account.Name}}, Value: p.account.Name, Required: true}),
		v.form.fill(field{Name: "schedule", Label: p.T("sync.schedule"), Kind: "select", Options: paces, Value: schedules()[0], Required: true}),
	}
}

// companyConnect shows a preview, or joins the company and opens the window of its first bulk run.
func (s *site) companyConnect(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v, err := s.loadCompanyConnect(r, p)
	if err != nil {
		return err
	}
	v.form.typed = r.PostForm
	if r.PostForm.Get("target") != p.account.Name {
		v.form.wrong("target", p.T("company.target.none"))
	}
	if !slices.Contains(schedules(), r.PostForm.Get("schedule")) {
		v.form.wrong("schedule", p.T("company.schedule.none"))
	}
	if !v.form.ok() {
		return showCompanyConnect(w, r, p, v, http.StatusUnprocessableEntity)
	}
	what := v.connecting(r.PostForm.Get("schedule"), p)
	if r.PostForm.Get("do") == "preview" {
		id := s.Looks.Look(p.account.ID, LookAt{Kind: LookConnect, Connecting: what})
		lead(w, r, lookURL(id, connectionURL(v.Name, "/connect?"+url.Values{"profile": {what.Profile}}.Encode())))
		return nil
	}
	run, err := s.Companies.Connect(r.Context(), p.account.ID, what, p.who())
	if err != nil {
		if problems, ok := errors.AsType[setup.Problems](err); ok {
			err = problems[0]
		}
		if !v.form.take(err) {
			return err
		}
		return showCompanyConnect(w, r, p, v, http.StatusUnprocessableEntity)
	}
	lead(w, r, runURL(run.ID))
	return nil
}
