//go:build !unix

package dbserver

import (
	"errors"
	"os/exec"
)

// dropPrivileges refuses: the recipes are shell scripts.
func dropPrivileges(*exec.Cmd, string, string) error {
	return errors.New("private database servers need a Unix system; name running ones in TANDEM_TEST_POSTGRES and its like")
}
