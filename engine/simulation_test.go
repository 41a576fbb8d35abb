package engine

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestSimulation plays random histories: an engine and its store between one or
// two systems that lose answers, throttle and commit late, people who work on
// all sides, and a process that is killed between any two steps. Afterwards all
// promises must hold. SIMULATE_SEEDS says how many and SIMULATE_FROM from which
// seed on, SIMULATE_SEED plays one again:
//
//	SIMULATE_SEED=123 go test ./engine -run Simulation -v
func TestSimulation(t *testing.T) {
	stores := newStores(t)
	if seed, ok := setting(t, "SIMULATE_SEED"); ok {
		story, why := play(stores, seed, true)
		t.Log("\n" + strings.Join(story, "\n"))
		if why != "" {
			t.Fatalf("seed %d: %s", seed, why)
		}
		return
	}
	first, ok := setting(t, "SIMULATE_FROM")
	if !ok {
		first = 1
	}
	playAll(stores, first, first+seeds(t)-1)
}

// seeds is how many histories to play.
func seeds(t *testing.T) uint64 {
	n, ok := setting(t, "SIMULATE_SEEDS")
	switch {
	case ok:
		return n
	case testing.Short():
		return 200
	default:
		return 10_000
	}
}

// setting reads a number from the environment, where it is set.
func setting(t *testing.T, name string) (n uint64, ok bool) {
	text := os.Getenv(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n, true
}

// playAll plays seeds side by side on all cores, and gives up after some broke.
func playAll(stores *stores, first, last uint64) {
	const enough = 20
	t := stores.t
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // a history is all garbage in the end, and a small one
	var next, failed atomic.Uint64
	next.Store(first - 1)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for seed := next.Add(1); seed <= last && failed.Load() < enough; seed = next.Add(1) {
				if _, why := play(stores, seed, false); why != "" {
					failed.Add(1)
					t.Errorf("seed %d: %s\n\tplay it again: SIMULATE_SEED=%d go test ./engine -run Simulation -v", seed, why, seed)
				}
			}
		})
	}
	all.Wait()
}

// play plays one history and says what was broken, and how it came to that.
func play(stores *stores, seed uint64, telling bool) (story []string, why string) {
	now := &atomic.Int64{}
	now.Store(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).UnixMicro())
	store, end, err := stores.of(seed, now)
	if err != nil {
		return nil, err.Error()
	}
	w := newWorld(seed, store, now, telling)
	defer func() {
		story = w.story
		if err := end(); err != nil {
			stores.t.Error(err)
		}
		switch r := recover().(type) {
		case nil:
		case broken:
			why = r.why
		default:
			why = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	w.begin()
	w.play()
	return w.story, ""
}
