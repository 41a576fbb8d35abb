package mapping

import "tandem"

// Plan is a compiled mapping. It is never changed after Compile and may be
// used by any number of goroutines.
type Plan struct {
	Positions  []Position // of the normal form; a record of it has as many values
	Ours       []string   // the fields of our records, in the order FromOurs and ToOurs see them
	Theirs     []string   // their fields, the first of the rows; whoever reads may add more behind them
	LineFields []string   // the fields of one line of theirs; nil without lines
	lines      *lines
}

// Position is one value of the normal form.
type Position struct {
	Name      string           // our field, or theirs where there is none of ours; no two share one
	Kind      tandem.Kind      // what it holds when it is neither absent nor null
	Direction tandem.Direction // how it may travel
	Policy    *tandem.Policy   // overrides the policy of the data point; nil = it does not
	Keep      Keep             //
	Reference string           // the data point whose links resolve it; "" = none
	Ours      int              // where it stands in Plan.Ours; -1 = an outgoing expression
	Theirs    int              // where it stands in Plan.Theirs; -1 = an incoming expression, or the lines
	Further   []int            // references by a composite key: the other fields of it in Plan.Theirs
	Place     string           // where its rule is written

	theirs column // their side of it
	ours   field  // our side of it
}

// IsLines reports whether the position holds the lines of a document. In rows
// of theirs they are the last value.
func (p *Position) IsLines() bool { return p.Kind == tandem.List }

// Position returns where a name stands in the normal form.
func (p *Plan) Position(name string) (int, bool) {
	for i := range p.Positions {
		if p.Positions[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// FromTheirs brings a row of theirs into the normal form. Their foreign keys
// become unresolved references. The error, of code Invalid, names every field
// that could not be read; its position is left absent. The texts in n lie in
// the row's page.
func (p *Plan) FromTheirs(row, n tandem.Record) error { return nil }

// FromOurs brings a record of ours into the normal form, so that spelling does
// not look like an edit. A value of ours that has no normal form stays as it
// is: it is refused only when it is to be written to theirs.
func (p *Plan) FromOurs(rec, n tandem.Record) error { return nil }

// ToOurs writes the positions in set to a record of ours and notes in recSet
// what it wrote. Absent values and positions without a field of ours are left out.
func (p *Plan) ToOurs(n tandem.Record, set *tandem.Fields, rec tandem.Record, recSet *tandem.Fields) error {
	return nil
}

// ToTheirs writes the positions in set to a row of theirs and notes in rowSet
// what it wrote. A value without a counterpart in a value map, one that does
// not fit their column, and one that would come back as something else are
// refused with code Invalid; nothing is ever cut.
func (p *Plan) ToTheirs(n tandem.Record, set *tandem.Fields, row tandem.Record, rowSet *tandem.Fields) error {
	return nil
}

// ForCreate takes out of set what a new row of theirs does better without:
// null in a column that takes no null and fills itself.
func (p *Plan) ForCreate(n tandem.Record, set *tandem.Fields) {}

// HasReferences reports whether any position or any field of a line is a reference.
func (p *Plan) HasReferences() bool { return false }

// MapReferences calls f for every reference in n, those within lines included,
// with the data point that resolves it, and puts what f returns in its place.
func (p *Plan) MapReferences(n tandem.Record, f func(dataPoint string, v tandem.Value) (tandem.Value, error)) error {
	return nil
}
