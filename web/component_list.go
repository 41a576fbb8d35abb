package web

import (
	"net/url"

	"github.com/a-h/templ"
)

// query is the part of an address behind the question mark, changed one word at a time.
type query struct {
	path   string
	values url.Values
}

// with returns the address with a word set; "" takes it out. Where a list is
// turned, sorted or searched anew, its place ("after") is given up.
func (q query) with(name, value string) templ.SafeURL {
	values := url.Values{}
	for key, v := range q.values {
		if key != "after" {
			values[key] = v
		}
	}
	if value == "" {
		values.Del(name)
	} else {
		values.Set(name, value)
	}
	if len(values) == 0 {
		return templ.SafeURL(q.path)
	}
	return templ.SafeURL(q.path + "?" + values.Encode())
}

// column is the head of a list's column.
type column struct {
	Name   string // as it is sorted by; "" = it is not
	Label  string
	Number bool // to the right
}

// sorting is how a list is sorted: by "name", or "-name" for the greatest first.
type sorting string

func (s sorting) of(c column) string {
	switch string(s) {
	case c.Name:
		return "ascending"
	case "-" + c.Name:
		return "descending"
	default:
		return "none"
	}
}

// turned is what a click on a column sorts by.
func (s sorting) turned(c column) string {
	if string(s) == c.Name {
		return "-" + c.Name
	}
	return c.Name
}
