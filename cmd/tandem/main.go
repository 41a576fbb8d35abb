// Command tandem keeps a company's customer records in step with the systems
// around them. Run it without arguments to see what it can do.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environment: os.LookupEnv}.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
