package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"tandem/internal/testdb"
)

// The same scripts with everything kept on PostgreSQL, each on a database of its own.
func TestScriptsOnPostgres(t *testing.T) {
	p := scripts()
	setup := p.Setup
	p.Setup = func(env *testscript.Env) error {
		env.Setenv("TANDEM_DATABASE", testdb.Postgres(env.T().(testing.TB)))
		return setup(env)
	}
	p.Condition = func(cond string) (bool, error) { return cond == "postgres", nil }
	testscript.Run(t, p)
}
