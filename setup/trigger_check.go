package setup

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/trigger"
)

// trigger checks a trigger as far as it is written in the file.
func (c *checker) trigger(y *Trigger) {
	if y.Removed {
		return
	}
	bad := func(key, hint, format string, args ...any) { c.problems.addf(y.Places.Of(key), hint, format, args...) }
	object, ok := c.ours.Object(y.Object)
	if !ok && y.Object != "" {
		bad("object", dictionary.DidYouMean(y.Object, objectNames(c.ours)), "there is no object %s", y.Object)
		return
	}
	for _, word := range y.On {
		if _, ok := trigger.ParseOperation(word); !ok {
			bad("on", didYouMean(word, trigger.Operations()), "on cannot be %q", short(word))
		}
	}
	for _, origin := range y.From {
		if word, _, _ := strings.Cut(origin, ":"); !slices.Contains(origins(), word) {
			bad("from", didYouMean(word, origins()), "from cannot be %q", short(origin))
		}
	}
	if !ok {
		return
	}
	for _, field := range y.Fields {
		if _, ok := object.Field(field); !ok {
			bad("fields", dictionary.DidYouMean(field, object.FieldNames()), "%s has no field %s", object.Name, field)
		}
	}
	if y.When != "" {
		if _, err := expr.CompileCondition(y.When, expr.Changes(object)); err != nil {
			c.expression(y.Places.Of("when"), "when", err)
		}
	}
	c.call(y, object, bad)
}

// call checks what a receiver is called with.
func (c *checker) call(y *Trigger, object *dictionary.Object, bad func(key, hint, format string, args ...any)) {
	if y.Form != trigger.Templated {
		for key, there := range map[string]bool{"method": y.Method != "", "body": y.Body != ""} {
			if there {
				bad(key, "form: template takes it", "a trigger of form %s has no %s", y.Form, key)
			}
		}
	}
	if signs := y.Form == trigger.Signed || y.Form == trigger.CloudEvents; y.Secret == "" && y.Form == trigger.Signed {
		bad("", `secret: "${HOOK_SECRET}"; openssl rand -base64 32 makes one`, "trigger %s is signed and needs a secret", y.Name)
	} else if !signs && y.Secret != "" {
		bad("secret", "form: signed takes it", "a trigger of form %s is not signed", y.Form)
	}
	if y.Method != "" && !slices.Contains(methods(), y.Method) {
		bad("method", didYouMean(y.Method, methods()), "method cannot be %q", short(y.Method))
	}
	if _, err := duration(y.Timeout); err != nil {
		bad("timeout", "as in 15s or 2m", "timeout cannot be %q", short(y.Timeout))
	}
	for _, wait := range y.Retry {
		if _, err := duration(wait); err != nil {
			bad("retry", "as in [5s, 1m, 1h]", "retry cannot be %q", short(wait))
		}
	}
	if y.Concurrency > maxLanes {
		bad("concurrency", "", "concurrency is at most %d", maxLanes)
	}
	if !hasReference(y.URL) {
		if what := wrongAddress(y.URL); what != "" && y.URL != Hidden && y.URL != "" {
			bad("url", "as in https://example.com/hook", "url %s", what)
		}
	}
	if _, err := compileCall(y, object); err != nil {
		c.expression(y.Places.Of(y.guilty(object)), y.guilty(object), err)
	}
}

// maxLanes is how many calls to one receiver may be under way at once.
const maxLanes = 256

// guilty names the key whose template cannot be read.
func (y *Trigger) guilty(object *dictionary.Object) string {
	env := callEnv(object)
	for _, key := range []struct{ name, text string }{{"url", y.URL}, {"body", y.Body}} {
		if _, err := trigger.ParseTemplate(key.text, env, trigger.InText); err != nil {
			return key.name
		}
	}
	return "headers"
}

// expression notes an error of the expression language, whose own place is within the text.
func (c *checker) expression(place, key string, err error) {
	e, ok := err.(*tandem.Error) //nolint:errorlint // the language returns nothing else
	if !ok {
		c.problems.addf(place, "", "%s: %v", key, err)
		return
	}
	c.problems.addf(place, e.Hint, "%s: %s", key, e.Message)
}

// origins are the words for where changes come from.
func origins() []string {
	return []string{string(tandem.ByPerson), string(tandem.ByAPI), string(tandem.BySync), string(tandem.ByImport), string(tandem.ByUndo), string(tandem.ByMaintainer)}
}

func methods() []string {
	return []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
}

// duration reads how long something takes; "" is none.
func duration(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err == nil && (d <= 0 || d > 31*24*time.Hour) {
		err = tandem.Errorf(tandem.Config, "%s is too short or too long", text)
	}
	return d, err //nolint:wrapcheck // the caller words it
}

// wrongAddress says what is wrong with an address, "" when nothing is. Gaps may
// stand behind the host.
func wrongAddress(address string) string {
	fixed, _, _ := strings.Cut(address, "{{")
	u, err := url.Parse(fixed)
	switch {
	case err != nil:
		return "cannot be read as an address"
	case u.Scheme != "http" && u.Scheme != "https":
		return "must begin with http:// or https://"
	case u.Host == "" || fixed != address && u.Path == "" && u.RawQuery == "":
		return "must name its host"
	default:
		return ""
	}
}
