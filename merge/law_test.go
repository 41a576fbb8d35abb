package merge

import (
	"testing"

	"pgregory.net/rapid"

	"tandem"
)

// drawn is a pair of which both records are present, with its rules.
type drawn struct {
	rules Rules
	pair  Pair
}

const width = 4

func drawPair(t *rapid.T) *drawn {
	d := &drawn{}
	direction := rapid.SampledFrom([]tandem.Direction{tandem.Off, tandem.In, tandem.Out, tandem.Both})
	policy := rapid.SampledFrom([]tandem.Policy{tandem.Ask, tandem.Ours, tandem.Theirs, tandem.Newest})
	keep := rapid.SampledFrom([]Keep{KeepNothing, KeepNothing, NeverErase, OnlyIfEmpty, CreateOnly})
	d.rules.Operations = tandem.Operations{Create: direction.Draw(t, "create"), Update: direction.Draw(t, "update"), Delete: direction.Draw(t, "delete")}
	d.rules.Policy = policy.Draw(t, "policy")
	for range width {
		d.rules.Fields = append(d.rules.Fields, Field{Direction: direction.Draw(t, "direction"), Policy: policy.Draw(t, "field policy"), Keep: keep.Draw(t, "keep")})
	}
	text := rapid.SampledFrom([]string{"-", "0", "''", "a", "b"})
	record := func(name string) tandem.Record {
		r := make(tandem.Record, width)
		for i := range r {
			r[i] = value(text.Draw(t, name))
		}
		return r
	}
	d.pair = Pair{
		Linked: rapid.Bool().Draw(t, "linked"), Ours: Present, Theirs: Present, HasBase: rapid.Bool().Draw(t, "has base"),
		BaseValues: record("base"), OursValues: record("ours"), TheirsValues: record("theirs"),
		OursAt: int64(rapid.IntRange(0, 2).Draw(t, "ours at")), TheirsAt: int64(rapid.IntRange(0, 2).Draw(t, "theirs at")),
	}
	if !d.pair.HasBase {
		d.pair.BaseValues = make(tandem.Record, width)
	}
	return d
}

func (d *drawn) decide() (Decision, tandem.Record) {
	agreed := make(tandem.Record, width)
	return Decide(&d.rules, &d.pair, agreed), agreed
}

// carriedOut is the pair as it stands after a decision was carried out.
func (d *drawn) carriedOut(dec Decision, agreed tandem.Record) *drawn {
	after := &drawn{rules: d.rules, pair: d.pair}
	after.pair.Linked, after.pair.HasBase = true, true
	after.pair.BaseValues = append(tandem.Record(nil), agreed...)
	after.pair.OursValues = append(tandem.Record(nil), d.pair.OursValues...)
	after.pair.TheirsValues = append(tandem.Record(nil), d.pair.TheirsValues...)
	for i := range agreed {
		if dec.SetOurs.Has(i) {
			after.pair.OursValues[i] = agreed[i]
		}
		if dec.SetTheirs.Has(i) {
			after.pair.TheirsValues[i] = agreed[i]
		}
	}
	return after
}

func TestLawSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPair(t)
		first, agreed := d.decide()
		second, _ := d.carriedOut(first, agreed).decide()
		if !second.SetOurs.IsEmpty() || !second.SetTheirs.IsEmpty() {
			t.Fatalf("decided again: ours %v, theirs %v", second.SetOurs, second.SetTheirs)
		}
		if second.Conflicts != first.Conflicts {
			t.Fatalf("conflicts %v became %v", first.Conflicts, second.Conflicts)
		}
	})
}

// Fields with a rule that protects a value, and fields about which a side says
// nothing, need not agree: that is what they are for.
func TestLawAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPair(t)
		dec, agreed := d.decide()
		after := d.carriedOut(dec, agreed)
		for i, f := range d.rules.Fields {
			o, th := after.pair.OursValues[i], after.pair.TheirsValues[i]
			bound := f.Direction&d.rules.Operations.Update != tandem.Off && f.Keep == KeepNothing && !o.IsAbsent() && !th.IsAbsent()
			bound = bound && (!o.IsEmpty() || !th.IsEmpty()) // null on one side, empty text on the other
			bound = bound && !d.masterHeldNothing(i)
			if bound && !dec.Conflicts.Has(i) && o != th {
				t.Fatalf("field %d: %v here, %v there", i, o, th)
			}
		}
	})
}

// masterHeldNothing reports whether a field travels one way only and its master
// is empty in it, although both never agreed on it: that erases nothing.
func (d *drawn) masterHeldNothing(i int) bool {
	p := &d.pair
	if !p.HasBase || !p.BaseValues[i].IsAbsent() {
		return false
	}
	switch d.rules.Fields[i].Direction & d.rules.Operations.Update {
	case tandem.In:
		return p.TheirsValues[i].IsEmpty()
	case tandem.Out:
		return p.OursValues[i].IsEmpty()
	default:
		return false
	}
}

