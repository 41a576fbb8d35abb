package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"tandem"
)

// childCommand is the first argument of a process that carries out one task.
const childCommand = "child"

// task is what a child process is told on its standard input.
type task struct {
	Do     string         `json:"do"` // one of the jobs
	Store  place          `json:"store"`
	Source string         `json:"source"` // address of the remote database
	Both   bool           `json:"both"`   // the sync goes both ways
	Scan   bool           `json:"scan"`   // the sync has no cursor column
	Kind   tandem.RunKind `json:"kind"`
	Rows   int            `json:"rows"`

	Addresses []string `json:"addresses"` // of receivers
	Lanes     int      `json:"lanes"`     // calls of one receiver under way at once
	Signed    bool     `json:"signed"`    // calls carry the whole record, signed; otherwise ids in the query
	Profile   string   `json:"profile"`   // files to write profiles to begin with this; "" = none
}

// place is where a store is: a data directory or an address.
type place struct {
	Dir     string `json:"dir"`
	Address string `json:"address"`
	Durable bool   `json:"durable"`
}

// answer is what the child says on its standard output.
type answer struct {
	Counts  tandem.Counts `json:"counts"`
	Seconds float64       `json:"seconds"` // of the work alone, without starting and opening
	Times   []float64     `json:"times"`   // milliseconds, where the task takes several
	Further []float64     `json:"further"` // milliseconds of the second part of the task
	Idle    float64       `json:"idle"`    // share of a core while nothing happens
	Memory  int64         `json:"memory"`
}

type job func(ctx context.Context, t *task, a *answer) error

func jobs() map[string]job {
	return map[string]job{
		"prepare":   prepareStore,
		"sync":      syncOnce,
		"edit":      editRecords,
		"perRecord": syncPerRecord,
		"serve":     serveEdits,
		"write":     writeThroughDoor,
		"writeEach": writeOneByOne,
		"deliver":   deliverAll,
		"callLoop":  callInLoop,
		"deliver1":  deliverOneByOne,
		"returned":  deliverToReturned,
	}
}

// serveTask carries out one task.
func serveTask(ctx context.Context, in io.Reader, out io.Writer) error {
	var t task
	if err := json.NewDecoder(in).Decode(&t); err != nil {
		return err
	}
	do, ok := jobs()[t.Do]
	if !ok {
		return fmt.Errorf("there is no task %q", t.Do)
	}
	var a answer
	stop, err := startProfile(t.Profile)
	if err != nil {
		return err
	}
	err = errors.Join(do(ctx, &t, &a), stop())
	if err != nil {
		return err
	}
	a.Memory = peakMemory()
	return json.NewEncoder(out).Encode(&a)
}

// child has a process of its own carry out a task.
func (b *bench) child(ctx context.Context, t task) (answer, *os.ProcessState, error) {
	var a answer
	program, err := os.Executable()
	if err != nil {
		return a, nil, err
	}
	in, err := json.Marshal(t)
	if err != nil {
		return a, nil, err
	}
	cmd := exec.CommandContext(ctx, program, childCommand)
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return a, cmd.ProcessState, fmt.Errorf("%s: %w", t.Do, err)
	}
	return a, cmd.ProcessState, json.Unmarshal(out.Bytes(), &a)
}

// measured is a child measured from start to end, opening and closing included.
func (b *bench) measured(ctx context.Context, t task) (u usage, a answer, err error) {
	if b.options.profile != "" {
		t.Profile = filepath.Join(b.options.profile, b.name(t.Do, string(t.Kind)))
	}
	u, err = measure(func() (time.Duration, error) {
		var state *os.ProcessState
		a, state, err = b.child(ctx, t)
		return processTime(state), err
	})
	u.Memory = a.Memory
	return u, a, err
}
