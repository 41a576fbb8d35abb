package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program runs the binary outside of scenarios.
type program struct {
	binary string
	env    []string
	before []string // a command that starts it, none = nothing does
}

// result is what a command printed and how it ended.
type result struct {
	stdout, stderr string
	code           int // -1 = killed
}

// run runs a command to its end.
func (p program) run(t testing.TB, args ...string) result {
	t.Helper()
	return p.start(t, args...).wait(t)
}

// must runs a command that has to succeed and returns what it printed.
func (p program) must(t testing.TB, args ...string) string {
	t.Helper()
	r := p.run(t, args...)
	if r.code != 0 {
		t.Fatalf("tandem %s: exit status %d\n%s%s", strings.Join(args, " "), r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// kill runs a command and ends it with SIGKILL after a while; it reports
// whether that was needed.
func (p program) kill(t testing.TB, after time.Duration, args ...string) bool {
	t.Helper()
	running := p.start(t, args...)
	timer := time.AfterFunc(after, func() { _ = running.cmd.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	return running.wait(t).code < 0
}

// running is a command under way.
type running struct {
	cmd            *exec.Cmd
	stdout, stderr bytes.Buffer
}

func (p program) start(t testing.TB, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	words := slices.Concat(p.before, []string{p.binary}, args)
	r := &running{cmd: exec.CommandContext(ctx, words[0], words[1:]...)}
	r.cmd.Env = p.env
	r.cmd.Stdout, r.cmd.Stderr = &r.stdout, &r.stderr
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *running) wait(t testing.TB) result {
	t.Helper()
	_ = r.cmd.Wait() // the code says it
	out := result{r.stdout.String(), r.stderr.String(), r.cmd.ProcessState.ExitCode()}
	for _, bad := range []string{"panic:", "goroutine ", "internal error"} {
		if strings.Contains(out.stderr+out.stdout, bad) {
			t.Errorf("tandem %s printed %q:\n%s%s", strings.Join(r.cmd.Args[1:], " "), bad, out.stdout, out.stderr)
		}
	}
	return out
}

// runReport is what sync run --json prints, as far as tests look at it.
type runReport struct {
	Run        string           `json:"run"`
	State      string           `json:"state"`
	Code       string           `json:"code"`
	Message    string           `json:"message"`
	Rows       int64            `json:"rows"`  // of a plan
	Lines      []map[string]any `json:"lines"` // of a plan
	DataPoints []struct {
		Name     string           `json:"name"`
		Rows     int64            `json:"rows"`
		Outcomes map[string]int64 `json:"outcomes"`
	} `json:"data_points"`
}

// report reads the JSON a command printed and holds the counters to their sum.
func report(t testing.TB, stdout string) runReport {
	t.Helper()
	var r runReport
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v\n%s", err, stdout)
	}
	for _, p := range r.DataPoints {
		var sum int64
		for _, n := range p.Outcomes {
			sum += n
		}
		if sum != p.Rows {
			t.Errorf("run %s, %s: outcomes add up to %d, not to %d rows", r.Run, p.Name, sum, p.Rows)
		}
	}
	return r
}

func decode(t testing.TB, text string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// listRecords lists all our customers, or those that fit.
func listRecords(t testing.TB, p program, args ...string) []map[string]any {
	t.Helper()
	var records []map[string]any
	decode(t, p.must(t, append([]string{"record", "list", "customer", "--limit", "0", "--json", "--fields", "name,city,phone"}, args...)...), &records)
	return records
}

// lines takes a printed table apart.
func lines(table string) []string {
	table = strings.TrimSpace(table)
	if table == "" {
		return nil
	}
	return strings.Split(table, "\n")
}
