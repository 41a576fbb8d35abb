package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"tandem"
)

// builder makes the routes of a site and, in the same stroke, their description.
type builder struct {
	site    *site
	api     huma.API
	schemas map[string]*huma.Schema
}

// call is a request on its way through a handler.
type call struct {
	*site
	*reply

	r *http.Request
}

// route makes all routes of the site.
func (s *site) route() error {
	s.mux = http.NewServeMux()
	config := huma.Config{OpenAPI: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Tandem", Version: "1", Description: "The records, routines and runs of an account.",
			License: &huma.License{Name: "As the program's own", Identifier: "LicenseRef-Tandem"},
		},
		Servers:  []*huma.Server{{URL: prefix}},
		Security: []map[string][]string{{"token": {}}, {"basic": {}}},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"token": {Type: "http", Scheme: "bearer", Description: "A token of the account."},
				"basic": {Type: "http", Scheme: "basic", Description: "The same token as a password; the name does not matter."},
			},
		},
	}}
	api := humago.New(s.mux, config)
	b := &builder{site: s, api: api, schemas: api.OpenAPI().Components.Schemas.Map()}
	b.schemas["Problem"] = problemSchema()
	for _, o := range s.objects {
		b.object(o)
	}
	b.routines()
	b.runs()
	b.meta()
	s.mux.HandleFunc("/", s.nothing)
	var err error
	s.openapi, err = json.Marshal(api.OpenAPI())
	return err
}

// operation is one thing that can be asked for.
type operation struct {
	id, summary, doc string
	method, path     string
	tag              string
	params           []*huma.Param
	body             *huma.Schema // nil = none
	status           int          // of success
	answer           *huma.Schema // nil = none
	headers          map[string]*huma.Param
	errors           []tandem.Code // beside those that every operation may answer with
	changes          bool
	handle           func(*call) error
}

// alwaysPossible are errors that every operation may answer with.
var alwaysPossible = []tandem.Code{tandem.Denied, tandem.Forbidden, tandem.Throttled, tandem.Internal}

// add makes an operation and describes it.
func (b *builder) add(o *operation) {
	op := &huma.Operation{
		OperationID: o.id, Summary: o.summary, Description: o.doc, Method: o.method, Path: o.path, Tags: []string{o.tag},
		Parameters: o.params, Responses: map[string]*huma.Response{},
	}
	if o.changes {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: keyHeader, In: "header", Schema: typed(huma.TypeString, ""),
			Description: "Names the request, so that it may be sent again: it is carried out once and answered alike.",
		})
	}
	if o.body != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: o.body}}}
	}
	success := &huma.Response{Description: "Done.", Headers: o.headers}
	if o.answer != nil {
		success.Content = map[string]*huma.MediaType{"application/json": {Schema: o.answer}}
	}
	op.Responses[strconv.Itoa(o.status)] = success
	for _, code := range append(o.errors, alwaysPossible...) {
		op.Responses[strconv.Itoa(statuses[code])] = &huma.Response{
			Description: titles[code] + ".", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: refTo("Problem")}},
		}
	}
	b.api.OpenAPI().AddOperation(op)
	handle := b.site.handler(o)
	b.api.Adapter().Handle(op, func(c huma.Context) {
		r, w := humago.Unwrap(c)
		handle(w, r)
	})
}

// handler carries an operation out.
func (s *site) handler(o *operation) func(http.ResponseWriter, *http.Request) {
	plain := func(w http.ResponseWriter, r *http.Request) {
		c := &call{site: s, reply: w.(*reply), r: r} //nolint:forcetypeassert // nobody else gets here
		if err := o.handle(c); err != nil {
			s.fail(w, r, err)
		}
	}
	if !o.changes {
		return plain
	}
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.once(w.(*reply), r, plain); err != nil { //nolint:forcetypeassert // the same
			s.fail(w, r, err)
		}
	}
}

// meta are the operations about the API itself.
func (b *builder) meta() {
	b.add(&operation{
		id: "OpenAPI", summary: "Describe the API", doc: "This description, with the account's own fields.", method: http.MethodGet, path: "/openapi.json", tag: "description",
		status: http.StatusOK, answer: typed(huma.TypeObject, "OpenAPI 3.1."), errors: []tandem.Code{tandem.Usage},
		handle: func(c *call) error {
			c.Header().Set("Content-Type", "application/json")
			_, _ = c.Write(c.openapi)
			return nil
		},
	})
	b.add(&operation{
		id: "Dictionary", summary: "Describe the objects", doc: "Every object with its fields, types, words and references, the account's own included.", method: http.MethodGet, path: "/dictionary", tag: "description",
		status: http.StatusOK, answer: typed(huma.TypeObject, "The dictionary."), errors: []tandem.Code{tandem.Usage},
		handle: func(c *call) error {
			return c.json(c.dict)
		},
	})
	for _, o := range b.site.objects {
		b.tag(o.Plural, o.Doc)
	}
	b.tag("routines", "Named business operations.")
	b.tag("runs", "What syncs did, and what waits for a person.")
	b.tag("description", "What there is.")
}

func (b *builder) tag(name, doc string) {
	document := b.api.OpenAPI()
	document.Tags = append(document.Tags, &huma.Tag{Name: name, Description: doc})
}
