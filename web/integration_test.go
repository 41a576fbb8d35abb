package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tandem"
	"tandem/catalog"
	"tandem/setup"
	"tandem/store"
)

// desk is the integrations of an account over the real store, without a server
// that carries runs out.
type desk struct {
	t       *testing.T
	pages   http.Handler
	account tandem.Account
	config  *setup.Config
}

// noRuns are companies whose runs nobody starts.
type noRuns struct{ *setup.Config }

func (c noRuns) Connect(ctx context.Context, account int64, what setup.Connecting, by string) (*tandem.Run, error) {
	_, err := c.Config.Connect(ctx, account, what, by)
	return &tandem.Run{ID: 7}, err
}

// plainSealer seals so that a test can see it.
type plainSealer struct{}

func (plainSealer) Seal(plain, place string) (string, error) { return place + "\x00" + plain, nil }

func (plainSealer) Open(sealed, place string) (string, error) {
	return strings.TrimPrefix(sealed, place+"\x00"), nil
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	st, err := store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	account, err := st.EnsureAccount(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, account: *account}
	d.config = setup.New(setup.Options{Store: st, Sealer: plainSealer{}, Catalog: catalog.Types(), Dictionary: st.Dictionary, Lane: st.Lane})
	d.pages = New(Options{
		Runs: st, Connections: d.config, Catalog: catalog.Types(), Companies: noRuns{d.config},
		Syncs: func(context.Context, int64) ([]Sync, error) { return nil, nil },
		Visitor: func(*http.Request) (*Visitor, error) {
			return &Visitor{Account: *account, Role: tandem.Administrator, Name: "Eva"}, nil
		},
	})
	return d
}

// ask asks for a page, or sends a form, and returns status and text.
func (d *desk) ask(method, path string, form url.Values) (int, string) {
	d.t.Helper()
	r := httptest.NewRequestWithContext(d.t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	d.pages.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func (d *desk) expect(what string, got, want int) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("%s answers %d, want %d", what, got, want)
	}
}

func (d *desk) state(connection string) setup.ConnectionState {
	d.t.Helper()
	view, err := d.config.Connection(d.t.Context(), d.account.ID, connection)
	if err != nil {
		d.t.Fatal(err)
	}
	return view.State
}

