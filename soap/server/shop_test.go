package server_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"tandem/soap"
	"tandem/soap/server"
)

const shopNamespace = "http://example.com/shop/v1"

// shop is a service with one of everything: lists, enumerations, absent and null values, faults.
func shop() *server.Service {
	return &server.Service{
		Name: "Shop", Namespace: shopNamespace, Doc: "Prices & <orders>.",
		Types: []server.Type{
			{Name: "Unit", Values: []string{"piece", "2 pieces", "kg"}},
			{Name: "Line", Fields: []server.Field{
				{Name: "sku", Type: "xs:string"},
				{Name: "quantity", Type: "xs:decimal"},
				{Name: "unit", Type: "Unit", Optional: true},
			}},
			{Name: "Unused", Fields: []server.Field{{Name: "x", Type: "xs:string"}}},
		},
		Operations: []server.Operation{
			{
				Name: "OrderCreate", Group: "Order", Doc: "Takes an order.",
				In: []server.Field{
					{Name: "customer", Type: "xs:string"},
					{Name: "note", Type: "xs:string", Optional: true},
					{Name: "line", Type: "Line", Many: true, Optional: true},
				},
				Out: []server.Field{
					{Name: "id", Type: "xs:string"},
					{Name: "note", Type: "xs:string", Optional: true},
					{Name: "line", Type: "Line", Many: true, Optional: true},
				},
				Handle: orderCreate,
			},
			{
				Name: "Ping", Handle: func(context.Context, *server.Call) error { return nil },
			},
			{
				Name: "Break", Group: "Trouble", Handle: func(context.Context, *server.Call) error { return errors.New("secret") },
			},
		},
	}
}

func orderCreate(_ context.Context, call *server.Call) error {
	customer := call.In.Child("customer").Content()
	if customer == "" {
		return &server.Fault{Code: "invalid", Message: "an order needs a customer", RequestID: "r1", Fields: []server.FieldError{{Field: "customer", Message: "is missing"}}}
	}
	call.Out.Leaf("id", "SO-"+customer)
	if note := call.In.Child("note"); note != nil && !soap.IsNil(note) {
		call.Out.Leaf("note", note.Content())
	}
	for _, line := range call.In.Children {
		if line.Name.Local != "line" {
			continue
		}
		call.Out.Start("line")
		for _, f := range []string{"sku", "quantity", "unit"} {
			if v := line.Child(f); v != nil {
				call.Out.Leaf(f, v.Content())
			}
		}
		call.Out.End()
	}
	return nil
}

type userKey struct{}

// onlyAda lets in whoever proves to be ada, in any of the four ways.
func onlyAda(nonces *soap.Nonces, clock func() time.Time) func(context.Context, *http.Request, *server.Credentials) (context.Context, error) {
	return func(ctx context.Context, _ *http.Request, c *server.Credentials) (context.Context, error) {
		const password = "žluť"
		ok := c.Bearer == "ada-token"
		for _, b := range c.Basic {
			ok = ok || b == server.Basic{Username: "ada", Password: password}
		}
		if t := c.Token; t != nil && t.Username == "ada" && t.Matches(password) {
			ok = !t.Digest || nonces.Take(t, clock()) == nil
		}
		if !ok {
			return nil, server.ErrUnauthorized
		}
		return context.WithValue(ctx, userKey{}, "ada"), nil
	}
}

func newShop(t testing.TB, options server.Options) *server.Server {
	t.Helper()
	s, err := server.New(shop(), options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
