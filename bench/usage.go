package main

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// usage is what one contestant took for its work.
type usage struct {
	Wall   time.Duration `json:"wall"`
	Client time.Duration `json:"client"` // processor time of its own processes
	Server time.Duration `json:"server"` // of the database servers
	Memory int64         `json:"memory"` // largest resident size, ours only
	Others float64       `json:"others"` // per cent of the machine that strangers took
}

// measure runs something and says what it took. do reports the processor time
// of the processes it started.
func measure(do func() (client time.Duration, err error)) (usage, error) {
	before, begin, self := readProcessor(), time.Now(), ownTime()
	client, err := do()
	u := usage{Wall: time.Since(begin), Client: client}
	used := readProcessor().since(before)
	u.Others = used.others()
	u.Server = max(used.family-client-(ownTime()-self), 0)
	return u, err
}

// processTime is the processor time of ended processes.
func processTime(states ...*os.ProcessState) time.Duration {
	var total time.Duration
	for _, s := range states {
		if s != nil {
			total += s.UserTime() + s.SystemTime()
		}
	}
	return total
}

// pipe runs a | b and returns the processor time of both. What they complain
// about goes to our standard error.
func pipe(ctx context.Context, a, b *exec.Cmd) (time.Duration, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	a.Stdout, b.Stdin = w, r
	a.Stderr, b.Stderr = os.Stderr, os.Stderr
	err = start(a, b)
	_, _ = w.Close(), r.Close() // theirs now
	if err != nil {
		return 0, err
	}
	failedA, failedB := a.Wait(), b.Wait()
	if failedA != nil {
		return 0, failedA
	}
	if failedB == nil {
		failedB = ctx.Err()
	}
	return processTime(a.ProcessState, b.ProcessState), failedB
}

func start(a, b *exec.Cmd) error {
	if err := a.Start(); err != nil {
		return err
	}
	if err := b.Start(); err != nil {
		_ = a.Process.Kill()
		_ = a.Wait()
		return err
	}
	return nil
}
