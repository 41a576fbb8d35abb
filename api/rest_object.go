package api

import (
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"tandem"
	"tandem/engine"
)

// object makes the operations of an object.
func (b *builder) object(o *object) {
	b.objectSchemas(o)
	name, path := o.TypeName(), "/"+o.Plural
	one := path + "/{id}"
	record, id := refTo(name), pathParam("id", "The record's id.")
	version := map[string]*huma.Param{"ETag": {Description: "The record's version.", Schema: typed(huma.TypeString, "")}}
	writable := []tandem.Code{tandem.Usage, tandem.Invalid, tandem.Conflict, tandem.Busy}
	matched := append([]tandem.Code{tandem.NotFound, tandem.Stale}, writable...)
	b.add(&operation{
		id: name + "List", summary: "List " + o.Plural, method: http.MethodGet, path: path, tag: o.Plural, params: listParams(),
		doc:    "A page of records that fit a filter. The next page is asked for with the cursor of this one.",
		status: http.StatusOK, answer: listSchema(record), errors: []tandem.Code{tandem.Usage}, handle: o.restList,
	})
	b.add(&operation{
		id: name + "Create", summary: "Create a " + o.Label, method: http.MethodPost, path: path, tag: o.Plural, body: refTo(name + "Input"),
		doc:    "A field that is left out gets its initial value; null is nothing.",
		status: http.StatusCreated, answer: record, headers: version, errors: writable, changes: true, handle: o.restCreate,
	})
	b.add(&operation{
		id: name + "Get", summary: "Read a " + o.Label, method: http.MethodGet, path: one, tag: o.Plural, params: []*huma.Param{id, fieldsParam()},
		status: http.StatusOK, answer: record, headers: version, errors: []tandem.Code{tandem.Usage, tandem.NotFound}, handle: o.restGet,
	})
	b.add(&operation{
		id: name + "Update", summary: "Change a " + o.Label, method: http.MethodPatch, path: one, tag: o.Plural, params: []*huma.Param{id, ifMatchParam()}, body: refTo(name + "Patch"),
		doc:    "A field that is left out stays as it is, null empties it, an empty text is an empty text. Lines are replaced as a whole.",
		status: http.StatusOK, answer: record, headers: version, errors: matched, changes: true, handle: o.restUpdate,
	})
	b.add(&operation{
		id: name + "Delete", summary: "Delete a " + o.Label, method: http.MethodDelete, path: one, tag: o.Plural, params: []*huma.Param{id, ifMatchParam()},
		status: http.StatusNoContent, errors: matched, changes: true, handle: o.restDelete,
	})
	b.add(&operation{
		id: name + "Upsert", summary: "Create or change a " + o.Label, method: http.MethodPut, path: path + "/by/{field}/{value}", tag: o.Plural,
		params: []*huma.Param{pathParam("field", "The field that tells records apart: external_number."), pathParam("value", "Its value.")}, body: refTo(name + "Patch"),
		doc:    "Changes the record that has the value in the field, or creates it. Refused where several have it.",
		status: http.StatusOK, answer: record, headers: version, errors: writable, changes: true, handle: o.restUpsert,
	})
	b.add(&operation{
		id: name + "BulkUpsert", summary: "Create or change many " + o.Plural, method: http.MethodPost, path: "/bulk/" + o.Plural, tag: o.Plural, body: bulkSchema(refTo(name + "Patch")),
		doc:    "Up to 1,000 records, each by itself: what is wrong with one is told at its place and stops no other.",
		status: http.StatusOK, answer: bulkAnswer(), errors: writable, changes: true, handle: o.restBulk,
	})
	b.history(o)
}

func pathParam(name, doc string) *huma.Param {
	s := typed(huma.TypeString, "")
	if name == "id" || name == "run" {
		s = &huma.Schema{Type: huma.TypeInteger, Format: "int64"}
	}
	return &huma.Param{Name: name, In: "path", Required: true, Description: doc, Schema: s}
}

func queryParam(name, kind, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: doc, Schema: typed(kind, "")}
}

func fieldsParam() *huma.Param {
	return queryParam("fields", huma.TypeString, "The fields to show, parted by commas; all but large contents unless given.")
}

func ifMatchParam() *huma.Param {
	return &huma.Param{Name: "If-Match", In: "header", Description: "The ETag of what was read: refused when the record has changed since.", Schema: typed(huma.TypeString, "")}
}

func listParams() []*huma.Param {
	return []*huma.Param{
		queryParam("filter", huma.TypeString, `A condition: status == "active" and city contains "brno".`),
		queryParam("order", huma.TypeString, "A field to order by; with a minus in front the other way round. The id unless given."),
		fieldsParam(),
		queryParam("limit", huma.TypeInteger, "How many records a page has, up to 1,000; 100 unless given."),
		queryParam("cursor", huma.TypeString, "Where the page before ended, as it says. Filter and order stay the same."),
		queryParam("total", huma.TypeBoolean, "Whether to count all records that fit."),
	}
}

func listSchema(of *huma.Schema) *huma.Schema {
	return structure("A page.", map[string]*huma.Schema{
		"items": array(of),
		"next":  {Type: huma.TypeString, Nullable: true, Description: "The cursor of the next page; null at the end."},
		"total": {Type: huma.TypeInteger, Format: "int64", Description: "How many fit, where that was asked for."},
	}, "total")
}

func bulkSchema(of *huma.Schema) *huma.Schema {
	return structure("Records to create or change.", map[string]*huma.Schema{
		"by":      typed(huma.TypeString, "The field that tells records apart. Without it, it is their id, and a record without one is new."),
		"records": array(of),
	}, "by")
}