// A company cannot be connected while the set-up is incomplete, and the page
// names the missing step and leads to it.
func TestConnectIsRefusedWhileSomethingIsMissing(t *testing.T) {
	d := newDesk(t)
	code, _ := d.ask(http.MethodPost, addURL, url.Values{"connector": {"m2m"}})
	d.expect("adding", code, http.StatusSeeOther)
	_, page := d.ask(http.MethodGet, "/integrations/m2m", nil)
	for _, want := range []string{"The set-up is not complete.", `href="/integrations/m2m/setup"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the connection's page lacks %q", want)
		}
	}
	code, page = d.ask(http.MethodPost, "/integrations/m2m/connect", url.Values{"profile": {""}, "target": {"acme"}, "schedule": {"manual"}, "do": {"save"}})
	if code < 400 || !strings.Contains(page, "The set-up is not complete.") {
		t.Errorf("connecting answers %d", code)
	}
	if f, err := d.config.File(t.Context(), d.account.ID, "acme"); err != nil || len(f.Syncs) != 0 {
		t.Errorf("a sync was made: %v, %v", f.Syncs, err)
	}
}

// A form that is refused keeps what was typed, shows the fault beside its
// field, and never sends a secret back.
func TestTheSetUpDialogKeepsWhatWasTypedButNoSecret(t *testing.T) {
	d := newDesk(t)
	d.ask(http.MethodPost, addURL, url.Values{"connector": {"m2m"}})
	typed := url.Values{
		"label": {"Our ERP"}, "settings.url": {"postgres://u:s3cretUrl@127.0.0.1:1/x"}, "settings.password": {"s3cretWord"},
		"settings.connections": {"many"}, "do": {"save"},
	}
	code, page := d.ask(http.MethodPost, "/integrations/m2m/setup", typed)
	d.expect("a wrong number", code, http.StatusUnprocessableEntity)
	if strings.Contains(page, "s3cret") {
		t.Error("the dialog sends a secret back")
	}
	for _, want := range []string{"Our ERP", `value="many"`, `aria-invalid="true"`, "<details class=\"more\" open"} {
		if !strings.Contains(page, want) {
			t.Errorf("the dialog lacks %q", want)
		}
	}
	if got := d.state("m2m"); got != setup.NeedsSetup {
		t.Errorf("the connection is %s", got)
	}
	// Who cannot reach the other side now may insist.
	typed.Set("settings.connections", "2")
	code, page = d.ask(http.MethodPost, "/integrations/m2m/setup", typed)
	if code != http.StatusUnprocessableEntity || !strings.Contains(page, `value="insist"`) {
		t.Errorf("an unreachable address answers %d without a way to save all the same", code)
	}
	typed.Set("do", "insist")
	code, _ = d.ask(http.MethodPost, "/integrations/m2m/setup", typed)
	d.expect("insisting", code, http.StatusSeeOther)
	if got := d.state("m2m"); got != setup.Enabled {
		t.Errorf("the connection is %s", got)
	}
	if _, page := d.ask(http.MethodGet, "/integrations/m2m/setup", nil); strings.Contains(page, "s3cret") || !strings.Contains(page, setup.Hidden) {
		t.Error("the dialog shows the stored secret")
	}
}

// Pause keeps a connection; a removal that does not name it removes nothing.
func TestPauseAndRemove(t *testing.T) {
	d := newDesk(t)
	d.ask(http.MethodPost, addURL, url.Values{"connector": {"cmcom"}})
	typed := url.Values{"label": {"CM"}, "settings.account_id": {"1"}, "settings.product_token": {"t"}, "do": {"insist"}}
	code, _ := d.ask(http.MethodPost, "/integrations/cmcom/setup", typed)
	d.expect("set-up", code, http.StatusSeeOther)
	d.ask(http.MethodPost, "/integrations/cmcom/switch", url.Values{"on": {"false"}})
	if got := d.state("cmcom"); got != setup.Disabled {
		t.Errorf("paused, it is %s", got)
	}
	d.ask(http.MethodPost, "/integrations/cmcom/switch", url.Values{"on": {"true"}})
	code, _ = d.ask(http.MethodPost, "/integrations/cmcom/remove", url.Values{"remove": {"another"}})
	if got := d.state("cmcom"); got != setup.Enabled || code < 400 {
		t.Errorf("a forged removal answers %d and leaves it %s", code, got)
	}
	code, _ = d.ask(http.MethodPost, "/integrations/cmcom/remove", url.Values{"remove": {"cmcom"}})
	d.expect("the removal", code, http.StatusSeeOther)
	if _, page := d.ask(http.MethodGet, "/integrations", nil); !strings.Contains(page, "No system is connected yet") {
		t.Error("it is still listed")
	}
}

// The catalogue is searched over all groups, in the reader's words.
func TestTheCatalogueIsSearched(t *testing.T) {
	d := newDesk(t)
	for path, want := range map[string][2]string{
		addURL:                         {"Made2Manage", "CM.com"},
		addURL + "?group=third_party":  {"CM.com", "Made2Manage"},
		addURL + "?q=phones":           {"CM.com", "Made2Manage"},
		addURL + "?q=nothing+of+that":  {"Nothing in the catalogue", "Made2Manage"},
		addURL + "?group=%3Cscript%3E": {"Made2Manage", "<script>"},
	} {
		_, page := d.ask(http.MethodGet, path, nil)
		if !strings.Contains(page, want[0]) || strings.Contains(page, want[1]+"</h2>") {
			t.Errorf("%s: want %q and not %q", path, want[0], want[1])
		}
	}
}
