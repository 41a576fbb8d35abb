package setup

import (
	"context"
	"encoding/json"
	"maps"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/trigger"
)

// Rules makes of the stored triggers of an account what the store asks about each
// change. A condition that speaks of what is no longer there counts as met.
func Rules(ours *dictionary.Dictionary, stored []tandem.Definition, receivers map[string]int64) (*trigger.Rules, error) {
	var rules []trigger.Rule
	for i := range stored {
		y, err := decodeTrigger(&stored[i])
		if err != nil {
			return nil, err
		}
		object, known := ours.Object(y.Object)
		if receivers[y.Name] == 0 || !known {
			continue
		}
		rules = append(rules, compileRule(y, object, receivers[y.Name]))
	}
	return trigger.NewRules(rules), nil
}

func decodeTrigger(d *tandem.Definition) (*Trigger, error) {
	y := &Trigger{}
	if err := json.Unmarshal(d.Body, y); err != nil {
		return nil, tandem.Errorf(tandem.Internal, "stored trigger %s cannot be read", d.Name).Because(err)
	}
	y.Name = d.Name
	return y, nil
}

func compileRule(y *Trigger, object *dictionary.Object, receiver int64) trigger.Rule {
	rule := trigger.Rule{Receiver: receiver, Object: y.Object, From: y.From, Fields: y.Fields}
	for _, word := range y.On {
		if op, ok := trigger.ParseOperation(word); ok {
			rule.On = append(rule.On, op)
		}
	}
	if y.When != "" {
		if when, err := expr.CompileCondition(y.When, expr.Changes(object)); err == nil {
			rule.When = when
		}
	}
	return rule
}

// callEnv is what the templates of a trigger may speak of.
func callEnv(object *dictionary.Object) expr.Env {
	about := &dictionary.Object{Name: "change"}
	for _, a := range trigger.AboutChange() {
		about.Fields = append(about.Fields, dictionary.Field{Name: a.Name, Doc: a.Doc, Type: typeOf(a.Kind)})
	}
	env := expr.Changes(object)
	env.Named = append(env.Named, expr.Named{Name: "change", Object: about})
	return env
}

func typeOf(kind tandem.Kind) dictionary.Type {
	switch kind {
	case tandem.Integer:
		return dictionary.Integer
	case tandem.Instant:
		return dictionary.Instant
	default:
		return dictionary.Text
	}
}

// compileCall makes what a receiver is called with. Secrets must be open.
func compileCall(y *Trigger, object *dictionary.Object) (trigger.Call, error) {
	call := trigger.Call{Form: y.Form, Method: y.Method, Shown: y.URL, Timeout: trigger.DefaultTimeout, Retries: trigger.DefaultRetries(), Lanes: trigger.DefaultLanes}
	if y.Concurrency > 0 {
		call.Lanes = y.Concurrency
	}
	if d, err := duration(y.Timeout); err == nil && d > 0 {
		call.Timeout = d
	}
	if len(y.Retry) > 0 {
		call.Retries = nil
		for _, text := range y.Retry {
			if wait, err := duration(text); err == nil {
				call.Retries = append(call.Retries, wait)
			}
		}
	}
	for _, secret := range []string{y.Secret, y.OldSecret} {
		if secret != "" {
			call.Secrets = append(call.Secrets, secret)
		}
	}
	return call, fillCall(&call, y, object)
}

// fillCall reads the templates. Only a trigger of that form has gaps.
func fillCall(call *trigger.Call, y *Trigger, object *dictionary.Object) (err error) {
	env := callEnv(object)
	parse := func(text string, escape trigger.Escape) *trigger.Template {
		if y.Form != trigger.Templated {
			return trigger.Fixed(text)
		}
		t, problem := trigger.ParseTemplate(text, env, escape)
		if problem != nil && err == nil {
			err = problem
		}
		return t
	}
	call.URL = parse(y.URL, trigger.InURL)
	mediaType := ""
	for _, name := range sortedKeys(y.Headers) {
		call.Headers = append(call.Headers, trigger.Header{Name: name, Value: parse(y.Headers[name], trigger.InHeader)})
		if strings.EqualFold(name, "Content-Type") {
			mediaType = y.Headers[name]
		}
	}
	if y.Body != "" {
		call.Body = parse(y.Body, trigger.EscapeFor(mediaType))
	}
	return err
}

// Triggers returns the triggers of an account, ready to be carried out.
func (c *Config) Triggers(ctx context.Context, account int64) ([]trigger.Trigger, error) {
	ours, err := c.options.Dictionary(ctx, account)
	if err != nil {
		return nil, err //nolint:wrapcheck // the dictionary's own words
	}
	stored, err := c.options.Store.Definitions(ctx, account, kindTrigger)
	if err != nil {
		return nil, err //nolint:wrapcheck // the store's own words
	}
	list := make([]trigger.Trigger, 0, len(stored))
	for i := range stored {
		y, err := decodeTrigger(&stored[i])
		if err != nil {
			return nil, err
		}
		object, known := ours.Object(y.Object)
		if !known {
			continue
		}
		t, err := c.openTrigger(ctx, account, y, object)
		if err != nil { // one that cannot be carried out stops no other
			c.options.Log.Error("a trigger calls nobody", "trigger", y.Name, "error", err)
			continue
		}
		list = append(list, *t)
	}
	return list, nil
}

// openTrigger opens what is sealed of a trigger.
func (c *Config) openTrigger(ctx context.Context, account int64, y *Trigger, object *dictionary.Object) (*trigger.Trigger, error) {
	receiver, err := c.options.Receiver(ctx, account, y.Name)
	if err != nil {
		return nil, err //nolint:wrapcheck // the store's own words
	}
	shown := *y
	y.Headers = maps.Clone(y.Headers)
	for _, k := range y.secrets() {
		sealed, ok := y.Sealed[k.key]
		if !ok {
			continue
		}
		plain, err := c.options.Sealer.Open(sealed, triggerSealPlace(account, y.Name, k.key))
		if err != nil {
			return nil, err //nolint:wrapcheck // the sealer's own words
		}
		k.set(y, plain)
	}
	call, err := compileCall(y, object)
	if err != nil {
		return nil, err
	}
	call.Shown = shown.URL
	for i := range call.Headers {
		if _, secret := y.Sealed["headers."+call.Headers[i].Name]; secret {
			call.Headers[i].Shown = Hidden
		}
	}
	return &trigger.Trigger{Account: account, Name: y.Name, Off: y.Off, Rule: compileRule(y, object, receiver), Call: call}, nil
}
