package remote_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"tandem"
	"tandem/internal/remote"
)

func get(t *testing.T, c *remote.Client, address string, headers ...string) (*remote.Answer, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return c.Do(req)
}

func networks(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// Nobody leads us into networks that are not public: by address, by a name, by
// other ways of writing an address, or by a redirect.
func TestPrivateNetworksAreRefused(t *testing.T) {
	called := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer inside.Close()
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	c := remote.New(remote.Options{})
	for _, host := range []string{
		"127.0.0.1", "localhost", "127.1.2.3", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]", "10.0.0.1", "172.16.0.1", "192.168.1.1",
		"169.254.169.254", "[fe80::1]", "[fd00::1]", "100.64.0.1", "[64:ff9b::7f00:1]",
	} {
		_, err := get(t, c, "http://"+host+port+"/secret?key=abc")
		if tandem.CodeOf(err) != tandem.Forbidden {
			t.Errorf("%s gives %v", host, err)
		}
	}
	if called {
		t.Error("somebody was called")
	}
	if _, err := get(t, remote.New(remote.Options{Allow: networks("127.0.0.0/8")}), inside.URL); err != nil || !called {
		t.Errorf("what is allowed is not called: %v", err)
	}
}

// A redirect is checked as it is dialled, and carries nothing that lets somebody in.
func TestRedirects(t *testing.T) {
	var got http.Header
	target := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Clone() }))
	target.Start()
	defer target.Close()
	port := target.URL[strings.LastIndex(target.URL, ":"):]
	var to string
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }))
	defer first.Close()
	c := remote.New(remote.Options{Allow: networks("127.0.0.1/32")})

	to = "http://127.0.0.2" + port
	if _, err := get(t, c, first.URL); tandem.CodeOf(err) != tandem.Forbidden {
		t.Errorf("a redirect into a private network gives %v", err)
	}
	to = target.URL
	if _, err := get(t, c, first.URL, "Authorization", "Bearer x", "X-Api-Key", "k"); err != nil {
		t.Fatal(err)
	}
	for name := range got {
		if name == "Authorization" || name == "X-Api-Key" || name == "Referer" {
			t.Errorf("the other host gets %s", name)
		}
	}
	to = first.URL
	if _, err := get(t, c, first.URL); err == nil || !strings.Contains(err.Error(), "redirects more than") {
		t.Errorf("a circle of redirects gives %v", err)
	}
	to = "ftp://127.0.0.1/"
	if _, err := get(t, c, first.URL); err == nil {
		t.Error("ftp is followed")
	}
	to = target.URL
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, first.URL, strings.NewReader("body"))
	if err != nil {
		t.Fatal(err)
	}
	if answer, err := c.Do(req); err != nil || answer.Status != http.StatusFound {
		t.Errorf("a POST that is redirected gives %+v, %v", answer, err)
	}
}

func TestAnswersAreCapped(t *testing.T) {
	large := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 1000 {
			if _, err := w.Write(make([]byte, 1000)); err != nil {
				return
			}
		}
	}))
	defer large.Close()
	answer, err := get(t, remote.New(remote.Options{Allow: networks("127.0.0.0/8"), Answer: 5000}), large.URL)
	if err != nil || len(answer.Body) != 5000 {
		t.Errorf("%d octets, %v", len(answer.Body), err)
	}
}

// Certificates are verified, and no error shows the address with what is secret in it.
func TestErrorsShowNoAddress(t *testing.T) {
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer hangs.Close()
	breaks := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer breaks.Close()
	encrypted := httptest.NewTLSServer(http.NotFoundHandler())
	defer encrypted.Close()
	c := remote.New(remote.Options{Allow: networks("127.0.0.0/8")})
	for address, want := range map[string]string{
		hangs.URL: "there was no answer in time", breaks.URL: "the connection ended before there was an answer", encrypted.URL: "the certificate cannot be trusted",
		"http://127.0.0.1:1": "no connection: connection refused", "http://nobody.invalid": "the name nobody.invalid cannot be resolved",
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/?key=s3cret", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Do(req)
		cancel()
		e, ok := errors.AsType[*tandem.Error](err)
		if !ok || e.Message != want && address != "http://nobody.invalid" || strings.Contains(e.Message, "s3cret") {
			t.Errorf("%s gives %v, want %s", address, err, want)
		}
	}
}

func TestMask(t *testing.T) {
	for address, want := range map[string]string{
		"http://example.com/crm?AccountID=1":             "http://example.com/crm?AccountID=1",
		"https://user:pw@example.com/x":                  "https://********@example.com/x",
		"https://u:p@w@example.com?a=1&token=t&api_key=": "https://********@example.com?a=1&token=********&api_key=********",
		"https://${HOST}/x?password=p&b=@c":              "https://${HOST}/x?password=********&b=@c",
		"${URL}":                                         "${URL}",
	} {
		if got := remote.Mask(address); got != want {
			t.Errorf("%s is shown as %s, want %s", address, got, want)
		}
	}
	for name, shown := range map[string]bool{"Content-Type": true, "Authorization": false, "X-Api-Key": false, "Cookie": false, "X-Auth-Token": false, "Accept": true} {
		if got := remote.MaskHeader(name, "v") == "v"; got != shown {
			t.Errorf("%s is shown: %v", name, got)
		}
	}
}
