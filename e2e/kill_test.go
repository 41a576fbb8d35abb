package e2e

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Promise 3 under fire: a two-way sync is killed again and again, wherever it
// happens to be, while both sides are edited. In the end every record is on
// both sides exactly once and as it was last edited.
func TestKilledRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a hundred runs: not with -short")
	}
	for _, v := range []killed{
		{name: "store=sqlite,remote=postgres", setting: setting{sqlite, postgres}, columns: "no VARCHAR(10) NOT NULL PRIMARY KEY, crm_id VARCHAR(12) UNIQUE", key: `
        external_id: crm_id
        new_key: {field: no, from: max_plus_one, width: 6}`},
		{name: "store=postgres,remote=mariadb", setting: setting{postgres, mariadb}, columns: "no VARCHAR(10) NOT NULL PRIMARY KEY, crm_id VARCHAR(12) UNIQUE", key: `
        external_id: crm_id
        new_key: {field: no, from: max_plus_one, width: 6}`},
		// Keys made by the database, and no column for ours: a lost answer cannot be looked up.
		{name: "generated keys", setting: setting{sqlite, postgres}, columns: "no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY", key: `
        new_key: {field: no, from: database}`, doubtful: true},
	} {
		t.Run(v.name, func(t *testing.T) { v.run(t) })
	}
}

const (
	kills      = 100
	killedRows = 1500 // on each side to begin with
	// A person decides each row in doubt by hand: a kill while a page is sent leaves all of it in doubt.
	doubtfulRows = 150

	most = 300 * time.Millisecond
)

// killed is one setting of the test.
type killed struct {
	setting

	name     string
	columns  string // of the table: how its rows are told apart
	key      string // the same for the configuration
	doubtful bool   // a lost answer leaves a row in doubt
}

// fight is one such test under way, with what must be true in the end.
type fight struct {
	killed

	t        *testing.T
	program  program
	remote   string
	database string // of our store, when it is PostgreSQL
	random   *rand.Rand
	names    []string          // every record that was ever made, by its name
	city     map[string]string // as last edited, there
	phone    map[string]string // as last edited, here
	next     int
}

func (k killed) run(t *testing.T) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	f := &fight{
		killed: k, t: t, random: rand.New(rand.NewPCG(seed, 1)),
		city: map[string]string{}, phone: map[string]string{},
	}
	f.begin()
	done := 0
	for struck := 0; struck < kills; {
		after := 5*time.Millisecond + time.Duration(f.random.Int64N(int64(most)))
		if f.program.kill(t, after, "sync", "run", "erp", "--bulk", "--json") {
			struck++
		} else {
			done++
		}
		f.forget()
		f.edit()
	}
	t.Logf("%d runs killed, %d came to their end before that", kills, done)
	f.settle()
	f.check()
}

// begin makes both sides: half of the records there, half of them here.
func (f *fight) begin() {
	t := f.t
	f.remote = newDatabase(t, f.setting.remote)
	dir := t.TempDir()
	f.program = program{binary: os.Getenv(binaryVariable), env: []string{"HOME=" + dir, "TANDEM_DATA=" + dir + "/data", "ERP=" + f.remote}}
	if f.store == postgres {
		f.database = newDatabase(t, postgres)
		f.program.env = append(f.program.env, "TANDEM_DATABASE="+f.database)
	}
	table := "(" + f.columns + ", name VARCHAR(60) NOT NULL, vat VARCHAR(20), email VARCHAR(60), city VARCHAR(20), phone VARCHAR(30))"
	f.sql("CREATE TABLE customers " + table)
	f.fillThere(killedRows)
	here := killedRows
	if f.doubtful {
		here = doubtfulRows
	}
	f.fillHere(dir, here)
	f.apply(dir, "erp.yaml", fmt.Sprintf(killedConfig, f.key))
}

// forget lets the time pass for which a dead node keeps its sync from others.
func (f *fight) forget() {
	if f.store != postgres {
		return // the kernel gives a file's lock back at once
	}
	if _, err := query(f.t.Context(), f.database, "UPDATE lease SET until = 0"); err != nil {
		f.t.Fatal(err)
	}
}

// killedConfig has every field both ways. Nothing but links tells records
// apart: a twin would not be found by a match rule.
const killedConfig = `
account: acme
connections:
  - {name: erp, connector: sql, settings: {url: "${ERP}", page_rows: "200"}}
syncs:
  - name: erp
    connection: erp
    data_points:
      - name: customers
        ours: customer
        theirs: customers
        key: [no]%s
        operations: {create: both, update: both, delete: both}
        conflict: ask
        fields:
          - {ours: name, theirs: name}
          - {ours: vat_id, theirs: vat}
          - {ours: email, theirs: email}
          - {ours: city, theirs: city}
          - {ours: phone, theirs: phone}
`

