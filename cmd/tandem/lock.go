package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"tandem"
)

// lock is held by the process that does the work of a data directory.
type lock struct{ file *os.File }

// tryLock takes the lock, or says that another process has it. The kernel gives
// it back whatever becomes of this process.
func tryLock(dir string) (l *lock, taken bool, err error) {
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, tandem.Errorf(tandem.Forbidden, "the lock of the data directory cannot be opened").At(path).Because(err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, false, f.Close()
	}
	if err != nil {
		return nil, false, errors.Join(tandem.Errorf(tandem.Forbidden, "the data directory cannot be locked").At(path).Because(err), f.Close())
	}
	return &lock{f}, true, nil
}

func (l *lock) release() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}
