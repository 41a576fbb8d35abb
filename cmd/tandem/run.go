package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/alecthomas/kong"

	"tandem"
)

// Main is the program with everything it takes from its surroundings, so that
// a test can run it in its own process.
type Main struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environment    func(name string) (string, bool)
}

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Run does what the arguments say and returns the exit code.
func (m Main) Run(ctx context.Context, args []string) int {
	var commands cli
	left := false // help was asked for and given
	parser, err := kong.New(&commands,
		kong.Name("tandem"),
		kong.Description("Keeps customer records in step with the systems around them."),
		kong.Writers(m.Stdout, m.Stderr),
		kong.Exit(func(int) { left = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"version": version()},
	)
	a := &app{main: m, log: slog.New(slog.NewTextHandler(m.Stderr, nil))} // until it is known where the log goes
	if err != nil {
		return m.fail(a, tandem.Errorf(tandem.Internal, "the commands are wrong").Because(err))
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if left {
		return exitDone
	}
	a.options = commands.global
	if err != nil {
		return m.fail(a, usage(err))
	}
	if err := a.prepare(); err != nil {
		return m.fail(a, err)
	}
	defer a.close()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(a); err != nil {
		return m.fail(a, err)
	}
	return exitDone
}

// usage makes of what the parser says an error of ours.
func usage(err error) error {
	message := strings.ReplaceAll(err.Error(), "\n", " ")
	hint := "tandem --help lists the commands, tandem COMMAND --help what one of them takes"
	if before, after, ok := strings.Cut(message, ", did you mean "); ok {
		message, hint = before, "did you mean "+after
	}
	return &tandem.Error{Code: tandem.Usage, Message: message, Hint: hint}
}

func (m Main) fail(a *app, err error) int {
	if exit, ok := errors.AsType[*exitError](err); ok { // the parser wraps what a command returns
		return exit.code
	}
	report(a, err)
	if tandem.CodeOf(err) == tandem.Usage {
		return exitUsage
	}
	return exitFailed
}

// exitError ends a command that has said all there is to say with a code.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit status %d", e.code) }
