package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/setup"
)

// connectionSetupView is the dialog made from a connector's settings.
type connectionSetupView struct {
	*setup.ConnectionView

	form   form
	Works  bool // the test went well
	Unsure bool // the other side could not be asked: it may be saved all the same
}

// connectionSetupForm asks for a connection's settings.
func (s *site) connectionSetupForm(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadConnectionSetup(r, p)
	if err != nil {
		return err
	}
	return showConnectionSetup(w, r, p, v, http.StatusOK)
}

func (s *site) loadConnectionSetup(r *http.Request, p *page) (*connectionSetupView, error) {
	c, err := s.connectionOf(r, p)
	if err != nil {
		return nil, err
	}
	if c.Entry == nil {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("integration.no.entry", c.Connector))
	}
	return &connectionSetupView{ConnectionView: c}, nil
}

func showConnectionSetup(w http.ResponseWriter, r *http.Request, p *page, v *connectionSetupView, status int) error {
	p.title = p.T("integration.configuration", v.Entry.Label)
	return render(w, r, status, connectionSetupPage(p, v))
}

// connectionSetupSave tests or saves what was typed. Saving tests first; what
// cannot be reached now may be saved by who insists.
func (s *site) connectionSetupSave(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v, err := s.loadConnectionSetup(r, p)
	if err != nil {
		return err
	}
	v.form.typed = r.PostForm
	edit := v.edit()
	do := r.PostForm.Get("do")
	if do != "insist" {
		err = s.Connections.TestConnection(r.Context(), p.account.ID, edit)
		v.Works = err == nil
		v.Unsure = do == "save" && tandem.CodeOf(err) == tandem.Unreached
	}
	if err == nil && do != "test" {
		err = s.Connections.SaveConnection(r.Context(), p.account.ID, edit, p.who())
	}
	switch {
	case err != nil && !v.takeAll(err):
		return err
	case !v.form.ok():
		return showConnectionSetup(w, r, p, v, http.StatusUnprocessableEntity)
	case do == "test":
		return showConnectionSetup(w, r, p, v, http.StatusOK)
	}
	lead(w, r, "/integrations")
	return nil
}

// takeAll notes everything that is wrong beside the field it is about.
func (v *connectionSetupView) takeAll(err error) bool {
	names := []string{"label"}
	for i := range v.Entry.Settings {
		names = append(names, settingField(&v.Entry.Settings[i]))
	}
	if problems, ok := errors.AsType[setup.Problems](err); ok {
		for _, problem := range problems {
			v.form.take(problem, names...)
		}
		return true
	}
	return v.form.take(err, names...)
}

func settingField(s *connector.Setting) string { return "settings." + s.Name }

// edit is what was typed.
func (v *connectionSetupView) edit() setup.ConnectionEdit {
	e := setup.ConnectionEdit{Name: v.Name, Label: strings.TrimSpace(v.form.typed.Get("label")), Settings: map[string]string{}}
	for i := range v.Entry.Settings {
		s := &v.Entry.Settings[i]
		value := strings.TrimSpace(v.form.typed.Get(settingField(s)))
		if s.Kind == connector.SettingSwitch && value == "" {
			value = "false"
		}
		e.Settings[s.Name] = value
	}
	return e
}

// fields are the settings; advanced ones are folded away, unless one of them is wrong.
func (v *connectionSetupView) fields(p *page, advanced bool) []field {
	var fields []field
	if !advanced {
		label := v.Label
		fields = append(fields, v.form.fill(field{Name: "label", Label: p.T("integration.name"), Help: p.T("integration.name.help"), Value: label, Required: true}))
	}
	for i := range v.Entry.Settings {
		if s := &v.Entry.Settings[i]; s.Advanced == advanced {
			fields = append(fields, v.field(p, s))
		}
	}
	return fields
}

func (v *connectionSetupView) field(p *page, s *connector.Setting) field {
	f := field{
		Name: settingField(s), Label: p.settingLabel(v.Entry, s), Help: p.settingHelp(v.Entry, s), Kind: kindOf(s), Required: s.Required,
		Value: v.Settings[s.Name], Error: v.form.errors[settingField(s)],
	}
	if f.Value == "" {
		f.Value = s.Default
	}
	for _, choice := range s.Values {
		f.Options = append(f.Options, option{choice, choice})
	}
	if v.form.sent() {
		if typed := v.form.typed.Get(f.Name); !s.Secret || typed == v.Settings[s.Name] || s.Kind == connector.SettingAddress && !holdsPassword(typed) {
			f.Value = typed
		} else {
			f.Value = "" // it is typed anew rather than sent around (Promise 11)
		}
	}
	return f
}

// holdsPassword reports whether an address shows a password.
func holdsPassword(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return strings.Contains(address, "@")
	}
	_, there := u.User.Password()
	return there || strings.Contains(strings.ToLower(u.RawQuery), "password")
}

func kindOf(s *connector.Setting) string {
	switch s.Kind {
	case connector.SettingNumber:
		return "number"
	case connector.SettingSwitch:
		return "switch"
	case connector.SettingChoice:
		return "select"
	case connector.SettingPassword:
		return "password"
	case connector.SettingFile:
		return "textarea"
	default:
		return "text"
	}
}

// openAdvanced reports whether a folded setting is wrong and must be seen.
func (v *connectionSetupView) openAdvanced() bool {
	for i := range v.Entry.Settings {
		if s := &v.Entry.Settings[i]; s.Advanced && v.form.errors[settingField(s)] != "" {
			return true
		}
	}
	return false
}
