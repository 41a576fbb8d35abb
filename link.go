package tandem

// Link is the lasting pair of ids of one record on both sides, with what both
// last agreed on.
type Link struct {
	Key         Key    // theirs
	ID          int64  // ours
	Version     int64  // version of ours when both last agreed
	Hash        uint64 // of their row when both last agreed; 0 = unknown, look again
	Base        string // the agreed values in the canonical encoding; "" where the hash is enough
	Shape       int64  // which field list Base was written with
	Run         int64  // the run that made or last changed it
	OursVersion int64  // version our record has now; 0 = it is gone. Filled on loading, never stored
}

// RecordLink is a link of one of our records with the data point it belongs to,
// which may be one that is configured no longer.
type RecordLink struct {
	Lane  Lane
	Sync  string
	Point string
	Link  Link
}
