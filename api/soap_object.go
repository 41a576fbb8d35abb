package api

import (
	"strconv"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	soapserver "tandem/soap/server"
)

func one(name, kind, doc string) soapserver.Field {
	return soapserver.Field{Name: name, Type: kind, Doc: doc}
}

func maybe(name, kind, doc string) soapserver.Field {
	return soapserver.Field{Name: name, Type: kind, Doc: doc, Optional: true}
}

func many(name, kind, doc string) soapserver.Field {
	return soapserver.Field{Name: name, Type: kind, Doc: doc, Optional: true, Many: true}
}

// object makes the types and operations of an object.
func (b *soapBuilder) object(o *object) {
	name, line := o.TypeName(), ""
	b.words(name, o.Fields)
	if o.Lines != nil {
		line = o.Lines.TypeName()
		b.words(line, o.Lines.Fields)
		b.typed(line, o.Lines.Doc, b.soapFields(line, o.Lines.Fields, "")...)
	}
	system := b.soapFields(name, dictionary.SystemFields(), "")
	b.typed(name, o.Doc, append(system, b.soapFields(name, o.Fields, line)...)...)
	b.typed(name+"Input", "What is written: a field that is left out stays as it is.", b.soapFields(name, o.Fields, line)...)
	b.typed(name+"Change", "A change of a record.",
		one("seq", "xs:long", ""), one("id", "xs:string", ""), one("version", "xs:long", ""), one("op", "xs:string", "create, update or delete"), one("at", "xs:dateTime", ""),
		one("by", "xs:string", "Who."), maybe("note", "xs:string", "Why."), maybe("record", name, "As it is now, where it is still there."))

	id, version := one("id", "xs:string", "The record's id."), one("version", "xs:long", "The record's version.")
	ifVersion := maybe("version", "xs:long", "The version that was seen: refused when somebody was faster.")
	nulls := many("fieldsToNull", "xs:string", "Names of the fields that are to be emptied.")
	b.add(soapserver.Operation{Name: name + "Get", Group: name, Doc: "Reads a record.", In: []soapserver.Field{id}, Out: []soapserver.Field{one("record", name, "")}}, o.soapGet)
	b.add(soapserver.Operation{
		Name: name + "Create", Group: name, Doc: "Creates a record.", In: []soapserver.Field{one("record", name+"Input", "")}, Out: []soapserver.Field{id, version},
	}, o.soapCreate)
	b.add(soapserver.Operation{
		Name: name + "Update", Group: name, Doc: "Changes a record.", In: []soapserver.Field{id, ifVersion, one("record", name+"Input", ""), nulls}, Out: []soapserver.Field{id, version},
	}, o.soapUpdate)
	b.add(soapserver.Operation{
		Name: name + "Upsert", Group: name, Doc: "Changes the record that has the same value in a field, or creates it.",
		In:  []soapserver.Field{one("by", "xs:string", "The field that tells records apart."), one("record", name+"Input", ""), nulls},
		Out: []soapserver.Field{id, version, one("created", "xs:boolean", "Whether it is new.")},
	}, o.soapUpsert)
	b.add(soapserver.Operation{Name: name + "Delete", Group: name, Doc: "Deletes a record.", In: []soapserver.Field{id, ifVersion}}, o.soapDelete)
	b.add(soapserver.Operation{
		Name: name + "List", Group: name, Doc: "Reads a page of the records that fit a filter.",
		In: []soapserver.Field{
			maybe("filter", "xs:string", "A condition: status == \"active\""), maybe("order", "xs:string", "A field; with a minus in front the other way round."),
			maybe("pageToken", "xs:string", "Where the page before ended."), maybe("limit", "xs:int", "Up to 1000; 100 unless given."), maybe("total", "xs:boolean", "Whether to count all that fit."),
		},
		Out: []soapserver.Field{many("record", name, ""), maybe("nextPageToken", "xs:string", "Absent at the end."), maybe("total", "xs:long", "")},
	}, o.soapList)
	b.add(soapserver.Operation{
		Name: name + "ChangesSince", Group: name, Doc: "Reads what changed since a position of the change log.",
		In:  []soapserver.Field{one("since", "xs:long", "0 = from the beginning."), maybe("limit", "xs:int", "Up to 1000; 100 unless given.")},
		Out: []soapserver.Field{many("change", name+"Change", ""), one("next", "xs:long", "Ask from here on."), one("more", "xs:boolean", "Whether there is more already.")},
	}, o.soapChanges)
}

