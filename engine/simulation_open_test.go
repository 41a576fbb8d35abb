package engine

// openSeeds are the histories among the first 10,000 that still break a
// promise, with what they break. They are played and told like all others but
// do not fail the test, so that any further one does. Whoever mends one takes
// it out; the list is to become empty and this file to go.
func openSeeds() map[uint64]string {
	return map[uint64]string{
		7423: "a row there with no lasting key comes in beside the record it was made from",
	}
}
