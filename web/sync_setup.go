package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tandem"
	"tandem/engine"
	"tandem/setup"
)

// Setups is what the pages need of the set-up of syncs.
type Setups interface {
	Sync(ctx context.Context, account int64, name string) (*setup.SyncView, error)
	SaveSync(ctx context.Context, account int64, s *setup.Sync, version int64, terms setup.Terms) (*setup.Applied, error)
	Versions(ctx context.Context, account int64, sync string) ([]setup.Version, error)
	Restore(ctx context.Context, account int64, sync string, number int64, terms setup.Terms) (*setup.Applied, error)
	ResetToPreset(ctx context.Context, account int64, sync string, terms setup.Terms) (*setup.Applied, error)

	// Assess tells, without reading rows, whether a sync can work.
	Assess(ctx context.Context, account int64, sync string) ([]engine.Assessment, error)
}

// syncSetupView is the set-up of a sync: its operations, schedule and guard.
type syncSetupView struct {
	*setup.SyncView

	form form
	Next []time.Time // when the schedule starts it
}

// operationWords are what can be chosen for create, update and delete.
func operationWords() []string { return []string{"both", "in", "out", "off"} }

// syncSetup shows the set-up of a sync.
func (s *site) syncSetup(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadSyncSetup(r, p)
	if err != nil {
		return err
	}
	return s.showSyncSetup(w, r, p, v, http.StatusOK)
}

func (s *site) loadSyncSetup(r *http.Request, p *page) (*syncSetupView, error) {
	view, err := s.Setups.Sync(r.Context(), p.account.ID, r.PathValue("sync"))
	if err != nil {
		return nil, err
	}
	return &syncSetupView{SyncView: view}, nil
}

// nextShown is how many of the next times of a schedule are shown.
const nextShown = 5

func (s *site) showSyncSetup(w http.ResponseWriter, r *http.Request, p *page, v *syncSetupView, status int) error {
	if schedule, err := engine.ParseSchedule(v.Schedule, v.TimeZone); err == nil {
		v.Next = schedule.NextTimes(p.now, nextShown)
	}
	p.title = v.Name
	return render(w, r, status, syncSetupPage(p, v))
}

// syncSetupSave stores operations, schedule and guard.
func (s *site) syncSetupSave(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v, err := s.loadSyncSetup(r, p)
	if err != nil {
		return err
	}
	v.form.typed = r.PostForm
	wanted, version := v.typedSync(p)
	if v.form.ok() {
		_, err = s.Setups.SaveSync(r.Context(), p.account.ID, wanted, version, p.terms(r.PostForm.Get("confirm") == "true"))
		if err != nil && !v.form.takeEach(err, v.places()...) {
			return err
		}
	}
	if !v.form.ok() {
		return s.showSyncSetup(w, r, p, v, http.StatusUnprocessableEntity)
	}
	lead(w, r, syncURL(v.Name, ""))
	return nil
}

// terms are how a page saves: in the name of who looks at it, who may confirm what is written there.
func (p *page) terms(confirm bool) setup.Terms {
	t := setup.Terms{By: p.who()}
	if confirm {
		t.ConfirmedBy = p.who()
	}
	return t
}

// takeEach is take for problems that come together.
func (f *form) takeEach(err error, names ...string) bool {
	problems, ok := errors.AsType[setup.Problems](err)
	if !ok {
		return f.take(err, names...)
	}
	for _, problem := range problems {
		f.take(problem, names...)
	}
	return true
}

// typedSync is the sync as the form would have it, and the version it was made from.
func (v *syncSetupView) typedSync(p *page) (*setup.Sync, int64) {
	typed := v.form.typed
	s := v.Sync
	s.Schedule, s.TimeZone = strings.TrimSpace(typed.Get("schedule")), strings.TrimSpace(typed.Get("time_zone"))
	if s.Schedule == engine.Manual {
		s.Schedule = ""
	}
	s.ReadOnly = typed.Get("read_only") == "true"
	guard := setup.DefaultGuard()
	deletes, err := strconv.Atoi(typed.Get("guard.deletes"))
	if guard.Deletes = deletes; err != nil || deletes < 0 {
		v.form.wrong("guard.deletes", p.T("form.number"))
	}
	percent, err := strconv.ParseFloat(typed.Get("guard.percent"), 64)
	if guard.Percent = percent; err != nil || percent < 0 || percent > 100 {
		v.form.wrong("guard.percent", p.T("form.number"))
	}
	if s.Guard = &guard; guard == setup.DefaultGuard() {
		s.Guard = nil
	}
	points := v.typedOperations()
	if s.DataPoints = points; v.IsPreset && !v.changed(points) {
		s.DataPoints = nil // as long as nothing differs, what the preset says later holds
	}
	version, _ := strconv.ParseInt(typed.Get("version"), 10, 64)
	return &s, version
}

