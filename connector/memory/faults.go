package memory

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"tandem"
)

// Faults say how often what goes wrong. Every share is between 0 and 1 and is
// drawn from Rand each time the fault could happen, so that one seed and one
// order of calls give one course of events.
type Faults struct {
	Rand *rand.Rand   // nil = nothing goes wrong
	Tell func(string) // hears of every fault as it happens; nil = nobody

	// Before anything is sent, in every call.
	Unreached    float64
	Denied       float64
	Throttled    float64
	ThrottledFor time.Duration // Error.Until is that far off; 0 = a minute

	// In Write.
	Timeout     float64       // in doubt, and nothing landed
	LostAnswer  float64       // in doubt, and the first of the rows landed, or all
	LostCode    tandem.Code   // what a lost answer is called; "" = InDoubt, as the contract has it
	LostResult  float64       // per row: it landed, its result alone is in doubt
	LandsLate   float64       // in doubt, and the whole call lands later
	LandsWithin time.Duration // after at most that long by the system's clock; 0 = a minute
	Refused     float64       // share of rows that are refused every time (Invalid)

	// In List and Changes.
	Broken   float64 // a reading dies between two of its pages
	Repeated float64 // per page: a row stands in it twice
	Replayed float64 // Changes, per page: rows of the page before come again
	Shuffled float64 // Changes, per page: its rows come in another order

	// At the other side.
	LateCommit    float64       // a Put becomes visible late, with its early cursor value
	CommitsWithin time.Duration // after at most that long, below View.Overlap; 0 = a second
	Drift         float64       // per Describe: somebody has added a column to a table
}

// faults carries Faults out.
type faults struct {
	Faults
	salt  uint64 // picks the rows that are refused
	drift int
}

func newFaults(f Faults) faults {
	if f.LostCode == "" {
		f.LostCode = tandem.InDoubt
	}
	f.ThrottledFor = orElse(f.ThrottledFor, time.Minute)
	f.LandsWithin = orElse(f.LandsWithin, time.Minute)
	f.CommitsWithin = orElse(f.CommitsWithin, time.Second)
	out := faults{Faults: f}
	if f.Rand != nil {
		out.salt = f.Rand.Uint64()
	}
	return out
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// hit draws whether a fault happens and tells of it.
func (f *faults) hit(share float64, format string, args ...any) bool {
	if f.Rand == nil || share <= 0 || f.Rand.Float64() >= share {
		return false
	}
	if f.Tell != nil {
		f.Tell(fmt.Sprintf(format, args...))
	}
	return true
}

// within draws a time of at least a microsecond and at most d.
func (f *faults) within(d time.Duration) time.Duration {
	return time.Microsecond * time.Duration(1+f.Rand.Int64N(max(1, d.Microseconds())))
}

// beforeSending is what befalls a call on its way out.
func (f *faults) beforeSending(now time.Time) error {
	switch {
	case f.hit(f.Unreached, "unreached"):
		return tandem.Errorf(tandem.Unreached, "the system does not answer")
	case f.hit(f.Denied, "denied"):
		return denied()
	case f.hit(f.Throttled, "throttled"):
		err := tandem.Errorf(tandem.Throttled, "too many calls")
		err.Until = now.Add(f.ThrottledFor)
		return err
	default:
		return nil
	}
}

func (f *faults) timesOut(table string) bool {
	return f.hit(f.Timeout, "%s: a call timed out before it landed", table)
}

func (f *faults) landsLate(table string) (time.Duration, bool) {
	if !f.hit(f.LandsLate, "%s: a call lands late", table) {
		return 0, false
	}
	return f.within(f.LandsWithin), true
}

// losesAnswer says how many of the writes land before the answer is lost.
func (f *faults) losesAnswer(table string, writes int) (int, bool) {
	if writes == 0 || !f.hit(f.LostAnswer, "%s: an answer was lost", table) {
		return 0, false
	}
	return 1 + f.Rand.IntN(writes), true
}

// lost is the error of a lost answer.
func (f *faults) lost(t *Table) error {
	return tandem.Errorf(f.LostCode, "no answer came back from %s", t.def.Name)
}

func (f *faults) losesResult(table string) bool {
	return f.hit(f.LostResult, "%s: the result of one row was lost", table)
}

// refuses reports whether a row is one of those that are always refused. It
// draws nothing: the same row meets the same fate each time.
func (f *faults) refuses(table, name string) bool {
	if f.Rand == nil || f.Refused <= 0 || name == "" {
		return false
	}
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%x %s %s", f.salt, table, name)
	// The upper bits of the product are well mixed, those of the sum are not.
	share := float64(h.Sum64()*0x9e3779b97f4a7c15>>11) / (1 << 53)
	if share >= f.Refused {
		return false
	}
	if f.Tell != nil {
		f.Tell(fmt.Sprintf("%s: %q is refused", table, name))
	}
	return true
}

// breaksAfter says after how many pages a reading dies, -1 for never.
func (f *faults) breaksAfter(table string) int {
	if !f.hit(f.Broken, "%s: a reading breaks", table) {
		return -1
	}
	return 1 + f.Rand.IntN(3)
}

// repeatRows lets one row of a page stand in it twice.
func (f *faults) repeatRows(page *tandem.Page) {
	if page.Len() == 0 || len(page.Faults) > 0 || !f.hit(f.Repeated, "a row is repeated") {
		return
	}
	i := f.Rand.IntN(page.Len())
	if page.IsGone(i) {
		page.AddGone(page.Keys[i])
		return
	}
	copy(page.Add(page.Keys[i]), page.Row(i))
}

// disturb has changes of the page before come again and in another order.
func (f *faults) disturb(before, batch []change) []change {
	if len(before) > 0 && f.hit(f.Replayed, "changes come again") {
		batch = append(slices.Clone(batch), before[:1+f.Rand.IntN(len(before))]...)
	}
	if len(batch) > 1 && f.hit(f.Shuffled, "changes come in another order") {
		batch = slices.Clone(batch)
		f.Rand.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
	}
	return batch
}

// commitsLate says how long a change of other people stays open.
func (f *faults) commitsLate(table string) (time.Duration, bool) {
	if !f.hit(f.LateCommit, "%s: somebody commits late", table) {
		return 0, false
	}
	return f.within(f.CommitsWithin), true
}

// drifts says that somebody has added a column, and to which of the tables.
func (f *faults) drifts(tables int) (table int, column string, ok bool) {
	if tables == 0 || !f.hit(f.Drift, "a column was added") {
		return 0, "", false
	}
	f.drift++
	return f.Rand.IntN(tables), fmt.Sprintf("added_%d", f.drift), true
}
