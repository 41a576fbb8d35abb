package store

import (
	"context"
	"errors"
	"hash/fnv"
	"log/slog"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tandem"
)

// servingRole is what connections act as on PostgreSQL (Promise 10). It may read
// and write our tables but owns none, so row-level security binds it: it sees the
// rows of the account that a transaction names, and without one nothing. The role
// that signs in owns the tables and is free of that. Connections turn back to it
// for two things: COPY, which PostgreSQL refuses where row-level security applies
// (loader_postgres.go), and what is about all accounts.
type servingRole struct {
	name    string // "" = there is none, and only the conditions of statements part accounts
	missing error  // why
}

// RowSecurity tells why PostgreSQL does not hold requests to their account; nil
// when it does, and on SQLite, which has no such thing.
func (s *Store) RowSecurity() error {
	if db, ok := s.db.(*postgresDB); ok {
		return db.serving.missing
	}
	return nil
}

// openServingRole finds the role of the database, making it where that is
// allowed. Where it is not, the store works without and says so.
func openServingRole(ctx context.Context, config *pgx.ConnConfig, log *slog.Logger) (role servingRole, err error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return role, err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	database, login := "", ""
	if err := conn.QueryRow(ctx, "select current_database(), session_user").Scan(&database, &login); err != nil {
		return role, err
	}
	name := servingName(database)
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return prepareServing(ctx, tx, name) })
	if isForbidden(err) {
		role.missing = tandem.Errorf(tandem.Forbidden, "row-level security does not part the accounts: the role %s is not there for %s to act as", name, login).
			WithHint("let somebody who may create roles run: create role " + quote(name) + " nologin; grant " + quote(name) + " to " + quote(login) + "; then start again").
			Because(err)
		log.Warn(role.missing.Error())
		return role, nil
	}
	if err == nil {
		role.name = name
	}
	return role, err
}

// maxName is how many octets the name of a role has at most.
const maxName = 63

// servingName names the role of a database. Roles are shared by all databases of
// a server; one for each keeps those who may act in one out of the others.
func servingName(database string) string {
	name := "tandem_serving_" + database
	if len(name) <= maxName {
		return name
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(database))
	return "tandem_serving_" + strconv.FormatUint(h.Sum64(), 36)
}

// pgForbidden is PostgreSQL's error code for what a role may not do.
const pgForbidden = "42501"

func isForbidden(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == pgForbidden
}

// servingLock makes nodes that start at once prepare the role one by one. It is
// not negative: those keys belong to change_limit.
const servingLock = 0x74616e64656d

// prepareServing makes the role where it is not there, gives it what it lacks,
// and tries to act as it.
func prepareServing(ctx context.Context, tx pgx.Tx, name string) error {
	if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", servingLock); err != nil {
		return err
	}
	var present bool
	if err := tx.QueryRow(ctx, "select exists (select from pg_roles where rolname = $1)", name).Scan(&present); err != nil {
		return err
	}
	steps := []string{"set local role " + quote(name)}
	if !present {
		steps = append([]string{"create role " + quote(name) + " nologin", "grant " + quote(name) + " to session_user"}, steps...)
	}
	for _, step := range steps {
		if _, err := tx.Exec(ctx, step); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "reset role"); err != nil {
		return err
	}
	return grantServing(ctx, tx, name)
}

// grantServing gives the role what it lacks: the tables a migration has added.
func grantServing(ctx context.Context, tx pgx.Tx, name string) error {
	rows, err := tx.Query(ctx, `
		select 'grant usage on schema ' || quote_ident(current_schema()) where not has_schema_privilege($1, current_schema(), 'usage')
		union all
		select case c.relkind when 'S' then 'grant usage, select on sequence ' else 'grant select, insert, update, delete on ' end || c.oid::regclass
		from pg_class c
		where c.relnamespace = current_schema()::regnamespace and c.relowner = session_user::regrole
		and c.relkind in ('r', 'S') and c.relname not like 'schema\_version%'
		and not case c.relkind when 'S' then has_sequence_privilege($1, c.oid, 'usage') else has_table_privilege($1, c.oid, 'delete') end`, name)
	if err != nil {
		return err
	}
	grants, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, grant := range grants {
		if _, err := tx.Exec(ctx, grant+" to "+quote(name)); err != nil {
			return err
		}
	}
	return nil
}

// bind makes connections with these parameters act as the role from their start.
func (s *servingRole) bind(parameters map[string]string) {
	if s.name != "" {
		parameters["role"] = s.name
	}
}

// setLocal begins a transaction on the rows of an account.
func (s *servingRole) setLocal(account int64) string {
	switch {
	case s.name == "" || account == noAccount:
		return ""
	case account == allAccounts:
		return actAsOwner + "; "
	default:
		return "set local tandem.account = '" + strconv.FormatInt(account, 10) + "'; "
	}
}

// The owner's role and back. Both end with the transaction, or with the savepoint
// they stand in.
const (
	actAsOwner   = "set local role none"
	actAsServing = "reset role" // to that of the connection's start
)

// before is what a statement outside a transaction needs set; nil for nothing.
func (s *servingRole) before(account int64) *setting {
	switch {
	case s.name == "" || account == noAccount:
		return nil
	case account == allAccounts:
		return &setting{name: "role", value: "none"}
	default:
		return &setting{name: "tandem.account", value: strconv.FormatInt(account, 10)}
	}
}

// setting travels in front of a statement. The server takes what comes in one
// message exchange as one transaction, and the setting ends with that: neither
// does it cost a round trip, nor does the next user of the connection find it.
type setting struct{ name, value string }

func (s *setting) query(ctx context.Context, conn *pgx.Conn, sql string, args []any, fn func(r row) error) (err error) {
	var both pgx.Batch
	both.Queue("select set_config($1, $2, true)", s.name, s.value)
	both.Queue(sql, postgresArgs(args)[1:]...) // without formats: pgx's own choice is binary for all but texts
	results := conn.SendBatch(ctx, &both)
	defer func() {
		if closing := results.Close(); err == nil {
			err = closing
		}
	}()
	if _, err := results.Exec(); err != nil {
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	return eachRow(rows, fn)
}

// actAs takes another role, where there are two.
func (tx *postgresTx) actAs(role string) {
	if tx.serving.name != "" {
		tx.wait(role, "", nil)
	}
}
