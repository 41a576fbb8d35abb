package cmcom_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/cmcom"
	"tandem/sim"
)

const token = "0d7e1ef0-5a1c-4c2a-9d7e-f6a2b0c1d2e3"

func open(t *testing.T, settings connector.Settings) *cmcom.Conn {
	t.Helper()
	c, err := cmcom.Open(settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func standIn(t *testing.T) (*sim.CMCom, string) {
	t.Helper()
	s := sim.NewCMCom("acc-7", token)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

// A right pair of account id and token is taken, a wrong one refused at the
// setting it concerns, and no message holds the token.
func TestCheck(t *testing.T) {
	_, server := standIn(t)
	for _, c := range []struct {
		account, token, server string
		code                   tandem.Code
		place                  string
	}{
		{"acc-7", token, server, "", ""},
		{"acc-7", " " + token + "\n", server, "", ""},
		{"acc-7", strings.ToUpper(token), server, tandem.Denied, "product_token"},
		{"acc-8", token, server, tandem.Denied, "product_token"},
		{"acc-7", token, "http://127.0.0.1:1", tandem.Unreached, ""},
	} {
		err := open(t, connector.Settings{"account_id": c.account, "product_token": c.token, "server": c.server}).Check(t.Context())
		e, _ := errors.AsType[*tandem.Error](err)
		if tandem.CodeOf(err) != c.code || e != nil && e.Place != c.place {
			t.Errorf("%+v: %v", c, err)
		}
		if err != nil && strings.Contains(strings.ToLower(err.Error()), token) {
			t.Errorf("the error shows the token: %v", err)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for place, s := range map[string]connector.Settings{
		"account_id":    {"product_token": token},
		"product_token": {"account_id": "acc-7"},
		"sender":        {"account_id": "acc-7", "product_token": token, "sender": "much too long a name"},
		"server":        {"account_id": "acc-7", "product_token": token, "server": "ftp://elsewhere"},
	} {
		_, err := cmcom.Open(s)
		if e, ok := errors.AsType[*tandem.Error](err); !ok || e.Code != tandem.Config || e.Place != place {
			t.Errorf("%s: %v", place, err)
		}
	}
}

// Messages arrive as they were written; one that is refused keeps none of the others back.
func TestSend(t *testing.T) {
	s, server := standIn(t)
	c := open(t, connector.Settings{"account_id": "acc-7", "product_token": token, "server": server, "sender": "Acme"})
	sent, err := connector.Send(t.Context(), c, []connector.Message{
		{Reference: "inv-1", To: "+420 777 123-456", Text: "Invoice 1 is due: „děkujeme“"},
		{Reference: "inv-2", To: "nobody", Text: "Invoice 2 is due"},
		{Reference: "inv-3", To: "0049301234567", From: "Billing", Text: "Invoice 3 is due"},
	})
	if err != nil || len(sent) != 3 || sent[0].Err != nil || tandem.CodeOf(sent[1].Err) != tandem.Invalid || sent[2].Err != nil || sent[0].Parts != 1 {
		t.Fatalf("sent %+v, %v", sent, err)
	}
	want := []sim.CMComMessage{
		{From: "Acme", To: "00420777123456", Text: "Invoice 1 is due: „děkujeme“", Reference: "inv-1"},
		{From: "Billing", To: "0049301234567", Text: "Invoice 3 is due", Reference: "inv-3"},
	}
	for i, got := range s.Sent() {
		if got != want[i] {
			t.Errorf("message %d is %+v, want %+v", i, got, want[i])
		}
	}
	if all, err := connector.Send(t.Context(), open(t, connector.Settings{"account_id": "acc-7", "product_token": "wrong", "server": server}), []connector.Message{{To: "+420777123456", Text: "x"}}); tandem.CodeOf(err) != tandem.Denied || len(all) != 0 {
		t.Errorf("a wrong token sends: %v, %v", all, err)
	}
}

// A lost answer is told as in doubt: the message may have gone out.
func TestALostAnswerIsInDoubt(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"cut off":  func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"nonsense": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>oops")) },
		"too few":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"errorCode":0,"messages":[]}`)) },
	} {
		server := httptest.NewServer(handler)
		_, err := open(t, connector.Settings{"account_id": "a", "product_token": token, "server": server.URL}).Send(t.Context(), []connector.Message{{To: "+420777123456", Text: "x"}})
		if tandem.CodeOf(err) != tandem.InDoubt {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}

// There is nothing to list, and an empty list would say that all is gone.
func TestNoRecords(t *testing.T) {
	c := open(t, connector.Settings{"account_id": "a", "product_token": token})
	for _, err := range c.List(t.Context(), &connector.View{Object: "message"}, "") {
		if tandem.CodeOf(err) != tandem.Schema {
			t.Errorf("listing: %v", err)
		}
	}
	if _, err := c.Write(t.Context(), &connector.View{Object: "message"}, []connector.Write{{Op: tandem.Create}}); tandem.CodeOf(err) != tandem.Schema {
		t.Errorf("writing: %v", err)
	}
	if d, err := c.Describe(t.Context()); err != nil || len(d.Objects) != 0 {
		t.Errorf("described %v, %v", d, err)
	}
}
