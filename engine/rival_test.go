package engine

import (
	"testing"

	"tandem"
	"tandem/mapping"
)

// ruleTo makes a rule of one direction.
func ruleTo(ours, theirs string, way tandem.Direction) mapping.Rule {
	return mapping.Rule{Ours: ours, Theirs: theirs, Direction: way}
}

func keeping(update tandem.Direction, match []string, rules ...mapping.Rule) *Sync {
	return &Sync{Points: []DataPoint{{
		Name: "customers", Ours: "customer", Key: []string{"no"}, Match: match,
		Operations: tandem.Operations{Create: tandem.Both, Update: update, Delete: tandem.In},
		Mapping:    mapping.Spec{Rules: rules},
	}}}
}

func TestRivalsAreTwoOnlyMastersOfAField(t *testing.T) {
	number := ruleTo("external_number", "no", tandem.In)
	name, vat := ruleTo("name", "title", tandem.Off), ruleTo("vat_id", "vat", tandem.Off)
	phone, city := ruleTo("phone", "tel", tandem.In), ruleTo("city", "town", tandem.In)
	onlyIfEmpty := mapping.Rule{Ours: "phone", Theirs: "tel", Direction: tandem.In, Keep: mapping.OnlyIfEmpty}
	computed := mapping.Rule{Ours: "city", Value: "upper(town)"}
	byVAT := []string{"external_number", "vat_id"}
	for _, c := range []struct {
		why          string
		mine, theirs *Sync
		rivals       bool
	}{
		{"two ERPs, each the master of the whole record", keeping(tandem.In, byVAT, number, name, vat), keeping(tandem.In, byVAT, number, name, vat), true},
		{"both edit the name", keeping(tandem.Both, byVAT, number, name, vat), keeping(tandem.Both, byVAT, number, name, vat), false},
		{"one takes what the other brings", keeping(tandem.In, byVAT, number, name, vat), keeping(tandem.Both, byVAT, number, name, vat), false},
		{"each is master of another field", keeping(tandem.In, byVAT, number, vat, phone), keeping(tandem.In, byVAT, number, vat, city), false},
		{"both bring the same phone", keeping(tandem.Both, byVAT, name, phone), keeping(tandem.Both, byVAT, name, phone), true},
		{"one only fills what is empty", keeping(tandem.Both, byVAT, name, phone), keeping(tandem.Both, byVAT, name, onlyIfEmpty), false},
		{"an expression has no way back", keeping(tandem.Both, nil, name, city), keeping(tandem.Both, nil, name, computed), true},
		{"nothing but the numbers they give", keeping(tandem.In, byVAT, number, vat), keeping(tandem.In, byVAT, number, vat), false},
	} {
		for _, way := range []rivals{{c.mine, c.theirs}, {c.theirs, c.mine}} {
			if got := way.are(&way.mine.Points[0], &way.theirs.Points[0]); got != c.rivals {
				t.Errorf("%s: rivals = %v, wanted %v", c.why, got, c.rivals)
			}
		}
	}
}

func TestChildrenOfRivalsAreRivals(t *testing.T) {
	people := DataPoint{
		Name: "people", Ours: "contact", Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both},
		Mapping: mapping.Spec{Rules: []mapping.Rule{{Ours: "customer", Theirs: "company", Reference: "customers"}, ruleTo("last_name", "name", tandem.Both)}},
	}
	for _, c := range []struct {
		update tandem.Direction
		rivals bool
	}{{tandem.In, true}, {tandem.Both, false}} {
		a, b := keeping(c.update, nil, ruleTo("name", "title", tandem.Off)), keeping(c.update, nil, ruleTo("name", "title", tandem.Off))
		a.Points, b.Points = append(a.Points, people), append(b.Points, people)
		if got := (rivals{a, b}).are(&a.Points[1], &b.Points[1]); got != c.rivals {
			t.Errorf("parents with update %s: people are rivals = %v, wanted %v", c.update, got, c.rivals)
		}
	}
}

func TestRulesByNumberAlone(t *testing.T) {
	d := DataPoint{
		Match:   []string{"external_number", "vat_id", "external_number + name", "number+external_number"},
		Mapping: mapping.Spec{Rules: []mapping.Rule{ruleTo("external_number", "no", tandem.In), ruleTo("number", "no", tandem.In), ruleTo("name", "title", tandem.Both), ruleTo("vat_id", "vat", tandem.Both)}},
	}
	want := []bool{true, false, false, true}
	for i, got := range d.byNumberAlone([]string{"no"}) {
		if got != want[i] {
			t.Errorf("%s: by number alone = %v, wanted %v", d.Match[i], got, want[i])
		}
	}
	// A number that stands in another column may well be another system's.
	if d.byNumberAlone([]string{"id"})[0] {
		t.Error("a column that is no key was taken for a number of their own")
	}
}
