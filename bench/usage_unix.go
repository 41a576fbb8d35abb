//go:build unix

package main

import (
	"syscall"
	"time"
)

// ownTime is the processor time this process has used.
func ownTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// flushDisk has the operating system write out what it holds back.
func flushDisk() { syscall.Sync() }
