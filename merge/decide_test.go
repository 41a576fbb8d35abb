package merge

import (
	"fmt"
	"strings"
	"testing"

	"tandem"
)

// value reads the short notation of the tables: "-" absent, "0" null, anything else text.
func value(s string) tandem.Value {
	switch s {
	case "-":
		return tandem.Value{}
	case "0":
		return tandem.NullValue()
	case "''":
		return tandem.TextValue("")
	default:
		return tandem.TextValue(s)
	}
}

// One line per case of one field: base, ours and theirs, how it may travel, and
// what comes of it: "=x" both agree on x, ">x" theirs becomes x, "<x" ours
// becomes x, "?" a person decides.
func TestOneField(t *testing.T) {
	for _, c := range []struct {
		why                string
		base, ours, theirs string
		field              Field
		want               string
	}{
		{"nothing happened", "a", "a", "a", Field{Direction: tandem.Both}, "=a"},
		{"we edited", "a", "b", "a", Field{Direction: tandem.Both}, ">b"},
		{"they edited", "a", "a", "b", Field{Direction: tandem.Both}, "<b"},
		{"both made the same edit", "a", "b", "b", Field{Direction: tandem.Both}, "=b"},
		{"both edited, nobody decides", "a", "b", "c", Field{Direction: tandem.Both}, "?a"},
		{"both edited, ours wins", "a", "b", "c", Field{Direction: tandem.Both, Policy: tandem.Ours}, ">b"},
		{"both edited, theirs wins", "a", "b", "c", Field{Direction: tandem.Both, Policy: tandem.Theirs}, "<c"},
		{"we emptied it", "a", "0", "a", Field{Direction: tandem.Both}, ">0"},
		{"they emptied it", "a", "a", "0", Field{Direction: tandem.Both}, "<0"},
		{"null and empty text differ", "0", "0", "''", Field{Direction: tandem.Both}, "<''"},
		{"they say nothing", "a", "b", "-", Field{Direction: tandem.Both}, "=a"},
		{"only in: theirs is the master", "a", "b", "a", Field{Direction: tandem.In}, "<a"},
		{"only out: ours is the master", "a", "a", "b", Field{Direction: tandem.Out}, ">a"},
		{"travels nowhere", "a", "b", "c", Field{}, "=a"},
		{"first contact fills what is empty here", "-", "0", "a", Field{Direction: tandem.Both}, "<a"},
		{"first contact fills what is empty there", "-", "a", "0", Field{Direction: tandem.Both}, ">a"},
		{"first contact leaves what is empty in two ways", "-", "0", "''", Field{Direction: tandem.Both}, "=-"},
		{"first contact, different", "-", "a", "b", Field{Direction: tandem.Both}, "?-"},
		{"first contact, theirs wins", "-", "a", "b", Field{Direction: tandem.Both, Policy: tandem.Theirs}, "<b"},
		{"never erase: emptied there", "a", "a", "0", Field{Direction: tandem.Both, Keep: NeverErase}, "=a"},
		{"never erase: changed there", "a", "a", "b", Field{Direction: tandem.Both, Keep: NeverErase}, "<b"},
		{"only if empty: filled here", "a", "a", "b", Field{Direction: tandem.Both, Keep: OnlyIfEmpty}, "=a"},
		{"only if empty: empty here", "0", "0", "b", Field{Direction: tandem.Both, Keep: OnlyIfEmpty}, "<b"},
		{"create only: left alone", "a", "b", "c", Field{Direction: tandem.Both, Keep: CreateOnly, Policy: tandem.Theirs}, "=a"},
	} {
		rules := &Rules{Operations: tandem.Operations{Update: tandem.Both}, Fields: []Field{c.field}}
		agreed := make(tandem.Record, 1)
		d := Decide(rules, &Pair{
			Linked: true, Ours: Present, Theirs: Present, HasBase: c.base != "-",
			BaseValues: tandem.Record{value(c.base)}, OursValues: tandem.Record{value(c.ours)}, TheirsValues: tandem.Record{value(c.theirs)},
		}, agreed)
		sign := "="
		switch {
		case d.Conflicts.Has(0):
			sign = "?"
		case d.SetOurs.Has(0):
			sign = "<"
		case d.SetTheirs.Has(0):
			sign = ">"
		}
		if want := value(c.want[1:]); sign != c.want[:1] || agreed[0] != want {
			t.Errorf("%s: got %s%v, want %s", c.why, sign, agreed[0], c.want)
		}
	}
}