const hereConfig = `
account: acme
connections:
  - {name: old, connector: sql, settings: {url: "${OLD}"}}
syncs:
  - name: old
    connection: old
    data_points:
      - name: customers
        ours: customer
        theirs: customers
        key: [no]
        fields: [{ours: name, theirs: name}, {ours: vat_id, theirs: vat}, {ours: email, theirs: email}, {ours: city, theirs: city}]
`

const goneConfig = `
account: acme
connections: [{name: old, removed: true}]
syncs: [{name: old, removed: true}]
`

func (f *fight) apply(dir, name, text string) {
	f.t.Helper()
	file := dir + "/" + name
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
	f.program.must(f.t, "apply", "-f", file)
}

func (f *fight) sql(text string) string {
	f.t.Helper()
	table, err := query(f.t.Context(), f.remote, text)
	if err != nil {
		f.t.Fatal(err)
	}
	return table
}

// name is that of the next record ever made.
func (f *fight) name() string {
	f.next++
	name := fmt.Sprintf("Customer %06d", f.next)
	f.names = append(f.names, name)
	return name
}

// own are the VAT number and the address of the record made last, as SQL.
func (f *fight) own() string {
	return fmt.Sprintf("'CZ%08d', 'c%06d@example.com'", f.next, f.next)
}

// fillThere makes rows in the other system.
func (f *fight) fillThere(n int) {
	var rows []string
	for range n {
		name := f.name()
		if f.doubtful { // the database makes the key
			rows = append(rows, fmt.Sprintf("('%s', %s, 'Brno')", name, f.own()))
		} else {
			rows = append(rows, fmt.Sprintf("('%06d', '%s', %s, 'Brno')", f.next, name, f.own()))
		}
		f.city[name] = "Brno"
	}
	columns := "no, name, vat, email, city"
	if f.doubtful {
		columns = "name, vat, email, city"
	}
	f.sql("INSERT INTO customers (" + columns + ") VALUES " + strings.Join(rows, ", "))
}

// fillHere makes records of ours, by way of a system that is gone afterwards.
func (f *fight) fillHere(dir string, n int) {
	old := newDatabase(f.t, sqlite)
	db := open(f.t, old)
	mustExec(f.t, db, "CREATE TABLE customers (no INTEGER PRIMARY KEY, name VARCHAR(60), vat VARCHAR(20), email VARCHAR(60), city VARCHAR(20))")
	var rows []string
	for range n {
		name := f.name()
		rows = append(rows, fmt.Sprintf("(%d, '%s', %s, 'Brno')", f.next, name, f.own()))
		f.city[name] = "Brno"
	}
	mustExec(f.t, db, "INSERT INTO customers (no, name, vat, email, city) VALUES "+strings.Join(rows, ", "))
	f.program.env = append(f.program.env, "OLD="+old)
	f.apply(dir, "old.yaml", hereConfig)
	f.program.must(f.t, "sync", "run", "old", "--bulk")
	f.apply(dir, "gone.yaml", goneConfig)
}

// edit changes something on both sides: cities there, telephone numbers here,
// so that nothing is in conflict, and new records on either side.
func (f *fight) edit() {
	if f.random.IntN(2) == 0 {
		f.editThere()
	} else {
		f.editHere()
	}
}

func (f *fight) editThere() {
	if f.random.IntN(3) == 0 {
		f.addThere()
		return
	}
	city := fmt.Sprintf("City %d", f.random.IntN(1000))
	names := f.pick(20)
	// Only rows that are there already are changed, and only those count.
	there := lines(f.sql("SELECT name FROM customers WHERE name IN ('" + strings.Join(names, "', '") + "')"))
	if len(there) == 0 {
		return
	}
	f.sql("UPDATE customers SET city = '" + city + "' WHERE name IN ('" + strings.Join(there, "', '") + "')")
	for _, name := range there {
		f.city[name] = city
	}
}

func (f *fight) addThere() {
	name := f.name()
	f.city[name] = "New"
	if f.doubtful {
		f.sql("INSERT INTO customers (name, vat, email, city) VALUES ('" + name + "', " + f.own() + ", 'New')")
		return
	}
	// Numbers of their own, out of the way of those that are made for ours.
	f.sql(fmt.Sprintf("INSERT INTO customers (no, name, vat, email, city) VALUES ('A%05d', '%s', %s, 'New')", f.next, name, f.own()))
}

