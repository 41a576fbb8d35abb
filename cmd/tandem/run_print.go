package main

import (
	"fmt"
	"strconv"
	"time"

	"tandem"
)

// runResult is a run for programs. Scripts rely on this shape.
type runResult struct {
	Run        string            `json:"run"`
	Sync       string            `json:"sync"`
	Kind       tandem.RunKind    `json:"kind"`
	State      tandem.RunState   `json:"state"`
	Code       tandem.Code       `json:"code,omitempty"`
	Message    string            `json:"message,omitempty"`
	Plan       string            `json:"plan,omitempty"`
	Record     string            `json:"record,omitempty"`
	Created    time.Time         `json:"created"`
	Started    *time.Time        `json:"started,omitempty"`
	Ended      *time.Time        `json:"ended,omitempty"`
	DataPoints []dataPointResult `json:"data_points"`
}

type dataPointResult struct {
	Name     string           `json:"name"`
	Rows     int64            `json:"rows"`
	Outcomes map[string]int64 `json:"outcomes"`
	Writes   writesResult     `json:"writes"`
	Seconds  float64          `json:"seconds"`
}

type writesResult struct {
	Ours   int64 `json:"ours"`
	Theirs int64 `json:"theirs"`
}

func resultOf(run *tandem.Run) runResult {
	r := runResult{
		Run: number(run.ID), Sync: run.Sync, Kind: run.Kind, State: run.State, Code: run.Code, Message: run.Message,
		Plan: run.Plan, Record: run.Record, Created: run.Created, Started: moment(run.Started), Ended: moment(run.Ended),
		DataPoints: make([]dataPointResult, len(run.Points)),
	}
	for i := range run.Points {
		p := &run.Points[i]
		r.DataPoints[i] = dataPointResult{
			Name: p.Name, Rows: p.Counts.Rows(), Outcomes: countsByName(p.Counts),
			Writes: writesResult{p.OurWrites, p.TheirWrites}, Seconds: float64(int64(p.Seconds*1000)) / 1000,
		}
	}
	return r
}

// countsByName names every outcome, those that did not happen too.
func countsByName(c tandem.Counts) map[string]int64 {
	m := make(map[string]int64, len(c))
	for o := range tandem.OutcomeCount {
		m[o.String()] = c[o]
	}
	return m
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// printRun prints how a run ended. Whoever asked for the run must see from the
// exit code whether it went through.
func (a *app) printRun(run *tandem.Run) error {
	if a.options.JSON {
		a.printJSON(resultOf(run))
	} else {
		a.runTable(run)
	}
	if run.State == tandem.Done {
		return nil
	}
	return a.notDone(run)
}

// notDone says what to do about a run that is not done.
func (a *app) notDone(run *tandem.Run) error {
	hint := ""
	switch run.State {
	case tandem.HeldRun:
		hint = fmt.Sprintf("tandem sync run %s --release-guard %s does it all the same, tandem sync cancel %s does not", run.Sync, run.Plan, run.Sync)
	case tandem.Paused:
		hint = "tandem sync resume " + run.Sync + " goes on with it"
	default:
	}
	state := "is " + string(run.State)
	if run.State == tandem.FailedRun {
		state = string(run.State)
	}
	line := fmt.Sprintf("tandem: run %d %s", run.ID, state)
	if run.Message != "" {
		line += ": " + run.Message
	}
	a.notef("%s", line)
	if hint != "" {
		a.notef("  hint: %s", hint)
	}
	return &exitError{exitFailed}
}

// runTable shows a run's counters: a line for each data point, zeros as dots.
func (a *app) runTable(run *tandem.Run) {
	headings := []string{"data point", ">rows"}
	for o := range tandem.OutcomeCount {
		headings = append(headings, ">"+o.String())
	}
	g := newGrid(append(headings, ">ours", ">theirs", ">seconds")...)
	for i := range run.Points {
		p := &run.Points[i]
		if run.Record != "" && p.Counts.Rows() == 0 {
			continue // of a run for one record
		}
		cells := []string{p.Name, number(p.Counts.Rows())}
		cells = append(cells, counts(p.Counts)...)
		g.add(append(cells, dot(p.OurWrites), dot(p.TheirWrites), strconv.FormatFloat(p.Seconds, 'f', 1, 64))...)
	}
	a.sayf("run %d  %s of %s  %s", run.ID, run.Kind, run.Sync, run.State)
	g.write(a.main.Stdout)
}

func counts(c tandem.Counts) []string {
	cells := make([]string, 0, len(c))
	for o := range tandem.OutcomeCount {
		cells = append(cells, dot(c[o]))
	}
	return cells
}

// dot makes the numbers that matter stand out.
func dot(n int64) string {
	if n == 0 {
		return "·"
	}
	return number(n)
}