// One line per case of a whole record. Sides: "." missing, "b" as the base
// says, "e" edited, "u" not read since the base.
func TestOneRecord(t *testing.T) {
	all := tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}
	in := tandem.Operations{Create: tandem.In, Update: tandem.In, Delete: tandem.In}
	none := tandem.Operations{}
	for _, c := range []struct {
		why          string
		linked       bool
		ours, theirs string
		operations   tandem.Operations
		policy       tandem.Policy
		want         string // operations here and there, link, outcome, code
	}{
		{"new there", false, ".", "b", all, tandem.Ask, "create none link created"},
		{"new here", false, "b", ".", all, tandem.Ask, "none create link created"},
		{"new here, comes in only", false, "b", ".", in, tandem.Ask, "none none - excluded create_off"},
		{"new there, nothing travels", false, ".", "b", none, tandem.Ask, "none none - excluded create_off"},
		{"matched and equal", false, "b", "b", all, tandem.Ask, "none none link updated"},
		{"settled", true, "b", "b", all, tandem.Ask, "none none link unchanged"},
		{"edited here", true, "e", "b", all, tandem.Ask, "none update link updated"},
		{"edited here, theirs not read", true, "e", "u", all, tandem.Ask, "none update link updated"},
		{"edited there", true, "b", "e", all, tandem.Ask, "update none link updated"},
		{"gone there", true, "b", ".", all, tandem.Ask, "delete none end deleted"},
		{"gone here", true, ".", "b", all, tandem.Ask, "none delete end deleted"},
		{"gone here, theirs not read", true, ".", "u", all, tandem.Ask, "none delete end deleted"},
		{"gone here, deletes only come in", true, ".", "b", in, tandem.Ask, "none none - excluded delete_off"},
		{"gone on both sides", true, ".", ".", all, tandem.Ask, "none none end deleted"},
		{"gone there, edited here", true, "e", ".", all, tandem.Ask, "none none - conflict edited_deleted"},
		{"gone there, edited here, ours wins", true, "e", ".", all, tandem.Ours, "none create link created"},
		{"gone there, edited here, theirs wins", true, "e", ".", all, tandem.Theirs, "delete none end deleted"},
		{"gone here, edited there", true, ".", "e", all, tandem.Ask, "none none - conflict edited_deleted"},
		{"gone here, edited there, theirs wins", true, ".", "e", all, tandem.Theirs, "create none link created"},
		{"gone here, edited there, ours wins", true, ".", "e", all, tandem.Ours, "none delete end deleted"},
	} {
		p := &Pair{Linked: c.linked, HasBase: c.linked}
		p.BaseValues = tandem.Record{value("a")}
		p.Ours, p.OursValues = side(c.ours)
		p.Theirs, p.TheirsValues = side(c.theirs)
		rules := &Rules{Operations: c.operations, Policy: c.policy, Fields: []Field{{Direction: tandem.Both, Policy: c.policy}}}
		if got := words(Decide(rules, p, make(tandem.Record, 1))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

func side(s string) (Presence, tandem.Record) {
	switch s {
	case ".":
		return Missing, nil
	case "u":
		return Unread, nil
	case "e":
		return Present, tandem.Record{value("edited")}
	default:
		return Present, tandem.Record{value("a")}
	}
}

func words(d Decision) string {
	link := [...]string{"-", "link", "end"}[d.Link]
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", d.Ours, d.Theirs, link, d.Outcome, d.Code))
}

func TestAFilteredRowIsLeftAlone(t *testing.T) {
	rules := &Rules{Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}, Fields: []Field{{Direction: tandem.Both}}}
	d := Decide(rules, &Pair{Linked: true, Excluded: true, Ours: Present, Theirs: Present}, make(tandem.Record, 1))
	if got := words(d); got != "none none - excluded filtered_out" {
		t.Errorf("got %q", got)
	}
}

func TestNewestNeedsBothTimes(t *testing.T) {
	for _, c := range []struct {
		ours, theirs int64
		want         tandem.Policy
	}{{2, 1, tandem.Ours}, {1, 2, tandem.Theirs}, {1, 1, tandem.Ask}, {0, 1, tandem.Ask}, {1, 0, tandem.Ask}} {
		if got := decide(tandem.Newest, &Pair{OursAt: c.ours, TheirsAt: c.theirs}); got != c.want {
			t.Errorf("changed at %d and %d: got %s, want %s", c.ours, c.theirs, got, c.want)
		}
	}
}

func TestGuard(t *testing.T) {
	guard := Guard{Deletes: 50, Percent: 5}
	for _, c := range []struct {
		why            string
		deletes, links int64
		emptied        bool
		holds          bool
	}{
		{"nothing to delete", 0, 1000, false, false},
		{"few", 50, 60, false, false},
		{"many of very many", 60, 10_000, false, false},
		{"many and a large part", 60, 1000, false, true},
		{"the other side came back empty", 1, 10_000, true, true},
	} {
		if reason, holds := guard.Holds(c.deletes, c.links, c.emptied); holds != c.holds || holds != (reason != "") {
			t.Errorf("%s: held %v, %q", c.why, holds, reason)
		}
	}
}

// What was full on both sides when they met, and so left as it was on each, is no edit
// that would outlive a deletion; what never got across is one.
func TestWhatWasLeftApartIsNoEdit(t *testing.T) {
	for _, c := range []struct {
		keep Keep
		want string
	}{{OnlyIfEmpty, "deleted"}, {KeepNothing, "conflict"}} {
		rules := &Rules{Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}, Fields: []Field{{Direction: tandem.Both, Keep: c.keep}}}
		full, unknown := tandem.Record{value("ours")}, tandem.Record{value("-")}
		for side, p := range map[string]*Pair{
			"there": {Linked: true, HasBase: true, BaseValues: unknown, Ours: Present, OursValues: full},
			"here":  {Linked: true, HasBase: true, BaseValues: unknown, Theirs: Present, TheirsValues: full},
		} {
			if d := Decide(rules, p, make(tandem.Record, 1)); d.Outcome.String() != c.want {
				t.Errorf("keep %v, gone %s: %s, wanted %s", c.keep, side, d.Outcome, c.want)
			}
		}
	}
}
