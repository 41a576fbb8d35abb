//go:build unix

package dbserver

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// dropPrivileges gives the command a process group of its own, so that a Ctrl-C meant for the tests does not reach the
// server before they are done with it, and, if we are root, an ordinary user, because servers refuse to run as root.
func dropPrivileges(cmd *exec.Cmd, account, directory string) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := lookUp(account)
	if err != nil {
		return err
	}
	if err := os.Chown(directory, int(uid), int(gid)); err != nil {
		return fmt.Errorf("give the server its directory: %w", err)
	}
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	return nil
}

// lookUp finds the server's own account or, where its package made none, the one that owns nothing.
func lookUp(account string) (uid, gid uint32, err error) {
	found, err := user.Lookup(account)
	if err != nil {
		found, err = user.Lookup("nobody")
	}
	if err != nil {
		return 0, 0, fmt.Errorf("no user to run the server as: %w", err)
	}
	u, err := strconv.ParseUint(found.Uid, 10, 32)
	if err != nil {
		return 0, 0, fmt.Errorf("user %s: %w", found.Username, err)
	}
	g, err := strconv.ParseUint(found.Gid, 10, 32)
	if err != nil {
		return 0, 0, fmt.Errorf("user %s: %w", found.Username, err)
	}
	return uint32(u), uint32(g), nil
}
