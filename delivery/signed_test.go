package delivery_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"tandem"
	"tandem/trigger"
)

const (
	secretNew = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	secretOld = "an older secret, which is no base64!"
)

// signedCall is a case that was edited, as it arrives.
func signedCall(t *testing.T, form trigger.Form) heard {
	t.Helper()
	r := newReceiver(t, nil)
	w := newWorld(t, r.URL, func(x *trigger.Trigger) {
		x.Call.Form, x.Call.Secrets = form, []string{secretNew, secretOld}
	})
	w.write("case", tandem.Create, 22, 0, map[string]tandem.Value{"subject": text("žluťoučký \"kůň\"\n"), "customer": tandem.ReferenceValue(11)})
	w.write("case", tandem.Update, 22, 1, map[string]tandem.Value{"status": text("closed")})
	w.write("case", tandem.Delete, 22, 2, nil)
	w.deliver()
	w.eventually("three calls", func() bool { return w.states()["arrived"] == 3 })
	return r.heard()[1]
}

func TestSignedCall(t *testing.T) {
	h := signedCall(t, trigger.Signed)
	if h.line != "POST /" || h.header.Get("Content-Type") != "application/json" || h.header.Get("Webhook-Id") != "msg_2" {
		t.Errorf("%s with %v", h.line, h.header)
	}
	for name, secret := range map[string]string{"new": secretNew, "old": base64.StdEncoding.EncodeToString([]byte(secretOld))} {
		wh, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := wh.Verify([]byte(h.body), h.header); err != nil {
			t.Errorf("with the %s secret: %v", name, err)
		}
		if wh.Verify([]byte(h.body+" "), h.header) == nil {
			t.Errorf("with the %s secret another body passes", name)
		}
	}
	var got struct {
		Type string
		Data struct {
			Object, Operation, By, From string
			ID, Version, Customer, Case int64
			Record, Previous            map[string]any
		}
	}
	if err := json.Unmarshal([]byte(h.body), &got); err != nil { //nolint:musttag // the names are the keys
		t.Fatalf("%v: %s", err, h.body)
	}
	d := got.Data
	if got.Type != "case.edit" || d.Object != "case" || d.Operation != "edit" || d.By != "nina" || d.From != "person" || d.ID != 22 || d.Version != 2 || d.Customer != 11 || d.Case != 22 {
		t.Errorf("%s", h.body)
	}
	if d.Record["status"] != "closed" || d.Record["subject"] != "žluťoučký \"kůň\"\n" || d.Record["customer"] != 11. {
		t.Errorf("the record is %v", d.Record)
	}
	if diff := cmp.Diff(map[string]any{"status": nil}, d.Previous); diff != "" {
		t.Errorf("previous (-want +got):\n%s", diff)
	}
}

func TestCloudEvent(t *testing.T) {
	h := signedCall(t, trigger.CloudEvents)
	var got map[string]any
	if err := json.Unmarshal([]byte(h.body), &got); err != nil {
		t.Fatalf("%v: %s", err, h.body)
	}
	want := map[string]any{"specversion": "1.0", "id": "msg_2", "source": "/tandem/accounts/1", "type": "tandem.case.edit", "subject": "case/22", "datacontenttype": "application/json"}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %v, not %v", name, got[name], value)
		}
	}
	if h.header.Get("Content-Type") != "application/cloudevents+json" || h.header.Get("Webhook-Signature") == "" {
		t.Errorf("headers %v", h.header)
	}
}

// The reference library of another language verifies what we sign.
func TestReferenceLibraryVerifies(t *testing.T) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("npm is missing: the signatures are not held against the reference library")
		}
		t.Skip("SKIPPED: npm is missing, so the signatures are not held against the reference library; apt-get install npm")
	}
	if testing.Short() {
		t.Skip("installs a package: not with -short")
	}
	dir := t.TempDir()
	install := exec.CommandContext(t.Context(), npm, "install", "--no-audit", "--no-fund", "--prefix", dir, "standardwebhooks@1.0.0")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	h := signedCall(t, trigger.Signed)
	script := filepath.Join(dir, "verify.js")
	if err := os.WriteFile(script, []byte(`
const { Webhook } = require("standardwebhooks");
const call = JSON.parse(require("fs").readFileSync(0, "utf8"));
for (const secret of call.secrets) {
	const told = new Webhook(secret).verify(call.body, call.headers);
	if (told.data.record.status !== "closed") throw new Error("told " + JSON.stringify(told));
}
let passed = true;
try { new Webhook(call.secrets[0]).verify(call.body + " ", call.headers) } catch { passed = false }
if (passed) throw new Error("another body passes");
console.log("verified");
`), 0o600); err != nil {
		t.Fatal(err)
	}
	headers := map[string]string{}
	for name := range h.header {
		headers[strings.ToLower(name)] = h.header.Get(name)
	}
	input, err := json.Marshal(map[string]any{
		"body": h.body, "headers": headers, "secrets": []string{secretNew, "whsec_" + base64.StdEncoding.EncodeToString([]byte(secretOld))},
	})
	if err != nil {
		t.Fatal(err)
	}
	verify := exec.CommandContext(t.Context(), "node", script)
	verify.Dir, verify.Stdin = dir, bytes.NewReader(input)
	out, err := verify.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "verified" {
		t.Errorf("%v\n%s", err, out)
	}
}
