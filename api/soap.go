package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/routine"
	"tandem/soap"
	soapserver "tandem/soap/server"
	"tandem/soap/xmltree"
)

// soapNamespace names what SOAP speaks of. What is added goes to the end.
const soapNamespace = "http://tandem.example/ws/v1"

// callerKey is where the context of a SOAP call has its caller.
type callerKey struct{}

func callerOf(ctx context.Context) *routine.Caller {
	caller, _ := ctx.Value(callerKey{}).(*routine.Caller)
	return caller
}

// serveSOAP answers SOAP calls, and describes them to GET ?wsdl: the account's
// own description to whoever says who they are, since many tools cannot, that of
// the standard objects to the others.
func (s *server) serveSOAP(w http.ResponseWriter, r *http.Request) {
	if tables := r.URL.Query().Get("tables"); tables != "" {
		query := r.URL.Query()
		query.Set("groups", tables)
		r.URL.RawQuery = query.Encode()
	}
	if r.Method != http.MethodPost && r.Header.Get("Authorization") == "" {
		site, err := s.publicSite() //nolint:contextcheck // a site outlives the request that made it
		if err != nil {
			s.fail(w, r, err)
			return
		}
		site.soap.ServeHTTP(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.Limits.Body)
	c, err := soapCredentials(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	caller, site, ok := s.admit(w, r, c)
	if !ok {
		return
	}
	site.soap.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, caller)))
}

// publicSite is a site without an account: it describes what every one has.
func (s *server) publicSite() (*site, error) {
	s.public.once.Do(func() { s.public.site, s.public.err = s.newSite(dictionary.Standard()) })
	return s.public.site, s.public.err
}

// soapCredentials reads who calls from the header of HTTP or of the message.
func soapCredentials(r *http.Request) (credential, error) {
	if r.Header.Get("Authorization") != "" || r.Method != http.MethodPost {
		return credentials(r), nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return credential{}, err //nolint:wrapcheck // too long, or cut off
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	root, err := soap.ReadMessage(bytes.NewReader(raw), r.Header.Get("Content-Type"), xmltree.MessageLimits())
	if err != nil {
		return credential{}, tandem.Errorf(tandem.Usage, "the message cannot be read").Because(err)
	}
	envelope, err := soap.ReadEnvelope(root)
	if err != nil {
		return credential{}, tandem.Errorf(tandem.Usage, "the message is no SOAP envelope").Because(err)
	}
	token, err := envelope.UsernameToken()
	switch {
	case err != nil:
		return credential{}, tandem.Errorf(tandem.Usage, "the UsernameToken cannot be read").Because(err)
	case token == nil:
		return credential{}, nil
	case token.Digest:
		return credential{}, tandem.Errorf(tandem.Denied, "a digest cannot be checked: only hashes of tokens are kept").WithHint("send the token as PasswordText")
	}
	return credential{token.Username, token.Password}, nil
}

// service makes the SOAP service of a site.
func (s *site) service() *soapserver.Service {
	b := &soapBuilder{site: s, service: &soapserver.Service{Name: "Tandem", Namespace: soapNamespace, Doc: "The records, routines and runs of an account."}}
	for _, o := range s.objects {
		b.object(o)
	}
	b.routines()
	b.runs()
	return b.service
}

// soapBuilder gathers the types and operations of a service.
type soapBuilder struct {
	site    *site
	service *soapserver.Service
}

func (b *soapBuilder) typed(name, doc string, fields ...soapserver.Field) {
	b.service.Types = append(b.service.Types, soapserver.Type{Name: name, Doc: doc, Fields: fields})
}

// add makes an operation whose errors reach the client as faults.
func (b *soapBuilder) add(op soapserver.Operation, handle func(*soapCall) error) {
	site := b.site
	op.Handle = func(ctx context.Context, call *soapserver.Call) error {
		err := handle(&soapCall{site: site, Call: call, ctx: ctx, caller: callerOf(ctx)})
		if err == nil {
			return nil
		}
		return site.fault(call.Request, err)
	}
	b.service.Operations = append(b.service.Operations, op)
}

// soapCall is a SOAP call on its way through a handler.
type soapCall struct {
	*site
	*soapserver.Call

	ctx    context.Context //nolint:containedctx // lives as long as the call
	caller *routine.Caller
}

// fault makes of an error the fault that a client gets.
func (s *server) fault(r *http.Request, err error) error {
	if f, ok := errors.AsType[*soap.Fault](err); ok {
		return f
	}
	p := s.problemOf(r, err)
	f := &soapserver.Fault{Code: string(p.code), Message: p.message, RequestID: p.id, Receiver: p.status >= http.StatusInternalServerError}
	if p.hint != "" {
		f.Message += " (" + p.hint + ")"
	}
	if p.place != "" {
		f.Fields = []soapserver.FieldError{{Field: p.place, Message: p.message}}
	}
	return f
}

// text is a part of the message; "" when it is not there.
func (c *soapCall) text(name string) string {
	if e := c.In.Child(name); e != nil {
		return strings.TrimSpace(e.Content())
	}
	return ""
}

// number is a part of the message that is a number; 0 when it is not there.
func (c *soapCall) number(name string) (int64, error) {
	text := c.text(name)
	if text == "" {
		return 0, nil
	}
	v, ok := tandem.ParseInteger(text)
	if !ok {
		return 0, tandem.Errorf(tandem.Invalid, "%q is not a number", text).At(name)
	}
	return v.Int(), nil
}
