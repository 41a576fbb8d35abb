package dbserver

import (
	"context"
	_ "embed"
	"net/url"
	"path/filepath"

	"github.com/jackc/pgx/v5"
)

//go:embed postgres.sh
var postgresScript string

func postgresRecipe(at site, options Options) (recipe, error) {
	server, err := findProgram(PostgreSQL, "postgres", "/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres")
	if err != nil {
		return recipe{}, err
	}
	settings := options.Settings
	if !options.Durable {
		settings = append([]string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}, settings...)
	}
	address := at.url("postgres", "/postgres")
	address.RawQuery = url.Values{"sslmode": {"disable"}}.Encode()
	return recipe{
		site:     at,
		script:   postgresScript,
		programs: []string{"PROGRAMS=" + filepath.Dir(server)},
		account:  "postgres",
		stop:     "QUIT", // without this it would wait for its clients; KILL would leave its shared memory
		settings: settings,
		url:      address.String(),
		ping:     pingPostgres(address.String()),
	}, nil
}

func pingPostgres(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		connection, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		return connection.Close(ctx)
	}
}
