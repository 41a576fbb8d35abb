package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == childCommand {
		return serveTask(ctx, os.Stdin, os.Stdout)
	}
	o, err := readOptions(args)
	if err != nil {
		return err
	}
	b, err := newBench(o)
	if err != nil {
		return err
	}
	results, err := b.runLegs(ctx)
	err = errors.Join(err, b.close(), writeTable(os.Stdout, results))
	if o.out != "" {
		err = errors.Join(err, writeJSON(o, results))
	}
	if o.assert {
		err = errors.Join(err, missed(results))
	}
	return err
}
