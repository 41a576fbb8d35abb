package main

import (
	"strconv"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// oneOf lists a choice for a hint.
func oneOf(words []string) string { return strings.Join(words, " | ") }

// recordArgument reads how people name a record of a sync: "customers 000042",
// customers/000042, or with # the id of ours: "customers #17".
func recordArgument(text string) (string, error) {
	point, key, ok := strings.Cut(strings.TrimSpace(text), " ")
	if !ok {
		point, key, ok = strings.Cut(text, "/")
	}
	if !ok || point == "" || strings.TrimSpace(key) == "" {
		return "", tandem.Errorf(tandem.Usage, "%q does not name a record", text).WithHint(`"customers 000042", or "customers #17" by our id`)
	}
	return point + " " + strings.TrimSpace(key), nil
}

// assignment takes "field=value" apart.
func assignment(text string) (name, value string, err error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return "", "", tandem.Errorf(tandem.Usage, "%q is not a field with its value", text).WithHint("name='Alfa s.r.o.'; nothing behind = empties the field")
	}
	return name, value, nil
}

// idArgument reads the id of a record.
func idArgument(text string) (int64, error) {
	return numberArgument(text, "the id of a record")
}

// runArgument reads the number of a run.
func runArgument(text string) (int64, error) {
	return numberArgument(text, "the number of a run")
}

func numberArgument(text, what string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	if err != nil || id <= 0 {
		return 0, tandem.Errorf(tandem.Usage, "%q is not %s", text, what)
	}
	return id, nil
}

// objectArgument finds an object by its name or the plural of it, as people write both.
func objectArgument(d *dictionary.Dictionary, name string) (*dictionary.Object, error) {
	if o, ok := d.Object(strings.ReplaceAll(name, "-", "_")); ok {
		return o, nil
	}
	if o, ok := d.ByPlural(strings.ReplaceAll(name, "_", "-")); ok {
		return o, nil
	}
	names := make([]string, len(d.Objects))
	for i := range d.Objects {
		names[i] = d.Objects[i].Name
	}
	hint := dictionary.DidYouMean(name, names)
	if hint == "" {
		hint = oneOf(names)
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no object %s", name).WithHint(hint)
}

// ownerArgument finds what may have custom fields: an object, or the lines of a document.
func ownerArgument(name string) (string, error) {
	standard := dictionary.Standard()
	if o, ok := standard.ObjectOrLines(strings.ReplaceAll(name, "-", "_")); ok {
		return o.Name, nil
	}
	o, err := objectArgument(standard, name)
	if err != nil {
		return "", err
	}
	return o.Name, nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
