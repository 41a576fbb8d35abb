package engine

import (
	"encoding/json"
	"time"
)

// checkpoint is where a data point goes on after a stop, saved with every page.
type checkpoint struct {
	Theirs string `json:"theirs,omitempty"` // after this page of theirs
	Start  string `json:"start,omitempty"`  // their cursor when the read began
	Ours   int64  `json:"ours,omitempty"`   // position of our change log when the run began
	After  int64  `json:"after,omitempty"`  // after this record of ours
}

// listed reports whether the run reads everything the other side has, or did in an earlier process.
func (c *checkpoint) listed(s *pass) bool { return s.lists || c.Start != "" }

func (s *pass) saveCheckpoint(c checkpoint) {
	octets, err := json.Marshal(c)
	if err == nil {
		s.progress.Checkpoint = string(octets)
	}
}

func (s *pass) loadCheckpoint() (c checkpoint, resumed bool) {
	if s.progress.Checkpoint == "" {
		return c, false
	}
	return c, json.Unmarshal([]byte(s.progress.Checkpoint), &c) == nil
}

// dueToSave reports whether progress was not saved for a while although pages
// went by without a change.
func (s *pass) dueToSave() bool {
	now := s.e.clock()
	if now.Sub(s.saved) < 500*time.Millisecond {
		return false
	}
	s.saved = now
	return true
}
