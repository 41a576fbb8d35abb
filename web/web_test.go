package web

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tandem"
	"tandem/setup"
)

// noon is a fixed time for tests of what pages say.
func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w
}

func post(t *testing.T, h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPagesSayWhatIs(t *testing.T) {
	h := demo(noon()).handler(Options{})
	for _, test := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/", 200, []string{"erp", "Made2Manage", "Every 5 minutes", "in 3m", "Sync now", "Bulk sync", "Credentials refused", "Paused after the undo of run 3.", "Nothing is written to orders, order_items until somebody confirms it:", "Held", "127,403", `title="Sat 21 Nov 2026 11:58:18 UTC"`}},
		{"/?sync=portal", 200, []string{"Runs of portal", "Undo"}},
		{"/runs", 302, nil},
		{"/runs/7", 200, []string{"Running", "Pause", "Cancel run", "orders", "Reading theirs", "49,249", "of 84,120", "8s left", "000412/3", "is no phone number", `http-equiv="refresh"`}},
		{"/runs/7?outcome=waiting&point=orders", 200, []string{"SO-018842", "parent_missing", `aria-current="true"`}},
		{"/runs/7?after=50", 200, []string{"First page", "Next"}},
		{"/runs/7?after=9999", 200, []string{"No such rows"}},
		{"/runs/8", 200, []string{"1,640 deletes", "Release plan", "First 12 of 1,640 changes", "It is gone there."}},
		{"/runs/2", 200, []string{"The server refuses the user name", "Check the user name and password", "Run again"}},
		{"/runs/1", 200, []string{"Compare", "20,000", "Nothing here needs attention"}},
		{"/runs/99", 404, []string{"Page not found", "There is no run 99."}},
		{"/runs/seven", 404, []string{"There is no run seven."}},
		{"/runs/7?outcome=odd", 400, []string{`&#34;odd&#34; is no outcome`}},
		{"/nowhere", 404, []string{"/nowhere"}},
	} {
		w := get(t, h, test.path)
		if w.Code != test.status {
			t.Errorf("GET %s: status %d, want %d", test.path, w.Code, test.status)
		}
		for _, want := range test.want {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("GET %s: there is no %q", test.path, want)
			}
		}
	}
}

// A finished run changes no more, so its page neither loads itself again nor waits for updates.
func TestFinishedRunIsQuiet(t *testing.T) {
	body := get(t, demo(noon()).handler(Options{}), "/runs/1").Body.String()
	for _, bad := range []string{"http-equiv", "data-stream", "do.pause"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page of a finished run holds %q", bad)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := demo(noon()).handler(Options{})
	for _, path := range []string{"/", "/runs/7", "/nowhere"} {
		header := get(t, h, path).Header()
		for name, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", path, name, got, want)
			}
		}
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(header.Get("Content-Security-Policy"), want) {
				t.Errorf("GET %s: the content policy lacks %s", path, want)
			}
		}
	}
}

// The content policy refuses whatever is written into a page, so nothing may rely on it.
func TestNothingInline(t *testing.T) {
	h := demo(noon()).handler(Options{})
	for _, path := range []string{"/", "/runs/7", "/runs/8", "/runs/2", "/nowhere"} {
		body := get(t, h, path).Body.String()
		if found := regexp.MustCompile(`(?i) style="|<style| on[a-z]+="|<script(>| [^>]*>[^<])`).FindString(body); found != "" {
			t.Errorf("GET %s: %s is inline", path, found)
		}
	}
}

