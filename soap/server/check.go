package server

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// check finds what would make a description that some client cannot read. Names
// must differ in more than case, because clients make identifiers of them.
func (s *Service) check() error {
	var faults []error
	fail := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if s.Name == "" || s.Namespace == "" {
		fail("a service needs a name and a namespace")
	}
	types := unique{"type", map[string]string{"servicefault": "ServiceFault", "fielderror": "FieldError"}}
	for i := range s.Types {
		t := &s.Types[i]
		faults = append(faults, types.add(t.Name), checkFields(s, t.Name, t.Fields))
		if len(t.Fields) > 0 && len(t.Values) > 0 {
			fail("type %s has both fields and values", t.Name)
		}
	}
	operations := unique{"operation", map[string]string{"servicefault": "ServiceFault"}}
	for i := range s.Operations {
		o := &s.Operations[i]
		faults = append(faults, operations.add(o.Name), operations.add(o.Name+"Response"),
			checkFields(s, o.Name, o.In), checkFields(s, o.Name+"Response", o.Out))
		if o.Handle == nil {
			fail("operation %s does nothing", o.Name)
		}
	}
	return errors.Join(faults...)
}

// unique collects names of one kind.
type unique struct {
	kind string
	seen map[string]string
}

func (u *unique) add(name string) error {
	if !isName(name) {
		return fmt.Errorf("%q is no name for a %s", name, u.kind)
	}
	key := strings.ToLower(name)
	if other, taken := u.seen[key]; taken {
		return fmt.Errorf("the %ss %s and %s differ in case at most", u.kind, other, name)
	}
	u.seen[key] = name
	return nil
}

func checkFields(s *Service, of string, fields []Field) error {
	var faults []error
	names := unique{"field of " + of, map[string]string{}}
	for _, f := range fields {
		faults = append(faults, names.add(f.Name))
		if !strings.HasPrefix(f.Type, "xs:") && s.find(f.Type) == nil {
			faults = append(faults, fmt.Errorf("field %s of %s has the unknown type %q", f.Name, of, f.Type))
		}
	}
	return errors.Join(faults...)
}

func (s *Service) find(name string) *Type {
	for i := range s.Types {
		if s.Types[i].Name == name {
			return &s.Types[i]
		}
	}
	return nil
}

func isName(s string) bool {
	for i, r := range s {
		if r == '_' || unicode.IsLetter(r) || i > 0 && (r == '-' || r == '.' || unicode.IsDigit(r)) {
			continue
		}
		return false
	}
	return s != ""
}