func (f *fight) editHere() {
	if f.random.IntN(3) == 0 {
		name := f.name()
		f.city[name] = "New"
		f.program.must(f.t, "record", "create", "customer", "name="+name, fmt.Sprintf("vat_id=CZ%08d", f.next), fmt.Sprintf("email=c%06d@example.com", f.next), "city=New")
		return
	}
	phone := fmt.Sprintf("+420777%06d", f.random.IntN(1_000_000))
	name := f.pick(1)[0]
	for _, id := range f.here(name) {
		f.program.must(f.t, "record", "update", "customer", id, "phone="+phone)
		f.phone[name] = phone
	}
}

// here returns the ids of our records of a name.
func (f *fight) here(name string) []string {
	var ids []string
	for _, r := range listRecords(f.t, f.program, "--filter", `name == "`+name+`"`) {
		ids = append(ids, fmt.Sprint(r["id"]))
	}
	return ids
}

func (f *fight) pick(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = f.names[f.random.IntN(len(f.names))]
	}
	return names
}

// settle lets a last run do what is left, and decides what only a person can.
func (f *fight) settle() {
	t := f.t
	last := report(t, f.program.must(t, "sync", "run", "erp", "--bulk", "--json"))
	t.Logf("the last run: %v", last.DataPoints[0].Outcomes)
	if f.doubtful {
		f.decideDoubts()
		last = report(t, f.program.must(t, "sync", "run", "erp", "--bulk", "--json"))
	}
	point := last.DataPoints[0]
	if point.Outcomes["failed"]+point.Outcomes["conflict"]+point.Outcomes["waiting"] > 0 {
		t.Errorf("something is left: %v", point.Outcomes)
	}
	if int(point.Rows) != len(f.names) {
		t.Errorf("the last run looked at %d pairs of %d records", point.Rows, len(f.names))
	}
}

// decideDoubts does what a person would: look for the row there, and link it
// or send ours again.
func (f *fight) decideDoubts() {
	t := f.t
	var conflicts []struct {
		ID   int64
		Code string
	}
	decode(t, f.program.must(t, "conflict", "list", "erp", "--json"), &conflicts)
	t.Logf("%d rows are in doubt", len(conflicts))
	for _, c := range conflicts {
		if c.ID == 0 {
			continue // a row of theirs that may be one of ours: deciding for ours decides for it
		}
		if c.Code != "in_doubt" {
			t.Errorf("%d waits for a decision: %s", c.ID, c.Code)
			continue
		}
		id := strconv.FormatInt(c.ID, 10)
		var record struct{ Name string }
		decode(t, f.program.must(t, "record", "get", "customer", id, "--json"), &record)
		there := lines(f.sql("SELECT no FROM customers WHERE name = '" + record.Name + "'"))
		switch len(there) {
		case 0:
			f.program.must(t, "conflict", "resolve", "erp", "customers", "#"+id, "--send-again")
		case 1:
			f.program.must(t, "link", "add", "erp", "customers", there[0], id)
		default:
			t.Errorf("%s is there %d times", record.Name, len(there))
		}
	}
}

// check holds both sides against all that was ever done.
func (f *fight) check() {
	t := f.t
	there := map[string]string{}
	for _, line := range lines(f.sql("SELECT name, city, phone FROM customers")) {
		name, rest, _ := strings.Cut(line, " | ")
		if _, twice := there[name]; twice {
			t.Errorf("%s is there twice", name)
		}
		there[name] = rest
	}
	here := map[string]string{}
	for _, r := range listRecords(t, f.program) {
		name := fmt.Sprint(r["name"])
		if _, twice := here[name]; twice {
			t.Errorf("%s is here twice", name)
		}
		here[name] = strings.TrimSpace(tableLine([]any{r["city"], r["phone"]}))
	}
	f.compare("there", there)
	f.compare("here", here)
	plan := report(t, f.program.must(t, "sync", "plan", "erp", "--bulk", "--json"))
	if plan.Rows != 0 {
		t.Errorf("a further run plans %d rows: %v", plan.Rows, plan.Lines)
	}
}

// compare tells what is missing, too much or not as last edited on one side.
func (f *fight) compare(side string, found map[string]string) {
	wrong := 0
	for _, name := range f.names {
		phone := any(nil)
		if p, ok := f.phone[name]; ok {
			phone = p
		}
		wanted := strings.TrimSpace(tableLine([]any{f.city[name], phone}))
		if got, ok := found[name]; !ok || got != wanted {
			if wrong++; wrong <= 5 {
				f.t.Errorf("%s: %s is %q, wanted %q", side, name, got, wanted)
			}
		}
	}
	if len(found) != len(f.names) {
		f.t.Errorf("%s: %d records, %d were made; %d are wrong", side, len(found), len(f.names), wrong)
		for _, name := range slices.Sorted(maps.Keys(found)) {
			if !slices.Contains(f.names, name) {
				f.t.Errorf("%s: nobody made %s", side, name)
			}
		}
	}
}
