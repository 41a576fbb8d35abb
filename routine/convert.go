package routine

import (
	"context"
	"slices"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/expr"
)

// conversion makes one document of another.
type conversion struct {
	from, to string
	back     string   // the field of the new document that names the old one
	ready    []string // states the old one may be in
	after    string   // the state it gets
	status   string   // the state of the new one
	extra    []string // parameters that are fields of the new one
	bills    bool     // it is what the customer pays: it falls due
}

// convert carries a conversion out. The old document moves on in the same
// transaction and at the version that was read, so that two calls at once make one.
func (c *call) convert(ctx context.Context, v *conversion) (Values, error) {
	old, err := c.load(ctx, v.from, c.int(v.from), c.int("if_version"))
	if err != nil {
		return nil, err
	}
	if made, err := c.successor(ctx, v, old.id); made != nil || err != nil {
		return made, err
	}
	if status := old.get("status").Text(); !slices.Contains(v.ready, status) {
		return nil, tandem.Errorf(tandem.Invalid, "it is %s", status).At(old.place() + ".status").WithHint("it must be " + oneOf(v.ready))
	}
	buyer, err := c.load(ctx, customer, old.get("customer").Int(), 0)
	if err != nil {
		return nil, err
	}
	if status := buyer.get("status").Text(); status != "active" && !v.bills {
		return nil, tandem.Errorf(tandem.Invalid, "no business is done with the customer: it is %s", status).At(buyer.place()).WithHint("make the customer active first")
	}
	fields, err := c.successorFields(ctx, v, old, buyer)
	if err != nil {
		return nil, err
	}
	written, err := c.write(ctx, "",
		engine.ObjectEdit{Object: v.to, Edit: engine.Edit{Op: tandem.Create, Fields: fields}},
		old.update(set("status", tandem.TextValue(v.after))))
	if err != nil {
		return nil, err
	}
	return Values{v.to: tandem.ReferenceValue(written[0].ID), "version": tandem.IntegerValue(written[0].Version), "changed": tandem.BoolValue(true)}, nil
}

// successor finds the document that was made of the old one and still counts.
func (c *call) successor(ctx context.Context, v *conversion, id int64) (Values, error) {
	var rows tandem.Rows
	filter := expr.And{
		expr.Comparison{Field: v.back, Op: expr.Equal, Value: tandem.ReferenceValue(id)},
		expr.Comparison{Field: "status", Op: expr.NotEqual, Value: tandem.TextValue("cancelled")},
	}
	err := c.Records.Find(ctx, c.account, &tandem.Shape{Object: v.to}, filter, 0, 1, &rows)
	if err != nil || len(rows.IDs) == 0 {
		return nil, err
	}
	return Values{v.to: tandem.ReferenceValue(rows.IDs[0]), "version": tandem.IntegerValue(rows.Versions[0]), "changed": tandem.BoolValue(false)}, nil
}

// own are the fields that a document does not hand on to its successor.
var own = []string{"number", "status", "date", "reference", "lines"}

// successorFields are the fields of the new document: those that both have, also
// the account's own, and what the call says.
func (c *call) successorFields(ctx context.Context, v *conversion, old, buyer *document) ([]engine.FieldValue, error) {
	dict, err := c.Records.Dictionary(ctx, c.account)
	if err != nil {
		return nil, err
	}
	object, _ := dict.Object(v.to)
	date := firstOf(c.params["date"], c.today())
	fields := []engine.FieldValue{
		set(v.back, tandem.ReferenceValue(old.id)), set("status", tandem.TextValue(v.status)), set("date", date),
		set("reference", firstOf(c.params["reference"], old.get("reference"))),
	}
	for _, name := range v.extra {
		if p := c.params[name]; !p.IsEmpty() {
			fields = append(fields, set(name, p))
		}
	}
	if days := buyer.get("payment_days"); v.bills && c.params["due_date"].IsEmpty() && !days.IsEmpty() {
		fields = append(fields, set("due_date", tandem.DateValue(date.Int()+days.Int())))
	}
	for i, name := range old.fields {
		f, ok := object.Field(name)
		if ok && f.Type == old.object.Fields[fieldAt(old.object, name)].Type && !slices.Contains(own, name) && !isSet(fields, name) {
			fields = append(fields, set(name, old.values[i]))
		}
	}
	lines, err := handOn(old.object.Lines, object.Lines, old.get(linesField(old.object)))
	return append(fields, set(linesField(object), lines)), err
}

// handOn gives lines to a successor: the fields that lines of both have.
func handOn(from, to *dictionary.Object, list tandem.Value) (tandem.Value, error) {
	lines, err := list.Lines()
	if err != nil || list.IsEmpty() {
		return tandem.NullValue(), err
	}
	for i, line := range lines {
		next := make(tandem.Record, len(to.Fields))
		for j := range to.Fields {
			next[j] = tandem.NullValue()
			if k := fieldAt(from, to.Fields[j].Name); k >= 0 && from.Fields[k].Type == to.Fields[j].Type {
				next[j] = line[k]
			}
		}
		lines[i] = next
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(to.Fields), lines))), nil
}

func fieldAt(o *dictionary.Object, name string) int {
	return slices.IndexFunc(o.Fields, func(f dictionary.Field) bool { return f.Name == name })
}

func isSet(fields []engine.FieldValue, name string) bool {
	return slices.ContainsFunc(fields, func(f engine.FieldValue) bool { return f.Field == name })
}

// firstOf is the first value when it holds something, else the second.
func firstOf(v, otherwise tandem.Value) tandem.Value {
	if v.IsEmpty() {
		return otherwise
	}
	return v
}

// oneOf lists a choice for a hint.
func oneOf(words []string) string { return strings.Join(words, " or ") }
