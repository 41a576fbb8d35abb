package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"tandem"
)

// lock is held by the process that does the work of a data directory.
type lock struct{ file *os.File }

// tryLock takes the lock, or says that another process has it. The kernel gives
// it back whatever becomes of this process.
func tryLock(dir string) (l *lock, taken bool, err error) {
	for range lockTries {
		if l, taken, err = flock(dir, syscall.LOCK_EX); taken || err != nil {
			break
		}
		time.Sleep(lockLook)
	}
	return l, taken, err
}

// isLocked reports whether another process has the lock. To find that out takes
// the lock for an instant, which is why tryLock tries more than once.
func isLocked(dir string) (bool, error) {
	l, free, err := flock(dir, syscall.LOCK_SH)
	if err != nil || !free {
		return !free, err
	}
	return false, l.release()
}

// A look at the lock takes no longer than lockLook, unless the machine is very busy.
const (
	lockLook  = 5 * time.Millisecond
	lockTries = 3
)

// flock takes the lock, alone or with others who only look, without waiting for it.
func flock(dir string, how int) (l *lock, taken bool, err error) {
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, tandem.Errorf(tandem.Forbidden, "the lock of the data directory cannot be opened").At(path).Because(err)
	}
	err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
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
