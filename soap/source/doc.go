// Package source loads the documents that a description of a service is made
// of, from wherever the caller lets them come, within limits. It never decides
// by itself to reach for a file or a host.
package source