func TestStaticFilesAreKeptForEver(t *testing.T) {
	h := demo(noon()).handler(Options{Guard: func(_ http.Handler, refuse Refusal) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			refuse(w, r, tandem.Errorf(tandem.Forbidden, "open the link that the server printed"))
		})
	}})
	refused := get(t, h, "/")
	if refused.Code != http.StatusForbidden || !strings.Contains(refused.Body.String(), "Open the link that the server printed.") {
		t.Errorf("the guard's answer is %d %s", refused.Code, refused.Body)
	}
	urls := regexp.MustCompile(`/static/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)`).FindAllString(refused.Body.String(), -1)
	if len(urls) != 3 {
		t.Fatalf("the page names the files %v, want three", urls)
	}
	for _, path := range urls {
		w := get(t, h, path)
		if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Body.Len() < 100 {
			t.Errorf("GET %s: %d, %v, %d octets", path, w.Code, w.Header(), w.Body.Len())
		}
	}
	if w := get(t, h, "/static/app.css"); w.Code != http.StatusNotFound {
		t.Errorf("a file without its hash answers %d", w.Code)
	}
}

// Names, keys and reasons come from other systems and from whoever wrote into those.
func TestHostileText(t *testing.T) {
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>' & javascript:alert(3)`
	f := newFake()
	f.clock = noon
	f.syncs = []Sync{{Name: hostile, Connection: hostile, System: hostile, State: setup.Enabled, Schedule: hostile, Paused: true, Why: hostile, Unconfirmed: []string{hostile}}}
	f.add(tandem.Run{
		Sync: hostile, Kind: tandem.RunKind(hostile), State: tandem.FailedRun, Started: noon(), Ended: noon(),
		Message: hostile, Code: tandem.Code(hostile), Record: hostile, Plan: hostile,
		Points: []tandem.PointProgress{{Name: hostile, Phase: hostile, Counts: tandem.Counts{tandem.Failed: 1}}, {Name: "b"}},
	})
	f.rows[1] = []tandem.OutcomeRow{{Seq: 1, Run: 1, Point: hostile, Key: tandem.Key(hostile), Outcome: tandem.Failed, Code: tandem.Code(hostile), Reason: hostile}}
	h := f.handler(Options{Visitor: visiting(tandem.Account{ID: 1, Name: hostile})})
	q := url.QueryEscape(hostile)
	for _, path := range []string{"/", "/?sync=" + q, "/runs/1", "/runs/1?point=" + q, "/runs/1?outcome=" + q, "/runs/" + q, "/" + q} {
		w := get(t, h, path)
		for _, bad := range []string{"<script>alert", "<img", `"javascript:`, "onerror=alert(2)>'"} {
			if strings.Contains(w.Body.String(), bad) {
				t.Errorf("GET %s: %s stands in the page as it is", path, bad)
			}
		}
		if w.Code == http.StatusInternalServerError {
			t.Errorf("GET %s: status %d", path, w.Code)
		}
	}
}

// What went wrong inside is in the log, under the id that the page shows; the page tells no more.
func TestInternalErrors(t *testing.T) {
	for _, broken := range []error{errors.New("dial tcp: password=hunter2"), tandem.Errorf(tandem.Internal, "password=hunter2")} {
		var log bytes.Buffer
		f := demo(noon())
		f.broken = broken
		w := get(t, f.handler(Options{Log: slog.New(slog.NewTextHandler(&log, nil))}), "/runs/7")
		id := regexp.MustCompile(`<code>([a-z2-7]{10})</code>`).FindStringSubmatch(w.Body.String())
		if w.Code != http.StatusInternalServerError || id == nil {
			t.Fatalf("status %d, page %s", w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "hunter2") {
			t.Error("the page tells the cause")
		}
		if !strings.Contains(log.String(), "id="+id[1]) || !strings.Contains(log.String(), "hunter2") {
			t.Errorf("the log has no %s with its cause: %s", id[1], log.String())
		}
	}
}

func TestPanicsBecomeErrorPages(t *testing.T) {
	f := demo(noon())
	h := f.handler(Options{Visitor: func(*http.Request) (*Visitor, error) { panic("oh") }})
	if w := get(t, h, "/"); w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "Something went wrong") {
		t.Errorf("a panic answers %d: %s", w.Code, w.Body)
	}
}

