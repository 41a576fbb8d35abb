package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

// options are what the command line says.
type options struct {
	rows    int
	rounds  int
	repeat  int
	only    []string
	out     string
	profile string
	assert  bool
}

// minRows keeps the sampled and the changed rows apart.
const minRows = 1000

func readOptions(args []string) (options, error) {
	var o options
	var only string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&o.rows, "n", 1_000_000, "rows of the source table")
	flags.IntVar(&o.rounds, "rounds", 3, "rounds of each leg")
	flags.IntVar(&o.repeat, "repeat", 2, "how often a round is run again when others took more than 15 % of the machine")
	flags.StringVar(&only, "only", "", "comma-separated legs to run: "+strings.Join(legNames(), ","))
	flags.StringVar(&o.out, "out", "", "write everything measured to this JSON file")
	flags.StringVar(&o.profile, "profile", "", "have our side write processor and allocation profiles into this directory")
	flags.BoolVar(&o.assert, "assert", false, "fail when a floor is missed")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected %q", flags.Arg(0))
	}
	if o.rows < minRows || o.rounds < 1 || o.repeat < 0 {
		return o, fmt.Errorf("at least %d rows and one round", minRows)
	}
	if only != "" {
		o.only = strings.Split(only, ",")
	}
	for _, name := range o.only {
		if !slices.Contains(legNames(), name) {
			return o, fmt.Errorf("there is no leg %q, only %s", name, strings.Join(legNames(), ", "))
		}
	}
	if o.profile != "" {
		return o, os.MkdirAll(o.profile, 0o755)
	}
	return o, nil
}

func (o *options) wants(leg string) bool { return len(o.only) == 0 || slices.Contains(o.only, leg) }

// errMissed says that a floor was missed.
var errMissed = errors.New("a floor was missed")
