package dbserver

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// An AbsentError says that a server cannot be started because a program of it is not installed.
type AbsentError struct {
	Kind    Kind
	Program string
}

// Error names the program and how to get it.
func (e *AbsentError) Error() string {
	return fmt.Sprintf("%s is not installed (no %s): run scripts/install-test-tools.sh as root", e.Kind, e.Program)
}

// Excusable tells whether tests may pass over a server that could not be had. Only one that is not installed may be
// passed over, one that does not start is a fault; and in CI nothing is: a green run there must mean that all tests ran.
func Excusable(err error) bool {
	_, absent := errors.AsType[*AbsentError](err)
	return absent && os.Getenv("CI") != "true"
}

// findProgram looks in the places first, where the newest version wins, then in the search path: distributions keep
// servers out of it, and what they do put there may be a wrapper around a shared instance.
func findProgram(kind Kind, name string, places ...string) (string, error) {
	for _, place := range places {
		found, err := filepath.Glob(place)
		if err != nil {
			return "", fmt.Errorf("look for %s in %s: %w", name, place, err)
		}
		if len(found) > 0 {
			return slices.MaxFunc(found, byVersion), nil
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return "", &AbsentError{Kind: kind, Program: name}
}

// byVersion compares paths that differ in a version number: 9 comes before 15, so the shorter path is the older.
func byVersion(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
