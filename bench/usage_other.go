//go:build !unix

package main

import "time"

// ownTime is not known here.
func ownTime() time.Duration { return 0 }

// flushDisk is not to be had here.
func flushDisk() {}
