package delivery

import (
	"slices"
	"strconv"
	"time"

	"tandem"
	"tandem/trigger"
)

// message writes what a signed call tells:
//
//	{"type": "case.edit", "timestamp": "...", "data": {"object": "case", "operation": "edit", "id": 17, "version": 3,
//	 "customer": 4, "by": "nina", "from": "person", "record": {...}, "previous": {"status": "open"}}}
//
// record is how it is after the change, previous what the changed fields held
// before; of a record that was deleted, record is null and previous all of it.
func message(d *tandem.Delivery, told *tandem.Told) []byte {
	dst := append(make([]byte, 0, messageRoom), `{"type":`...)
	dst = tandem.AppendJSONText(dst, eventType(d))
	dst = tandem.AppendJSONText(append(dst, `,"timestamp":`...), told.At.UTC().Format(time.RFC3339Nano))
	dst = append(dst, `,"data":`...)
	return append(appendData(dst, d, told), '}')
}

// cloudEvent writes the same as a CloudEvent in structured mode.
func cloudEvent(d *tandem.Delivery, told *tandem.Told) []byte {
	dst := append(make([]byte, 0, messageRoom), `{"specversion":"1.0","id":`...)
	dst = tandem.AppendJSONText(dst, messageID(d))
	dst = tandem.AppendJSONText(append(dst, `,"source":`...), "/tandem/accounts/"+strconv.FormatInt(d.Account, 10))
	dst = tandem.AppendJSONText(append(dst, `,"type":`...), "tandem."+eventType(d))
	dst = tandem.AppendJSONText(append(dst, `,"subject":`...), d.Object+"/"+strconv.FormatInt(d.Record, 10))
	dst = tandem.AppendJSONText(append(dst, `,"time":`...), told.At.UTC().Format(time.RFC3339Nano))
	dst = append(dst, `,"datacontenttype":"application/json","data":`...)
	return append(appendData(dst, d, told), '}')
}

func eventType(d *tandem.Delivery) string { return d.Object + "." + trigger.Operation(d.Op) }

// messageRoom is more than most messages need.
const messageRoom = 2048

func appendData(dst []byte, d *tandem.Delivery, told *tandem.Told) []byte {
	dst = tandem.AppendJSONText(append(dst, `{"object":`...), d.Object)
	dst = tandem.AppendJSONText(append(dst, `,"operation":`...), trigger.Operation(d.Op))
	dst = strconv.AppendInt(append(dst, `,"id":`...), d.Record, 10)
	dst = strconv.AppendInt(append(dst, `,"version":`...), d.Version, 10)
	if d.Customer != 0 {
		dst = strconv.AppendInt(append(dst, `,"customer":`...), d.Customer, 10)
	}
	if d.Case != 0 {
		dst = strconv.AppendInt(append(dst, `,"case":`...), d.Case, 10)
	}
	dst = tandem.AppendJSONText(append(dst, `,"by":`...), told.Actor.Name)
	dst = tandem.AppendJSONText(append(dst, `,"from":`...), string(told.Actor.Origin))
	dst = append(dst, `,"record":`...)
	dst = appendRecord(dst, told, told.After, func(int) bool { return true })
	dst = append(dst, `,"previous":`...)
	dst = appendRecord(dst, told, told.Before, func(i int) bool { return told.After == nil || told.Before[i] != told.After[i] })
	return append(dst, '}')
}

// appendRecord writes the wanted fields of a record; one that is not there is null.
func appendRecord(dst []byte, told *tandem.Told, record tandem.Record, wanted func(i int) bool) []byte {
	if record == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '{')
	first := true
	for i, name := range told.Fields {
		if !wanted(i) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(tandem.AppendJSONText(dst, name), ':')
		dst = tandem.AppendJSONLines(dst, record[i], told.LineFields)
	}
	return append(dst, '}')
}

// tellField is how templates find their values.
func tellField(d *tandem.Delivery, told *tandem.Told) func(string) tandem.Value {
	side := func(record tandem.Record) func(string) tandem.Value {
		return func(name string) tandem.Value {
			if i := slices.Index(told.Fields, name); i >= 0 && record != nil {
				return record[i]
			}
			return tandem.NullValue()
		}
	}
	record := trigger.Field(&tandem.Deed{Op: d.Op, Before: side(told.Before), After: side(told.After)})
	about := aboutChange(d, told)
	return func(name string) tandem.Value {
		if v, ok := about[name]; ok {
			return v
		}
		return record(name)
	}
}

// aboutChange are the values of trigger.AboutChange.
func aboutChange(d *tandem.Delivery, told *tandem.Told) map[string]tandem.Value {
	id := func(n int64) tandem.Value {
		if n == 0 {
			return tandem.NullValue()
		}
		return tandem.IntegerValue(n)
	}
	return map[string]tandem.Value{
		"change.id": id(d.Record), "change.object": tandem.TextValue(d.Object), "change.operation": tandem.TextValue(trigger.Operation(d.Op)),
		"change.version": id(d.Version), "change.customer": id(d.Customer), "change.case": id(d.Case),
		"change.by": tandem.TextValue(told.Actor.Name), "change.from": tandem.TextValue(string(told.Actor.Origin)),
		"change.at": tandem.InstantOf(told.At), "change.delivery": tandem.TextValue(messageID(d)),
	}
}
