package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tandem/soap"
	"tandem/soap/client"
	"tandem/soap/message"
	"tandem/soap/server"
	"tandem/soap/source"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
)

// shop is a service of ours, in the way that others will meet it.
func shop(t *testing.T, options server.Options) *httptest.Server {
	t.Helper()
	s, err := server.New(&server.Service{
		Name: "Shop", Namespace: "http://example.com/shop/v1",
		Types: []server.Type{{Name: "Line", Fields: []server.Field{{Name: "sku", Type: "xs:string"}, {Name: "quantity", Type: "xs:decimal"}}}},
		Operations: []server.Operation{{
			Name: "OrderCreate",
			In:   []server.Field{{Name: "customer", Type: "xs:string"}, {Name: "line", Type: "Line", Many: true, Optional: true}},
			Out:  []server.Field{{Name: "id", Type: "xs:string"}, {Name: "line", Type: "Line", Many: true, Optional: true}},
			Handle: func(_ context.Context, call *server.Call) error {
				customer := call.In.Child("customer").Content()
				if customer == "bad" {
					return &server.Fault{Code: "invalid", Message: "no such customer", Fields: []server.FieldError{{Field: "customer", Message: "is unknown"}}}
				}
				call.Out.Leaf("id", "SO-"+customer)
				for _, line := range call.In.Children[1:] {
					call.Out.WriteElement(line)
				}
				return nil
			},
		}},
	}, options)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return h
}

func loadFrom(t *testing.T, address string) *wsdl.Definitions {
	t.Helper()
	d, err := wsdl.Load(context.Background(), address, source.HTTP(&http.Client{}, nil), source.Limits{})
	if err != nil || len(d.Missing())+len(d.Warnings()) > 0 {
		t.Fatalf("%v %v %v", err, d.Missing(), d.Warnings())
	}
	return d
}

func order(customer string) *message.Value {
	return message.Group(
		message.Field{Name: "line", Value: message.List(text("quantity", "1.5", "sku", "A & B"), text("sku", "C", "quantity", "2"))},
		message.Field{Name: "customer", Value: message.Text(customer)},
	)
}

func TestCallsOurOwnServer(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	var nonces soap.Nonces
	h := shop(t, server.Options{Authenticate: func(ctx context.Context, _ *http.Request, c *server.Credentials) (context.Context, error) {
		token := c.Token
		switch {
		case c.Bearer == "b", len(c.Basic) > 0 && c.Basic[0].Password == "secret":
			return ctx, nil
		case token != nil && token.Matches("secret") && (!token.Digest || nonces.Take(token, now) == nil):
			return ctx, nil
		}
		return nil, server.ErrUnauthorized
	}})
	d := loadFrom(t, h.URL+"/?wsdl")
	for name, s := range map[string]client.Settings{
		"basic":          {Username: "ada", Password: "secret"},
		"bearer 1.2":     {Bearer: "b", Port: "ShopSoap12"},
		"text":           {Username: "ada", Password: "secret", Login: client.Text},
		"digest 1.2":     {Username: "ada", Password: "secret", Login: client.Digest, Port: "ShopSoap12", Addressing: true},
		"digest":         {Username: "ada", Password: "secret", Login: client.Digest},
		"further header": {Header: http.Header{"Authorization": {"Bearer b"}}},
	} {
		s.Now = func() time.Time { return now }
		c, err := client.New(d, s)
		if err != nil {
			t.Fatal(err)
		}
		x, err := c.Call(context.Background(), "OrderCreate", order("7"), nil)
		if err != nil {
			t.Errorf("%s: %v\n%s\n%s", name, err, x.Request, x.Response)
			continue
		}
		if got := show(x.Reply.Value); got != `{"id":"SO-7","line":[{"sku":"A \u0026 B","quantity":"1.5"},{"sku":"C","quantity":"2"}]}` || !x.Sent || x.Status != 200 {
			t.Errorf("%s: got %s %v %d", name, got, x.Sent, x.Status)
		}
		if strings.Contains(string(x.Request), "secret") {
			t.Errorf("%s: the password stands in the record of the call:\n%s", name, x.Request)
		}
		_, err = c.Call(context.Background(), "OrderCreate", order("bad"), nil)
		fault, ok := errors.AsType[*soap.Fault](err)
		if !ok || fault.Code != soap.Sender || fault.Detail[0].Child("fieldError").Child("message").Content() != "is unknown" {
			t.Errorf("%s: a bad order: %v", name, err)
		}
	}
}

