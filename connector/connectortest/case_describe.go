package connectortest

import (
	"slices"

	"tandem/connector"
	"tandem/dictionary"
)

func describeCases() []testCase {
	return []testCase{
		{
			name: "describe names what the view uses",
			why:  "a mapping is made and checked against the description, so what is there must be in it",
			run:  describesTheView,
		},
		{
			name: "describe restricts itself",
			why:  "asking for one object must still show that object",
			run:  describesOneObject,
		},
		{
			name: "the optional abilities answer",
			why:  "the engine calls count, profiles and lasting key without asking whether they are there",
			run:  answersOptional,
		},
	}
}

func describesTheView(s *suite) {
	d, err := s.c.Describe(s.ctx)
	if err != nil {
		s.Fatal(err)
	}
	s.describes(d, s.view)
	if s.h.Documents != nil {
		s.describes(d, &s.h.Documents.View)
	}
}

func describesOneObject(s *suite) {
	d, err := s.c.Describe(s.ctx, s.view.Object)
	if err != nil {
		s.Fatal(err)
	}
	s.describes(d, s.view)
}

// describes fails unless the description knows the object, its fields with
// types, and its key.
func (s *suite) describes(d *dictionary.Dictionary, view *connector.View) {
	s.Helper()
	o, ok := d.Object(view.Object)
	if !ok {
		s.Fatalf("the description has no object %q", view.Object)
	}
	for i, name := range view.Fields {
		f, ok := o.Field(name)
		switch {
		case !ok:
			s.Errorf("the description of %s has no field %q", view.Object, name)
		case i < len(view.Types) && f.Type != view.Types[i]:
			s.Errorf("field %s.%s is described as %s, the view takes it for %s", view.Object, name, f.Type, view.Types[i])
		default:
		}
	}
	if !slices.Equal(o.Key, view.Key) {
		s.Errorf("%s is described with key %q, the view has %q", view.Object, o.Key, view.Key)
	}
	if o.ReadOnly && view.Writable {
		s.Errorf("%s is described as read only, the view is writable", view.Object)
	}
}

func answersOptional(s *suite) {
	s.seed(3)
	if n, err := connector.Count(s.ctx, s.c, s.view); err != nil || n < 0 {
		s.Errorf("count: %d, %v", n, err)
	}
	if list, err := connector.Profiles(s.ctx, s.c); err != nil || len(list) == 0 {
		s.Errorf("profiles: %v, %v", list, err)
	}
	if worth, err := connector.LastingKey(s.ctx, s.c, s.view); err != nil || worth > connector.WorthUnique {
		s.Errorf("lasting key: %v, %v", worth, err)
	}
}
