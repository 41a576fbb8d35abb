package web

import (
	"errors"
	"net/url"

	"github.com/a-h/templ"

	"tandem"
)

// field is one thing a form asks for.
type field struct {
	Name     string
	Label    string
	Help     string // what it is for, below it
	Kind     string // text, password, number, email, tel, url, date, datetime-local, search, file, hidden, textarea, select, switch
	Value    string // as it is or as it was typed
	Options  []option
	Required bool
	Error    string // what is wrong with it; "" = nothing
	Fill     string // the browser's word for what belongs here (autocomplete), "" = off
	Rows     int    // textarea: its height; 0 = 4
}

// option is one of a field's values.
type option struct{ Value, Label string }

// id is the field's name in the page.
func (f field) id() string { return "field-" + f.Name }

// described names what a screen reader reads with the field.
func (f field) described() string {
	switch {
	case f.Error != "" && f.Help != "":
		return f.id() + "-error " + f.id() + "-help"
	case f.Error != "":
		return f.id() + "-error"
	case f.Help != "":
		return f.id() + "-help"
	default:
		return ""
	}
}

// input is the kind of a field as browsers call it.
func (f field) input() string {
	if f.Kind == "" {
		return "text"
	}
	return f.Kind
}

func (f field) fill() string {
	if f.Fill == "" {
		return "off"
	}
	return f.Fill
}

func (f field) rows() int {
	if f.Rows == 0 {
		return 4
	}
	return f.Rows
}

// form is what was typed and what is wrong with it. A form that is refused is
// shown again with both.
type form struct {
	typed  url.Values        // nil = nothing was sent yet
	errors map[string]string // by field; "" = of the form as a whole
}

// sent reports whether the form comes back from a browser.
func (f *form) sent() bool { return f.typed != nil }

// wrong notes what is wrong with a field, once.
func (f *form) wrong(name, message string) {
	if f.errors == nil {
		f.errors = map[string]string{}
	}
	if f.errors[name] == "" {
		f.errors[name] = message
	}
}

// ok reports whether nothing is wrong.
func (f *form) ok() bool { return len(f.errors) == 0 }

// take notes an error that a person can mend beside the field it names, or
// above the form; it reports whether it could. Other errors are a page's own.
func (f *form) take(err error, names ...string) bool {
	known, ok := errors.AsType[*tandem.Error](err)
	if !ok || !mendable(known.Code) {
		return false
	}
	message := sentence(known.Message)
	if known.Hint != "" {
		message += " " + sentence(known.Hint)
	}
	for _, name := range names {
		if known.Place == name {
			f.wrong(name, message)
			return true
		}
	}
	if known.Place != "" {
		message = known.Place + ": " + message
	}
	f.wrong("", message)
	return true
}

// mendable reports whether an error is one of what was sent, so that the form
// is shown again instead of an error page.
func mendable(code tandem.Code) bool {
	switch code {
	case tandem.Invalid, tandem.Usage, tandem.Config, tandem.Conflict, tandem.Stale, tandem.Denied, tandem.Unreached, tandem.Schema, tandem.Busy, tandem.Throttled:
		return true
	default:
		return false
	}
}

// fill gives a field what was typed into it and what is wrong with it.
func (f *form) fill(d field) field {
	if f.sent() {
		if _, ok := f.typed[d.Name]; ok || d.Kind == "switch" {
			d.Value = f.typed.Get(d.Name)
		}
		if d.Kind == "password" {
			d.Value = "" // it is typed anew rather than sent around
		}
	}
	d.Error = f.errors[d.Name]
	return d
}

// fieldTold tells screen readers what is said of a field.
func fieldTold(f field) templ.Attributes {
	told := templ.Attributes{}
	if d := f.described(); d != "" {
		told["aria-describedby"] = d
	}
	if f.Error != "" {
		told["aria-invalid"] = "true"
	}
	return told
}
