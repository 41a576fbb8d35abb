package setup_test

import (
	"slices"
	"testing"

	"tandem/dictionary"
	"tandem/setup"
)

// Fields are proposed where names are alike and types fit; what is mapped
// already is left alone, and so is what nobody can guess.
func TestSuggestFields(t *testing.T) {
	customer, _ := dictionary.Standard().Object("customer")
	theirs := &dictionary.Object{Name: "slcdpm", Fields: []dictionary.Field{
		{Name: "fcustno", Type: dictionary.Text}, {Name: "fcompany", Type: dictionary.Text}, {Name: "fcemail", Type: dictionary.Text},
		{Name: "fzip", Type: dictionary.Text}, {Name: "fcity", Type: dictionary.Integer}, {Name: "fcrlimit", Type: dictionary.Decimal},
		{Name: "fquirk", Type: dictionary.Text}, {Name: "ffax", Type: dictionary.Text},
	}}
	got := map[string]string{}
	for _, s := range setup.SuggestFields(customer, theirs, []setup.Field{{Ours: "fax", Theirs: "ffax"}}) {
		if got[s.Ours] != "" {
			t.Errorf("%s is proposed twice", s.Ours)
		}
		got[s.Ours] = s.Theirs
		if sure := s.Ours == "email"; s.Sure != sure {
			t.Errorf("%s - %s: sure %v", s.Ours, s.Theirs, s.Sure)
		}
	}
	for ours, theirs := range map[string]string{"name": "fcompany", "email": "fcemail", "postal_code": "fzip", "number": "fcustno", "credit_limit": "fcrlimit", "city": "", "fax": ""} {
		if got[ours] != theirs {
			t.Errorf("%s: proposed %q, want %q", ours, got[ours], theirs)
		}
	}
	var used []string
	for _, theirs := range got {
		if slices.Contains(used, theirs) {
			t.Errorf("%s is proposed for two fields", theirs)
		}
		used = append(used, theirs)
	}
}
