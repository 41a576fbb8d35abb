package dbserver

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

//go:embed supervise.sh
var superviseScript string

var errPortTaken = errors.New("port already in use")

// A process is a supervisor with its server below it. The supervisor lives as long as our end of its standard input is
// open: closing it stops the server, and so does the kernel if we die.
type process struct {
	stdin io.Closer
	log   *tail
	done  chan struct{}
}

func startProcess(r recipe) (*process, error) {
	//nolint:noctx // the server outlives the context that it was started with
	cmd := exec.Command("sh", append([]string{"-c", superviseScript, "supervise", r.stop, r.directory}, r.settings...)...)
	cmd.Dir = r.directory
	cmd.Env = r.environment()
	if err := dropPrivileges(cmd, r.account, r.directory); err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.directory))
	}
	p := &process{log: &tail{}, done: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.log, p.log // a pipe, so that `go test` does not wait for the server to let go of its output
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.directory))
	}
	p.stdin = stdin
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.directory))
	}
	go func() {
		defer close(p.done)
		_ = cmd.Wait() // how it ended is in the log; that it ended is all we need to know
	}()
	return p, nil
}

func (p *process) stop() {
	_ = p.stdin.Close() // a second Close fails and changes nothing
	<-p.done
}

// awaitAnswer returns when the server lets us in.
func (p *process) awaitAnswer(ctx context.Context, r recipe) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := p.answers(ctx, r)
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return p.failure()
		case <-ctx.Done():
			return fmt.Errorf("no answer: %w; its log ends: %s", err, p.log)
		case <-tick.C:
		}
	}
}

// answers asks the server once, and not for long: what listens on the port may be a stranger who never speaks.
func (p *process) answers(ctx context.Context, r recipe) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	go func() {
		select {
		case <-p.done:
			cancel()
		case <-ctx.Done():
		}
	}()
	return r.ping(ctx)
}

func (p *process) failure() error {
	log := p.log.String()
	if strings.Contains(strings.ToLower(log), "address already in use") {
		return fmt.Errorf("%w: %s", errPortTaken, log)
	}
	return fmt.Errorf("the server ended; its log ends: %s", log)
}
