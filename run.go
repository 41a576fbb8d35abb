package tandem

import "time"

// RunKind says what a run is for.
type RunKind string

// The kinds of runs.
const (
	Bulk        RunKind = "bulk"        // everything on both sides
	Incremental RunKind = "incremental" // what changed since the last one
	Push        RunKind = "push"        // what changed here, at once
	Single      RunKind = "record"      // one record
	Apply       RunKind = "apply"       // a stored plan
	Compare     RunKind = "compare"     // look at everything, write nothing
	Repair      RunKind = "repair"      // compare and mend
	Undo        RunKind = "undo"        // take back another run
)

// RunState is the state a run is in.
type RunState string

// The states of a run. Queued, Running, Paused and HeldRun are open; the others are final.
const (
	Queued       RunState = "queued"
	Running      RunState = "running"
	Paused       RunState = "paused"
	HeldRun      RunState = "held"
	Done         RunState = "done"
	FailedRun    RunState = "failed"
	CancelledRun RunState = "cancelled"
)

// Interrupted is what a Running run is called while no process works on it: it
// goes on with the next. It is told and never stored, for whoever is killed stores nothing.
const Interrupted RunState = "interrupted"

// IsFinal reports whether nothing will happen to the run any more.
func (s RunState) IsFinal() bool { return s == Done || s == FailedRun || s == CancelledRun }

// Run is one execution of a sync.
type Run struct {
	ID       int64
	Account  int64
	Sync     string
	Kind     RunKind
	State    RunState
	Wanted   RunState // what a person asked for: Running, Paused or CancelledRun
	Plan     string   // hash of the plan that is applied or held
	Record   string   // Single: "DATA_POINT KEY", several a line each; Undo: the run taken back
	Message  string   // why it failed or is held
	Code     Code     //
	Created  time.Time
	Started  time.Time // zero until it runs
	Ended    time.Time // zero until final
	FirstSeq int64     // the change log from here ...
	LastSeq  int64     // ... to here holds what it did to our records
	Points   []PointProgress
}

// PointProgress is how far a run has come with one data point.
type PointProgress struct {
	Name        string
	Phase       string // "theirs", "ours", "deletes", "done"; "" before it began
	Expected    int64  // rows expected to be looked at; 0 = not known
	Counts      Counts
	OurWrites   int64
	TheirWrites int64
	Seconds     float64
	Checkpoint  string // where this phase goes on after a stop; opaque
}

// Since tells what was counted and written since before.
func (p *PointProgress) Since(before *PointProgress) PointProgress {
	gained := PointProgress{OurWrites: p.OurWrites - before.OurWrites, TheirWrites: p.TheirWrites - before.TheirWrites}
	for i := range p.Counts {
		gained.Counts[i] = p.Counts[i] - before.Counts[i]
	}
	return gained
}

// Add counts what was gained.
func (p *PointProgress) Add(gained *PointProgress) {
	p.OurWrites += gained.OurWrites
	p.TheirWrites += gained.TheirWrites
	p.Counts.Add(gained.Counts)
}

// TakeBack takes back what was counted and written for nothing.
func (p *PointProgress) TakeBack(gained *PointProgress) {
	p.OurWrites -= gained.OurWrites
	p.TheirWrites -= gained.TheirWrites
	for i, n := range gained.Counts {
		p.Counts[i] -= n
	}
}

// Explanation answers "why is record X not there?".
type Explanation struct {
	DataPoint string
	Key       Key
	ID        int64
	Outcome   Outcome
	Code      Code
	Reason    string
	Run       int64
	At        time.Time
	Diff      []FieldChange // what changed, when something did
	Unasked   string        // why the other side could not be asked; "" = it was
}

// FieldChange is one field before and after.
type FieldChange struct {
	Field  string
	Before Value
	After  Value
}
