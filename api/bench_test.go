package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tandem/api"
	"tandem/internal/testdb"
	"tandem/store"
)

// BenchmarkRead holds reading one stored record against net/http returning a constant.
func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			o := storeIn(b)
			if name == "postgres" {
				o = store.Options{URL: testdb.Postgres(b)}
			}
			benchmarkRead(b, newPlace(b, o, api.Limits{}))
		})
	}
}

func benchmarkRead(b *testing.B, p *place) {
	b.Helper()
	made := p.gets(201, "POST", "/customers", `{"name":"Alfa","city":"Brno"}`)
	id := fmt.Sprint(made.body["id"])
	constant := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, made.text) }))
	b.Cleanup(constant.Close)
	envelope := `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><CustomerGet xmlns="http://tandem.example/ws/v1"><id>` + id + `</id></CustomerGet></s:Body></s:Envelope>`
	for _, of := range []struct{ name, method, url, body string }{
		{"constant", "GET", constant.URL, ""},
		{"rest", "GET", p.server.URL + "/api/v1/customers/" + id, ""},
		{"soap", "POST", p.server.URL + "/soap/v1", envelope},
	} {
		b.Run(of.name, func(b *testing.B) {
			client := p.server.Client()
			for b.Loop() {
				r, err := http.NewRequestWithContext(b.Context(), of.method, of.url, strings.NewReader(of.body))
				p.check(err)
				r.Header.Set("Authorization", "Bearer secret")
				r.Header.Set("Content-Type", "text/xml")
				response, err := client.Do(r)
				p.check(err)
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if response.StatusCode != http.StatusOK {
					b.Fatal(response.Status)
				}
			}
		})
	}
}
