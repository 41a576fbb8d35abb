package main

import "time"

// stopwatch starts; what it returns reads it.
func stopwatch() func() time.Duration {
	begin := time.Now()
	return func() time.Duration { return time.Since(begin) }
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
