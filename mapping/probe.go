package mapping

import (
	"time"

	"tandem"
)

// probe tries a pair that goes out with a few values: converters that are
// sensible each may make nonsense together, as digits before date(02.01.2006).
// It is better to hear that from Compile than from every row.
func (c *compiler) probe(p *Position) {
	if !p.Direction.Has(tandem.Out) || p.to == nil || p.from == nil {
		return
	}
	for _, n := range samples(p.Kind) {
		if p.norm != nil {
			n, _ = p.norm(n)
		}
		sent, err := p.to(n)
		if err != nil {
			continue // it does not fit their side; another may
		}
		back, err := p.from(sent)
		if err != nil {
			c.failHintf("check the order of the converters, or set direction: in", "%s would be written as %s, which cannot be read back: %s", shown(n), shown(sent), err)
			return
		}
		if back != n && (!back.IsNull() || n.Kind() == tandem.Text) {
			c.failHintf("check the order of the converters, or set direction: in", "%s would be written as %s and come back as %s", shown(n), shown(sent), shown(back))
			return
		}
	}
}

// samples are values that every sensible pair brings back. Texts are not among
// them: each converter has its own idea of a good one.
func samples(kind tandem.Kind) []tandem.Value {
	switch kind {
	case tandem.Integer:
		return []tandem.Value{tandem.IntegerValue(7), tandem.IntegerValue(1042)}
	case tandem.Decimal:
		return []tandem.Value{tandem.DecimalValue(1042, 0), tandem.DecimalValue(75, 1), tandem.DecimalValue(-3, 0)}
	case tandem.Bool:
		return []tandem.Value{tandem.BoolValue(true), tandem.BoolValue(false)}
	case tandem.Date:
		return []tandem.Value{tandem.DateOf(time.Date(1997, 8, 23, 0, 0, 0, 0, time.UTC))}
	case tandem.Instant:
		// Midnight in UTC is no midnight elsewhere: a pair that keeps only days
		// is not refused for that, since it brings back what it wrote itself.
		return nil
	default:
		return nil
	}
}
