package source

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"tandem/soap"
	"tandem/soap/xmltree"
)

// Fetch reads the document at an address, at most limit bytes of it.
type Fetch func(ctx context.Context, address string, limit int64) ([]byte, error)

// Limits bound what one description may take.
type Limits struct {
	Document  xmltree.Limits
	Bytes     int64 // of all documents together
	Documents int
	Depth     int // of documents that name documents
}

// DefaultLimits suit the largest descriptions known.
func DefaultLimits() Limits {
	document := xmltree.SchemaLimits()
	document.Prefix = commonPrefix
	return Limits{Document: document, Bytes: 64 << 20, Documents: 300, Depth: 20}
}

// commonPrefix knows the prefixes that fragments are seen to use undeclared.
func commonPrefix(prefix string) (string, bool) {
	switch prefix {
	case "xs", "xsd", "s":
		return soap.XSD, true
	case "wsdl":
		return "http://schemas.xmlsoap.org/wsdl/", true
	case "soap":
		return "http://schemas.xmlsoap.org/wsdl/soap/", true
	case "soap12":
		return "http://schemas.xmlsoap.org/wsdl/soap12/", true
	case "soapenc":
		return soap.Encoding11, true
	case "xsi":
		return soap.XSI, true
	}
	return "", false
}

// Source is one loading: it reads each document once and keeps count.
type Source struct {
	fetch     Fetch
	limits    Limits
	documents map[string]loaded
	bytes     int64
}

type loaded struct {
	root *xmltree.Element
	err  error
}

// New begins a loading. Limits that are not set are those of DefaultLimits.
func New(fetch Fetch, limits Limits) *Source {
	if limits.Documents == 0 {
		limits = DefaultLimits()
	}
	return &Source{fetch: fetch, limits: limits, documents: map[string]loaded{}}
}

// ErrLimit is returned where a description is larger than allowed.
var ErrLimit = errors.New("the description is larger than allowed")

// Load returns the document at an address. Depth is how many documents led to it.
func (s *Source) Load(ctx context.Context, address string, depth int) (*xmltree.Element, error) {
	if d, ok := s.documents[address]; ok {
		return d.root, d.err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if depth > s.limits.Depth || len(s.documents) >= s.limits.Documents {
		return nil, fmt.Errorf("%w: %d documents, %d deep", ErrLimit, len(s.documents), depth)
	}
	root, err := s.read(ctx, address)
	s.documents[address] = loaded{root, err}
	return root, err
}

func (s *Source) read(ctx context.Context, address string) (*xmltree.Element, error) {
	limit := min(s.limits.Document.Bytes, s.limits.Bytes-s.bytes)
	if limit <= 0 {
		return nil, fmt.Errorf("%w: %d bytes", ErrLimit, s.bytes)
	}
	data, err := s.fetch(ctx, address, limit)
	if err != nil {
		return nil, err
	}
	s.bytes += int64(len(data))
	limits := s.limits.Document
	limits.Bytes = limit
	return xmltree.Parse(data, "", limits)
}

// Resolve returns the address that a document at base means by a location.
func Resolve(base, location string) (string, error) {
	location = strings.TrimSpace(location)
	if location == "" {
		return "", errors.New("it has no location")
	}
	if isURL(location) {
		return location, nil
	}
	if !isURL(base) {
		return path.Join(path.Dir(base), strings.ReplaceAll(location, `\`, "/")), nil
	}
	from, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("%q is no address: %w", base, err)
	}
	to, err := url.Parse(strings.ReplaceAll(location, " ", "%20"))
	if err != nil {
		return "", fmt.Errorf("%q is no address: %w", location, err)
	}
	return from.ResolveReference(to).String(), nil
}

func isURL(s string) bool {
	scheme, _, found := strings.Cut(s, ":")
	return found && len(scheme) > 1 && !strings.ContainsAny(scheme, `/\?# `)
}
