package engine

import (
	"testing"

	"pgregory.net/rapid"

	"tandem"
)

// TestFirstOf finds every key that came before, however the keys are ordered.
func TestFirstOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.StringMatching(`[0-9a]{1,2}`)).Draw(t, "keys")
		var first firstOf
		var pairs []pair
		known := map[tandem.Key]int{}
		for _, k := range keys {
			key := tandem.Key(k)
			at, again := first.at(pairs, key)
			want, seen := known[key]
			if again != seen || again && at != want {
				t.Fatalf("%q of %q: place %d, came before: %v", k, keys, at, again)
			}
			if !again {
				known[key] = len(pairs)
				pairs = append(pairs, pair{key: key})
			}
		}
	})
}
