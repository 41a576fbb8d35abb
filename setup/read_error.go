package setup

import (
	"errors"
	"io/fs"

	"tandem"
)

// fileError says why a file could not be read, without the operating system's prose.
func fileError(name string, err error) error {
	message := "the file cannot be read"
	if errors.Is(err, fs.ErrNotExist) {
		message = "there is no such file"
	}
	if errors.Is(err, fs.ErrPermission) {
		message = "the file may not be read by this user"
	}
	return &tandem.Error{Code: tandem.Config, Message: message, Place: name, Err: errors.Unwrap(err)}
}
