// Package web makes the pages: HTML written on the server, one file per page,
// that work without script and get better with it. It never stores anything
// and knows no business rule: what a page can do must be possible without it.
package web