// typedOperations are the data points that were chosen, with the operations chosen for them.
func (v *syncSetupView) typedOperations() []setup.DataPoint {
	var points []setup.DataPoint
	for i := range v.DataPoints {
		point := v.DataPoints[i]
		if v.form.typed.Get(point.Name+".use") != "true" {
			continue
		}
		o := &point.Operations
		for name, word := range map[string]*string{"create": &o.Create, "update": &o.Update, "delete": &o.Delete} {
			if typed := v.form.typed.Get(point.Name + "." + name); typed != "" {
				*word = typed
			}
		}
		points = append(points, point)
	}
	return points
}

func (v *syncSetupView) changed(points []setup.DataPoint) bool {
	if len(points) != len(v.DataPoints) {
		return true
	}
	for i := range points {
		if points[i].Operations != v.DataPoints[i].Operations {
			return true
		}
	}
	return false
}

// places are the fields that problems can be told beside.
func (v *syncSetupView) places() []string {
	names := []string{"schedule", "time_zone"}
	for i := range v.DataPoints {
		names = append(names, v.DataPoints[i].Name+".operations")
	}
	return names
}

// operation is a cell of the matrix: what was typed, or what holds.
func (v *syncSetupView) operation(point *setup.DataPoint, name string) string {
	if v.form.sent() {
		return v.form.typed.Get(point.Name + "." + name)
	}
	return map[string]string{"create": point.Operations.Create, "update": point.Operations.Update, "delete": point.Operations.Delete}[name]
}

// fields are schedule and guard.
func (v *syncSetupView) fields(p *page) []field {
	guard := setup.DefaultGuard()
	if v.Guard != nil {
		guard = *v.Guard
	}
	schedule := v.Schedule
	if schedule == "" {
		schedule = engine.Manual
	}
	fields := []field{
		{Name: "schedule", Label: p.T("sync.schedule"), Help: p.T("setup.schedule.help"), Value: schedule},
		{Name: "time_zone", Label: p.T("setup.zone"), Help: p.T("setup.zone.help"), Value: v.TimeZone},
		{Name: "guard.deletes", Label: p.T("setup.guard.deletes"), Help: p.T("setup.guard.help"), Kind: "number", Value: strconv.Itoa(guard.Deletes), Required: true},
		{Name: "guard.percent", Label: p.T("setup.guard.percent"), Value: strconv.FormatFloat(guard.Percent, 'f', -1, 64), Required: true},
		{Name: "read_only", Label: p.T("setup.read_only"), Kind: "switch", Value: strconv.FormatBool(v.ReadOnly)},
		{Name: "confirm", Label: p.T("setup.confirm"), Help: p.T("setup.confirm.help"), Kind: "switch"},
	}
	for i := range fields {
		fields[i] = v.form.fill(fields[i])
	}
	return fields
}

// syncAssess tells whether a sync can work, to be read or printed before it is used.
func (s *site) syncAssess(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadSyncSetup(r, p)
	if err != nil {
		return err
	}
	found, err := s.Setups.Assess(r.Context(), p.account.ID, v.Name)
	if err != nil {
		return err
	}
	p.title = p.T("assessment") + " " + v.Name
	return render(w, r, http.StatusOK, syncAssessPage(p, v, found))
}

// syncVersions lists the versions of a set-up.
func (s *site) syncVersions(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadSyncSetup(r, p)
	if err != nil {
		return err
	}
	versions, err := s.Setups.Versions(r.Context(), p.account.ID, v.Name)
	if err != nil {
		return err
	}
	p.title = p.T("versions") + " " + v.Name
	return render(w, r, http.StatusOK, syncVersionsPage(p, v, versions))
}

// syncRestore brings a version of the set-up back, or the preset.
func (s *site) syncRestore(w http.ResponseWriter, r *http.Request, p *page) error {
	sync := r.PathValue("sync")
	number, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	switch {
	case r.PostFormValue("version") == "preset":
		_, err = s.Setups.ResetToPreset(r.Context(), p.account.ID, sync, p.terms(false))
	case err == nil:
		_, err = s.Setups.Restore(r.Context(), p.account.ID, sync, number, p.terms(false))
	default:
		err = tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	if err != nil {
		return err
	}
	lead(w, r, syncURL(sync, "/versions"))
	return nil
}

// fromTo writes what a change turned into what.
func fromTo(c setup.Change) string {
	if c.Before == "" && c.After == "" {
		return ""
	}
	return c.Before + " → " + c.After
}
