package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"tandem"
	"tandem/engine"
	"tandem/setup"
)

// An account whose triggers cannot be read holds up nobody else's (Promise 9).
func TestTriggersThatCannotBeReadHoldUpNobody(t *testing.T) {
	heard := make(chan string, 8)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard <- r.URL.Path }))
	t.Cleanup(receiver.Close)
	a := &app{main: Main{Stdout: io.Discard, Stderr: io.Discard, Environment: func(string) (string, bool) { return "", false }}, options: global{Data: t.TempDir()}}
	if err := a.prepare(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	if err := a.open(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.close)
	broken, sound := account(t, a, "a-broken"), account(t, a, "b-sound")
	if _, err := a.store.SaveDefinition(ctx, &tandem.Definition{Account: broken, Kind: "trigger", Name: "x", Body: []byte("not a trigger")}); err != nil {
		t.Fatal(err)
	}
	f, err := setup.Parse("hooks.yaml", []byte("settings: {allow_networks: [127.0.0.0/8]}\ntriggers: [{name: t, object: customer, on: [create], form: query, url: '"+receiver.URL+"/sound'}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.config.Apply(ctx, sound, f, setup.Terms{Operator: true}); err != nil {
		t.Fatal(err)
	}
	d := newDeliverer(a)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.run(ctx)
	}()
	t.Cleanup(func() { stop(); <-ended })
	edit := engine.Edit{Op: tandem.Create, Fields: []engine.FieldValue{{Field: "name", Value: tandem.TextValue("Alfa")}}}
	actor := tandem.Actor{Origin: tandem.ByPerson, Name: "ada", Role: tandem.Agent}
	if written, err := a.engine.Write(ctx, sound, actor, "customer", []engine.Edit{edit}); err != nil || written[0].Err != nil {
		t.Fatal(err, written)
	}
	select {
	case path := <-heard:
		if path != "/sound" {
			t.Errorf("%s was called", path)
		}
	case <-time.After(10 * time.Second):
		t.Error("the account whose triggers are in order is not delivered for")
	}
}

func account(t *testing.T, a *app, name string) int64 {
	t.Helper()
	made, err := a.store.EnsureAccount(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return made.ID
}
