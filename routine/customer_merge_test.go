package routine_test

import (
	"strings"
	"testing"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

func TestMergeCustomers(t *testing.T) {
	everywhere(t, func(p *place) {
		account := p.caller.Account.ID
		for object, name := range map[string]string{"product": "maker", "quote_line": "recipient", "customer": "referred_by"} {
			field := dictionary.Field{Name: name, Type: dictionary.Reference, Target: "customer"}
			p.check(p.store.AddCustomField(p.Context(), account, dictionary.CustomField{Object: object, Field: field}))
		}
		stays := p.create("customer", "name", "Alfa", "city", "Brno")
		goes := p.create("customer", "name", "ALFA Ltd", "email", "a@alfa.cz", "city", "Praha", "parent", stays, "vat_id", "CZ1")
		p.check(p.update("customer", stays, "parent", goes, "referred_by", goes))
		child := p.create("customer", "name", "Alfa Child", "parent", goes)
		contact := p.create("contact", "customer", goes, "last_name", "Novak")
		invoice := p.create("invoice", "customer", goes)
		product := p.create("product", "code", "P", "name", "Pump", "maker", goes)
		quote := p.create("quote", "customer", stays, "lines", p.linesFor(goes))
		other := p.create("contact", "customer", child, "last_name", "Other")

		merged := p.does("customer_merge", "survivor", stays, "merged", goes, "take", "vat_id, city")
		if merged["records"].Int() != 5 || merged["links"].Int() != 0 || !merged["changed"].Bool() {
			p.Errorf("it answers %v", merged)
		}
		id := tandem.IntegerValue(stays).String()
		for _, want := range []struct {
			object, field, value string
			id                   int64
		}{
			{"customer", "name", "gone", goes},
			{"customer", "name", "Alfa", stays}, {"customer", "email", "a@alfa.cz", stays}, {"customer", "city", "Praha", stays}, {"customer", "vat_id", "CZ1", stays},
			{"customer", "parent", "", stays}, {"customer", "referred_by", "", stays}, {"customer", "parent", id, child},
			{"contact", "customer", id, contact}, {"invoice", "customer", id, invoice}, {"product", "maker", id, product},
			{"contact", "customer", tandem.IntegerValue(child).String(), other},
		} {
			p.wants(want.object, want.id, want.field, want.value)
		}
		if got := p.recipient(quote); got != stays {
			p.Errorf("the quote's line is for %d", got)
		}
		changes, err := p.store.History(p.Context(), account, "customer", goes, 1)
		p.check(err)
		note := "customer " + tandem.IntegerValue(goes).String() + " was merged into customer " + id
		if changes[0].Op != tandem.Delete || changes[0].Note != note || changes[0].Actor.Name != "shop" {
			p.Errorf("the change log says %+v", changes[0])
		}

		// What refers to the deleted one meanwhile moves when the call is repeated.
		late := p.create("contact", "customer", goes, "last_name", "Late")
		again := p.does("customer_merge", "survivor", stays, "merged", goes)
		if again["changed"].Bool() || again["records"].Int() != 1 {
			p.Errorf("merging again: %v", again)
		}
		p.wants("contact", late, "customer", id)
		p.refuses(tandem.NotFound, "customer_merge", "survivor", child, "merged", goes)
		p.refuses(tandem.Invalid, "customer_merge", "survivor", stays, "merged", stays)
		p.refuses(tandem.Invalid, "customer_merge", "survivor", stays, "merged", child, "take", "shoe_size")
	})
}

func TestMergeMovesLinks(t *testing.T) {
	everywhere(t, func(p *place) {
		lane := p.sync("email", "city")
		stays := p.create("customer", "name", "Alfa")
		goes := p.create("customer", "name", "ALFA Ltd", "email", "a@alfa.cz")
		p.link(lane, "000042", goes)
		merged := p.does("customer_merge", "survivor", stays, "merged", goes)
		if merged["links"].Int() != 1 {
			p.Errorf("it answers %v", merged)
		}
		p.wants("customer", stays, "email", "a@alfa.cz")
		links, err := p.store.RecordLinks(p.Context(), p.caller.Account.ID, "customer", stays)
		p.check(err)
		if len(links) != 1 || links[0].Link.Key != "000042" || links[0].Link.Base != "base" || links[0].Link.Hash != 0 {
			p.Errorf("the links are %+v", links)
		}
		listed, err := p.store.Unsettled(p.Context(), lane, 0, 10)
		p.check(err)
		if len(listed) != 1 || listed[0].ID != stays || listed[0].Code != tandem.Linked {
			p.Errorf("listed to be looked at is %+v", listed)
		}

		// Their system has two: so it stays.
		second := p.create("customer", "name", "Beta")
		p.link(lane, "000043", second)
		_, err = p.run("customer_merge", "survivor", stays, "merged", second)
		if tandem.CodeOf(err) != tandem.Conflict || !strings.Contains(err.Error(), "000042") || !strings.Contains(err.Error(), "000043") {
			p.Errorf("two linked customers: %v", err)
		}
		p.wants("customer", second, "name", "Beta")
	})
}

// update changes a record through the one door.
func (p *place) update(object string, id int64, fields ...any) error {
	written, err := p.engine.Write(p.Context(), p.caller.Account.ID, p.caller.Actor, object, []engine.Edit{{Op: tandem.Update, ID: id, Fields: p.values(object, fields)}})
	if err != nil {
		return err
	}
	return written[0].Err
}

// linesFor is a quote's line that names its recipient.
func (p *place) linesFor(recipient int64) tandem.Value {
	lines, err := p.lines("quote").Lines()
	p.check(err)
	for _, line := range lines {
		line[len(line)-1] = tandem.ReferenceValue(recipient)
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(lines[0]), lines)))
}

func (p *place) recipient(quote int64) int64 {
	var rows tandem.Rows
	shape := &tandem.Shape{Object: "quote", Fields: []string{"lines"}, LineFields: []string{"recipient"}}
	p.check(p.store.Records(p.Context(), p.caller.Account.ID, shape, []int64{quote}, &rows))
	lines, err := rows.Row(0)[0].Lines()
	p.check(err)
	if len(lines) == 0 {
		p.Fatal("the quote has lost its lines")
	}
	return lines[0][0].Int()
}
