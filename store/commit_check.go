package store

import (
	"tandem"
)

// Days outside these years neither sort nor print like the others.
const (
	firstDay     = -719_162  // 0001-01-01
	lastDay      = 2_932_896 // 9999-12-31
	microsPerDay = 86_400_000_000
)

// maxCoefficient is the largest number of 18 digits, which is what a decimal has.
const maxCoefficient = 999_999_999_999_999_999

// check looks for what no database should be asked to store, before anything
// is written: both take the same then, and none stores what cannot be read back.
func (c *commit) check() error {
	errs := map[int]error{}
	for i := range c.batch.Rows {
		row := &c.batch.Rows[i]
		if err := c.checkWrite(&row.Write); err != nil {
			errs[i] = err
		} else if row.Link.Op == tandem.PutLink && !tandem.IsText(string(row.Link.Link.Key)) {
			errs[i] = tandem.Errorf(tandem.Invalid, "the key %q is not UTF-8 text", row.Link.Link.Key)
		}
	}
	if len(errs) > 0 {
		return &tandem.RowErrors{Errs: errs}
	}
	return nil
}

func (c *commit) checkWrite(w *tandem.RecordWrite) error {
	if w.Op != tandem.Create && w.Op != tandem.Update {
		return nil
	}
	if len(w.Values) != len(c.lay.columns) {
		return tandem.Errorf(tandem.Internal, "%d values for the %d fields of the shape", len(w.Values), len(c.lay.columns))
	}
	for i, column := range c.lay.columns {
		if !w.Set.Has(i) {
			continue
		}
		v := w.Values[i]
		if v.IsAbsent() || v.IsNull() {
			continue
		}
		if column == nil {
			if err := c.checkLines(v); err != nil {
				return err
			}
			continue
		}
		if message := checkValue(column, v); message != "" {
			return tandem.Errorf(tandem.Invalid, "%s", message).At(c.lay.table.name + "." + column.name)
		}
	}
	return nil
}

func (c *commit) checkLines(v tandem.Value) error {
	place := c.lay.table.name + "." + c.lay.table.listAt
	lines, err := v.Lines()
	if err != nil || v.Kind() != tandem.List {
		return tandem.Errorf(tandem.Invalid, "holds no readable lines").At(place)
	}
	for _, line := range lines {
		if len(line) != len(c.lay.lines) {
			return tandem.Errorf(tandem.Internal, "%d values for the %d fields of a line", len(line), len(c.lay.lines)).At(place)
		}
		for i, column := range c.lay.lines {
			if line[i].IsAbsent() || line[i].IsNull() {
				continue
			}
			if message := checkValue(column, line[i]); message != "" {
				return tandem.Errorf(tandem.Invalid, "%s", message).At(place + "." + column.name)
			}
		}
	}
	return nil
}

// checkValue says why a value cannot stand in a column; "" means it can.
func checkValue(c *column, v tandem.Value) string {
	switch {
	case c.system:
		return "is kept by the system and cannot be written"
	case v.Kind() != c.kind:
		return "holds " + v.Kind().String() + ", not " + c.kind.String()
	}
	switch c.kind {
	case tandem.Text:
		if !tandem.IsText(v.Text()) {
			return "is not UTF-8 text"
		}
	case tandem.Decimal:
		if v.Int() > maxCoefficient || v.Int() < -maxCoefficient {
			return "has more than 18 digits"
		}
	case tandem.Date:
		if v.Int() < firstDay || v.Int() > lastDay {
			return "lies outside the years 1 to 9999"
		}
	case tandem.Instant:
		if v.Int() < firstDay*microsPerDay || v.Int() >= (lastDay+1)*microsPerDay {
			return "lies outside the years 1 to 9999"
		}
	case tandem.Reference:
		if key, unresolved := v.Unresolved(); unresolved {
			return "points at " + key.String() + ", which is not here"
		}
	default:
	}
	return ""
}