func TestButtons(t *testing.T) {
	for _, test := range []struct {
		path   string
		form   url.Values
		status int
		to     string
		asked  string
	}{
		{"/syncs/erp/start", url.Values{"kind": {"bulk"}}, 303, "/runs/10", "start 1/erp bulk"},
		{"/syncs/a%20%2F%20b/start", url.Values{"kind": {"incremental"}}, 303, "/runs/10", "start 1/a / b incremental"},
		{"/syncs/erp/start", url.Values{"kind": {"undo"}}, 400, "", ""},
		{"/runs/7/want", url.Values{"state": {"paused"}}, 303, "/runs/7", "want 1/7 paused"},
		{"/runs/7/want", url.Values{"state": {"cancelled"}}, 303, "/runs/7", "want 1/7 cancelled"},
		{"/runs/7/want", url.Values{"state": {"done"}}, 400, "", ""},
		{"/runs/1/want", url.Values{"state": {"paused"}}, 303, "/runs/1", ""}, // it ended meanwhile
		{"/runs/99/want", url.Values{"state": {"paused"}}, 404, "", ""},
		{"/runs/8/release", url.Values{"plan": {"b7f1"}}, 303, "/runs/8", "release 1/8 b7f1"},
		{"/theme", url.Values{"theme": {"dark"}, "back": {"/runs/7?after=3"}}, 303, "/runs/7?after=3", ""},
		{"/theme", url.Values{"theme": {"dark"}, "back": {"//evil.example/"}}, 303, "/", ""},
		{"/theme", url.Values{"theme": {"dark"}, "back": {`/\evil.example/`}}, 303, "/", ""},
		{"/theme", url.Values{"theme": {"dark"}, "back": {"https://evil.example/"}}, 303, "/", ""},
	} {
		f := demo(noon())
		w := post(t, f.handler(Options{}), test.path, test.form)
		if w.Code != test.status || w.Header().Get("Location") != test.to {
			t.Errorf("POST %s %v: %d to %q, want %d to %q", test.path, test.form, w.Code, w.Header().Get("Location"), test.status, test.to)
		}
		if got := strings.Join(f.wishes(), ";"); got != test.asked {
			t.Errorf("POST %s %v asked %q, want %q", test.path, test.form, got, test.asked)
		}
	}
}

// A form on somebody else's page cannot press our buttons.
func TestOtherOrigins(t *testing.T) {
	f := demo(noon())
	h := f.handler(Options{})
	for name, header := range map[string]http.Header{
		"fetch metadata": {"Sec-Fetch-Site": {"cross-site"}},
		"origin":         {"Origin": {"https://evil.example"}},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/runs/7/want", strings.NewReader("state=cancelled"))
		r.Header = header
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusForbidden || len(f.wishes()) != 0 {
			t.Errorf("%s: status %d, asked %v", name, w.Code, f.wishes())
		}
	}
}

func TestThemeIsWrittenIntoThePage(t *testing.T) {
	h := demo(noon()).handler(Options{})
	w := post(t, h, "/theme", url.Values{"theme": {"dark"}})
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly {
		t.Fatalf("cookies %v", cookies)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.AddCookie(cookies[0])
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if err != nil || !bytes.Contains(body, []byte(`data-theme="dark"`)) {
		t.Errorf("the page is not dark (%v)", err)
	}
}

// An account's pages are asked for with its number alone (Promise 10).
func TestOtherAccountsRuns(t *testing.T) {
	h := demo(noon()).handler(Options{Visitor: visiting(tandem.Account{ID: 2, Name: "Other"})})
	for _, path := range []string{"/runs/7", "/runs/7/events", "/runs/7/outcomes.csv"} {
		if w := get(t, h, path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s of another account: status %d", path, w.Code)
		}
	}
	if w := post(t, h, "/runs/8/release", url.Values{"plan": {"b7f1"}}); w.Code != http.StatusNotFound {
		t.Errorf("release of another account: status %d", w.Code)
	}
}
