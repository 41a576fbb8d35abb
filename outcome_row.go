package tandem

import "time"

// OutcomeRow is one stored outcome: every outcome but unchanged, created and
// updated ones only as far as the change log and the intents do not tell.
type OutcomeRow struct {
	Seq     int64 // set by the store
	Run     int64
	Point   string
	Key     Key
	ID      int64
	Outcome Outcome
	Code    Code
	Reason  string
	At      time.Time
}

// OutcomeQuery picks outcomes of a run.
type OutcomeQuery struct {
	Point   string   // "" = all
	Outcome *Outcome // nil = all
	After   int64    // Seq
	Limit   int
}
