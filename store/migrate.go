package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"log/slog"

	_ "github.com/jackc/pgx/v5/stdlib" // database/sql driver "pgx", for migrations only
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	_ "modernc.org/sqlite" // database/sql driver "sqlite", for migrations only

	"tandem"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the database to the schema this program was made for, on a
// connection of its own. Several nodes may start at once: one does it, the
// others wait. A database that is further on is refused.
func migrate(ctx context.Context, d dialect, address string, log *slog.Logger) (err error) {
	driver, folder := "sqlite", "migrations/sqlite"
	if d == postgresDialect {
		driver, folder = "pgx", "migrations/postgres"
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1 + int(d)) // PostgreSQL: one more holds the lock
	provider, err := migrationProvider(d, db, files, log)
	if err != nil {
		return err
	}
	return up(ctx, provider, log)
}

func migrationProvider(d dialect, db *sql.DB, files fs.FS, log *slog.Logger) (*goose.Provider, error) {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithSlog(log), goose.WithTableName("schema_version")}
	if d == sqliteDialect {
		return goose.NewProvider(goose.DialectSQLite3, db, files, options...)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, append(options, goose.WithSessionLocker(locker))...)
}

func up(ctx context.Context, provider *goose.Provider, log *slog.Logger) error {
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target {
		return tandem.Errorf(tandem.Newer, "the store has schema %d and this program knows schemas up to %d", current, target).
			WithHint("use the program that wrote it, or a newer one")
	}
	if current == target {
		return nil
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return err
	}
	log.Info("schema brought up to date", "from", current, "to", target, "steps", len(done))
	return nil
}
