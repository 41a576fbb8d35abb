package setup

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/dictionary"
)

// pinned is configuration as version 1 of the program stored it, with every key
// there was: DO NOT EDIT.
var pinned = map[string]string{
	kindConnection: `{"name":"erp","connector":"m2m","settings":{"url":"${ERP_URL}"},"sealed":{"url":"sealed1:AZG3tbqf"},"disabled":true}`,
	kindSync: `{"name":"erp","connection":"erp","profile":"m2mdata02","schedule":"*/5 * * * *","time_zone":"Europe/Prague","guard":{"deletes":50,"percent":5.5},"read_only":true,"data_points":[` +
		`{"name":"customers","ours":"customer","theirs":"slcdpm","key":["fcustno"],"cursor":"timestamp_column","overlap":30,"deletes":{"column":"D_E_L_E_T_","value":"*"},"external_id":"fccrmacct",` +
		`"new_key":{"field":"fcustno","from":"table","width":6,"table":"sysequ","column":"fcnumber","where":"fcclass = 'C'"},"constants":{"fterr":""},"operations":{"create":"both","update":"in","delete":"off"},` +
		`"conflict":"newest","changed_at":"fmodified","match":["external_number"],"filter":"ftype == \"C\"","with":"contacts","routines":{"create":"p1","update":"p2","delete":"p3"},` +
		`"fields":[{"ours":"name","theirs":"fcompany","convert":["trim"],"values":{"active":"G"},"direction":"in","rule":"never_erase","reference":"customers","conflict":"ask"},{"ours":"total","value":"sum(lines, .net)","direction":"in"}],` +
		`"lines":{"ours":"lines","theirs":"soitem","parent":{"fsono":"fsono"},"key":["finumber"],"fields":[{"ours":"code","theirs":"fpartno"}]}}]}`,
	kindPause:   `{"why":"denied: the password is wrong"}`,
	kindConsent: `{"given":[{"table":"slcdpm","by":"eva","at":"2026-11-21T10:00:00Z"}]}`,
	kindRefusal: `{"why":"the password is wrong","at":"2026-11-29T03:00:00Z"}`,
	kindPast:    `{"connector":"m2m","system":"5f0c","profile":"m2mdata02","at":"2026-11-29T03:00:00Z"}`,
}

type pinnedStore struct{ Store }

func (pinnedStore) CustomFields(context.Context, int64) ([]dictionary.CustomField, error) {
	return nil, nil
}

func (pinnedStore) Definitions(_ context.Context, account int64, kind string) ([]tandem.Definition, error) {
	if body, ok := pinned[kind]; ok {
		return []tandem.Definition{{Account: account, Kind: kind, Name: "erp", Body: []byte(body), Version: 1}}, nil
	}
	return nil, nil
}

// Whatever was stored is read without losing anything.
func TestStoredConfigurationStaysReadable(t *testing.T) {
	s, err := load(t.Context(), pinnedStore{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for kind, read := range map[string]any{kindConnection: s.Connections[0], kindSync: s.Syncs[0], kindPause: s.Pauses[0], kindConsent: s.given[0], kindRefusal: s.Refusals[0], kindPast: s.past[0]} {
		again, err := json.Marshal(read)
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		if err := json.Unmarshal([]byte(pinned[kind]), &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-stored +read):\n%s", kind, diff)
		}
	}
}
