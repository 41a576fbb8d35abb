package setup

import (
	"slices"

	"tandem/trigger"
)

// Trigger is a rule "on this change call that receiver".
type Trigger struct {
	Name        string            `json:"name"`
	Object      string            `json:"object"`
	On          []string          `json:"on"`               // create, edit, delete
	From        []string          `json:"from,omitempty"`   // origins; none = people and programs
	Fields      []string          `json:"fields,omitempty"` // edits: only if one of these changed
	When        string            `json:"when,omitempty"`   // a condition over old and new
	Form        trigger.Form      `json:"form"`
	URL         string            `json:"url"` // as written: references to the environment stay references
	Secret      string            `json:"secret,omitempty"`
	OldSecret   string            `json:"old_secret,omitempty"` // signs too, while receivers change over
	Method      string            `json:"method,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"`
	Body        string            `json:"body,omitempty"`
	Timeout     string            `json:"timeout,omitempty"`
	Retry       []string          `json:"retry,omitempty"`
	Concurrency int               `json:"concurrency,omitempty"`
	Off         bool              `json:"off,omitempty"`    // nobody is called; what becomes due is kept
	Sealed      map[string]string `json:"sealed,omitempty"` // by key: the values that must not be read, sealed
	Removed     bool              `json:"-"`                // in a file: take it away
	Places      Places            `json:"-"`
}

func readTrigger(t *table) Trigger {
	y := Trigger{
		Name: t.need("name"), Removed: t.is("removed"), Off: t.is("off"), Places: t.places,
		From: t.texts("from"), Fields: t.texts("fields"), When: t.text("when"),
		Secret: t.text("secret"), OldSecret: t.text("old_secret"),
		Method: t.text("method"), Headers: t.fixed("headers"), Body: t.text("body"),
		Timeout: t.text("timeout"), Retry: t.texts("retry"), Concurrency: t.number("concurrency"),
	}
	t.call("trigger", y.Name)
	y.Object, y.URL, y.On = t.text("object"), t.text("url"), t.texts("on")
	y.Form = trigger.Form(t.word("form", formWords()...))
	if y.Removed {
		return y
	}
	if y.Form == "" {
		y.Form = trigger.Query
	}
	for key, missing := range map[string]bool{"object": y.Object == "", "url": y.URL == "", "on": len(y.On) == 0} {
		if missing {
			t.need(key)
		}
	}
	return y
}

func formWords() []string {
	words := make([]string, 0, len(trigger.Forms()))
	for _, form := range trigger.Forms() {
		words = append(words, string(form))
	}
	return words
}

// secrets lists the keys whose values are or may be secret, with these values:
// the first two always are.
func (y *Trigger) secrets() []*secretKey {
	list := []*secretKey{
		{key: "secret", value: &y.Secret, always: true}, {key: "old_secret", value: &y.OldSecret, always: true},
		{key: "url", value: &y.URL},
	}
	for _, name := range sortedKeys(y.Headers) {
		list = append(list, &secretKey{key: "headers." + name, header: name})
	}
	return list
}

// secretKey is one value of a trigger that may have to be sealed.
type secretKey struct {
	key    string
	header string  // the header it is the value of; "" = none
	value  *string // of all else
	always bool
}

func (k *secretKey) get(y *Trigger) string {
	if k.header != "" {
		return y.Headers[k.header]
	}
	return *k.value
}

func (k *secretKey) set(y *Trigger, value string) {
	if k.header != "" {
		y.Headers[k.header] = value
		return
	}
	*k.value = value
}

// triggerNamed finds a trigger by its name.
func triggerNamed(list []Trigger, name string) (*Trigger, bool) {
	i := slices.IndexFunc(list, func(y Trigger) bool { return y.Name == name })
	if i < 0 {
		return nil, false
	}
	return &list[i], true
}