// id is the record that the message names.
func (c *soapCall) id() (int64, error) {
	id, err := c.number("id")
	if err == nil && id <= 0 {
		err = tandem.Errorf(tandem.Invalid, "the id is missing").At("id")
	}
	return id, err
}

// soapDraft reads the record that a message brings, with the fields to empty.
func (o *object) soapDraft(c *soapCall) (*draft, error) {
	d := &draft{}
	var err error
	if record := c.In.Child("record"); record != nil {
		if d.fields, err = readFields(o.Object, record); err != nil {
			return nil, err
		}
	}
	for _, e := range c.In.Children {
		if e.Name.Local != "fieldsToNull" {
			continue
		}
		if _, ok := o.Field(e.Content()); !ok {
			return nil, o.unwritable(e.Content())
		}
		d.fields = append(d.fields, engine.FieldValue{Field: e.Content(), Value: tandem.NullValue()})
	}
	d.version, err = c.number("version")
	return d, err
}

func (c *soapCall) written(w *engine.Written) {
	c.Out.Int("id", w.ID)
	c.Out.Int("version", w.Version)
}

func (o *object) soapGet(c *soapCall) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	var rows tandem.Rows
	if err := c.get(c.ctx, c.caller, o.full, id, &rows); err != nil {
		return err
	}
	o.full.writeRecord(c.Out, "record", &rows, 0)
	return nil
}

func (o *object) soapCreate(c *soapCall) error {
	d, err := o.soapDraft(c)
	if err != nil {
		return err
	}
	w, err := c.write(c.ctx, c.caller, o, engine.Edit{Op: tandem.Create, Fields: d.fields})
	if err != nil {
		return err
	}
	c.written(w)
	return nil
}

func (o *object) soapUpdate(c *soapCall) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	d, err := o.soapDraft(c)
	if err != nil {
		return err
	}
	w, err := c.write(c.ctx, c.caller, o, engine.Edit{Op: tandem.Update, ID: id, Version: d.version, Fields: d.fields})
	if err != nil {
		return err
	}
	c.written(w)
	return nil
}

func (o *object) soapUpsert(c *soapCall) error {
	d, err := o.soapDraft(c)
	if err != nil {
		return err
	}
	results, err := c.upsert(c.ctx, c.caller, o, c.text("by"), []*draft{d})
	if err != nil {
		return err
	}
	if results[0].Err != nil {
		return results[0].Err
	}
	c.written(&results[0].Written)
	c.Out.Leaf("created", strconv.FormatBool(results[0].created))
	return nil
}

func (o *object) soapDelete(c *soapCall) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	version, err := c.number("version")
	if err != nil {
		return err
	}
	_, err = c.write(c.ctx, c.caller, o, engine.Edit{Op: tandem.Delete, ID: id, Version: version})
	return err
}

func (o *object) soapList(c *soapCall) error {
	limit, err := c.number("limit")
	if err != nil {
		return err
	}
	total := c.text("total")
	page, err := c.list(c.ctx, c.caller, o, &listing{
		filter: c.text("filter"), order: c.text("order"), cursor: c.text("pageToken"), limit: int(limit), total: total == "true" || total == "1",
	})
	if err != nil {
		return err
	}
	for i := range page.rows.IDs {
		page.view.writeRecord(c.Out, "record", &page.rows, i)
	}
	if page.next != "" {
		c.Out.Leaf("nextPageToken", page.next)
	}
	if page.total >= 0 {
		c.Out.Int("total", page.total)
	}
	return nil
}

func (o *object) soapChanges(c *soapCall) error {
	since, err := c.number("since")
	if err != nil {
		return err
	}
	limit, err := c.number("limit")
	if err != nil {
		return err
	}
	f, err := c.changes(c.ctx, c.caller, o, since, int(limit), true)
	if err != nil {
		return err
	}
	for i := range f.changes {
		change := &f.changes[i]
		c.Out.Start("change")
		c.Out.Int("seq", change.Seq)
		c.Out.Int("id", change.ID)
		c.Out.Int("version", change.Version)
		c.Out.Leaf("op", change.Op.String())
		writeValue(c.Out, "at", tandem.InstantOf(change.At))
		c.Out.Leaf("by", change.Actor.Name)
		if change.Note != "" {
			c.Out.Leaf("note", change.Note)
		}
		if at := f.row(change.ID); at >= 0 {
			f.view.writeRecord(c.Out, "record", &f.rows, at)
		}
		c.Out.End()
	}
	c.Out.Int("next", f.next)
	c.Out.Leaf("more", strconv.FormatBool(f.more))
	return nil
}
