package setup_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/dictionary"
	"tandem/setup"
	"tandem/trigger"
)

const triggers = `account: acme
triggers:
  - {name: legacy, object: customer, on: [create, edit, delete], url: "http://user:pw@example.com/crm"}
  - {name: hook, object: case, on: [edit], from: [person, "sync:erp"], fields: [status], when: 'new.status == "closed"', form: signed, url: "https://example.com/${TOKEN}/cases", secret: "${TOKEN}", old_secret: plain}
  - name: chat
    object: task
    "on": [create]
    form: template
    method: PUT
    url: "https://example.com/{{ change.id }}"
    headers: {Authorization: "Bearer ${TOKEN}", Content-Type: application/json}
    body: "{\"text\": \"{{ new.subject }}\"}"
    timeout: 5s
    retry: [1s, 1m]
    concurrency: 4
    off: true
`

func TestTriggersAreApplied(t *testing.T) {
	b := newBench(t)
	b.mustApply(t, triggers, "trigger legacy: created", "trigger hook: created", "trigger chat: created")
	b.mustApply(t, triggers)
	for name, d := range b.shelf {
		for _, secret := range []string{"t0ken", "pw@", "plain"} {
			if text := string(d.Body); strings.Contains(strings.ReplaceAll(text, ":"+secret, ""), secret) && !strings.Contains(text, "sealed 1/trigger/") {
				t.Errorf("%s shows %s: %s", name, secret, text)
			}
		}
	}

	list, err := b.config.Triggers(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]trigger.Trigger{}
	for _, x := range list {
		byName[x.Name] = x
	}
	hook, chat := byName["hook"], byName["chat"]
	if got := hook.Call; got.URL.Prefix() != "https://example.com/t0ken/cases" || got.Shown != "https://example.com/${TOKEN}/cases" || len(got.Secrets) != 2 || got.Secrets[0] != "t0ken" {
		t.Errorf("hook calls %+v", got)
	}
	if hook.Receiver != 9 || len(hook.Call.Retries) != 13 || hook.Call.Lanes != trigger.DefaultLanes {
		t.Errorf("hook is %+v", hook)
	}
	get := func(field string) tandem.Value {
		return map[string]tandem.Value{"change.id": tandem.IntegerValue(7), "new.subject": tandem.TextValue(`say "hi"`)}[field]
	}
	if got := chat.Call.URL.Fill(get); got != "https://example.com/7" {
		t.Errorf("chat calls %s", got)
	}
	if got := chat.Call.Body.Fill(get); got != `{"text": "say \"hi\""}` {
		t.Errorf("chat sends %s", got)
	}
	if auth := chat.Call.Headers[0]; auth.Value.Prefix() != "Bearer t0ken" || auth.Shown != setup.Hidden || !chat.Off {
		t.Errorf("chat carries %+v, off %v", auth, chat.Off)
	}

	// What is printed can be applied again and changes nothing.
	f, err := b.config.File(t.Context(), 1, "acme")
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	if err := setup.Print(&printed, f); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"t0ken", "pw", "plain", "sealed"} {
		if strings.Contains(printed.String(), secret) {
			t.Errorf("printed shows %q:\n%s", secret, &printed)
		}
	}
	b.mustApply(t, printed.String())
	b.mustApply(t, "account: acme\ntriggers:\n  - {name: chat, removed: true}\n", "trigger chat: removed")
}

func TestTriggersAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		`{name: a, object: custmer, on: [edit], url: "http://x/"}`:                                            "there is no object custmer (did you mean customer?)",
		`{name: a, object: customer, on: [edits], url: "http://x/"}`:                                          `on cannot be "edits" (did you mean edit?)`,
		`{name: a, object: customer, on: [edit], url: "ftp://x/"}`:                                            "url must begin with http:// or https:// (as in https://example.com/hook)",
		`{name: a, object: customer, on: [edit], url: "http://{{ change.id }}/", form: template}`:             "url must name its host (as in https://example.com/hook)",
		`{name: a, object: customer, on: [edit], url: "http://x/", when: 'nam == "x"'}`:                       "when: there is no field nam (did you mean name?)",
		`{name: a, object: customer, on: [edit], url: "http://x/", fields: [nam]}`:                            "customer has no field nam (did you mean name?)",
		`{name: a, object: customer, on: [edit], url: "http://x/", from: [sink]}`:                             `from cannot be "sink" (did you mean sync?)`,
		`{name: a, object: customer, on: [edit], url: "http://x/", form: signed}`:                             `trigger a is signed and needs a secret (secret: "${HOOK_SECRET}"; openssl rand -base64 32 makes one)`,
		`{name: a, object: customer, on: [edit], url: "http://x/", secret: s}`:                                "a trigger of form query is not signed (form: signed takes it)",
		`{name: a, object: customer, on: [edit], url: "http://x/", body: s}`:                                  "a trigger of form query has no body (form: template takes it)",
		`{name: a, object: customer, on: [edit], url: "http://x/", timeout: soon}`:                            `timeout cannot be "soon" (as in 15s or 2m)`,
		`{name: a, object: customer, on: [edit], url: "http://x/", retry: [1]}`:                               `retry cannot be "1" (as in [5s, 1m, 1h])`,
		`{name: a, object: customer, on: [edit], url: "http://x/", form: template, body: "{{ change.ids }}"}`: "body: there is no field ids (did you mean id?)",
		`{name: a, object: customer, on: [edit], url: "http://x/", form: template, headers: {X: "{{ name "}}`: "headers: a gap is opened with {{ and not closed (close it with }})",
		`{name: a, object: customer, on: [edit], url: "http://${NOTSET}/"}`:                                   "the environment has no variable NOTSET (export NOTSET=...)",
		`{name: a, object: customer, on: [edit], form: signed, url: "http://x/", secret: "********"}`:         "nothing is stored yet that secret could keep (write the value, or a reference to the environment as ${NAME})",
		`{name: a, object: customer, on: [edit], url: "http://x/", concurrency: 1000}`:                        "concurrency is at most 256",
	} {
		b := newBench(t)
		_, err := b.apply(t, "account: acme\ntriggers:\n  - "+text+"\n")
		problems, ok := err.(setup.Problems) //nolint:errorlint // Apply returns nothing else
		if !ok || len(problems) != 1 {
			t.Errorf("%s\ngives %v", text, err)
			continue
		}
		got := problems[0].Message
		if problems[0].Hint != "" {
			got += " (" + problems[0].Hint + ")"
		}
		if got != want {
			t.Errorf("%s\nwant %s\ngot  %s", text, want, got)
		}
		if !strings.HasPrefix(problems[0].Place, "f.yaml:3:") {
			t.Errorf("%s\nis told at %s", text, problems[0].Place)
		}
	}
	for _, text := range []string{`{object: customer, on: [edit], url: "http://x/"}`, `{name: a, on: [edit], url: "http://x/"}`, `{name: a, object: customer, url: "http://x/"}`, `{name: a, object: customer, on: [edit]}`} {
		if _, err := setup.Parse("f.yaml", []byte("triggers:\n  - "+text+"\n")); tandem.CodeOf(err) != tandem.Config {
			t.Errorf("%s is read", text)
		}
	}
}

// Settings are honoured from whoever runs the server and nobody else.
func TestSettingsBelongToTheOperator(t *testing.T) {
	const text = "account: acme\nsettings: {allow_networks: [\"127.0.0.0/8\", 10.0.0.7]}\n"
	b := newBench(t)
	if _, err := b.apply(t, text); err == nil || !strings.Contains(err.Error(), "settings belong to whoever runs the server") {
		t.Errorf("anybody may set them: %v", err)
	}
	b.terms.Operator = true
	b.mustApply(t, text, "settings server: created")
	b.mustApply(t, text)
	networks, err := b.config.AllowNetworks(t.Context(), 1)
	if err != nil || len(networks) != 2 || networks[1].String() != "10.0.0.7/32" {
		t.Errorf("allowed are %v, %v", networks, err)
	}
	if _, err := b.apply(t, "account: acme\nsettings: {allow_networks: [home]}\n"); err == nil {
		t.Error("home is taken for a network")
	}
}

// A stored condition that speaks of what is gone does not keep anybody from writing.
func TestRulesOutliveTheirFields(t *testing.T) {
	rules, err := setup.Rules(dictionary.Standard(), []tandem.Definition{
		{Name: "old", Body: []byte(`{"object":"customer","on":["edit"],"when":"segment == \"x\"","form":"query","url":"http://x/"}`)},
		{Name: "strange", Body: []byte(`{"object":"spaceship","on":["edit"],"form":"query","url":"http://x/"}`)},
		{Name: "new", Body: []byte(`{"object":"customer","on":["create"],"form":"query","url":"http://x/"}`)},
	}, map[string]int64{"old": 1, "strange": 2, "new": 3})
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(string) tandem.Value { return tandem.NullValue() }
	got := rules.Due(&tandem.Deed{Object: "customer", Op: tandem.Update, Actor: tandem.Actor{Origin: tandem.ByAPI}, Before: nothing, After: nothing})
	if diff := cmp.Diff([]int64{1}, got); diff != "" {
		t.Errorf("due (-want +got):\n%s", diff)
	}
}
