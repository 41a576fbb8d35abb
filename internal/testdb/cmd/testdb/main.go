// Command testdb starts one private database server of each kind, runs a command that finds their addresses in its
// environment, and stops them:
//
//	go run ./internal/testdb/cmd/testdb -- go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"

	"tandem/internal/testdb"
	"tandem/internal/testdb/dbserver"
)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code, err := run(ctx, os.Args[1:])
	cancel()
	if err != nil {
		fmt.Fprintln(os.Stderr, "testdb:", err)
	}
	os.Exit(code)
}

// run returns the command's exit code.
func run(ctx context.Context, args []string) (int, error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 2, errors.New("usage: testdb -- COMMAND [ARGUMENT...]")
	}
	servers := startAll(ctx)
	defer stopAll(servers)

	environment := os.Environ()
	for _, s := range servers {
		switch {
		case s.err == nil:
			environment = append(environment, testdb.Variable(s.kind)+"="+s.server.URL)
		case dbserver.Excusable(s.err):
			fmt.Fprintf(os.Stderr, "testdb: %v; ITS TESTS WILL BE SKIPPED\n", s.err)
		default:
			return 1, s.err
		}
	}
	return execute(ctx, args, environment)
}

// A started is a server or the reason why there is none.
type started struct {
	kind   dbserver.Kind
	server *dbserver.Server
	err    error
}

// startAll starts the servers side by side, save those that are already named in the environment.
func startAll(ctx context.Context) []started {
	var servers []started
	for _, kind := range dbserver.Kinds() {
		if os.Getenv(testdb.Variable(kind)) == "" {
			servers = append(servers, started{kind: kind})
		}
	}
	var group sync.WaitGroup
	for i := range servers {
		s := &servers[i]
		group.Go(func() { s.server, s.err = dbserver.Start(ctx, s.kind, dbserver.Options{}) })
	}
	group.Wait()
	return servers
}

func stopAll(servers []started) {
	var group sync.WaitGroup
	for _, s := range servers {
		if s.server != nil {
			group.Go(s.server.Stop)
		}
	}
	group.Wait()
}

// execute runs the command with our input and output. When we are told to end, so is the command; the servers stop
// after it, so that its tests can still clean up.
func execute(ctx context.Context, args, environment []string) (int, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = environment
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() > 0 {
		return exit.ExitCode(), nil // the command has said why
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
