package delivery_test

import (
	"testing"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/trigger"
)

// env is what templates of customers may speak of.
func env() expr.Env {
	customer, _ := dictionary.Standard().Object("customer")
	about := &dictionary.Object{Name: "change"}
	for _, a := range trigger.AboutChange() {
		typ := dictionary.Text
		switch a.Kind {
		case tandem.Integer:
			typ = dictionary.Integer
		case tandem.Instant:
			typ = dictionary.Instant
		default:
		}
		about.Fields = append(about.Fields, dictionary.Field{Name: a.Name, Type: typ})
	}
	e := expr.Changes(customer)
	e.Named = append(e.Named, expr.Named{Name: "change", Object: about})
	return e
}

func template(t *testing.T, text string) *trigger.Template {
	t.Helper()
	x, err := trigger.ParseTemplate(text, env(), trigger.InURL)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestTemplatedCall(t *testing.T) {
	r := newReceiver(t, nil)
	body, err := trigger.ParseTemplate(`{"text": "{{ old.name }} -> {{ name }}", "by": "{{ change.by }}", "{{ change.operation }}": true}`, env(), trigger.EscapeFor("application/json; charset=utf-8"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, r.URL, func(x *trigger.Trigger) {
		x.Call.Form, x.Call.Method, x.Call.URL, x.Call.Body = trigger.Templated, "PUT", template(t, r.URL+"/hook/{{ change.object }}?name={{ new.name }}&v={{ change.version }}"), body
		x.Call.Headers = []trigger.Header{{Name: "Content-Type", Value: trigger.Fixed("application/json; charset=utf-8")}, {Name: "X-Customer", Value: template(t, "{{ change.customer }}")}}
	})
	w.write("customer", tandem.Create, 7, 0, map[string]tandem.Value{"name": text(`A"&=`)})
	w.write("customer", tandem.Update, 7, 1, map[string]tandem.Value{"name": text("B\nC")})
	w.deliver()
	w.eventually("both arrive", func() bool { return w.states()["arrived"] == 2 })
	h := r.heard()[1]
	if h.line != "PUT /hook/customer?name=B%0AC&v=2" || h.header.Get("X-Customer") != "7" || h.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("%s with %v", h.line, h.header)
	}
	if want := `{"text": "A\"&= -> B\nC", "by": "nina", "edit": true}`; h.body != want {
		t.Errorf("sent %s\nwant %s", h.body, want)
	}
}
