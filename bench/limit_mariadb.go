package main

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

// copyInBatch reads what `mariadb -B` writes: tabs between values, the word NULL where there is nothing.
const copyInBatch = "copy customer from stdin (null 'NULL')"

func mariadbSelect(source string) func(ctx context.Context) *exec.Cmd {
	return func(ctx context.Context) *exec.Cmd {
		address, err := url.Parse(source)
		if err != nil {
			address = &url.URL{} // the client will say that it cannot connect
		}
		cmd := exec.CommandContext(ctx, "mariadb", "--no-defaults", "--quick", "--batch", "--skip-column-names",
			"--protocol=tcp", "--host="+address.Hostname(), "--port="+address.Port(), "--user="+address.User.Username(),
			"--default-character-set=utf8mb4", "--execute=select * from customer", strings.TrimPrefix(address.Path, "/"))
		password, _ := address.User.Password()
		cmd.Env = append(os.Environ(), "MYSQL_PWD="+password)
		return cmd
	}
}
