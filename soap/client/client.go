package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"tandem/soap"
	"tandem/soap/message"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
)

// Client calls one port of a service. It may be used by many at once.
type Client struct {
	definitions *wsdl.Definitions
	binding     *wsdl.Binding
	endpoint    string
	settings    Settings
}

// Exchange is one call: what was sent and what came.
type Exchange struct {
	Request  []byte // passwords of WS-Security are masked
	Sent     bool   // a connection was there, so the call may have landed whatever came of it
	Status   int    // of HTTP; 0 = nothing came
	Response []byte // as it came; nil where it was too large
	Reply    *message.Reply
}

// New makes a client of a description.
func New(d *wsdl.Definitions, s Settings) (*Client, error) {
	c := &Client{definitions: d, endpoint: s.Endpoint, settings: s}
	c.settings.complete()
	port, err := choose(d, s)
	if err != nil {
		return nil, err
	}
	c.binding = port.Binding
	if c.endpoint == "" {
		c.endpoint = port.Address
	}
	if c.endpoint == "" {
		return nil, errors.New("the description names no address: the endpoint must be set")
	}
	return c, nil
}

// choose finds the port. A description without services has bindings alone.
func choose(d *wsdl.Definitions, s Settings) (*wsdl.Port, error) {
	for _, service := range d.Services {
		if s.Service != "" && s.Service != service.Name.Local {
			continue
		}
		for _, port := range service.Ports {
			if s.Port == "" || s.Port == port.Name {
				return port, nil
			}
		}
	}
	for _, b := range d.Bindings {
		if len(d.Services) == 0 && (s.Port == "" || s.Port == b.Name.Local) {
			return &wsdl.Port{Name: b.Name.Local, Binding: b}, nil
		}
	}
	return nil, fmt.Errorf("the description has no SOAP port %q in a service %q", s.Port, s.Service)
}

// Call asks for an operation. The errors are *InvalidError, where nothing was
// sent; *soap.Fault, where the service refused; *HTTPError; and those of the network.
// There is an Exchange with any of them, as far as it went.
func (c *Client) Call(ctx context.Context, operation string, values, headers *message.Value) (*Exchange, error) {
	o := c.binding.Operation(operation)
	if o == nil {
		return &Exchange{}, fmt.Errorf("the service has no operation %q", operation)
	}
	r := message.Build(c.definitions.Schema, o, values, headers)
	if len(r.Problems) > 0 && !c.settings.Lenient {
		return &Exchange{}, &InvalidError{Problems: r.Problems}
	}
	sent, masked := c.envelope(o, r)
	x := &Exchange{Request: masked}
	answer, err := c.post(ctx, o, sent, x)
	if err != nil {
		return x, err
	}
	defer answer.Body.Close()
	return x, c.receive(o, answer, x)
}

// post sends a message and notes whether a connection was there for it.
func (c *Client) post(ctx context.Context, o *wsdl.Operation, body []byte, x *Exchange) (*http.Response, error) {
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	maps.Copy(request.Header, c.settings.Header)
	request.Header.Set("Content-Type", o.Version.ContentType(o.Action))
	request.Header.Set("Accept", "text/xml, application/soap+xml, multipart/related")
	if o.Version == soap.V11 {
		request.Header.Set("SoapAction", `"`+o.Action+`"`) // as Go writes it; case does not matter
	}
	switch {
	case c.settings.Bearer != "":
		request.Header.Set("Authorization", "Bearer "+c.settings.Bearer)
	case c.settings.Username != "" && c.settings.Login == Basic:
		request.SetBasicAuth(c.settings.Username, c.settings.Password)
	}
	answer, err := c.settings.HTTP.Do(request)
	x.Sent = connected.Load()
	return answer, err
}

// receive reads the answer.
func (c *Client) receive(o *wsdl.Operation, answer *http.Response, x *Exchange) error {
	x.Status = answer.StatusCode
	limit := c.settings.Limits.Bytes
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if int64(len(body)) > limit {
		return fmt.Errorf("the answer: %w", &xmltree.LimitError{What: "bytes", Limit: limit})
	}
	x.Response = body
	isGood := answer.StatusCode >= 200 && answer.StatusCode < 300
	if len(bytes.TrimSpace(body)) == 0 && isGood && o.Out == nil {
		x.Reply = &message.Reply{Value: message.Group(), Header: message.Group()}
		return nil
	}
	root, err := soap.ReadMessage(bytes.NewReader(body), answer.Header.Get("Content-Type"), c.settings.Limits)
	var envelope *soap.Envelope
	if err == nil {
		envelope, err = soap.ReadEnvelope(root)
	}
	if err != nil && !isGood {
		return newHTTPError(answer, body, c.settings.Now())
	}
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	x.Reply, err = message.Parse(c.definitions.Schema, o, envelope)
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if x.Reply.Fault != nil {
		return x.Reply.Fault
	}
	if !isGood {
		return newHTTPError(answer, body, c.settings.Now())
	}
	return nil
}
