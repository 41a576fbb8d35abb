package web

import (
	"fmt"

	"tandem"
)

// catalogue holds what pages say, by key. Another language is another one.
type catalogue map[string]string

// T returns the text of a key with its gaps filled. A key without a text shows
// itself: ugly, but the page still works, and a test looks for it.
func (c catalogue) T(key string, gaps ...any) string {
	text, ok := c[key]
	switch {
	case !ok:
		return key
	case len(gaps) == 0:
		return text
	default:
		return fmt.Sprintf(text, gaps...)
	}
}

// N is T for a text that counts: KEY.one or KEY.other.
func (c catalogue) N(key string, n int64) string {
	if n == 1 {
		return c.T(key+".one", c.Number(n))
	}
	return c.T(key+".other", c.Number(n))
}

// hint says what to do about an error, where that follows from its code alone.
func (c catalogue) hint(code tandem.Code) string {
	return c["hint."+string(code)]
}

// or returns the text of a key, or what stands in for it.
func (c catalogue) or(key, otherwise string) string {
	if text, ok := c[key]; ok {
		return text
	}
	return otherwise
}

// english is the catalogue that all others are made from.
func english() catalogue {
	return catalogue{
		"language":     "en",
		"number.group": ",",
		"none":         "–",

		"skip":         "Skip to content",
		"account":      "Account",
		"lost":         "Connection lost, trying again",
		"theme.system": "Theme: as the system. Change to light",
		"theme.light":  "Theme: light. Change to dark",
		"theme.dark":   "Theme: dark. Change to the system's",

		"rate":        "%s/s",
		"duration.s":  "%vs",
		"duration.ms": "%dm %ss",
		"duration.hm": "%dh %sm",
		"duration.dh": "%dd %dh",
		"unit.s":      "%ds",
		"unit.m":      "%dm",
		"unit.h":      "%dh",
		"unit.d":      "%dd",
		"time.now":    "just now",
		"time.ago":    "%s ago",
		"time.in":     "in %s",
		"time.date":   "2 Jan 2006",
		"time.full":   "Mon 2 Jan 2006 15:04:05 MST",

		"error.404":      "Page not found",
		"error.403":      "Not allowed",
		"error.500":      "Something went wrong",
		"error.other":    "That did not work",
		"error.internal": "The page could not be made. The server's log has the details",
		"error.id":       "Look for this number in the log:",
		"error.home":     "Back to the overview",

		"syncs":             "Syncs",
		"syncs.none":        "No sync is set up yet",
		"syncs.none.hint":   "Describe one in a file and hand it over with",
		"sync.schedule":     "Schedule",
		"sync.manual":       "Only by hand",
		"sync.next":         "next %s",
		"sync.paused":       "Schedule paused",
		"sync.last":         "Last run",
		"sync.never":        "has not run yet",
		"sync.now":          "Sync now",
		"sync.now.title":    "Take over what changed since the last run",
		"sync.bulk":         "Bulk sync",
		"sync.bulk.title":   "Look at every record on both sides",
		"sync.again":        "Run again",
		"sync.watch":        "Watch",
		"state.enabled":     "Connected",
		"state.refused":     "Credentials refused",
		"state.disabled":    "Switched off",
		"state.needs_setup": "Needs set-up",

		"runs":          "Runs",
		"runs.recent":   "Recent runs",
		"runs.of":       "Runs of %s",
		"runs.all":      "All syncs",
		"runs.none":     "Nothing has run yet",
		"runs.more":     "Show more",
		"run.state":     "State",
		"run.run":       "Run",
		"run.started":   "Started",
		"run.duration":  "Duration",
		"run.rows":      "Rows",
		"run.outcomes":  "Outcomes",
		"run.left":      "Time left",
		"run.rate":      "Rate",
		"run.elapsed":   "Elapsed",
		"run.ours":      "Written here",
		"run.theirs":    "Written there",
		"run.ended":     "Ended",
		"run.point":     "Data point",
		"run.progress":  "Progress",
		"run.total":     "Total",
		"run.of":        "of %s",
		"run.left.of":   "%s left",
		"run.plan":      "Plan",
		"run.record":    "Record",
		"run.undoes":    "Takes back run",
		"run.none":      "There is no run %s",
		"rows.one":      "%s row",
		"rows.other":    "%s rows",
		"crumbs":        "You are here",
		"run.pointless": "This run has no data points",

		"kind.bulk":        "Bulk sync",
		"kind.incremental": "Sync",
		"kind.push":        "Push",
		"kind.record":      "One record",
		"kind.apply":       "Apply plan",
		"kind.compare":     "Compare",
		"kind.repair":      "Repair",
		"kind.undo":        "Undo",

		"run.queued":     "Waiting to start",
		"run.running":    "Running",
		"run.paused":     "Paused",
		"run.held":       "Held",
		"run.done":       "Done",
		"run.failed":     "Failed",
		"run.cancelled":  "Cancelled",
		"run.pausing":    "Pausing",
		"run.resuming":   "Resuming",
		"run.cancelling": "Cancelling",

		"phase.":           "Waiting",
		"phase.theirs":     "Reading theirs",
		"phase.ours":       "Reading ours",
		"phase.deletes":    "Looking for deletes",
		"phase.done":       "Done",
		"phase.stopped":    "Stopped",
		"phase.unfinished": "Not finished",

		"do.pause":         "Pause",
		"do.resume":        "Resume",
		"do.cancel":        "Cancel",
		"do.cancel.title":  "Cancel this run?",
		"do.cancel.text":   "What it has written stays. A later run goes on from there.",
		"do.cancel.yes":    "Cancel run",
		"do.keep":          "Keep it",
		"do.release":       "Release",
		"do.release.title": "Release this plan?",
		"do.release.text":  "Exactly these changes are made. A record that has changed since is left alone and ends in conflict.",
		"do.release.yes":   "Release plan",
		"do.bad":           "%q is nothing that can be asked of a run",
		"do.bad.kind":      "%q is no kind of run that a page starts",

		"told.paused":  "The run waits where it stopped. Resume goes on from there.",
		"told.queued":  "It starts as soon as the sync is free.",
		"told.held":    "A guard holds this run: look at what it would do, then release or cancel it.",
		"told.failed":  "The run failed",
		"told.pausing": "It stops after the page it is at.",

		"plan.rows.one":   "%s change",
		"plan.rows.other": "%s changes",
		"plan.gone":       "The plan is not stored any more.",
		"plan.first":      "First %s of %s",
		"plan.here":       "Here",
		"plan.there":      "There",
		"op.none":         "–",
		"op.create":       "create",
		"op.update":       "update",
		"op.delete":       "delete",

		"outcome.created":   "Created",
		"outcome.updated":   "Updated",
		"outcome.deleted":   "Deleted",
		"outcome.unchanged": "Unchanged",
		"outcome.excluded":  "Excluded",
		"outcome.waiting":   "Waiting",
		"outcome.conflict":  "Conflict",
		"outcome.failed":    "Failed",

		"attention":          "Needs attention",
		"attention.all":      "All",
		"attention.points":   "All data points",
		"attention.none":     "Nothing here needs attention",
		"attention.no":       "No such rows",
		"attention.clear":    "Show all",
		"attention.csv":      "Download CSV",
		"attention.key":      "Key",
		"attention.outcome":  "Outcome",
		"attention.reason":   "Reason",
		"attention.when":     "When",
		"attention.next":     "Next",
		"attention.first":    "First page",
		"attention.ours":     "Here",
		"attention.by":       "Filter by outcome",
		"attention.by.point": "Filter by data point",
		"attention.pages":    "Pages",
		"attention.id":       "id %d",
		"attention.bad":      "%q is no outcome",

		"hint.throttled": "The other system asked for patience; the next run goes on",
		"hint.denied":    "Check the user name and password of the connection",
		"hint.unreached": "Check that the other system is up and can be reached from this server, then run it again",
		"hint.schema":    "A table or column of the other system has changed: adapt the mapping, or bring it back",
		"hint.config":    "Correct the configuration and apply it again",
		"hint.stale":     "Look at it again and decide anew",
		"hint.busy":      "Wait until the other run ends, or cancel it",
		"hint.full":      "Make room on the server's disk, then run it again",
		"hint.newer":     "Start the newer version of Tandem",
		"hint.in_doubt":  "Look at the other system whether the record is there",
		"hint.internal":  "The server's log has the details",
	}
}
