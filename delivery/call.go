package delivery

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tandem"
	"tandem/internal/remote"
	"tandem/trigger"
)

// Call makes the calls of one trigger.
type Call struct {
	trigger *trigger.Trigger
	signers []signer
	base    *url.URL // of forms without gaps in the address
}

// NewCall prepares the calls of a trigger.
func NewCall(t *trigger.Trigger) (*Call, error) {
	c := &Call{trigger: t}
	var err error
	if c.signers, err = signersOf(t.Call.Secrets); err != nil {
		return nil, err
	}
	if t.Call.URL.IsFixed() {
		if c.base, err = parseAddress(t.Call.URL.Prefix()); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// parseAddress reads an address; what stands behind # is never sent.
func parseAddress(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return nil, tandem.Errorf(tandem.Config, "the address cannot be read")
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// needsRecord reports whether a call tells more than ids.
func (c *Call) needsRecord() bool { return c.trigger.Call.Form != trigger.Query }

// request makes the request of a delivery, and its body apart.
func (c *Call) request(ctx context.Context, d *tandem.Delivery, told *tandem.Told, now time.Time) (*http.Request, []byte, error) {
	req := (&http.Request{Method: http.MethodGet, Header: make(http.Header, 6), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}).WithContext(ctx)
	if told == nil && c.needsRecord() {
		return nil, nil, tandem.Errorf(tandem.NotFound, "the change log does not hold it any more")
	}
	var body []byte
	var err error
	switch c.trigger.Call.Form {
	case trigger.Query:
		req.URL = withQuery(c.base, queryOf(d))
	case trigger.Templated:
		body, err = c.fill(req, d, told)
	default:
		req.URL = c.base
		body = c.sign(req, d, told, now)
	}
	if err != nil {
		return nil, nil, err
	}
	req.Host = req.URL.Host
	for _, h := range c.trigger.Call.Headers {
		if c.trigger.Call.Form != trigger.Templated {
			req.Header.Set(h.Name, h.Value.Prefix())
		}
	}
	setBody(req, body)
	return req, body, nil
}

func setBody(req *http.Request, body []byte) {
	if len(body) == 0 {
		return
	}
	req.ContentLength = int64(len(body))
	req.Body = newBody(body)
	req.GetBody = func() (io.ReadCloser, error) { return newBody(body), nil }
}

// queryOf are the ids a script of a call centre expects: of the customer, of the
// case a follow-up belongs to, and of the record itself.
func queryOf(d *tandem.Delivery) string {
	query := "AccountID=" + idText(d.Customer)
	switch d.Object {
	case "customer":
		return query
	case "followup":
		query += "&CaseID=" + idText(d.Case)
	}
	return query + "&" + camel(d.Object) + "ID=" + idText(d.Record)
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// camel writes sales_order as SalesOrder.
func camel(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// withQuery adds to the query an address has, which stays as it was written.
func withQuery(base *url.URL, query string) *url.URL {
	u := *base
	switch {
	case u.RawQuery == "":
		u.RawQuery = query
	case strings.HasSuffix(u.RawQuery, "&"):
		u.RawQuery += query
	default:
		u.RawQuery += "&" + query
	}
	u.ForceQuery = false
	return &u
}

// fill makes a request of templates.
func (c *Call) fill(req *http.Request, d *tandem.Delivery, told *tandem.Told) ([]byte, error) {
	get := tellField(d, told)
	address, err := parseAddress(c.trigger.Call.URL.Fill(get))
	if err != nil {
		return nil, err
	}
	req.URL = address
	if c.trigger.Call.Method != "" {
		req.Method = c.trigger.Call.Method
	} else if c.trigger.Call.Body != nil {
		req.Method = http.MethodPost
	}
	for _, h := range c.trigger.Call.Headers {
		req.Header.Set(h.Name, h.Value.Fill(get))
	}
	if c.trigger.Call.Body == nil {
		return nil, nil
	}
	return []byte(c.trigger.Call.Body.Fill(get)), nil
}

// shown writes a request for people: capped, and without what lets somebody in.
func (c *Call) shown(req *http.Request, body []byte, d *tandem.Delivery) string {
	var b strings.Builder
	address := c.trigger.Call.Shown
	if c.trigger.Call.Form == trigger.Query {
		address, _, _ = strings.Cut(address, "#")
		if before, query, _ := strings.Cut(address, "?"); query != "" {
			address = before + "?" + strings.TrimSuffix(query, "&") + "&" + queryOf(d)
		} else {
			address = before + "?" + queryOf(d)
		}
	}
	b.WriteString(req.Method + " " + remote.Mask(address) + "\n")
	shown := map[string]string{}
	for _, h := range c.trigger.Call.Headers {
		if h.Shown != "" {
			shown[http.CanonicalHeaderKey(h.Name)] = h.Shown
		}
	}
	for _, name := range sortedNames(req.Header) {
		value, secret := shown[name]
		if !secret {
			value = remote.MaskHeader(name, req.Header.Get(name))
		}
		b.WriteString(name + ": " + value + "\n")
	}
	if len(body) > 0 {
		b.WriteString("\n" + string(body))
	}
	return capped(b.String(), maxKept)
}
