package dbserver

import (
	_ "embed"

	"github.com/go-sql-driver/mysql" // database/sql driver "mysql"
)

//go:embed mariadb.sh
var mariadbScript string

func mariadbRecipe(at site, options Options) (recipe, error) {
	server, err := findProgram(MariaDB, "mariadbd", "/usr/sbin/mariadbd", "/usr/libexec/mariadbd")
	if err != nil {
		return recipe{}, err
	}
	installer, err := findProgram(MariaDB, "mariadb-install-db")
	if err != nil {
		return recipe{}, err
	}
	settings := options.Settings
	if !options.Durable {
		settings = append([]string{"--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"}, settings...)
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User, config.Passwd = "tcp", at.address(), at.user, at.password
	return recipe{
		site:     at,
		script:   mariadbScript,
		programs: []string{"SERVER=" + server, "INSTALLER=" + installer},
		account:  "mysql",
		stop:     "KILL", // nobody wants the data; an orderly end takes seconds
		settings: settings,
		url:      at.url("mysql", "/").String(),
		ping:     pingSQL("mysql", config.FormatDSN()),
	}, nil
}
