package tandem

import "time"

// Retention says how long an account keeps what its runs left behind. A run goes
// when it ended longer than Days ago and is not among the newest Runs of its
// sync. What is kept of it until then: the run, its outcomes, its plan, and what
// undoing it needs. The change log goes, but for what somebody still needs of it,
// when it is older than Changes days; 0 = it is kept.
type Retention struct {
	Days    int `json:"days"`
	Runs    int `json:"runs"`
	Changes int `json:"changes,omitempty"`
}

// DefaultRetention is that of accounts that declare none.
func DefaultRetention() Retention { return Retention{Days: 90, Runs: 100} }

// Since is the moment before which runs may go.
func (r Retention) Since(now time.Time) time.Time { return now.AddDate(0, 0, -r.Days) }

// ChangesSince is the moment before which changes may go; zero: all are kept.
func (r Retention) ChangesSince(now time.Time) time.Time {
	if r.Changes == 0 {
		return time.Time{}
	}
	return now.AddDate(0, 0, -r.Changes)
}
