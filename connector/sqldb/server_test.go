package sqldb_test

import (
	"context"
	"database/sql"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/nakagami/firebirdsql"
	_ "modernc.org/sqlite"

	"tandem"
	"tandem/connector"
	"tandem/connector/connectortest"
	"tandem/dictionary"
	"tandem/internal/testdb"
)

// server is a kind of database the tests run on. Its people use another driver
// or API than the connector where there is one.
type server struct {
	name        string
	address     func(t testing.TB) string // a fresh database; nil = a file
	people      func(t testing.TB, address string) *sql.DB
	mark        func(n int) string
	unreachable string
	instantUnit time.Duration
	skip        map[string]string
	blind       bool // it does not tell about open transactions: late commits are covered by the overlap alone
	single      bool // one writer at a time: no transaction can stay open beside another
	types       map[dictionary.Type]string
	schema      func(k kind) []string
	wipe        func(address string) []string
}

func servers() []*server {
	return []*server{sqliteServer(), postgresServer(), mariaServer(), firebirdServer()}
}

func question(int) string { return "?" }

func sqliteServer() *server {
	return &server{
		name: "SQLite", mark: question, single: true,
		people: func(t testing.TB, address string) *sql.DB {
			t.Helper()
			return openPeople(t, "sqlite", "file:"+strings.TrimPrefix(address, "sqlite://")+"?_pragma=busy_timeout(5000)&_txlock=immediate")
		},
		types: map[dictionary.Type]string{
			// SQLite keeps a DECIMAL as a float; as text it is exact.
			dictionary.Decimal: "DECIMAL TEXT", dictionary.Integer: "BIGINT", dictionary.Bool: "BOOLEAN",
			dictionary.Date: "DATE", dictionary.Instant: "TIMESTAMP", dictionary.Text: "TEXT",
		},
		schema: sqliteSchema, wipe: func(string) []string { return nil },
	}
}

func postgresServer() *server {
	return &server{
		name: "PostgreSQL", mark: func(n int) string { return "$" + strconv.Itoa(n) }, address: testdb.Postgres,
		unreachable: "postgres://nobody@127.0.0.1:1/none",
		people: func(t testing.TB, address string) *sql.DB {
			t.Helper()
			return openPeople(t, "pgx", address)
		},
		types: map[dictionary.Type]string{
			dictionary.Decimal: "NUMERIC(18,4)", dictionary.Integer: "BIGINT", dictionary.Bool: "BOOLEAN",
			dictionary.Date: "DATE", dictionary.Instant: "TIMESTAMPTZ", dictionary.Text: "TEXT",
		},
		schema: postgresSchema,
		wipe:   func(string) []string { return []string{"DROP SCHEMA public CASCADE", "CREATE SCHEMA public"} },
	}
}

func mariaServer() *server {
	return &server{
		name: "MariaDB", mark: question, address: testdb.MariaDB,
		unreachable: "mysql://nobody@127.0.0.1:1/none",
		people:      openMaria,
		types: map[dictionary.Type]string{
			dictionary.Decimal: "DECIMAL(18,4)", dictionary.Integer: "BIGINT", dictionary.Bool: "TINYINT(1)",
			dictionary.Date: "DATE", dictionary.Instant: "DATETIME(6)", dictionary.Text: "LONGTEXT",
		},
		schema: mariaSchema,
		wipe: func(address string) []string {
			name := address[strings.LastIndexByte(address, '/')+1:]
			return []string{"DROP DATABASE " + name, "CREATE DATABASE " + name, "USE " + name}
		},
	}
}

func firebirdServer() *server {
	return &server{
		name: "Firebird", mark: question, address: testdb.Firebird, blind: true, instantUnit: 100 * time.Microsecond,
		unreachable: "firebird://nobody:none@127.0.0.1:1//none.fdb",
		people: func(t testing.TB, address string) *sql.DB {
			t.Helper()
			return openPeople(t, "firebirdsql", strings.TrimPrefix(address, "firebird://"))
		},
		types: map[dictionary.Type]string{
			dictionary.Decimal: "NUMERIC(18,4)", dictionary.Integer: "BIGINT", dictionary.Bool: "BOOLEAN",
			dictionary.Date: "DATE", dictionary.Instant: "TIMESTAMP", dictionary.Text: "BLOB SUB_TYPE TEXT CHARACTER SET UTF8",
		},
		schema: firebirdSchema,
		wipe: func(string) []string {
			return []string{"DROP VIEW totals", "DROP TRIGGER bury", "DROP TABLE customers_deleted", "DROP TABLE order_lines", "DROP TABLE orders", "DROP TABLE customers", "DROP SEQUENCE versions"}
		},
	}
}