func TestNothingIsSentThatTheSchemaForbids(t *testing.T) {
	h := shop(t, server.Options{})
	d := loadFrom(t, h.URL+"/?wsdl")
	c, err := client.New(d, client.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := c.Call(context.Background(), "OrderCreate", text("customr", "7"), nil)
	if e, ok := errors.AsType[*client.InvalidError](err); !ok || x.Sent || len(e.Problems) != 2 || !strings.Contains(e.Error(), "customr: the schema has no such field here") {
		t.Errorf("got %v, sent %v", err, x.Sent)
	}
	if _, err := c.Call(context.Background(), "Nothing", nil, nil); err == nil || !strings.Contains(err.Error(), `no operation "Nothing"`) {
		t.Errorf("got %v", err)
	}
	lenient, err := client.New(d, client.Settings{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	if x, err := lenient.Call(context.Background(), "OrderCreate", text("customer", "7", "extra", "1"), nil); err != nil || x.Reply.Value.First("id").Text() != "SO-7" {
		t.Errorf("got %v", err)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	description := loadFrom(t, shop(t, server.Options{}).URL+"/?wsdl")
	answer := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/busy":
			w.Header().Set("Retry-After", "17")
			http.Error(w, "come back later", http.StatusServiceUnavailable)
		case "/moved":
			http.Redirect(w, r, "http://elsewhere.example/", http.StatusTemporaryRedirect)
		case "/html":
			w.Header().Set("Content-Type", "text/html")
			_, _ = fmt.Fprint(w, "<html><br></html>")
		case "/empty":
		case "/large":
			_, _ = fmt.Fprint(w, strings.Repeat("x", 3000))
		case "/cut":
			w.Header().Set("Content-Length", "5000")
			_, _ = fmt.Fprint(w, "<a>")
		case "/fault200":
			_, _ = fmt.Fprint(w, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>`)
		}
	}
	h := httptest.NewServer(http.HandlerFunc(answer))
	defer h.Close()
	for path, want := range map[string]string{
		"/busy": "503 Service Unavailable: come back later", "/moved": "307 Temporary Redirect, it has moved to http://elsewhere.example/",
		"/html": "read the answer: line 1", "/empty": "no element", "/large": "more than 2000 bytes", "/cut": "unexpected EOF", "/fault200": "no",
	} {
		limits := xmltree.MessageLimits()
		limits.Bytes = 2000
		c, err := client.New(description, client.Settings{Endpoint: h.URL + path, Limits: limits})
		if err != nil {
			t.Fatal(err)
		}
		x, err := c.Call(context.Background(), "OrderCreate", order("7"), nil)
		if err == nil || !strings.Contains(err.Error(), want) || !x.Sent {
			t.Errorf("%s: got %v, want %q, sent %v", path, err, want, x.Sent)
		}
		if e, ok := errors.AsType[*client.HTTPError](err); ok && path == "/busy" && e.RetryAfter != 17*time.Second {
			t.Errorf("wait for %v", e.RetryAfter)
		}
	}
	h.Close()
	c, err := client.New(description, client.Settings{Endpoint: h.URL})
	if err != nil {
		t.Fatal(err)
	}
	if x, err := c.Call(context.Background(), "OrderCreate", order("7"), nil); err == nil || x.Sent {
		t.Errorf("nobody listens: %v, sent %v", err, x.Sent)
	}
}

func TestPortIsChosen(t *testing.T) {
	d := loadFrom(t, shop(t, server.Options{}).URL+"/?wsdl")
	for _, s := range []client.Settings{{Port: "Nothing"}, {Service: "Nothing"}} {
		if _, err := client.New(d, s); err == nil || !strings.Contains(err.Error(), "Nothing") {
			t.Errorf("%+v: %v", s, err)
		}
	}
	d.Services = nil // a description of bindings alone
	if _, err := client.New(d, client.Settings{}); err == nil || !strings.Contains(err.Error(), "the endpoint must be set") {
		t.Errorf("got %v", err)
	}
	if _, err := client.New(d, client.Settings{Endpoint: "http://x.example/"}); err != nil {
		t.Errorf("got %v", err)
	}
}
