package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What is wrong with a configuration is told in one clear line for each
// mistake, with the place in the file, and nothing of the file is applied.
func TestBadConfiguration(t *testing.T) {
	const start = `account: acme
connections:
  - name: erp
    connector: sql
    settings: {url: "${ERP}"}
syncs:
  - name: erp
    connection: erp
    data_points:
      - name: customers
        ours: customer
        theirs: customers
        key: [no]
        operations: {create: in, update: both, delete: in}
        fields:
          - {ours: number, theirs: no, direction: in}
          - {ours: name, theirs: name}
`
	replace := func(before, after string) string { return strings.Replace(start, before, after, 1) }
	add := func(lines string) string { return start + lines }
	for _, c := range []struct{ name, config, message string }{
		{"a file that is none", ":\n  - [", `bad\.yaml:\d+:\d+: `},
		{"an empty file", "", `bad\.yaml: `},
		{"a variable that is not set", replace("${ERP}", "${NOT_SET}"), `bad\.yaml:5:.*NOT_SET`},
		{"a key that does not exist", replace("connector: sql", "conector: sql"), `bad\.yaml:4:5: .*conector`},
		{"a connector that does not exist", replace("connector: sql", "connector: sqll"), `bad\.yaml:4:.*sqll`},
		{"an address that is none", replace("${ERP}", "what is this"), `bad\.yaml:5:.*url`},
		{"an unknown kind of database", replace("${ERP}", "access:///c/erp.mdb"), `bad\.yaml:5:.*`},
		{"a database that is not there", replace("${ERP}", "sqlite:///nowhere/erp.db"), `bad\.yaml:\d+.*erp`},
		{"a server that is not there", replace("${ERP}", "postgres://nina@127.0.0.1:1/erp"), `bad\.yaml:\d+.*erp`},
		{"a schedule that is none", replace("connection: erp", "connection: erp\n    schedule: sometimes"), `bad\.yaml:\d+:.*sometimes`},
		{"a connection that does not exist", replace("connection: erp", "connection: epr"), `bad\.yaml:8:.*epr`},
		{"an object we have not", replace("ours: customer", "ours: custommer"), `bad\.yaml:11:.*custommer`},
		{"a table they have not", replace("theirs: customers", "theirs: custmers"), `bad\.yaml:12:.*custmers`},
		{"a key column they have not", replace("key: [no]", "key: [nr]"), `bad\.yaml:13:.*nr`},
		{"a field we have not", add("          - {ours: citty, theirs: city}\n"), `bad\.yaml:18:.*citty`},
		{"a column they have not", add("          - {ours: city, theirs: citty}\n"), `bad\.yaml:18:.*citty`},
		{"a converter that does not exist", add("          - {ours: city, theirs: city, convert: [shout]}\n"), `bad\.yaml:18:.*shout`},
		{"a converter that does not fit the type", add("          - {ours: credit_limit, theirs: credit, convert: [upper]}\n"), `bad\.yaml:18:.*upper`},
		{"a rule with no way back in a two-way pair", add("          - {ours: city, theirs: city, values: {Brno: B, Praha: B}}\n"), `bad\.yaml:18:.*`},
		{"an expression in a two-way pair", add("          - {ours: city, value: 'upper(city)', direction: both}\n"), `bad\.yaml:18:.*`},
		{"an expression that is none", add("          - {ours: city, value: 'upper(', direction: in}\n"), `bad\.yaml:18:.*`},
		{"a filter that is none", replace("key: [no]", "key: [no]\n        filter: 'name =='"), `bad\.yaml:14:.*`},
		{"a filter of a column they have not", replace("key: [no]", "key: [no]\n        filter: 'nmae == \"x\"'"), `bad\.yaml:14:.*nmae`},
		{"a reference to no data point", add("          - {ours: parent, theirs: city, reference: companies}\n"), `bad\.yaml:18:.*companies`},
		{"a reference to a data point of something else", replace("{ours: name, theirs: name}", "{ours: owner, theirs: name, reference: customers}"), `bad\.yaml:17:.*owner`},
		{"creates without a rule for keys", replace("create: in", "create: both"), `bad\.yaml:1\d:.*new_key`},
		{"the same name twice", add("      - {name: customers, ours: customer, theirs: customers, key: [no], fields: [{ours: name, theirs: name}]}\n"), `bad\.yaml:18:.*customers`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			erp := newDatabase(t, sqlite)
			makeShop(t, erp)
			p := program{binary: os.Getenv(binaryVariable), env: []string{"HOME=" + dir, "TANDEM_DATA=" + filepath.Join(dir, "data"), "ERP=" + erp}}
			file := filepath.Join(dir, "bad.yaml")
			if err := os.WriteFile(file, []byte(c.config), 0o600); err != nil {
				t.Fatal(err)
			}
			r := p.run(t, "apply", "-f", file)
			text := strings.ReplaceAll(r.stderr, dir+"/", "")
			if r.code == 0 || !regexp.MustCompile(`(?m)^tandem: `+c.message).MatchString(text) {
				t.Errorf("exit status %d, printed:\n%s%swanted a line like:\ntandem: %s", r.code, r.stdout, text, c.message)
			}
			if printed := p.run(t, "config"); strings.Contains(printed.stdout, "customers") {
				t.Errorf("something of it was applied:\n%s", printed.stdout)
			}
			t.Log("\n" + text)
		})
	}
}

func makeShop(t testing.TB, address string) {
	t.Helper()
	text, err := os.ReadFile("testdata/shop/tables.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := query(t.Context(), address, string(text)); err != nil {
		t.Fatal(err)
	}
}
