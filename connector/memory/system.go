package memory

import (
	"sync"
	"time"

	"tandem"
	"tandem/connector"
)

// Options say how a system behaves as a whole. The zero value will do.
type Options struct {
	Clock    func() time.Time    // what the system's clock shows; nil = it stands still
	PageSize int                 // rows to a page; 0 = 100
	Token    string              // whoever connects must know it; "" = anybody comes in
	Profiles []connector.Profile // the companies kept in it; see Definition.Profile
	NoRows   bool                // results do not tell how the row stands now
}

// System is a remote system. It may be used from several goroutines.
type System struct {
	options Options

	mu      sync.Mutex
	tables  []*Table
	version int64 // counts the changes of the whole system, as a rowversion does
	pending []*pending
	faults  faults
	down    bool
}

// New makes an empty system.
func New(options Options) *System {
	if options.PageSize <= 0 {
		options.PageSize = 100
	}
	if options.Clock == nil {
		options.Clock = func() time.Time { return time.Unix(0, 0).UTC() }
	}
	return &System{options: options}
}

// SetDown makes the system unreachable, or reachable again.
func (s *System) SetDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// SetFaults makes the system misbehave from now on; the zero value ends it.
func (s *System) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = newFaults(f)
}

// Table returns a table that every profile sees, or the first of that name.
func (s *System) Table(name string) (*Table, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tables {
		if t.def.Name == name {
			return t, true
		}
	}
	return nil, false
}

// find returns the table a connection to that profile sees under a name.
func (s *System) find(profile, name string) (*Table, error) {
	for _, t := range s.tables {
		if t.def.Name == name && t.seenBy(profile) {
			return t, nil
		}
	}
	return nil, tandem.Errorf(tandem.Schema, "there is no table %q", name)
}

// tick makes the value a changed row carries in its cursor column.
func (s *System) tick(kind tandem.Kind) tandem.Value {
	if kind == tandem.Instant {
		return tandem.InstantOf(s.options.Clock())
	}
	s.version++
	return tandem.IntegerValue(s.version)
}
