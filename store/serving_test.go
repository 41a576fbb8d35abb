package store

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tandem"
	"tandem/internal/testdb"
)

func openOn(t *testing.T, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// admin is a connection that owns the tables.
func admin(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func run(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// partedTables lists what has accounts, as the catalogue knows it, with the
// column that says which. A table of tomorrow is in it without anybody's help.
func partedTables(t *testing.T, conn *pgx.Conn) map[string]string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `select c.oid::regclass::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (a.attname = 'account' or c.relname = 'account' and a.attname = 'id')`)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]string{}
	var name, column string
	if _, err := pgx.ForEachRow(rows, []any{&name, &column}, func() error {
		tables[name] = column
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return tables
}

// none is the account column of a table that has none.
const none = "none"

// fill puts a row of an account into a table, whatever columns it has.
func fill(t *testing.T, conn *pgx.Conn, table, column string, account int) {
	t.Helper()
	rows, err := conn.Query(t.Context(), `select quote_ident(attname), case format_type(atttypid, null)
			when 'text' then '''x''' when 'bytea' then '''x''::bytea' when 'boolean' then 'true' when 'numeric' then '1'
			when 'date' then 'current_date' when 'timestamp with time zone' then 'now()' else '1' end
		from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> $2 order by attnum`, table, column)
	if err != nil {
		t.Fatal(err)
	}
	columns, values := []string{column}, []string{strconv.Itoa(account)}
	if column == none {
		columns, values = nil, nil
	}
	var name, value string
	if _, err := pgx.ForEachRow(rows, []any{&name, &value}, func() error {
		columns, values = append(columns, name), append(values, value)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	run(t, conn, "insert into "+table+" ("+strings.Join(columns, ", ")+") values ("+strings.Join(values, ", ")+")")
}

// Promise 10: with the condition on the account left out of a statement, another
// account still sees and changes nothing, in any table.
func TestRowSecurityPartsAccounts(t *testing.T) {
	address := testdb.Postgres(t)
	s, conn := openOn(t, address), admin(t, address)
	if err := s.RowSecurity(); err != nil {
		t.Fatal(err)
	}
	tables := partedTables(t, conn)
	if len(tables) < 30 {
		t.Fatalf("only %d tables have accounts: %v", len(tables), tables)
	}
	const mine, other = 1, 2
	for table, column := range tables {
		fill(t, conn, table, column, mine)
		for account, want := range map[int64]int64{mine: 1, other: 0, noAccount: 0, allAccounts: 1} {
			for name, read := range map[string]func(context.Context, int64, func(querier) error) error{"read": s.db.read, "scan": s.db.scan} {
				var n int64
				err := read(t.Context(), account, func(q querier) error {
					_, err := one(t.Context(), q, "select count(*) from "+table, nil, func(r row) { n = r.int() })
					return err
				})
				if err != nil || n != want {
					t.Errorf("%s of %s in the name of %d: %d rows, %v; want %d", name, table, account, n, err, want)
				}
			}
		}
		changes := map[string]string{
			"update": "update " + table + " set " + column + " = " + column,
			"delete": "delete from " + table,
			"insert": "insert into " + table + " table " + table, // all it sees: nothing
		}
		for name, sql := range changes {
			if n := changed(t, s, other, sql); n != 0 {
				t.Errorf("%s changes %d rows of another account in %s", name, n, table)
			}
		}
		if n := changed(t, s, mine, changes["update"]); n != 1 {
			t.Errorf("an update of one's own rows in %s changes %d", table, n)
		}
		err := s.db.write(t.Context(), mine, false, func(tx transaction) error {
			_, err := tx.exec(t.Context(), "update "+table+" set "+column+" = 2")
			return err
		})
		if !isForbidden(err) {
			t.Errorf("giving away a row of %s: %v", table, err)
		}
	}
}

// errUndo takes back what a test has tried.
var errUndo = errors.New("undo")

func changed(t *testing.T, s *Store, account int64, sql string) (n int64) {
	t.Helper()
	err := s.db.write(t.Context(), account, false, func(tx transaction) (err error) {
		if n, err = tx.exec(t.Context(), sql); err != nil {
			return err
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Errorf("%s: %v", sql, err)
	}
	return n
}

// What the bulk loader is the owner for: were COPY possible under row-level
// security some day, it could do without. And what it checks itself instead.
func TestBulkLoadsKeepToTheirAccount(t *testing.T) {
	s := openOn(t, testdb.Postgres(t))
	err := s.db.write(t.Context(), 1, false, func(tx transaction) error {
		_, err := tx.(*postgresTx).conn.PgConn().CopyFrom(t.Context(), strings.NewReader(""), "copy outcome from stdin")
		return err
	})
	if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "0A000" {
		t.Errorf("COPY into a table under row-level security: %v", err)
	}
	try := func(op loadOp, rows int, fixed ...fixed) error {
		return s.db.write(t.Context(), 1, false, func(tx transaction) error {
			l := load{op: op, table: "link", rows: rows, fixed: fixed, keys: []string{"our_id"}, columns: []string{"run"}}
			if op == insertRows {
				l.keys, l.columns = nil, []string{"our_id", "run"}
			}
			return loadEach(t.Context(), tx, l, func(ld loader, i int) {
				ld.int(int64(i))
				ld.int(7)
			})
		})
	}
	for _, op := range []loadOp{insertRows, updateRows, removeRows} {
		for name, of := range map[string][]fixed{"none": nil, "another": {{"account", int64(2)}}} {
			if err := try(op, bulkRows, of...); tandem.CodeOf(err) != tandem.Internal {
				t.Errorf("a bulk load %d for %s: %v", op, name, err)
			}
		}
	}
	if err := try(updateRows, bulkRows, fixed{"account", int64(1)}); err != nil {
		t.Errorf("a bulk load for the account: %v", err)
	}
	if err := try(insertRows, 1, fixed{"account", int64(2)}); !isForbidden(err) {
		t.Errorf("few rows for another account: %v", err)
	}
	role := ""
	err = s.db.write(t.Context(), 1, false, func(tx transaction) error {
		if err := loadEach(t.Context(), tx, load{
			op: insertRows, table: "link_before", rows: bulkRows, fixed: []fixed{{"account", int64(1)}, {"was_key", ""}, {"was_base", ""}},
			columns: []string{"point", "our_id", "run", "dropped", "was_version", "was_hash", "was_shape", "was_run"},
		}, func(ld loader, _ int) {
			for range 8 {
				ld.int(1)
			}
		}); err != nil {
			return err
		}
		_, err := one(t.Context(), tx, "select current_user::text", nil, func(r row) { role = r.text() })
		return err
	})
	if err != nil || !strings.HasPrefix(role, "tandem_serving_") {
		t.Errorf("after a bulk load the transaction acts as %q, %v", role, err)
	}
}

// What proves people to be themselves is seen by nobody who serves an account.
func TestPeopleAreNobodysWhoServesAnAccount(t *testing.T) {
	address := testdb.Postgres(t)
	s, conn := openOn(t, address), admin(t, address)
	for _, table := range []string{"person", "recovery_code", "attempt"} {
		fill(t, conn, table, none, 1)
		n := 0
		err := s.db.read(t.Context(), 1, func(q querier) error {
			return q.query(t.Context(), "select 1 from "+table, nil, func(row) error { n++; return nil })
		})
		if err != nil || n != 0 {
			t.Errorf("who serves account 1 sees %d rows of %s, %v", n, table, err)
		}
	}
	if found, err := s.HasPeople(t.Context()); err != nil || !found {
		t.Errorf("nobody sees people: %v, %v", found, err)
	}
}

// Who goes past row-level security. Whoever is to join this list must be about
// all accounts, or unable to know one yet.
func TestWhoSeesAllAccounts(t *testing.T) {
	want := []string{
		"Account", "Accounts", "CreateAccount", "DeferIndexes", "EnsureAccount", "RestoreIndexes", "Tally", "Token",
		"before", "index", "setLocal", "spared", "sweep", "sweepOne", "sweepSignIns", "tally",
		// People belong to no account, and only who owns the tables sees them.
		"AcceptInvitations", "Attempt", "AuditPerson", "CreateSession", "Credentials", "EndSession", "EndSessions", "ForgetAttempt", "HasPeople",
		"Invite", "Pass", "RecoveryCodes", "Redeem", "RenewSession", "SavePass", "SavePerson", "Session", "Sessions", "SetPassword", "SetSecret",
		"TakeRecoveryCode", "TakeStep", "TouchSession", "changeMember", "members", "person",
	}
	slices.Sort(want)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && id.Name == "allAccounts" && !slices.Contains(got, f.Name.Name) {
					got = append(got, f.Name.Name)
				}
				return true
			})
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Whoever may not make roles works all the same, is told what is missing, and
// has it once an administrator has run what the hint says.
func TestRowSecurityWithoutTheRightToMakeRoles(t *testing.T) {
	address := testdb.Postgres(t)
	conn := admin(t, address)
	plain, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	database := strings.TrimPrefix(plain.Path, "/")
	login := "plain_" + database
	plain.User = url.UserPassword(login, "plain")
	run(t, conn, "create role "+login+" login password 'plain'")
	run(t, conn, "alter schema public owner to "+login)
	t.Cleanup(func() {
		_, err := conn.Exec(context.WithoutCancel(t.Context()), "reassign owned by "+login+" to session_user; drop owned by "+login+"; drop role "+login)
		if err != nil {
			t.Error(err)
		}
	})

	s := openOn(t, plain.String())
	missing, ok := errors.AsType[*tandem.Error](s.RowSecurity())
	if !ok || missing.Code != tandem.Forbidden || !strings.Contains(missing.Hint, "create role") {
		t.Fatalf("row-level security: %v", s.RowSecurity())
	}
	if _, err := s.EnsureAccount(t.Context(), "acme"); err != nil {
		t.Errorf("without the role: %v", err)
	}

	_, commands, _ := strings.Cut(missing.Hint, "run: ")
	commands, _, _ = strings.Cut(commands, "; then")
	run(t, conn, commands)
	s = openOn(t, plain.String())
	if err := s.RowSecurity(); err != nil {
		t.Fatalf("with the role: %v", err)
	}
	fill(t, conn, "definition", "account", 1)
	seen := map[int64]int64{}
	for account := range int64(3) {
		if err := s.read(t.Context(), account, func(q querier) error {
			_, err := one(t.Context(), q, "select count(*) from definition", nil, func(r row) { seen[account] = r.int() })
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	if seen[0] != 0 || seen[1] != 1 || seen[2] != 0 {
		t.Errorf("seen by account: %v", seen)
	}
}

func TestServingNames(t *testing.T) {
	long := servingName(strings.Repeat("d", 63))
	if got := servingName("crm"); got != "tandem_serving_crm" || len(long) > maxName || long == servingName(strings.Repeat("d", 62)) {
		t.Errorf("%s, %s", got, long)
	}
}
