package api

import (
	"bytes"
	"net/http"

	"tandem"
	"tandem/dictionary"
	"tandem/routine"
)

// routines makes an operation of each routine.
func (b *builder) routines() {
	list := b.site.Routines.List()
	for i := range list {
		r := &list[i]
		name, line := r.TypeName(), ""
		if r.Lines != nil {
			line = r.Lines.TypeName()
			b.schemas[line] = shapeSchema(r.Lines.Doc, r.Lines.Fields, "", func(f *dictionary.Field) bool { return f.Required })
		}
		b.schemas[name+"Params"] = shapeSchema("What "+r.Name+" takes.", r.Params, line, func(f *dictionary.Field) bool { return f.Required })
		b.schemas[name+"Results"] = shapeSchema("What "+r.Name+" answers.", r.Results, line, never)
		doc := r.Doc
		if r.Right != "" {
			doc += " Takes the right " + string(r.Right) + "."
		}
		op := &operation{
			id: name, summary: r.Label, doc: doc, method: http.MethodPost, path: "/routines/" + r.Name, tag: "routines",
			status: http.StatusOK, answer: refTo(name + "Results"), changes: r.Changes,
			errors: []tandem.Code{tandem.Usage, tandem.Invalid, tandem.NotFound, tandem.Conflict, tandem.Stale, tandem.Busy},
			handle: func(c *call) error { return c.runRoutine(r) },
		}
		if len(r.Params) > 0 {
			op.body = refTo(name + "Params")
		}
		b.add(op)
	}
}

func (c *call) runRoutine(r *routine.Routine) error {
	raw, err := c.body()
	if err != nil {
		return err
	}
	params := routine.Values{}
	if len(bytes.TrimSpace(raw)) > 0 {
		m, err := readMembers(raw, "the request")
		if err != nil {
			return err
		}
		object := r.Object()
		for name, value := range m {
			f, ok := object.Field(name)
			if !ok {
				return tandem.Errorf(tandem.Invalid, "%s has no parameter %q", r.Name, name).At(r.Name + "." + name).WithHint(dictionary.DidYouMean(name, object.FieldNames()))
			}
			if params[name], err = readValue(object, f, value); err != nil {
				return err
			}
		}
	}
	results, err := c.Routines.Run(c.r.Context(), c.caller, r.Name, params)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, func(dst []byte) []byte {
		for i := range r.Results {
			dst = append(dst, map[bool]string{true: `{"`, false: `,"`}[i == 0]...)
			dst = append(append(dst, r.Results[i].Name...), `":`...)
			dst = results[r.Results[i].Name].AppendJSON(dst)
		}
		if len(r.Results) == 0 {
			dst = append(dst, '{')
		}
		return append(dst, '}')
	})
}
