package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

// fakeConflicts is a queue that notes what is decided.
type fakeConflicts struct {
	queue   []engine.Conflict
	decided []string
	refuse  error
}

func (f *fakeConflicts) Conflicts(_ context.Context, _ int64, sync string) ([]engine.Conflict, error) {
	return slices.DeleteFunc(slices.Clone(f.queue), func(c engine.Conflict) bool { return c.Sync != sync }), nil
}

func (f *fakeConflicts) Resolve(_ context.Context, _ int64, _ tandem.Actor, sync, point string, key tandem.Key, id int64, choices []engine.Choice) (*tandem.Run, error) {
	if f.refuse != nil {
		return nil, f.refuse
	}
	words := []string{sync, point, key.String(), plainID(id)}
	for _, c := range choices {
		words = append(words, fmt.Sprint(c.Field, "=", c.Side, c.Value))
	}
	f.decided = append(f.decided, strings.Join(words, " "))
	return &tandem.Run{ID: 1}, nil
}

func (f *fakeConflicts) SendAgain(_ context.Context, _ int64, sync, point string, id int64) (*tandem.Run, error) {
	f.decided = append(f.decided, fmt.Sprint("again ", sync, " ", point, " ", id))
	return &tandem.Run{ID: 1}, f.refuse
}

func (f *fakeConflicts) LinkAdd(_ context.Context, _ int64, sync, point, key string, id int64) error {
	f.decided = append(f.decided, fmt.Sprint("link ", sync, " ", point, " ", key, " ", id))
	return f.refuse
}

func (f *fakeConflicts) LinkRemove(_ context.Context, _ int64, sync, point string, id int64) error {
	f.decided = append(f.decided, fmt.Sprint("part ", sync, " ", point, " ", id))
	return f.refuse
}

// threeConflicts are one of each kind: fields to choose, two that may be the same, a lost answer.
func threeConflicts(now time.Time) *fakeConflicts {
	field := func(name, base, ours, theirs string) engine.ConflictField {
		return engine.ConflictField{Field: name, Base: tandem.TextValue(base), Ours: tandem.TextValue(ours), Theirs: tandem.TextValue(theirs)}
	}
	return &fakeConflicts{queue: []engine.Conflict{
		{
			Sync: "erp", Point: "customers", Object: "customer", Key: tandem.TextKey("000412"), ID: 5512, Code: tandem.BothChanged,
			Reason: "both sides changed email and credit_limit since they last agreed", At: now.Add(-3 * time.Hour),
			Fields: []engine.ConflictField{
				field("email", "office@alfa.example", "sales@alfa.example", "invoices@alfa.example"),
				{Field: "credit_limit", Base: decimal("20000"), Ours: decimal("50000"), Theirs: decimal("35000")},
			},
		},
		{
			Sync: "erp", Point: "customers", Object: "customer", Key: tandem.TextKey("000977"), Code: tandem.Ambiguous,
			Reason: "2 of our customers have the VAT id CZ25123455: 61 and 1830", At: now.Add(-2 * time.Hour),
		},
		{
			Sync: "portal", Point: "orders", Object: "sales_order", ID: 88, Code: tandem.InDoubt,
			Reason: "it was sent and the answer was lost", At: now.Add(-time.Hour),
		},
	}}
}

func decimal(text string) tandem.Value {
	v, _ := tandem.ParseDecimal(text)
	return v
}

func conflictPages(f *fakeConflicts) http.Handler {
	return demo(noon()).handler(Options{
		Conflicts:  f,
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) { return dictionary.Standard(), nil },
	})
}

func TestConflictsAreListedAndFiltered(t *testing.T) {
	h := conflictPages(threeConflicts(noon()))
	body := get(t, h, "/conflicts").Body.String()
	for _, want := range []string{"000412", "000977", "#88", "email, credit_limit"} {
		if !strings.Contains(body, want) {
			t.Errorf("the queue does not say %q", want)
		}
	}
	body = get(t, h, "/conflicts?sync=portal").Body.String()
	if strings.Contains(body, "000412") || !strings.Contains(body, "#88") {
		t.Error("the queue of one sync shows another's, or not its own")
	}
	if body := get(t, conflictPages(&fakeConflicts{}), "/conflicts").Body.String(); !strings.Contains(body, "Nothing waits for a decision") {
		t.Error("an empty queue does not say so")
	}
}