// Fairness is about what can be mirrored: the rules that protect ours have no
// counterpart for theirs.
func TestLawFair(t *testing.T) {
	mirrorDirection := map[tandem.Direction]tandem.Direction{tandem.Off: tandem.Off, tandem.In: tandem.Out, tandem.Out: tandem.In, tandem.Both: tandem.Both}
	mirrorPolicy := map[tandem.Policy]tandem.Policy{tandem.Ask: tandem.Ask, tandem.Newest: tandem.Newest, tandem.Ours: tandem.Theirs, tandem.Theirs: tandem.Ours}
	rapid.Check(t, func(t *rapid.T) {
		d := drawPair(t)
		for i := range d.rules.Fields {
			d.rules.Fields[i].Keep = KeepNothing
		}
		m := &drawn{rules: Rules{Policy: mirrorPolicy[d.rules.Policy]}, pair: d.pair}
		o := d.rules.Operations
		m.rules.Operations = tandem.Operations{Create: mirrorDirection[o.Create], Update: mirrorDirection[o.Update], Delete: mirrorDirection[o.Delete]}
		for _, f := range d.rules.Fields {
			m.rules.Fields = append(m.rules.Fields, Field{Direction: mirrorDirection[f.Direction], Policy: mirrorPolicy[f.Policy]})
		}
		m.pair.OursValues, m.pair.TheirsValues = d.pair.TheirsValues, d.pair.OursValues
		m.pair.OursAt, m.pair.TheirsAt = d.pair.TheirsAt, d.pair.OursAt
		a, _ := d.decide()
		b, _ := m.decide()
		if a.SetOurs != b.SetTheirs || a.SetTheirs != b.SetOurs || a.Conflicts != b.Conflicts || a.Outcome != b.Outcome {
			t.Fatalf("got %+v, mirrored %+v", a, b)
		}
	})
}

func TestLawInventsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPair(t)
		dec, agreed := d.decide()
		for i := range agreed {
			if dec.SetOurs.Has(i) && agreed[i] != d.pair.TheirsValues[i] {
				t.Fatalf("field %d: ours becomes %v, which theirs does not hold", i, agreed[i])
			}
			if dec.SetTheirs.Has(i) && agreed[i] != d.pair.OursValues[i] {
				t.Fatalf("field %d: theirs becomes %v, which ours does not hold", i, agreed[i])
			}
			if dec.SetOurs.Has(i) && dec.SetTheirs.Has(i) {
				t.Fatalf("field %d is written on both sides", i)
			}
		}
	})
}

func TestLawRepeatable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPair(t)
		a, agreedA := d.decide()
		b, agreedB := d.decide()
		if a != b {
			t.Fatalf("got %+v, then %+v", a, b)
		}
		for i := range agreedA {
			if agreedA[i] != agreedB[i] {
				t.Fatalf("field %d: %v, then %v", i, agreedA[i], agreedB[i])
			}
		}
	})
}

// A two-way field of a side that still holds the base never overrules the other.
func TestLawQuietSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawPair(t)
		d.pair.HasBase = true
		dec, _ := d.decide()
		for i, f := range d.rules.Fields {
			b := d.pair.BaseValues[i]
			if b.IsAbsent() || f.Direction&d.rules.Operations.Update != tandem.Both {
				continue
			}
			if d.pair.OursValues[i] == b && dec.SetTheirs.Has(i) {
				t.Fatalf("field %d: we did not change it, and theirs is written", i)
			}
			if d.pair.TheirsValues[i] == b && dec.SetOurs.Has(i) {
				t.Fatalf("field %d: they did not change it, and ours is written", i)
			}
		}
	})
}

// record15 is a pair of 15 fields of which each side changed one.
func record15() (*Rules, *Pair) {
	rules := &Rules{Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}}
	p := &Pair{Linked: true, HasBase: true, Ours: Present, Theirs: Present}
	for range 15 {
		rules.Fields = append(rules.Fields, Field{Direction: tandem.Both})
		p.BaseValues = append(p.BaseValues, tandem.TextValue("some value"))
	}
	p.OursValues = append(p.OursValues, p.BaseValues...)
	p.TheirsValues = append(p.TheirsValues, p.BaseValues...)
	p.OursValues[3], p.TheirsValues[7] = tandem.TextValue("ours"), tandem.TextValue("theirs")
	return rules, p
}

func TestDecidingDoesNotAllocate(t *testing.T) {
	rules, p := record15()
	agreed := make(tandem.Record, 15)
	if n := testing.AllocsPerRun(100, func() { Decide(rules, p, agreed) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkDecide15Fields(b *testing.B) {
	rules, p := record15()
	agreed := make(tandem.Record, 15)
	b.ReportAllocs()
	for b.Loop() {
		Decide(rules, p, agreed)
	}
}
