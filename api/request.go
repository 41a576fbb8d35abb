package api

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"tandem"
)

// id is the record that the address names.
func (c *call) id() (int64, error) { return c.number("id") }

// target is the record that the address names and the version that it must be at; 0 = any.
func (c *call) target() (id, version int64, err error) {
	if id, err = c.id(); err == nil {
		version, err = c.ifMatch()
	}
	return id, version, err
}

// number is a number that the address names.
func (c *call) number(name string) (int64, error) {
	n, err := strconv.ParseInt(c.r.PathValue(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, tandem.Errorf(tandem.NotFound, "%q is no number of anything", c.r.PathValue(name)).At(name)
	}
	return n, nil
}

// query is the value of a parameter; "" = not given.
func (c *call) query(name string) string { return c.r.URL.Query().Get(name) }

// queryNumber is a number that a parameter gives; 0 = not given.
func (c *call) queryNumber(name string) (int64, error) {
	text := c.query(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, tandem.Errorf(tandem.Usage, "%q is not a number", text).At(name)
	}
	return n, nil
}

// allow refuses parameters that nobody knows: a filter with a slip in its name
// would otherwise be a list of everything.
func (c *call) allow(names ...string) error {
	for name := range c.r.URL.Query() {
		if !slices.Contains(names, name) {
			return tandem.Errorf(tandem.Usage, "there is no parameter %q", name).WithHint("there are " + strings.Join(names, ", "))
		}
	}
	return nil
}

// body reads the request, which is JSON.
func (c *call) body() ([]byte, error) {
	if t := c.r.Header.Get("Content-Type"); t != "" && !strings.HasPrefix(t, "application/json") && !strings.HasPrefix(t, "application/merge-patch+json") {
		return nil, tandem.Errorf(tandem.Usage, "the request is not JSON but %s", t).WithHint("Content-Type: application/json")
	}
	raw, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, err //nolint:wrapcheck // too long, or cut off
	}
	if !utf8.Valid(raw) {
		return nil, tandem.Errorf(tandem.Usage, "the request is not UTF-8")
	}
	return raw, nil
}

// ifMatch is the version that the request was made from; 0 = whatever it is.
func (c *call) ifMatch() (int64, error) {
	text := strings.TrimSpace(c.r.Header.Get("If-Match"))
	if text == "" || text == "*" {
		return 0, nil
	}
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(text, "W/"), `"`), 10, 64)
	if err != nil || version <= 0 {
		return 0, tandem.Errorf(tandem.Stale, "%s is no version of a record", text).At("If-Match").WithHint(`it is the ETag of what was read: "3"`)
	}
	return version, nil
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// buffers are for answers in the making.
var buffers = sync.Pool{New: func() any { return new([]byte) }} //nolint:gochecknoglobals // a pool is for the process

// answer writes JSON that a function appends.
func (c *call) answer(status int, write func(dst []byte) []byte) error {
	buffer := buffers.Get().(*[]byte) //nolint:forcetypeassert // the pool has nothing else
	*buffer = write((*buffer)[:0])
	h := c.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(*buffer))}
	c.WriteHeader(status)
	_, _ = c.Write(*buffer)
	if cap(*buffer) < 1<<20 {
		buffers.Put(buffer)
	}
	return nil
}

var jsonType = []string{"application/json"}

// json writes a value that is small or seldom asked for.
func (c *call) json(v any) error {
	octets, err := json.Marshal(v)
	if err != nil {
		return err //nolint:wrapcheck // it is ours, and a bug
	}
	return c.answer(http.StatusOK, func(dst []byte) []byte { return append(dst, octets...) })
}

// done answers that it is done and there is nothing to say.
func (c *call) done() error {
	c.WriteHeader(http.StatusNoContent)
	return nil
}
