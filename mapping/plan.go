package mapping

import (
	"tandem"
)

// Plan is a compiled mapping. It is never changed after Compile and may be
// used by any number of goroutines.
type Plan struct {
	Positions  []Position // of the normal form; a record of it has as many values
	Ours       []string   // the fields of our records, in the order FromOurs and ToOurs see them
	Theirs     []string   // their fields, the first of a row; whoever reads may add more behind them, and the lines come last
	LineFields []string   // the fields of one line of theirs; nil without lines
	lines      *lines
	computesIn bool // some position is an incoming expression
}

// Position returns where a name stands in the normal form.
func (p *Plan) Position(name string) (int, bool) {
	for i := range p.Positions {
		if p.Positions[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// LineNames are the fields of a line in the normal form, and where among them
// stands what tells our lines of a document apart; -1 = nowhere.
func (p *Plan) LineNames() (names []string, key int) {
	if p.lines == nil {
		return nil, -1
	}
	for i := range p.lines.plan.Positions {
		names = append(names, p.lines.plan.Positions[i].Name)
	}
	at, ok := p.lines.plan.Position(p.lines.key)
	if !ok {
		at = -1
	}
	return names, at
}

// FromTheirs brings a row of theirs into the normal form. Their foreign keys
// become unresolved references. The error, of code Invalid, names every field
// that could not be read; its position is left absent. The texts in n lie in
// the row's page.
func (p *Plan) FromTheirs(row, n tandem.Record) error {
	if err := p.fits(row, len(p.Theirs), n); err != nil {
		return err
	}
	var faults faults
	for i := range p.Positions {
		pos := &p.Positions[i]
		if pos.Theirs < 0 {
			n[i] = tandem.Value{}
			continue
		}
		v := row[pos.Theirs]
		switch {
		case pos.keyColumns != nil:
			v = compositeIn(pos.keyColumns, row)
		case pos.from != nil:
			var err error
			if v, err = pos.from(v); err != nil {
				v = tandem.Value{}
				// What stands in a column that only goes out is going to be
				// overwritten: nonsense there is no reason to stop the row.
				if pos.Direction.Has(tandem.In) {
					faults.add(pos, err)
				}
			}
		}
		n[i] = v
	}
	// The lines and what is computed are rare: a loop of their own keeps the
	// one above tight.
	if p.lines != nil || p.computesIn {
		p.deriveFromTheirs(row, n, &faults)
	}
	return faults.err()
}

// FromOurs brings a record of ours into the normal form, so that spelling does
// not look like an edit. A value of ours that has no normal form stays as it
// is: it is refused only when it is to be written to theirs.
func (p *Plan) FromOurs(rec, n tandem.Record) error {
	if err := p.fits(rec, len(p.Ours), n); err != nil {
		return err
	}
	var faults faults
	for i := range p.Positions {
		pos := &p.Positions[i]
		var v tandem.Value
		var err error
		switch {
		case pos.computeOut != nil:
			v, err = pos.computeOut.run(rec)
		case pos.Kind == tandem.List:
			v, err = p.lines.fromOurs(rec[pos.Ours])
		default:
			v = rec[pos.Ours]
		}
		if err == nil && pos.norm != nil {
			v, err = pos.norm(v)
		}
		if err != nil {
			v = tandem.Value{}
			faults.add(pos, err)
		}
		n[i] = v
	}
	return faults.err()
}

// ToOurs writes the positions in set to a record of ours and notes in recSet
// what it wrote. Absent values and positions that do not come in are left out.
func (p *Plan) ToOurs(n tandem.Record, set *tandem.Fields, rec tandem.Record, recSet *tandem.Fields) error {
	if err := p.fits(rec, len(p.Ours), n); err != nil {
		return err
	}
	var faults faults
	for i := range p.Positions {
		pos := &p.Positions[i]
		if !set.Has(i) || n[i].IsAbsent() || pos.Ours < 0 || !pos.Direction.Has(tandem.In) {
			continue
		}
		v := n[i]
		if pos.Kind == tandem.List {
			var err error
			if v, err = p.lines.toOurs(v); err != nil {
				faults.add(pos, err)
				continue
			}
		}
		rec[pos.Ours] = v
		recSet.Add(pos.Ours)
	}
	return faults.err()
}

// ToTheirs writes the positions in set to a row of theirs and notes in rowSet
// what it wrote. A value without a counterpart in a value map, one that does
// not fit their column, and one that would come back as something else are
// refused with code Invalid; nothing is ever cut.
func (p *Plan) ToTheirs(n tandem.Record, set *tandem.Fields, row tandem.Record, rowSet *tandem.Fields) error {
	if err := p.fits(row, len(p.Theirs), n); err != nil {
		return err
	}
	var faults faults
	for i := range p.Positions {
		pos := &p.Positions[i]
		if !set.Has(i) || n[i].IsAbsent() || !pos.Direction.Has(tandem.Out) {
			continue
		}
		if err := p.writeTheirs(pos, n[i], row, rowSet); err != nil {
			faults.add(pos, err)
		}
	}
	return faults.err()
}

func (p *Plan) writeTheirs(pos *Position, v tandem.Value, row tandem.Record, rowSet *tandem.Fields) error {
	switch {
	case pos.keyColumns != nil:
		return compositeOut(pos.keyColumns, v, row, rowSet)
	case pos.Kind == tandem.List:
		v, err := p.lines.toTheirs(v)
		if err != nil {
			return err
		}
		row[len(row)-1] = v
		rowSet.Add(len(row) - 1)
		return nil
	default:
		v, err := pos.write(v)
		if err != nil {
			return err
		}
		row[pos.Theirs] = v
		rowSet.Add(pos.Theirs)
		return nil
	}
}

// deriveFromTheirs fills the positions that are not one value of the row: the
// lines first, for expressions may look at them.
func (p *Plan) deriveFromTheirs(row, n tandem.Record, faults *faults) {
	for i := range p.Positions {
		pos := &p.Positions[i]
		if pos.Kind != tandem.List || pos.computeIn != nil {
			continue
		}
		v, err := p.lines.fromTheirs(row[len(row)-1])
		if err != nil {
			faults.add(pos, err)
			continue
		}
		n[i] = v
	}
	for i := range p.Positions {
		pos := &p.Positions[i]
		if pos.computeIn == nil {
			continue
		}
		if pos.computeIn.lines && faults.first != nil {
			continue // the lines may be what cannot be read, and that is said already
		}
		v, err := pos.computeIn.runOver(row, p.lines)
		if err == nil && pos.from != nil {
			v, err = pos.from(v)
		}
		if err != nil {
			faults.add(pos, err)
			continue
		}
		n[i] = v
	}
}

// ForCreate takes out of set what a new row of theirs does better without:
// null in a column that takes no null and fills itself.
func (p *Plan) ForCreate(n tandem.Record, set *tandem.Fields) {
	for i := range p.Positions {
		if f := p.Positions[i].theirField; f != nil && n[i].IsNull() && !f.Nullable && f.Default {
			set.Remove(i)
		}
	}
}

// fits refuses records of another shape: a bug of the caller must not become
// a panic.
func (p *Plan) fits(side tandem.Record, width int, n tandem.Record) error {
	if len(side) < width || len(n) != len(p.Positions) {
		return tandem.Errorf(tandem.Internal, "mapping: records of %d and %d values where %d and %d are expected", len(side), len(n), width, len(p.Positions))
	}
	return nil
}
