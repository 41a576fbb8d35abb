package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tandem/internal/testdb"
	"tandem/sim"
)

// The scripts in testdata run the whole program the way people and programs do.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tandem": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environment: os.LookupEnv}.Run(ctx, os.Args[1:])
		stop()
		os.Exit(code)
	}})
}

func TestScripts(t *testing.T) { testscript.Run(t, scripts()) }

// scripts are all scripts with the commands they have beside the program's own.
func scripts() testscript.Params {
	return testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Condition:           func(string) (bool, error) { return false, nil },
		Setup: func(env *testscript.Env) error {
			env.Values[hookKey{}] = &hook{}
			env.Setenv("TANDEM_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("ERP_URL", "sqlite://"+filepath.ToSlash(filepath.Join(env.WorkDir, "erp.db")))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"erp": makeERP, "sql": runSQL, "exits": exits, "until": until, "page": page, "remember": remember, "hook": openHook, "heard": heardHook,
		},
	}
}

// makeERP fills a demo ERP: erp CUSTOMERS.
func makeERP(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: erp CUSTOMERS")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	erp, err := sim.OpenERP(context.Background(), ts.Getenv("ERP_URL"))
	ts.Check(err)
	ts.Check(errors.Join(erp.Create(context.Background(), sim.Size{Customers: n, Seed: 7}), erp.Close()))
}

// runSQL runs a statement in the ERP and prints its rows: sql STATEMENT.
func runSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sql STATEMENT")
	}
	text, err := query(ts.Getenv("ERP_URL"), args[0])
	ts.Check(err)
	_, err = fmt.Fprint(ts.Stdout(), text)
	ts.Check(err)
}

// query returns the rows of a statement, a line for each, blanks cut.
func query(url, statement string) (string, error) {
	rows, err := testdb.Query(context.Background(), url, statement)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimRight(row[i], " ")
		}
		b.WriteString(strings.Join(row, "|") + "\n")
	}
	return b.String(), nil
}

// exits runs a command and checks its exit code: exits CODE tandem ...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// until waits until a statement in the ERP gives a row that fits: until PATTERN STATEMENT;
// or, with a command, until that prints it: until PATTERN tandem ...
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATTERN STATEMENT | COMMAND...")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	var last string
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(50 * time.Millisecond) {
		if len(args) == 2 {
			last, err = query(ts.Getenv("ERP_URL"), args[1])
			ts.Check(err)
		} else if ts.Exec(args[1], args[2:]...) == nil {
			last = ts.ReadFile("stdout")
		}
		if pattern.MatchString(last) {
			return
		}
	}
	ts.Fatalf("%s never came; last: %s", args[0], last)
}

// page asks the server whose address a file holds for a page: page FILE PATH STATUS.
func page(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: page FILE PATH STATUS")
	}
	address := regexp.MustCompile(`http://[^/]+`).FindString(ts.ReadFile(args[0]))
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address+args[1], nil)
	ts.Check(err)
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	ts.Check(response.Body.Close())
	if got := strconv.Itoa(response.StatusCode); got != args[2] {
		ts.Fatalf("status %s, want %s", got, args[2])
	}
}

// remember keeps what a pattern's group finds in the last output: remember NAME PATTERN.
func remember(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: remember NAME PATTERN")
	}
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("%s is not there", args[1])
	}
	ts.Setenv(args[0], found[1])
}
