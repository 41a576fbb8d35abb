package connector_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/expr"
)

// pages is a connector that reads what the test lays before it, and reuses its
// page as the contract allows.
type pages struct {
	connector.Connector
	rows   []string // one value each, of two rows to a page; "!" breaks off, "gone" is a tombstone, "?" cannot be read
	filter expr.Filter
}

func (p *pages) List(_ context.Context, view *connector.View, _ string) iter.Seq2[*tandem.Page, error] {
	p.filter = view.Filter
	return func(yield func(*tandem.Page, error) bool) {
		page := &tandem.Page{}
		for i := 0; i < len(p.rows); i += 2 {
			page.Reset(view.Width())
			for j, value := range p.rows[i:min(i+2, len(p.rows))] {
				switch key := tandem.TextKey(fmt.Sprint("k", i+j)); value {
				case "!":
					yield(nil, tandem.Errorf(tandem.Unreached, "gone"))
					return
				case "gone":
					page.AddGone(key)
				case "?":
					page.Add(key)
					page.Fault(j, errors.New("unreadable"))
				default:
					page.Add(key)[0] = tandem.TextValue(value)
				}
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

var oneField = &connector.View{Object: "things", Fields: []string{"name"}, Filter: expr.Or{}}

func TestGetFallsBackOnReadingEverything(t *testing.T) {
	c := &pages{rows: []string{"a", "b", "gone", "c", "?"}}
	page, err := connector.Get(t.Context(), c, oneField, []tandem.Key{"k1", "k2", "k3", "k4", "k9"})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(page.Keys); got != "[k1 k3 k4]" {
		t.Fatalf("got the rows %s", got)
	}
	if page.Row(0)[0].Text() != "b" || page.Row(1)[0].Text() != "c" {
		t.Errorf("got %v and %v", page.Row(0), page.Row(1))
	}
	if len(page.Faults) != 1 || page.Faults[0].Row != 2 {
		t.Errorf("the row that could not be read has the faults %v", page.Faults)
	}
	if c.filter != nil {
		t.Error("rows asked for by key went through the filter")
	}
}

func TestFindFallsBackOnReadingEverything(t *testing.T) {
	c := &pages{rows: []string{"a", "b", "a", "c"}}
	page, err := connector.Find(t.Context(), c, oneField, "name", []tandem.Value{tandem.TextValue("a")})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(page.Keys); got != "[k0 k2]" {
		t.Errorf("got the rows %s", got)
	}
	_, err = connector.Find(t.Context(), c, oneField, "size", nil)
	if tandem.CodeOf(err) != tandem.Schema {
		t.Errorf("an unknown field ended in %v", err)
	}
}

func TestABrokenReadIsNoAnswer(t *testing.T) {
	c := &pages{rows: []string{"a", "b", "!"}}
	if page, err := connector.Get(t.Context(), c, oneField, []tandem.Key{"k0"}); tandem.CodeOf(err) != tandem.Unreached || page != nil {
		t.Errorf("got %v, %v", page, err)
	}
	if page, err := connector.Find(t.Context(), c, oneField, "name", []tandem.Value{tandem.TextValue("a")}); tandem.CodeOf(err) != tandem.Unreached || page != nil {
		t.Errorf("got %v, %v", page, err)
	}
}

func TestWhatNobodyCanTell(t *testing.T) {
	checkNobodyCanTell(t, &pages{})
}

// A connector that wraps another has all methods; it says so when called.
func TestUnsupportedIsFallenBackFrom(t *testing.T) {
	c := &wrapper{pages: pages{rows: []string{"a", "b"}}, err: fmt.Errorf("wrapped: %w", errors.ErrUnsupported)}
	checkNobodyCanTell(t, c)
	page, err := connector.Get(t.Context(), c, oneField, []tandem.Key{"k1"})
	if err != nil || page.Len() != 1 {
		t.Errorf("get: %v, %v", page, err)
	}
	page, err = connector.Find(t.Context(), c, oneField, "name", []tandem.Value{tandem.TextValue("a")})
	if err != nil || page.Len() != 1 {
		t.Errorf("find: %v, %v", page, err)
	}
}

func TestOtherErrorsAreNotFallenBackFrom(t *testing.T) {
	c := &wrapper{err: tandem.Errorf(tandem.Throttled, "too many calls")}
	_, get := connector.Get(t.Context(), c, oneField, nil)
	_, find := connector.Find(t.Context(), c, oneField, "name", nil)
	_, worth := connector.LastingKey(t.Context(), c, oneField)
	_, count := connector.Count(t.Context(), c, oneField)
	_, list := connector.Profiles(t.Context(), c)
	for i, err := range []error{get, find, worth, count, list} {
		if tandem.CodeOf(err) != tandem.Throttled {
			t.Errorf("call %d: got %v", i, err)
		}
	}
}

func TestChangesNeedACursorAndTheMethod(t *testing.T) {
	withCursor := &connector.View{Cursor: "version"}
	if _, ok := connector.HasChanges(&pages{}, withCursor); ok {
		t.Error("a connector without the method has changes")
	}
	if _, ok := connector.HasChanges(&wrapper{}, &connector.View{}); ok {
		t.Error("a view without a cursor has changes")
	}
	if _, ok := connector.HasChanges(&wrapper{}, withCursor); !ok {
		t.Error("a view with a cursor on a connector with the method has no changes")
	}
}

func checkNobodyCanTell(t *testing.T, c connector.Connector) {
	t.Helper()
	if worth, err := connector.LastingKey(t.Context(), c, oneField); worth != connector.WorthNone || err != nil {
		t.Errorf("lasting key: %v, %v", worth, err)
	}
	if n, err := connector.Count(t.Context(), c, oneField); n != 0 || err != nil {
		t.Errorf("count: %v, %v", n, err)
	}
	if list, err := connector.Profiles(t.Context(), c); len(list) != 1 || list[0] != (connector.Profile{}) || err != nil {
		t.Errorf("profiles: %v, %v", list, err)
	}
}

// wrapper has every optional method and fails in all of them.
type wrapper struct {
	pages
	err error
}

func (w *wrapper) Get(context.Context, *connector.View, []tandem.Key) (*tandem.Page, error) {
	return nil, w.err
}

func (w *wrapper) Find(context.Context, *connector.View, string, []tandem.Value) (*tandem.Page, error) {
	return nil, w.err
}

func (w *wrapper) LastingKey(context.Context, *connector.View) (connector.Worth, error) {
	return connector.WorthUnique, w.err
}

func (w *wrapper) Count(context.Context, *connector.View) (int64, error) { return 7, w.err }

func (w *wrapper) Profiles(context.Context) ([]connector.Profile, error) { return nil, w.err }

func (w *wrapper) Changes(context.Context, *connector.View, string) iter.Seq2[*tandem.Page, error] {
	return func(func(*tandem.Page, error) bool) {}
}
