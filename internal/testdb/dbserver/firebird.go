package dbserver

import (
	_ "embed"
	"path/filepath"

	_ "github.com/nakagami/firebirdsql" // database/sql driver "firebirdsql"
)

//go:embed firebird.sh
var firebirdScript string

// toolsDirectory is where scripts/install-test-tools.sh unpacks what Debian offers only as a running service.
const toolsDirectory = "/usr/local/lib/tandem-test-tools"

func firebirdRecipe(at site, _ Options) (recipe, error) {
	server, err := findProgram(Firebird, "firebird",
		"/usr/sbin/firebird", toolsDirectory+"/firebird/usr/sbin/firebird", "/opt/firebird/bin/firebird")
	if err != nil {
		return recipe{}, err
	}
	isql, err := findProgram(Firebird, "isql-fb", "/opt/firebird/bin/isql")
	if err != nil {
		return recipe{}, err
	}
	message, err := findProgram(Firebird, "firebird.msg", "/usr/lib/*/firebird/3.0/firebird.msg", "/opt/firebird/firebird.msg")
	if err != nil {
		return recipe{}, err
	}
	at.user = "SYSDBA" // only this user may create databases without further grants
	address := at.url("firebird", at.directory+"/databases/")
	return recipe{
		site:     at,
		script:   firebirdScript,
		programs: []string{"SERVER=" + server, "ISQL=" + isql, "LIBRARY=" + filepath.Dir(message)},
		account:  "firebird",
		stop:     "KILL",
		url:      address.String(),
		ping:     pingSQL("firebirdsql", at.url("firebird", at.directory+"/root/security3.fdb").String()),
	}, nil
}
