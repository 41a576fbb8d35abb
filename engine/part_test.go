package engine_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/engine"
	"tandem/store"
)

// A customer that is deleted takes its cases, their follow-ups and its tasks
// along, in one transaction and each with a change of its own.
func TestDeletingTakesPartsAlong(t *testing.T) {
	ctx := t.Context()
	s, err := store.Open(ctx, store.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	account, err := s.EnsureAccount(ctx, "acme")
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Options{Store: s, Dictionary: s.Dictionary, Find: s.Find})
	actor := tandem.Actor{Origin: tandem.ByPerson, Name: "nina", Role: tandem.Owner}
	write := func(object string, edit engine.Edit) engine.Written {
		t.Helper()
		written, err := e.Write(ctx, account.ID, actor, object, []engine.Edit{edit})
		if err != nil {
			t.Fatal(err)
		}
		return written[0]
	}
	create := func(object, text, reference string, to int64) int64 {
		t.Helper()
		fields := []engine.FieldValue{}
		if text != "" {
			fields = append(fields, engine.FieldValue{Field: text, Value: tandem.TextValue("x")})
		}
		if reference != "" {
			fields = append(fields, engine.FieldValue{Field: reference, Value: tandem.ReferenceValue(to)})
		}
		w := write(object, engine.Edit{Op: tandem.Create, Fields: fields})
		if w.Err != nil {
			t.Fatal(w.Err)
		}
		return w.ID
	}
	goes, stays := create("customer", "name", "", 0), create("customer", "name", "", 0)
	inCase := create("case", "subject", "customer", goes)
	create("followup", "", "case", inCase)
	create("followup", "", "case", inCase)
	both := create("task", "subject", "customer", goes)
	if w := write("task", engine.Edit{Op: tandem.Update, ID: both, Fields: []engine.FieldValue{{Field: "case", Value: tandem.ReferenceValue(inCase)}}}); w.Err != nil {
		t.Fatal(w.Err)
	}
	create("case", "subject", "customer", stays)
	create("quote", "", "customer", goes)

	if w := write("customer", engine.Edit{Op: tandem.Delete, ID: goes, Version: 7}); tandem.CodeOf(w.Err) != tandem.Stale {
		t.Errorf("a stale delete gives %v", w.Err)
	}
	if w := write("customer", engine.Edit{Op: tandem.Delete, ID: goes}); w.Err != nil || w.ID != goes || w.Version != 2 {
		t.Fatalf("the delete gives %+v", w)
	}
	left := map[string]int64{}
	for _, object := range []string{"customer", "case", "followup", "task", "quote"} {
		n, err := s.Count(ctx, account.ID, object, nil)
		if err != nil {
			t.Fatal(err)
		}
		left[object] = n
	}
	if diff := cmp.Diff(map[string]int64{"customer": 1, "case": 1, "followup": 0, "task": 0, "quote": 1}, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	changes, _, err := s.Changes(ctx, account.ID, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for i := range changes {
		if changes[i].Op == tandem.Delete {
			order = append(order, changes[i].Object)
		}
	}
	if len(order) != 5 || order[4] != "customer" || order[3] == "followup" {
		t.Errorf("deleted in the order %v", order)
	}

	// Whoever may not delete a part cannot delete the whole.
	alone := create("customer", "name", "", 0)
	create("case", "subject", "customer", alone)
	actor.Role = tandem.ReadOnly
	if w := write("customer", engine.Edit{Op: tandem.Delete, ID: alone}); tandem.CodeOf(w.Err) != tandem.Forbidden {
		t.Errorf("who may only look gets %v", w.Err)
	}
	if n, err := s.Count(context.WithoutCancel(ctx), account.ID, "case", nil); err != nil || n != 2 {
		t.Errorf("%d cases are left, %v", n, err)
	}
}
