package mapping

import (
	"strings"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Converter describes a converter for people: documentation, dialogs, hints.
type Converter struct {
	Name   string
	Usage  string // how it is written: "pad(WIDTH)"
	Doc    string
	OneWay bool // it cannot be undone: only where values come in
}

// converter is a converter before its argument is known.
type converter struct {
	Converter
	takes []tandem.Kind // what it reads; Absent = everything
	make  func(c call) (step, tandem.Kind, error)
}

// call is a converter as it is used in a rule.
type call struct {
	name string
	arg  string      // what stands between the brackets
	kind tandem.Kind // what kind of value it will be given; Absent = not known
	zone func(string) (*time.Location, error)
}

// Converters lists the converters there are, in the order of the documentation.
func Converters() []Converter {
	all := converters()
	list := make([]Converter, len(all))
	for i := range all {
		list[i] = all[i].Converter
	}
	return list
}

func converters() []converter {
	var all []converter
	all = append(all, textConverters()...)
	all = append(all, contactConverters()...)
	all = append(all, numberConverters()...)
	all = append(all, dateConverters()...)
	return append(all, emptyConverters()...)
}

// parseCall reads "pad(6,0)".
func parseCall(source string) (name, arg string, err error) {
	s := strings.TrimSpace(source)
	name, rest, found := strings.Cut(s, "(")
	if !found {
		if strings.Contains(s, ")") {
			return "", "", configError("converter %q has a closing bracket too many", source).
				WithHint("a converter with a comma in its argument stands in quotes: \"pad(6,0)\"")
		}
		return s, "", nil
	}
	if !strings.HasSuffix(rest, ")") {
		return "", "", configError("converter %q lacks its closing bracket", source).
			WithHint("a converter with a comma in its argument stands in quotes: \"pad(6,0)\"")
	}
	return strings.TrimSpace(name), strings.TrimSpace(rest[:len(rest)-1]), nil
}

// compileConverter makes the step a rule asks for and says what kind of value
// leaves it.
func compileConverter(source string, kind tandem.Kind, zone func(string) (*time.Location, error)) (step, converter, tandem.Kind, error) {
	name, arg, err := parseCall(source)
	if err != nil {
		return step{}, converter{}, kind, err
	}
	all := converters()
	for _, c := range all {
		if c.Name != name {
			continue
		}
		if !c.reads(kind) {
			return step{}, c, kind, configError("converter %s reads %s, not %s", name, c.readsWhat(), article(kind))
		}
		s, gives, err := c.make(call{name: name, arg: arg, kind: kind, zone: zone})
		return s, c, gives, err
	}
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.Name
	}
	e := configError("there is no converter %q", name)
	if hint := dictionary.DidYouMean(name, names); hint != "" {
		return step{}, converter{}, kind, e.WithHint(hint)
	}
	return step{}, converter{}, kind, e.WithHint("there are: " + strings.Join(names, ", "))
}

func (c *converter) reads(kind tandem.Kind) bool {
	for _, k := range c.takes {
		if k == kind || k == tandem.Absent || kind == tandem.Absent {
			return true
		}
	}
	return false
}

func (c *converter) readsWhat() string {
	words := make([]string, len(c.takes))
	for i, k := range c.takes {
		words[i] = article(k)
	}
	return strings.Join(words, " or ")
}

func configError(format string, args ...any) *tandem.Error {
	return tandem.Errorf(tandem.Config, format, args...)
}

// noArgument refuses an argument where a converter takes none.
func (c call) noArgument() error {
	if c.arg == "" {
		return nil
	}
	return configError("converter %s takes no argument", c.name)
}

// split returns the parts of an argument: "6,0".
func (c call) split(atMost int) []string {
	if c.arg == "" {
		return nil
	}
	parts := strings.SplitN(c.arg, ",", atMost)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