func bulkAnswer() *huma.Schema {
	return structure("What became of each, in the order of the request.", map[string]*huma.Schema{
		"items": array(structure("One record.", map[string]*huma.Schema{
			"id": {Type: huma.TypeInteger, Format: "int64"}, "version": {Type: huma.TypeInteger, Format: "int64"},
			"created": typed(huma.TypeBoolean, "Whether it is new."), "error": refTo("Problem"),
		}, "id", "version", "created", "error")),
		"failed": typed(huma.TypeInteger, "How many have an error."),
	})
}

func (o *object) restList(c *call) error {
	if err := c.allow("filter", "order", "fields", "limit", "cursor", "total"); err != nil {
		return err
	}
	limit, err := c.queryNumber("limit")
	if err != nil {
		return err
	}
	page, err := c.list(c.r.Context(), c.caller, o, &listing{
		filter: c.query("filter"), order: c.query("order"), fields: names(c.query("fields")), limit: int(limit),
		cursor: c.query("cursor"), total: c.query("total") == "true" || c.query("total") == "1",
	})
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, page.append)
}

// append writes a page as JSON.
func (p *page) append(dst []byte) []byte {
	dst = append(dst, `{"items":[`...)
	for i := range p.rows.IDs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = p.view.append(dst, &p.rows, i)
	}
	dst = append(dst, `],"next":`...)
	if p.next == "" {
		dst = append(dst, "null"...)
	} else {
		dst = tandem.AppendJSONText(dst, p.next)
	}
	if p.total >= 0 {
		dst = strconv.AppendInt(append(dst, `,"total":`...), p.total, 10)
	}
	return append(dst, '}')
}

func (o *object) restGet(c *call) error {
	if err := c.allow("fields"); err != nil {
		return err
	}
	id, err := c.id()
	if err != nil {
		return err
	}
	v := o.whole
	if fields := names(c.query("fields")); len(fields) > 0 {
		if v, err = newView(o, fields); err != nil {
			return err
		}
	}
	return o.restShow(c, http.StatusOK, v, id)
}

// restShow answers with a record as it is now.
func (o *object) restShow(c *call, status int, v *view, id int64) error {
	var rows tandem.Rows
	if err := c.get(c.r.Context(), c.caller, v, id, &rows); err != nil {
		return err
	}
	tag := etag(rows.Versions[0])
	c.Header()["Etag"] = []string{tag}
	if status == http.StatusOK && c.r.Method == http.MethodGet && c.r.Header.Get("If-None-Match") == tag {
		c.WriteHeader(http.StatusNotModified)
		return nil
	}
	return c.answer(status, func(dst []byte) []byte { return v.append(dst, &rows, 0) })
}

// draft reads the record that a request brings.
func (o *object) draft(c *call) (*draft, error) {
	raw, err := c.body()
	if err != nil {
		return nil, err
	}
	return o.readDraft(raw)
}

func (o *object) restCreate(c *call) error {
	d, err := o.draft(c)
	if err != nil {
		return err
	}
	if d.id != 0 || d.version != 0 {
		return o.unwritable("id")
	}
	written, err := c.write(c.r.Context(), c.caller, o, engine.Edit{Op: tandem.Create, Fields: d.fields})
	if err != nil {
		return err
	}
	c.Header().Set("Location", prefix+"/"+o.Plural+"/"+strconv.FormatInt(written.ID, 10))
	return o.restShow(c, http.StatusCreated, o.whole, written.ID)
}

func (o *object) restUpdate(c *call) error {
	id, version, err := c.target()
	if err != nil {
		return err
	}
	d, err := o.draft(c)
	if err != nil {
		return err
	}
	if d.id != 0 && d.id != id {
		return tandem.Errorf(tandem.Usage, "the record is not the one of the address: %d is not %d", d.id, id).At(o.Name + ".id")
	}
	if version == 0 {
		version = d.version
	}
	if _, err := c.write(c.r.Context(), c.caller, o, engine.Edit{Op: tandem.Update, ID: id, Version: version, Fields: d.fields}); err != nil {
		return err
	}
	return o.restShow(c, http.StatusOK, o.whole, id)
}

func (o *object) restDelete(c *call) error {
	id, version, err := c.target()
	if err != nil {
		return err
	}
	if _, err := c.write(c.r.Context(), c.caller, o, engine.Edit{Op: tandem.Delete, ID: id, Version: version}); err != nil {
		return err
	}
	return c.done()
}

func (o *object) restUpsert(c *call) error {
	d, err := o.draft(c)
	if err != nil {
		return err
	}
	by := c.r.PathValue("field")
	f, ok := o.Field(by)
	if !ok {
		return unknownField(o.Object, by)
	}
	value, err := parseText(f, c.r.PathValue("value"), o.Name+"."+by)
	if err != nil {
		return err
	}
	if said := d.value(by); said.IsAbsent() {
		d.fields = append(d.fields, engine.FieldValue{Field: by, Value: value})
	} else if said != value {
		return tandem.Errorf(tandem.Usage, "is not the value of the address").At(o.Name + "." + by)
	}
	results, err := c.upsert(c.r.Context(), c.caller, o, by, []*draft{d})
	if err != nil {
		return err
	}
	if results[0].Err != nil {
		return results[0].Err
	}
	status := http.StatusOK
	if results[0].created {
		status = http.StatusCreated
	}
	return o.restShow(c, status, o.whole, results[0].ID)
}
