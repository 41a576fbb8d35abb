package main

// goal is one line of the performance budget.
type goal struct {
	work    string
	against string
	unit    string // of the figure: "x" for ratios
	floor   float64
	aim     float64
	atMost  bool // smaller is better
}

// The lines of the budget that are measured here. Rates are held against rates,
// so more is better unless atMost says otherwise.
func goals() map[string]goal {
	const copies = "psql COPY to psql COPY, same table and key"
	return map[string]goal{
		"bulk":       {work: "bulk PostgreSQL -> store on PostgreSQL", against: copies, unit: "x", floor: 0.50, aim: 0.90},
		"sqlite":     {work: "bulk PostgreSQL -> store on SQLite", against: "psql csv to sqlite3 .import", unit: "x", floor: 0.60, aim: 0.95},
		"mariadb":    {work: "bulk MariaDB -> store on PostgreSQL", against: "mariadb -B to psql COPY", unit: "x", floor: 0.60, aim: 1.0},
		"processor":  {work: "our own processor time per 1M rows, PostgreSQL store", unit: "s", floor: 5, aim: 1.5, atMost: true},
		"processor2": {work: "our own processor time per 1M rows, SQLite store", unit: "s", floor: 5, aim: 1.5, atMost: true},
		"memory":     {work: "resident memory, PostgreSQL store", unit: "MiB", floor: 96, aim: 48, atMost: true},
		"memory2":    {work: "resident memory, SQLite store", unit: "MiB", floor: 200, aim: 48, atMost: true},
		"flat":       {work: "resident memory, most rows / fewest, PostgreSQL store", unit: "x", floor: 1.3, aim: 1.1, atMost: true},
		"flat2":      {work: "resident memory, most rows / fewest, SQLite store", unit: "x", floor: 1.3, aim: 1.1, atMost: true},
		"unchanged":  {work: "unchanged rows again, no cursor column", against: "our own full copy", unit: "x", floor: 0.50, aim: 0.40, atMost: true},
		"changed":    {work: "1 % changed, cursor", against: "our own full copy", unit: "x", floor: 0.12, aim: 0.09, atMost: true},
		"nothing":    {work: "nothing changed, cursor", unit: "ms", floor: 100, aim: 40, atMost: true},
		"twoway":     {work: "two-way pass, both sides durable", against: "2 selects and 2 updates a record on 8 connections", unit: "x", floor: 3, aim: 4.5},
		"twoway/s":   {work: "two-way pass, records a second", unit: "/s", floor: 12_000, aim: 20_000},
		"merge":      {work: "three-way merge of a 15-field record", unit: "ns", floor: 500, aim: 250, atMost: true},
		"allocs":     {work: "three-way merge, allocations", unit: "", floor: 0, aim: 0, atMost: true},
		"out50":      {work: "committed edit here -> row in the ERP, p50", unit: "ms", floor: 100, aim: 20, atMost: true},
		"out99":      {work: "committed edit here -> row in the ERP, p99", unit: "ms", floor: 1000, aim: 200, atMost: true},
		"in":         {work: "committed change in the ERP -> here, slowest", unit: "ms", floor: 2000, aim: 500, atMost: true},
		"idle":       {work: "processor while idle, share of a core", unit: "%", floor: 1, aim: 0.5, atMost: true},
		"deliver":    {work: "deliveries end to end, durable, one receiver, SQLite", against: "the bare Go HTTP client in a loop", unit: "x", floor: 0.40, aim: 0.70},
		"deliver2":   {work: "deliveries end to end, durable, one receiver, PostgreSQL", against: "the bare Go HTTP client in a loop", unit: "x", floor: 0.30, aim: 0.60},
		"deliver3":   {work: "the same, the whole record signed, SQLite", against: "the bare Go HTTP client in a loop", unit: "x", floor: 0.25, aim: 0.40},
		"hang":       {work: "1 of 100 receivers hanging: what the others lose", against: "none hanging", unit: "%", floor: 5, aim: 2, atMost: true},
		"call50":     {work: "committed change -> request received, idle, p50", unit: "ms", floor: 5, aim: 2, atMost: true},
		"call99":     {work: "committed change -> request received, idle, p99", unit: "ms", floor: 20, aim: 5, atMost: true},
		"back":       {work: "queued for a dead receiver that comes back, deliveries a second", unit: "/s", floor: 5000, aim: 10_000},
		"back99":     {work: "committed change -> request received elsewhere meanwhile, p99", unit: "ms", floor: 100, aim: 20, atMost: true},
		"write":      {work: "durable write with change log, 32 writers, SQLite", against: "one transaction per write", unit: "x", floor: 4, aim: 5},
	}
}

// met reports whether a figure reaches a bound.
func (g goal) met(figure, bound float64) bool {
	if g.atMost {
		return figure <= bound
	}
	return figure >= bound
}