func openPeople(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func openMaria(t testing.TB, address string) *sql.DB {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User, cfg.DBName = "tcp", u.Host, u.User.Username(), strings.TrimPrefix(u.Path, "/")
	cfg.Passwd, _ = u.User.Password()
	cfg.Params = map[string]string{"sql_mode": "'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'"}
	return openPeople(t, "mysql", cfg.FormatDSN())
}

func replaceUser(t testing.TB, address, user, password string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

// system is one fresh database with the people who work in it.
type system struct {
	kind

	server  *server
	db      *sql.DB
	address string
	key     []dictionary.Field
}

func (k kind) fresh(t testing.TB, s *server) *connectortest.Remote {
	t.Helper()
	address := testdb.SQLite(t)
	if s.address != nil {
		address = k.database
	}
	sys := &system{kind: k, server: s, db: s.people(t, address), address: address, key: k.key}
	for _, statement := range s.wipe(address) {
		_, _ = sys.db.ExecContext(t.Context(), statement) // there is nothing yet the first time
	}
	for _, statement := range s.schema(k) {
		sys.exec(t, statement)
	}
	remote := &connectortest.Remote{
		Seed: sys.seed, Edit: sys.edit, Remove: sys.remove, EditLine: sys.editLine,
		Open: func(t testing.TB) connector.Connector {
			t.Helper()
			return open(t, sys.address)
		},
	}
	if !s.single {
		remote.EditLate = sys.editLate
		proxy := newProxy(t, address)
		sys.address = proxy.address
		remote.Cut = func(testing.TB) { proxy.close() }
	}
	if k.cursor.Name == "" {
		remote.EditLine = sys.editLine
	}
	return remote
}

func (s *system) exec(t testing.TB, text string, args ...any) {
	t.Helper()
	if _, err := s.db.ExecContext(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// arg is a value as the people's driver takes it.
func (s *system) arg(v tandem.Value) any {
	switch v.Kind() {
	case tandem.Null, tandem.Absent:
		return nil
	case tandem.Integer:
		return v.Int()
	case tandem.Bool:
		return v.Bool()
	case tandem.Instant:
		return v.Time().UTC().Format("2006-01-02 15:04:05.999999")
	default:
		return v.String()
	}
}

func (s *system) seed(t testing.TB, rows []connectortest.Row) []tandem.Key {
	t.Helper()
	keys := make([]tandem.Key, len(rows))
	for i, row := range rows {
		var names, marks []string
		var args []any
		for name, v := range row {
			names = append(names, name)
			marks = append(marks, s.server.mark(len(names)))
			args = append(args, s.arg(v))
		}
		insert := "INSERT INTO customers (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
		if s.generated {
			keys[i] = tandem.KeyOf(tandem.IntegerValue(s.insertID(t, insert, args)))
			continue
		}
		s.exec(t, insert, args...)
		var parts []tandem.Value
		for _, f := range s.key {
			parts = append(parts, row[f.Name])
		}
		keys[i] = tandem.KeyOf(parts...)
	}
	return keys
}

func (s *system) insertID(t testing.TB, insert string, args []any) int64 {
	t.Helper()
	if s.server.name == "MariaDB" {
		result, err := s.db.ExecContext(t.Context(), insert, args...)
		if err != nil {
			t.Fatal(err)
		}
		id, err := result.LastInsertId()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	var id int64
	if err := s.db.QueryRowContext(t.Context(), insert+" RETURNING id", args...).Scan(&id); err != nil {
		t.Fatalf("%s: %v", insert, err)
	}
	return id
}

func (s *system) update(key tandem.Key, set connectortest.Row) (string, []any) {
	var sets []string
	var args []any
	for name, v := range set {
		args = append(args, s.arg(v))
		sets = append(sets, name+" = "+s.server.mark(len(args)))
	}
	where, args := s.where(key, args)
	return "UPDATE customers SET " + strings.Join(sets, ", ") + where, args
}

func (s *system) where(key tandem.Key, args []any) (string, []any) {
	var conditions []string
	for i, part := range key.Parts() {
		var arg any = part
		if n, ok := tandem.IntegerPart(part); ok && s.key[i].Type == dictionary.Integer {
			arg = n
		}
		args = append(args, arg)
		conditions = append(conditions, s.key[i].Name+" = "+s.server.mark(len(args)))
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

func (s *system) edit(t testing.TB, key tandem.Key, set connectortest.Row) {
	t.Helper()
	text, args := s.update(key, set)
	s.exec(t, text, args...)
}

func (s *system) remove(t testing.TB, key tandem.Key) {
	t.Helper()
	if s.tombstone != nil && s.tombstone.Column != "" {
		s.edit(t, key, connectortest.Row{s.tombstone.Column: tandem.TextValue(s.tombstone.Value)})
		return
	}
	where, args := s.where(key, nil)
	s.exec(t, "DELETE FROM customers"+where, args...)
}

func (s *system) editLate(t testing.TB, key tandem.Key, set connectortest.Row) func() {
	t.Helper()
	tx, err := s.db.BeginTx(context.WithoutCancel(t.Context()), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, args := s.update(key, set)
	if _, err := tx.Exec(text, args...); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *system) editLine(t testing.TB, document tandem.Key) {
	t.Helper()
	n, _ := tandem.IntegerPart(string(document))
	s.exec(t, "UPDATE order_lines SET code = 'edited' WHERE pos = 1 AND order_number = "+s.server.mark(1), n)
}

// proxy stands between the connector and the server and can be cut.
type proxy struct {
	listener net.Listener
	address  string

	lock  sync.Mutex
	conns []net.Conn
}

func newProxy(t testing.TB, address string) *proxy {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	target := u.Host
	p := &proxy{}
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	u.Host = p.listener.Addr().String()
	p.address = u.String()
	var running sync.WaitGroup
	running.Go(func() { p.serve(target, &running) })
	t.Cleanup(func() {
		p.close()
		running.Wait()
	})
	return p
}

func (p *proxy) serve(target string, running *sync.WaitGroup) {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", target)
		if err != nil {
			near.Close()
			continue
		}
		p.lock.Lock()
		p.conns = append(p.conns, near, far)
		p.lock.Unlock()
		pipe := func(to, from net.Conn) func() {
			return func() {
				_, _ = io.Copy(to, from)
				to.Close()
				from.Close()
			}
		}
		running.Go(pipe(near, far))
		running.Go(pipe(far, near))
	}
}

func (p *proxy) close() {
	p.listener.Close()
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, c := range p.conns {
		c.Close()
	}
}
