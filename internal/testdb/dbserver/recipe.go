package dbserver

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// A recipe is everything that tells one kind of server from another.
type recipe struct {
	site
	script   string   // prepares the directory and becomes the server
	programs []string // environment of the script: where its programs are
	account  string   // who runs it when we are root
	stop     string   // the signal that ends the server at once
	settings []string // arguments of the script
	url      string
	ping     func(context.Context) error // fails until the server lets us in
}

func recipeFor(kind Kind, at site, options Options) (recipe, error) {
	makers := map[Kind]func(site, Options) (recipe, error){
		PostgreSQL: postgresRecipe,
		MariaDB:    mariadbRecipe,
		Firebird:   firebirdRecipe,
	}
	maker, known := makers[kind]
	if !known {
		return recipe{}, fmt.Errorf("no such kind of server: %q", kind)
	}
	return maker(at, options)
}

// environment is all that the script sees; nothing of ours (PGHOST, MYSQL_HOME, ...) may lead it astray.
func (r recipe) environment() []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + r.directory,
		"TMPDIR=" + r.directory,
		"LC_ALL=C.UTF-8",
		"RECIPE=" + r.script,
		"DIRECTORY=" + r.directory,
		"PORT=" + r.port,
		"USER=" + r.user,
		"PASSWORD=" + r.password,
	}, r.programs...)
}

// pingSQL connects once; a pool kept open would make the server's end a long one.
func pingSQL(driver, dsn string) func(context.Context) error {
	return func(ctx context.Context) error {
		db, err := sql.Open(driver, dsn)
		if err != nil {
			return err
		}
		return errors.Join(db.PingContext(ctx), db.Close())
	}
}
