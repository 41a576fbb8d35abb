package engine

import (
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"tandem"
	"tandem/connector/memory"
)

// play plays the history: two worlds that meet, a time in which everything
// goes wrong, and the calm after it, when all promises must hold.
func (w *world) play() {
	w.populate()
	w.start()
	for range 3 + w.rand.IntN(5) {
		w.hour()
	}
	w.calm()
	w.check()
}

// populate fills the systems before they meet. Where they are matched on first
// contact some things are known on several sides already.
func (w *world) populate() {
	known := len(w.syncs[0].Points[0].Match) > 0
	l := w.life
	l.door = w.newEngine(w.store, nil)
	for _, point := range []string{companies, companies, companies, people, people} {
		for range w.rand.IntN(3) {
			tag := l.newTag()
			places := 1 + w.rand.IntN(1<<(len(w.remotes)+1)-1) // a bit for each
			if !known {
				places = 1 << w.rand.IntN(len(w.remotes)+1)
			}
			for i, m := range w.remotes {
				if places&(1<<i) != 0 {
					l.createThere(m, point, tag)
				}
			}
			if places&(1<<len(w.remotes)) != 0 {
				l.createHere(point, tag)
			}
		}
	}
}

// hour lets people and one run of a sync do things, in fair weather or foul.
func (w *world) hour() {
	for range w.rand.IntN(5) {
		w.life.act()
	}
	w.weather()
	request := w.request()
	if chance(w.rand, 0.15) {
		request = w.planned(request)
	}
	run := w.run(request)
	for w.process.dead || (run != nil && !run.State.IsFinal()) {
		run = w.goOn(run)
	}
}

// request draws what is asked of the engine.
func (w *world) request() Request {
	r := Request{Sync: w.syncs[w.rand.IntN(len(w.syncs))].Name}
	r.Kind = pick(w.rand, tandem.Bulk, tandem.Incremental, tandem.Incremental, tandem.Incremental, tandem.Push, tandem.Repair)
	return r
}

// planned has a person look at what a run would do, and ask for exactly that.
// Meanwhile others go on working. Where no plan could be made it stays the run itself.
func (w *world) planned(r Request) Request {
	plan, err := w.engine.Preview(w.ctx, 1, r.Sync, r.Kind)
	if err != nil || w.process.dead || plan.Rows == 0 {
		return r
	}
	w.tellf("somebody looks at plan %s of %s", plan.Hash, r.Sync)
	for range w.rand.IntN(2) {
		w.life.act()
	}
	return Request{Sync: r.Sync, Kind: tandem.Apply, Plan: plan.Hash}
}

// goOn does what happens after a run did not end: a new process takes it up, or
// a person cancels it; held deletes are released or not.
func (w *world) goOn(run *tandem.Run) *tandem.Run {
	if w.process.dead {
		w.start()
		w.weather()
		runs, err := w.store.ListRuns(w.ctx, 1, "", 1)
		w.must(err)
		if len(runs) == 0 || runs[0].State.IsFinal() {
			return nil
		}
		run = &runs[0]
	}
	if run.State == tandem.HeldRun && chance(w.rand, 0.5) {
		w.cancel(run)
		return w.run(Request{Sync: run.Sync, Kind: tandem.Apply, Plan: run.Plan, Release: true})
	}
	if run.State == tandem.HeldRun || chance(w.rand, 0.3) {
		w.cancel(run)
		return nil
	}
	return w.work(run.ID)
}

func (w *world) cancel(run *tandem.Run) {
	run.State = tandem.CancelledRun
	w.must(w.store.SaveRun(w.ctx, run))
	w.tellf("run %d is cancelled", run.ID)
}

// weather draws what may go wrong from now on.
func (w *world) weather() {
	foul := chance(w.rand, 0.8) && os.Getenv("CALM") == ""
	w.process.mayDie, w.process.meanwhile = nil, nil
	for _, m := range w.remotes {
		m.system.SetFaults(memory.Faults{})
		if foul {
			m.system.SetFaults(w.faults(m))
		}
	}
	if foul && chance(w.rand, 0.5) {
		w.process.mayDie = func() bool { return chance(w.rand, 0.01) }
	}
	if chance(w.rand, 0.7) {
		w.process.meanwhile = func() {
			if chance(w.rand, 0.05) {
				w.life.act()
			}
		}
	}
}

func (w *world) faults(m *remote) memory.Faults {
	share := func(most float64) float64 {
		if chance(w.rand, 0.5) {
			return 0
		}
		return most * w.rand.Float64()
	}
	return memory.Faults{
		Rand:      rand.New(rand.NewPCG(w.rand.Uint64(), 7)),
		Tell:      func(what string) { w.tellf("%s: %s", m.name, what) },
		Unreached: share(0.05), Throttled: share(0.05), ThrottledFor: 3 * time.Second,
		Timeout: share(0.2), LostAnswer: share(0.3), LostResult: share(0.2), LandsLate: share(0.2), LandsWithin: grace / 2,
		Refused: share(0.1), Broken: share(0.2), Repeated: share(0.3), Replayed: share(0.5), Shuffled: share(0.5),
		LateCommit: share(0.5), CommitsWithin: overlap / 2,
	}
}

