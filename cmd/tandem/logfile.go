package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tandem"
)

// maxLog is how large the log grows before it is begun anew; the one before is kept.
const maxLog = 16 << 20

// openLog begins or continues the log of the data directory.
func (a *app) openLog() error {
	path := filepath.Join(a.dir, "tandem.log")
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, path+".1"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return tandem.Errorf(tandem.Forbidden, "the log cannot be begun anew").At(path).Because(err)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return tandem.Errorf(tandem.Forbidden, "the log cannot be written").At(path).Because(err)
	}
	a.logTo(f)
	a.onClose(f.Close)
	return nil
}
