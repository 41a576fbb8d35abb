package engine

import (
	"slices"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/mapping"
)

// Sync is what a connection keeps in step.
type Sync struct {
	ID         int64 `json:"-"`
	Account    int64 `json:"-"`
	Name       string
	Connection string
	Profile    string // the company of the connected system; "" = its only one
	Schedule   string // cron, or "manual"
	TimeZone   string // of the schedule; "" = the server's
	Guard      Guard
	Points     []DataPoint
	Paused     bool   // by a person, by an undo, or because credentials were refused
	Why        string // why it is paused
	Version    int64  `json:"-"` // another one after every change of the definition, its connection or our fields
}

// Guard holds a run that would delete too much (Promise 4): more than Deletes
// records and more than Percent of the data point's links.
type Guard struct {
	Deletes int
	Percent float64
}

// DataPoint is one pair of objects kept in step.
type DataPoint struct {
	ID          int64 `json:"-"` // given by the store, kept while sync and name stay
	Name        string
	Ours        string // our object
	Theirs      string // their object
	Key         []string
	Cursor      string               // column; "" = scan
	Overlap     int                  // seconds
	Deletes     *connector.Tombstone // nil = by complete scan
	ExternalID  string
	NewKey      connector.NewKey
	Constants   map[string]string
	Operations  tandem.Operations
	Conflict    tandem.Policy
	ChangedAt   string // their column with the time of change, for Newest
	Match       []string
	Filter      string
	Mapping     mapping.Spec
	Lines       *connector.Lines
	Writable    bool
	Unconfirmed bool // it would be writable, had somebody confirmed it
	Routines    connector.Routines
	FirstOf     string // "customers.address": created only together with its parent, once
	Place       string // "sync.yaml:12:7"
}

// Unconfirmed lists their tables that would be written to, had somebody confirmed it.
func (s *Sync) Unconfirmed() []string {
	var tables []string
	for i := range s.Points {
		if p := &s.Points[i]; p.Unconfirmed && !slices.Contains(tables, p.Theirs) {
			tables = append(tables, p.Theirs)
		}
	}
	return tables
}

// Point returns the data point of that name.
func (s *Sync) Point(name string) (*DataPoint, bool) {
	for i := range s.Points {
		if s.Points[i].Name == name {
			return &s.Points[i], true
		}
	}
	return nil, false
}

// point is Point with the error for a name that is not there.
func (s *Sync) point(name string) (*DataPoint, error) {
	if p, ok := s.Point(name); ok {
		return p, nil
	}
	names := make([]string, len(s.Points))
	for i := range s.Points {
		names[i] = s.Points[i].Name
	}
	return nil, tandem.Errorf(tandem.NotFound, "sync %s has no data point %q", s.Name, name).WithHint(dictionary.KnownHere(name, names))
}
