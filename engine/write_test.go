package engine

import (
	"context"
	"testing"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
)

// The one door asks for the rights of whoever comes through it, whatever face
// sent them: without a role nobody changes anything.
func TestTheDoorKnowsRoles(t *testing.T) {
	rules := access.New([]tandem.FieldRight{{Role: tandem.Agent, Object: "customer", Field: "credit_limit", Level: tandem.Hidden}})
	e := New(Options{
		Store:      newMemstore(),
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) { return dictionary.Standard(), nil },
		Access:     func(context.Context, int64) (*access.Rules, error) { return rules, nil },
	})
	name, limit := FieldValue{"name", tandem.TextValue("Alfa")}, FieldValue{"credit_limit", tandem.DecimalValue(5, 0)}
	for _, test := range []struct {
		actor  tandem.Actor
		fields []FieldValue
		place  string // of the refusal; "" = it is written
	}{
		{tandem.Actor{Origin: tandem.ByPerson, Role: tandem.Agent}, []FieldValue{name}, ""},
		{tandem.Actor{Origin: tandem.ByPerson, Role: tandem.Agent}, []FieldValue{name, limit}, "customer.credit_limit"},
		{tandem.Actor{Origin: tandem.ByAPI, Role: tandem.Agent}, []FieldValue{name, limit}, "customer.credit_limit"},
		{tandem.Actor{Origin: tandem.ByAPI, Role: tandem.Owner}, []FieldValue{name, limit}, ""},
		{tandem.Actor{Origin: tandem.ByPerson, Role: tandem.ReadOnly}, []FieldValue{name}, "customer"},
		{tandem.Actor{Origin: tandem.ByPerson}, []FieldValue{name}, "customer"},
		{tandem.Actor{Origin: tandem.ByImport}, []FieldValue{name, limit}, ""},
	} {
		results, err := e.Write(t.Context(), 1, test.actor, "customer", []Edit{{Op: tandem.Create, Fields: test.fields}})
		if err != nil {
			t.Fatal(err)
		}
		refusal, _ := results[0].Err.(*tandem.Error) //nolint:errorlint // the door returns nothing else
		switch {
		case test.place == "" && results[0].Err != nil:
			t.Errorf("%+v: %v", test.actor, results[0].Err)
		case test.place != "" && (refusal == nil || refusal.Code != tandem.Forbidden || refusal.Place != test.place):
			t.Errorf("%+v: %v, want a refusal at %s", test.actor, results[0].Err, test.place)
		}
		if test.place != "" || results[0].Err != nil {
			continue
		}
		for op, edit := range map[tandem.Op]Edit{tandem.Update: {Op: tandem.Update, Fields: []FieldValue{limit}}, tandem.Delete: {Op: tandem.Delete}} {
			edit.ID = results[0].ID
			again, err := e.Write(t.Context(), 1, tandem.Actor{Origin: tandem.ByPerson, Role: tandem.ReadOnly}, "customer", []Edit{edit})
			if err != nil || tandem.CodeOf(again[0].Err) != tandem.Forbidden {
				t.Errorf("%v by who may only look: %v, %v", op, again, err)
			}
		}
	}
}
