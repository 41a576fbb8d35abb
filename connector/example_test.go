package connector_test

import (
	"context"
	"fmt"
	"iter"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// phoneBook is a whole connector: a remote system that is a slice. It reads
// everything at once and can be written at the end only.
type phoneBook struct{ entries [][2]string }

func (b *phoneBook) Check(ctx context.Context) error { return ctx.Err() }
func (b *phoneBook) Close() error                    { return nil }

func (b *phoneBook) Describe(context.Context, ...string) (*dictionary.Dictionary, error) {
	fields := []dictionary.Field{{Name: "name", Type: dictionary.Text}, {Name: "phone", Type: dictionary.Text}}
	return &dictionary.Dictionary{Objects: []dictionary.Object{{Name: "entries", Fields: fields, Key: []string{"name"}}}}, nil
}

func (b *phoneBook) List(_ context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		page := &tandem.Page{}
		page.Reset(view.Width())
		for _, entry := range b.entries {
			if after == "" {
				b.fill(page, view, entry)
			}
		}
		page.Cursor = "end"
		yield(page, nil)
	}
}

func (b *phoneBook) fill(page *tandem.Page, view *connector.View, entry [2]string) {
	row := page.Add(tandem.TextKey(entry[0]))
	for i, field := range view.Fields {
		row[i] = tandem.TextValue(entry[map[string]int{"name": 0, "phone": 1}[field]])
	}
}

func (b *phoneBook) Write(_ context.Context, _ *connector.View, writes []connector.Write) ([]connector.Result, error) {
	results := make([]connector.Result, len(writes))
	for i, w := range writes {
		if w.Op != tandem.Create {
			results[i].Err = tandem.Errorf(tandem.Invalid, "a printed entry cannot be changed")
			continue
		}
		b.entries = append(b.entries, [2]string{w.Values[0].Text(), w.Values[1].Text()})
		results[i].Key = tandem.TextKey(w.Values[0].Text())
	}
	return results, nil
}

// A connector with the required methods alone: Get, Find, Count and the others
// work on it all the same.
func Example() {
	ctx := context.Background()
	book := &phoneBook{entries: [][2]string{{"Adam", "111"}, {"Eva", "222"}}}
	view := &connector.View{Object: "entries", Fields: []string{"name", "phone"}, Key: []string{"name"}, Writable: true}

	_, _ = book.Write(ctx, view, []connector.Write{{
		Op: tandem.Create, Set: tandem.AllFields(2), Values: tandem.Record{tandem.TextValue("Kain"), tandem.TextValue("333")},
	}})

	page, err := connector.Get(ctx, book, view, []tandem.Key{"Eva", "Abel"})
	fmt.Println(page.Len(), page.Row(0)[1], err)

	page, err = connector.Find(ctx, book, view, "phone", []tandem.Value{tandem.TextValue("333")})
	fmt.Println(page.Keys[0], err)

	worth, _ := connector.LastingKey(ctx, book, view)
	_, canTellChanges := connector.HasChanges(book, view)
	fmt.Println(worth == connector.WorthNone, canTellChanges)
	// Output:
	// 1 222 <nil>
	// Kain <nil>
	// true false
}
