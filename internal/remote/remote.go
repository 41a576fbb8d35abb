// Package remote is the one HTTP client for addresses that strangers name:
// receivers of triggers, services of an account's own.
//
// Whoever may name an address could name one within our own network, where
// others trust whoever can reach them. So the address that a name has led to is
// checked as it is dialled, each time and after each redirect: private,
// loopback and link-local networks are refused unless whoever runs the server
// has allowed them. No proxy of the environment is used, which would do the
// dialling unchecked. TLS is verified, answers are read up to a limit, and
// redirects neither leave TLS nor carry credentials to another host.
package remote

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"tandem"
)

// Options are how a client works.
type Options struct {
	Allow   []netip.Prefix // networks that may be called although they are private
	Idle    int            // connections kept for each host; 0 = 32
	Answer  int64          // octets of an answer that are read; 0 = 64 KiB
	TLS     *tls.Config    // nil = the system's authorities
	Product string         // for User-Agent; "" = Tandem
}

// Client calls strangers. It may be used by any number of goroutines.
type Client struct {
	http    *http.Client
	limit   int64
	product string
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string // up to the limit
}

// maxRedirects is how often a call is sent elsewhere.
const maxRedirects = 5

// New makes a client.
func New(o Options) *Client {
	if o.Idle == 0 {
		o.Idle = 32
	}
	if o.Answer == 0 {
		o.Answer = 64 << 10
	}
	if o.Product == "" {
		o.Product = "Tandem"
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: guard(o.Allow).Safe}
	return &Client{
		limit: o.Answer, product: o.Product,
		http: &http.Client{
			CheckRedirect: mayRedirect,
			Transport: &http.Transport{
				DialContext: dialer.DialContext, TLSClientConfig: o.TLS, ForceAttemptHTTP2: true,
				TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 0, // the caller's context ends a call
				MaxIdleConnsPerHost: o.Idle, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10,
				DisableCompression: true, // a small answer must not unpack to a large one
			},
		},
	}
}

// guard refuses what is not of the public internet, nor allowed.
func guard(allow []netip.Prefix) *ssrf.Guardian {
	options := []ssrf.Option{ssrf.WithAnyPort()}
	for _, p := range allow {
		if p.Addr().Is4() {
			options = append(options, ssrf.WithAllowedV4Prefixes(p))
		} else {
			options = append(options, ssrf.WithAllowedV6Prefixes(p))
		}
	}
	return ssrf.New(options...)
}

// mayRedirect lets a call go on where it was sent. Dialling checks where that is.
func mayRedirect(req *http.Request, via []*http.Request) error {
	if first := via[0].Method; first != http.MethodGet && first != http.MethodHead {
		return http.ErrUseLastResponse // what was posted to one is not handed to another
	}
	if len(via) >= maxRedirects {
		return tandem.Errorf(tandem.Unreached, "it redirects more than %d times", maxRedirects)
	}
	if via[0].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return tandem.Errorf(tandem.Unreached, "it redirects from https to %s", req.URL.Scheme)
	}
	if req.URL.Scheme != "https" && req.URL.Scheme != "http" {
		return tandem.Errorf(tandem.Unreached, "it redirects to an address of %s", req.URL.Scheme)
	}
	req.Header.Del("Referer") // it would carry the address, and what is secret in it
	if req.URL.Host != via[0].URL.Host {
		req.Header = http.Header{"User-Agent": req.Header["User-Agent"]} //nolint:gosec // on the contrary: any other header is left out, for it may let somebody in
	}
	return nil
}

// Do calls and reads the answer. An error tells why there is none, in words
// that hold no part of the address.
func (c *Client) Do(req *http.Request) (*Answer, error) {
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", c.product)
	}
	response, err := c.http.Do(req) //nolint:gosec // where it leads to is checked as it is dialled
	if err != nil {
		return nil, explain(err)
	}
	defer func() { _ = response.Body.Close() }() // all that is wanted of it is read
	body, err := io.ReadAll(io.LimitReader(response.Body, c.limit))
	if err == nil && int64(len(body)) == c.limit {
		_, _ = io.CopyN(io.Discard, response.Body, c.limit) // a little more may spare the connection
	}
	if err != nil {
		return nil, explain(err)
	}
	return &Answer{Status: response.StatusCode, Header: response.Header, Body: string(body)}, nil
}

// Close gives idle connections up.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// explain words why a call failed. The library's own error quotes the address.
func explain(err error) error {
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		return e
	}
	unreached := func(format string, args ...any) error {
		return tandem.Errorf(tandem.Unreached, format, args...).Because(err)
	}
	if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) {
		return tandem.Errorf(tandem.Forbidden, "the address is in a private network").
			WithHint("whoever runs the server may allow it: settings.allow_networks, or serve --allow-networks").Because(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return unreached("there was no answer in time")
	}
	if errors.Is(err, context.Canceled) {
		return tandem.Errorf(tandem.Cancelled, "the call was given up").Because(err)
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return unreached("the name %s cannot be resolved", dns.Name)
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return unreached("the certificate cannot be trusted")
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return unreached("%s", plain(op))
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return unreached("the connection ended before there was an answer")
	}
	return unreached("there is no usable answer")
}

// plain is what went wrong with a connection, without addresses.
func plain(op *net.OpError) string {
	text := op.Err.Error()
	if i := strings.LastIndex(text, ": "); i >= 0 {
		text = text[i+2:]
	}
	if op.Op == "dial" {
		return "no connection: " + text
	}
	return "the connection broke: " + text
}
