package tandem_test

import (
	"os"
	"slices"
	"testing"
)

// The floor plan: which room exists, what it does, which rooms it may import, and what else binds it.
// It is the same table as in ARCHITECTURE.md and DESIGN; where they differ, this one is checked.
//
// A room is a folder with all below it; "connector/*" stands for each folder of that kind, which is a room of its own and
// may not import its siblings. A new folder with Go files fails until it stands here.
var floorPlan = plan{
	rooms: []room{
		// The words, and the decisions: functions of their arguments and nothing else.
		{name: root, does: "the words: records, values, keys, links, runs, outcomes, error codes", bounds: bounds{noIO, noClock, noChance, standardLibrary}},
		{name: "merge", does: "base, ours, theirs and a policy to a plan; guards", may: rooms{root}, bounds: pure},
		{name: "mapping", does: "field rules, converters and value maps, compiled and run", may: rooms{root, "dictionary", "expr"}, bounds: pure},
		{name: "match", does: "who is who on first contact", may: rooms{root}, bounds: pure},
		{name: "dictionary", does: "the standard model, custom fields, drift, lineage", may: rooms{root}, bounds: pure},
		{name: "trigger", does: "a change and the rules to deliveries due", may: rooms{root, "expr"}, bounds: pure, tests: rooms{"dictionary"}},
		{name: "access", does: "what of a record a role sees and may change", may: rooms{root, "dictionary"}, bounds: pure},
		{name: "expr", does: "the one expression language", may: rooms{root, "dictionary"}, bounds: pure},

		// Foreign systems.
		{name: "soap", does: "XML tree, XSD, WSDL, server and dynamic client; could be a project of its own", bounds: bounds{textOnly}},
		{name: "connector", does: "the contract and its fallbacks", may: rooms{root, "dictionary", "expr", "soap", "internal/*"}},
		{name: "connector/*", does: "one engine that speaks to remote systems", may: rooms{root, "connector", "dictionary", "expr", "soap", "internal/*"}},
		{name: "connector/sqldb", does: "remote SQL databases", may: rooms{root, "connector", "dictionary", "expr", "soap", "internal/*"}, drivers: true},
		{name: "catalog", does: "the systems that can be added, as data", may: rooms{root, "connector", "connector/*", "connector/sqldb", "mapping", "dictionary"}},
		{name: "sim", does: "stand-ins for foreign systems, shipped", may: rooms{root, "soap"}, drivers: true},

		// What happens.
		{name: "engine", does: "runs: read, map, match, merge, guard, write, link, log", may: decisions.and(root, "connector"), tests: rooms{"store"}},
		{name: "routine", does: "the named business operations", may: decisions.and(root, "engine"), tests: rooms{"store"}},
		{name: "setup", does: "connections, syncs, triggers, exports as configuration", may: decisions.and(root, "catalog", "connector", "engine"), tests: rooms{"store"}},
		{name: "queue", does: "due work, leases, schedules, retries", may: rooms{root}, drivers: true, tests: rooms{"store"}},
		{name: "delivery", does: "carries out triggers", may: rooms{root, "trigger", "expr", "soap", "internal/*"}, tests: rooms{"store", "dictionary"}},
		{name: "export", does: "a saved query to a file to a place", may: rooms{root, "mapping", "expr", "dictionary", "soap", "internal/*"}, tests: rooms{"store"}},
		{name: "store", does: "all SQL of our own, SQLite and PostgreSQL", may: rooms{root, "dictionary", "expr", "internal/*"}, drivers: true},

		{name: "people", does: "who gets in and as what: passwords, codes, sessions, tokens", may: rooms{root, "access", "dictionary"}, tests: rooms{"store"}},

		// Faces.
		{name: "api", does: "REST, SOAP endpoint, hooks in, change feed", may: faces, tests: rooms{"store", "catalog"}},
		{name: "web", does: "pages, made on the server", may: faces.and("connector"), tests: rooms{"store", "catalog"}},

		// The rest.
		{name: "internal/*", does: "small helps without a word of the business", may: rooms{root}},
		{name: "internal/testdb", does: "private database servers for tests", may: rooms{root}, drivers: true},
		{name: "cmd/tandem", does: "settings, wiring, signals", may: rooms{everything}},
		{name: "e2e", does: "text scenarios against the whole program", may: rooms{everything}, drivers: true},
		{name: "bench", does: "the benchmark program", may: rooms{everything}, drivers: true},
	},
	// Tests of any room may use these as well.
	tests: rooms{"connector/memory", "connector/connectortest", "sim", "internal/testdb"},
}

