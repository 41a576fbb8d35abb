package mapping

import (
	"tandem"
	"tandem/dictionary"
)

// Position is one value of the normal form.
type Position struct {
	Name      string           // our field, or theirs where there is none of ours; no two share one
	Kind      tandem.Kind      // what it holds when it is neither absent nor null; Absent = whatever an expression gives
	Direction tandem.Direction // how it may travel
	Policy    *tandem.Policy   // overrides the policy of the data point; nil = it does not
	Keep      Keep             // when theirs may touch ours; the merge heeds it
	Reference string           // the data point whose links resolve it; "" = none
	Required  bool             // a reference our record cannot do without: it waits for its parent
	Ratio     bool             // a sum of such means nothing
	Ours      int              // where it stands in Plan.Ours; -1 = an outgoing expression
	Theirs    int              // where it stands in Plan.Theirs; -1 = an incoming expression, or the lines
	Further   []int            // references by a key of several columns: where the others stand in Plan.Theirs
	Place     string           // where its rule is written

	from       apply             // their value -> N
	norm       apply             // our value -> N
	to         apply             // N -> their value
	theirField *dictionary.Field // their column; nil where there is none
	keyColumns []keyColumn       // a reference by several columns
	computeIn  *expression       // over their row
	computeOut *expression       // over our record
}

// IsLines reports whether the position holds the lines of a document. In rows
// of theirs they are the last value.
func (p *Position) IsLines() bool { return p.Kind == tandem.List }

// columns lists where the position stands in Plan.Theirs.
func (p *Position) columns() []int {
	if p.Theirs < 0 {
		return nil
	}
	return append([]int{p.Theirs}, p.Further...)
}

// setSteps makes the ways of a value, given in the order theirs -> ours.
func (p *Position) setSteps(steps []step) {
	p.from, p.to, p.norm = fuseIn(steps), fuseOut(steps), fuseNorm(steps)
}

// write makes their value of one in normal form. What it returns reads back as
// the same value: this upholds the law of the package comment, whatever
// converters are put together (Promise 5: no echo).
func (p *Position) write(n tandem.Value) (tandem.Value, error) {
	v := n
	var err error
	if p.to != nil {
		if v, err = p.to(n); err != nil {
			return tandem.Value{}, err
		}
	}
	if v, err = fitColumn(p.theirField, v); err != nil {
		return tandem.Value{}, err
	}
	back := v
	if p.from != nil {
		if back, err = p.from(v); err != nil {
			return tandem.Value{}, invalid("%s cannot be written: %w", shown(n), err)
		}
	}
	if back != n {
		return tandem.Value{}, invalid("%s would be written as %s and come back as %s", shown(n), shown(v), shown(back))
	}
	return v, nil
}
