package server

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"tandem/soap"
	"tandem/soap/xmltree"
)

// Options are what a server may be told beside its service. All may be left out.
type Options struct {
	Limits xmltree.Limits // of a request; zero = xmltree.MessageLimits
	// Address is where clients call, as the description names it; "" = as the
	// request for it came.
	Address string
	// Authenticate decides who calls and may put that into the context. With
	// ErrUnauthorized the client is asked for credentials; any other error is
	// answered like one of an operation. nil lets everybody in.
	Authenticate func(ctx context.Context, r *http.Request, c *Credentials) (context.Context, error)
	// Failed hears of errors that are no *Fault. Clients are told only that
	// something went wrong.
	Failed func(ctx context.Context, call *Call, err error)
	Realm  string // what credentials are asked for
}

// ErrUnauthorized asks for credentials.
var ErrUnauthorized = errors.New("credentials are needed")

// Server answers the calls of a service. It may be used by many at once.
type Server struct {
	service    *Service
	options    Options
	operations map[string]*Operation
	writers    sync.Pool
}

// New checks a service and makes its server. The service must not be changed afterwards.
func New(service *Service, options Options) (*Server, error) {
	if err := service.check(); err != nil {
		return nil, err
	}
	if options.Limits.Bytes == 0 {
		options.Limits = xmltree.MessageLimits()
	}
	if options.Realm == "" {
		options.Realm = service.Name
	}
	s := &Server{service: service, options: options, operations: make(map[string]*Operation, len(service.Operations))}
	for i := range service.Operations {
		s.operations[service.Operations[i].Name] = &service.Operations[i]
	}
	s.writers.New = func() any { return new(xmltree.Writer) }
	return s, nil
}

// ServeHTTP answers calls by POST and describes the service to GET ?wsdl. The
// description may be cut: ?wsdl&groups=A,B&soap=1.1.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPost:
		s.call(w, r)
	case http.MethodGet, http.MethodHead:
		s.describe(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "SOAP is called with POST", http.StatusMethodNotAllowed)
	}
}

func (s *Server) describe(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if !query.Has("wsdl") && !query.Has("WSDL") {
		w.Header().Set("Allow", "POST")
		http.Error(w, "SOAP is called with POST; its description is at ?wsdl", http.StatusMethodNotAllowed)
		return
	}
	d := Description{Address: s.options.Address}
	if d.Address == "" {
		d.Address = addressOf(r)
	}
	if groups := query.Get("groups"); groups != "" {
		d.Groups = strings.Split(groups, ",")
	}
	switch query.Get("soap") {
	case "1.1":
		d.Only = soap.V11
	case "1.2":
		d.Only = soap.V12
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = w.Write(s.WSDL(d)) // whoever hung up is not interested
}

func addressOf(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + r.URL.Path
}

// call answers one call.
func (s *Server) call(w http.ResponseWriter, r *http.Request) {
	if !speaksXML(r.Header.Get("Content-Type")) {
		http.Error(w, "SOAP is sent as text/xml or application/soap+xml", http.StatusUnsupportedMediaType)
		return
	}
	a := answer{w: w, version: soap.V11, namespace: s.service.Namespace, realm: s.options.Realm}
	envelope, err := s.read(r)
	if err != nil {
		a.unread(err)
		return
	}
	a.version = envelope.Version
	out, _ := s.writers.Get().(*xmltree.Writer)
	out.Reset()
	defer s.writers.Put(out)
	call := &Call{Request: r, Version: envelope.Version, Header: envelope.Header, In: envelope.First(), Out: out}
	if err := s.answer(r.Context(), envelope, call); err != nil {
		a.refuse(s.fault(r.Context(), call, err))
		return
	}
	a.send(http.StatusOK, out.Bytes())
}

// read reads the request, unpacked if need be; its limits count what comes out.
func (s *Server) read(r *http.Request) (*soap.Envelope, error) {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(r.Body)
		if err != nil {
			return nil, errors.New("the message is not packed with gzip, as it says")
		}
		body = unpacked
	}
	root, err := soap.ReadMessage(body, r.Header.Get("Content-Type"), s.options.Limits)
	if err != nil {
		return nil, err
	}
	return soap.ReadEnvelope(root)
}

// answer authenticates, finds the operation and lets it write into call.Out.
func (s *Server) answer(ctx context.Context, envelope *soap.Envelope, call *Call) error {
	if s.options.Authenticate != nil {
		credentials, err := ReadCredentials(call.Request, envelope)
		if err != nil {
			return &Fault{Code: "invalid", Message: err.Error()}
		}
		if ctx, err = s.options.Authenticate(ctx, call.Request, credentials); err != nil {
			return err
		}
	}
	if name, ok := envelope.MustUnderstand(func(n xmltree.Name) bool { return n == soap.Security() }); ok {
		return &soap.Fault{Code: soap.MustUnderstand, Reason: "the header " + name.String() + " is not understood"}
	}
	if call.In == nil {
		return &Fault{Code: "invalid", Message: "the body is empty"}
	}
	operation, ok := s.operations[call.In.Name.Local]
	if !ok {
		return &Fault{Code: "not_found", Message: "there is no operation " + call.In.Name.String()}
	}
	call.Operation = operation
	begin(call.Out, envelope.Version)
	call.Out.Start(operation.Name + "Response")
	call.Out.Declare("", s.service.Namespace)
	if err := operation.Handle(ctx, call); err != nil {
		return err
	}
	call.Out.End()
	end(call.Out)
	return nil
}

// fault makes of an error what may be shown.
func (s *Server) fault(ctx context.Context, call *Call, err error) error {
	if _, ok := errors.AsType[*Fault](err); ok || errors.Is(err, ErrUnauthorized) {
		return err
	}
	if _, ok := errors.AsType[*soap.Fault](err); ok {
		return err
	}
	if s.options.Failed != nil {
		s.options.Failed(ctx, call, err)
	}
	return &Fault{Code: "internal", Message: "something went wrong here", Receiver: true}
}

func speaksXML(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(kind) {
	case "", "text/xml", "application/xml", "application/soap+xml", "multipart/related":
		return true
	}
	return false
}