// The rooms that decide, and do nothing.
var decisions = rooms{"merge", "mapping", "match", "dictionary", "trigger", "access", "expr"}

var faces = decisions.and(root, "catalog", "engine", "routine", "setup", "export", "delivery", "people", "soap")

// Why an import that looks handy is refused. The reason is printed with the refusal.
var reasons = []reason{
	{from: "soap", why: "soap knows nothing of Tandem, so that its tests speak of protocols alone"},
	{from: "store", to: "engine", why: "the engine declares the store that it needs, in words of the root; the store only fulfils it"},
	{to: "store", why: "a room declares the few methods that it needs; cmd/tandem hands it the store"},
	{to: "web", why: "pages are a face: what they can do must be possible without them"},
	{to: "api", why: "the API is a face: what it can do must be possible without it"},
	{from: "connector/*", to: "connector/*", why: "connectors share the contract and internal helps; a change of one must not reach another"},
	{from: "connector/*", to: "engine", why: "a connector answers calls and knows nothing of runs"},
	{from: "sim", to: "connector/*", why: "a stand-in that shares code with its connector shares its mistakes"},
	{to: "connector/*", why: "connectors are reached through the contract and found in the catalogue"},
	{to: "cmd/tandem", why: "nothing imports a program"},
	{to: "e2e", why: "nothing imports a program"},
	{to: "bench", why: "nothing imports a program"},
	{to: "internal/testdb", why: "it is for tests alone"},
	{to: "sim", why: "stand-ins must not become part of what they stand in for; tests and cmd/tandem use them"},
	{why: "dependencies point one way; put what both need into a room below them, or extend the floor plan and say why in ARCHITECTURE.md"},
}

// What binds a room beside its imports of ours. Tests are free of it.
var (
	pure = bounds{noIO, noContext, noClock, noChance}

	noIO = bound{
		imports: []string{"os", "os/...", "net", "net/http/...", "net/rpc/...", "net/smtp", "database/sql/...", "log/...", "syscall", "plugin"},
		why:     "it does no I/O: a decision is a function of what it is given, so that it can be replayed, previewed and tested by the million",
	}
	noContext = bound{
		imports: []string{"context"},
		why:     "what never waits need not be cancelled; a context would let values in by the back door",
	}
	noClock = bound{
		uses: []string{
			"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc", "time.Tick",
			"time.NewTicker", "time.NewTimer",
		},
		why: "time is an argument: the same input must give the same plan tomorrow",
	}
	noChance = bound{
		imports: []string{"math/rand/...", "crypto/rand"},
		why:     "chance is an argument: the same input must give the same plan again",
	}
	standardLibrary = bound{
		modules: []string{},
		why:     "the words depend on nothing, because everything depends on them",
	}
	textOnly = bound{
		modules: []string{"golang.org/x/text"},
		why:     "soap stands on the standard library and character sets, so that it can be understood and moved on its own",
	}
)

// Drivers and database/sql belong to the rooms that say so.
const driversWhy = "only rooms marked with drivers speak to databases: elsewhere a query could escape its account, or work on one of our two databases alone"

var drivers = []string{
	"database/sql",
	"github.com/jackc/pgx",
	"github.com/riverqueue/river",
	"modernc.org/sqlite",
	"zombiezen.com/go/sqlite",
	"github.com/go-sql-driver/mysql",
	"github.com/microsoft/go-mssqldb",
	"github.com/sijms/go-ora",
	"github.com/nakagami/firebirdsql",
}

func TestFloorPlan(t *testing.T) {
	faults, err := floorPlan.check(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}

// TestFloorPlanIsSound finds slips in the table itself, which would make a rule that never applies.
func TestFloorPlanIsSound(t *testing.T) {
	var names rooms
	for _, r := range floorPlan.rooms {
		if slices.Contains(names, r.name) {
			t.Errorf("room %s stands in the plan twice", r.name)
		}
		if r.does == "" {
			t.Errorf("nobody says what room %s does", r.name)
		}
		names = append(names, r.name)
	}
	known := func(names ...string) {
		for _, name := range names {
			if _, ok := floorPlan.room(name); !ok && name != everything && name != "" {
				t.Errorf("the plan speaks of %s, which is no room", name)
			}
		}
	}
	known(floorPlan.tests...)
	for _, r := range floorPlan.rooms {
		known(r.may...)
		known(r.tests...)
	}
	for _, r := range reasons {
		known(r.from, r.to)
	}
}
