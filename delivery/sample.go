package delivery

import (
	"slices"
	"time"

	"tandem"
	"tandem/trigger"
)

// Sample makes a delivery of a record as it is now, to try a trigger with. Its
// message id is none that a delivery will ever have.
func Sample(t *trigger.Trigger, shape *tandem.Shape, id, version int64, record tandem.Record, now time.Time) (*tandem.Delivery, *tandem.Told) {
	told := &tandem.Told{Fields: shape.Fields, LineFields: shape.LineFields, After: record, At: now, Actor: tandem.Actor{Origin: tandem.ByPerson, Name: "test"}}
	reference := func(field string) int64 {
		if i := slices.Index(shape.Fields, field); i >= 0 {
			return record[i].Int()
		}
		return 0
	}
	d := &tandem.Delivery{ID: -now.UnixMicro(), Account: t.Account, Receiver: t.Receiver, Object: t.Object, Record: id, Version: version, Op: tandem.Create}
	d.Customer, d.Case = reference("customer"), reference("case")
	switch t.Object {
	case "customer":
		d.Customer = id
	case "case":
		d.Case = id
	}
	if len(t.On) > 0 {
		d.Op = t.On[0]
	}
	if d.Op != tandem.Create {
		told.Before = slices.Clone(record)
	}
	if d.Op == tandem.Delete {
		told.After = nil
	}
	return d, told
}