func TestAConflictIsSettledFieldByField(t *testing.T) {
	f := threeConflicts(noon())
	h := conflictPages(f)
	name := nameOfConflict(&f.queue[0])
	form, _ := url.ParseQuery(name.encode())
	form.Set("side.email", "theirs")
	w := post(t, h, "/conflicts/one", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "Choose a side") || len(f.decided) != 0 {
		t.Fatalf("half a decision answers %d, decided %q", w.Code, f.decided)
	}
	form.Set("side.credit_limit", "value")
	form.Set("value.credit_limit", "a lot")
	w = post(t, h, "/conflicts/one", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="a lot"`) || len(f.decided) != 0 {
		t.Fatalf("a value of another type answers %d, decided %q", w.Code, f.decided)
	}
	form.Set("value.credit_limit", "42000.50")
	w = post(t, h, "/conflicts/one", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != nameOfConflict(&f.queue[1]).at("/conflicts/one") {
		t.Fatalf("a decision answers %d and leads to %s, not to the next conflict", w.Code, w.Header().Get("Location"))
	}
	want := "erp customers 000412 5512 email=theirs credit_limit=ask 42000.5"
	if len(f.decided) != 1 || strings.Join(strings.Fields(f.decided[0]), " ") != want {
		t.Errorf("decided %q, want %q", f.decided, want)
	}
}

func TestManyConflictsTakeOneSide(t *testing.T) {
	f := threeConflicts(noon())
	h := conflictPages(f)
	form := url.Values{"side": {"ours"}, "row": {nameOfConflict(&f.queue[0]).encode(), nameOfConflict(&f.queue[2]).encode()}}
	if w := post(t, h, "/conflicts", form); w.Code != http.StatusSeeOther || len(f.decided) != 2 {
		t.Fatalf("two at once answer %d, decided %q", w.Code, f.decided)
	}
	f.decided = nil
	form.Set("side", "neither")
	if w := post(t, h, "/conflicts", form); w.Code != http.StatusBadRequest || len(f.decided) != 0 {
		t.Errorf("a side that is none answers %d, decided %q", w.Code, f.decided)
	}
}

func TestALostCreationIsSentAgain(t *testing.T) {
	f := threeConflicts(noon())
	form, _ := url.ParseQuery(nameOfConflict(&f.queue[2]).encode())
	if w := post(t, conflictPages(f), "/conflicts/again", form); w.Code != http.StatusSeeOther || !slices.Equal(f.decided, []string{"again portal orders 88"}) {
		t.Errorf("answers %d, decided %q", w.Code, f.decided)
	}
}

func TestTwoRecordsAreLinkedByHand(t *testing.T) {
	f := threeConflicts(noon())
	h := conflictPages(f)
	form := url.Values{"sync": {"erp"}, "point": {"customers"}, "key": {"000977"}, "id": {"sixty-one"}}
	w := post(t, h, "/links/new", form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="sixty-one"`) || len(f.decided) != 0 {
		t.Fatalf("an id that is none answers %d", w.Code)
	}
	form.Set("id", "61")
	f.refuse = tandem.Errorf(tandem.Conflict, "000977 is linked with customer 1830")
	if w := post(t, h, "/links/new", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "000977 is linked with customer 1830.") {
		t.Fatalf("a refused link answers %d", w.Code)
	}
	f.refuse, f.decided = nil, nil
	if w := post(t, h, "/links/new", form); w.Code != http.StatusSeeOther || !slices.Equal(f.decided, []string{"link erp customers 000977 61"}) {
		t.Errorf("answers %d, decided %q", w.Code, f.decided)
	}
	form.Set("back", "//evil.example/")
	if w := post(t, h, "/links/remove", form); w.Header().Get("Location") != "/conflicts" || !slices.Contains(f.decided, "part erp customers 61") {
		t.Errorf("parting leads to %s, decided %q", w.Header().Get("Location"), f.decided)
	}
}