// calm ends all trouble and lets the syncs run until nothing happens any more.
// The first round may only end a reading that was broken off: what committed
// late behind its position comes with the next.
func (w *world) calm() {
	w.tellf("--- calm ---")
	w.start()
	for _, m := range w.remotes {
		m.system.SetFaults(memory.Faults{})
		m.system.Settle()
	}
	w.now.Add(time.Hour.Microseconds())
	kind := pick(w.rand, tandem.Bulk, tandem.Incremental)
	for n := range 12 {
		if w.round(kind) == 0 && !w.askPeople() && n > 0 {
			return
		}
	}
	w.failf("the syncs do not come to rest")
}

// round runs every sync once and returns how much was written.
func (w *world) round(kind tandem.RunKind) int64 {
	var writes int64
	for _, s := range w.syncs {
		plan := w.foretell(s, kind)
		run := w.run(Request{Sync: s.Name, Kind: kind})
		w.comparePlan(plan, run)
		writes += written(run)
		if run.State == tandem.HeldRun {
			w.cancel(run)
			run = w.run(Request{Sync: s.Name, Kind: tandem.Apply, Plan: run.Plan, Release: true})
			writes += 1 + written(run)
		}
		if run.State != tandem.Done {
			w.failf("run %d is %s in calm weather: %s", run.ID, run.State, run.Message)
		}
	}
	return writes
}

// foretell makes a plan of the run that comes next, now and then.
func (w *world) foretell(s *Sync, kind tandem.RunKind) *tandem.Plan {
	if !chance(w.rand, 0.3) || w.anyPending(s) {
		return nil
	}
	plan, err := w.engine.Preview(w.ctx, 1, s.Name, kind)
	w.must(err)
	return plan
}

// anyPending reports whether answers are still to be looked up: a run does that
// first, a preview cannot.
func (w *world) anyPending(s *Sync) bool {
	for _, p := range s.Points {
		pending, err := w.store.PendingIntents(w.ctx, tandem.Lane{Account: 1, Point: p.ID, Object: p.Ours}, 0, 1)
		w.must(err)
		if len(pending) > 0 {
			return true
		}
	}
	return false
}

// comparePlan holds a run against what its preview said (Promise 2).
func (w *world) comparePlan(plan *tandem.Plan, run *tandem.Run) {
	if plan == nil || run.State != tandem.Done || w.anyRefused(run) {
		return
	}
	for _, p := range run.Points {
		if plan.Counts[p.Name] != p.Counts {
			w.failf("the preview of run %d said of %s %v, and it became %v", run.ID, p.Name, plan.Counts[p.Name], p.Counts)
		}
	}
}

// anyRefused reports whether the other side refused something, which no preview can foretell.
func (w *world) anyRefused(run *tandem.Run) bool {
	intents, err := w.store.RunIntents(w.ctx, run.Account, run.ID, 0, 10_000)
	w.must(err)
	return slices.ContainsFunc(intents, func(in tandem.Intent) bool { return in.State != tandem.IntentDone })
}

func written(run *tandem.Run) (n int64) {
	for _, p := range run.Points {
		n += p.OurWrites + p.TheirWrites
	}
	return n
}

// askPeople has people settle some of what waits for them, and reports whether
// they did anything.
func (w *world) askPeople() bool {
	if chance(w.rand, 0.5) {
		return false
	}
	did := false
	for _, s := range w.syncs {
		conflicts, err := w.engine.Conflicts(w.ctx, 1, s.Name)
		w.must(err)
		for _, c := range conflicts {
			did = w.settle(c) || did
		}
	}
	return did
}

func (w *world) settle(c Conflict) bool {
	switch c.Code {
	case tandem.InDoubt:
		return w.settleDoubt(c)
	case tandem.BothChanged, tandem.EditedDeleted:
		side := pick(w.rand, tandem.Ours, tandem.Theirs)
		run, err := w.engine.Resolve(w.ctx, 1, tandem.Actor{Origin: tandem.ByPerson, Role: tandem.Administrator}, c.Sync, c.Point, c.Key, c.ID, []Choice{{Side: side}})
		w.must(err)
		run = w.carryOut(run)
		w.tellf("somebody settles %s %s %s/%d for %s: run %d %s", c.Sync, c.Point, c.Key, c.ID, side, run.ID, counts(run))
		return true
	default:
		return false
	}
}

// carryOut works a filed run to its end and reads it again.
func (w *world) carryOut(run *tandem.Run) *tandem.Run {
	w.must(w.engine.Work(w.ctx, run.Account, run.ID))
	run, err := w.engine.store.Run(w.ctx, run.Account, run.ID)
	w.must(err)
	return run
}

// settleDoubt has a person look whether a lost creation arrived.
func (w *world) settleDoubt(c Conflict) bool {
	if c.ID == 0 || c.Key != "" {
		return false
	}
	rows := w.ours(c.Point)
	for i, id := range rows.IDs {
		if id != c.ID {
			continue
		}
		row, ok := w.remote(c.Sync).find(c.Point, rows.Row(i)[0].Text())
		if !ok {
			run, err := w.engine.SendAgain(w.ctx, 1, c.Sync, c.Point, c.ID)
			w.must(err)
			run = w.carryOut(run)
			w.tellf("somebody has %s %s %d sent again: run %d %s", c.Sync, c.Point, c.ID, run.ID, counts(run))
			return true
		}
		if err := w.engine.LinkAdd(w.ctx, 1, c.Sync, c.Point, row["id"].String(), c.ID); err != nil && !w.isBeyondRecognition(c.Point, row["tag"].Text()) {
			w.failf("linking by hand: %v", err)
		}
		w.tellf("somebody links %s %s %d with %s", c.Sync, c.Point, c.ID, row["id"])
		return true
	}
	return false
}
