package main

import (
	"crypto/rand"
	"errors"
	"strings"

	"tandem"
	"tandem/setup"
)

// report tells a person, and with --json a program, what went wrong: one line
// for each problem, with a second line where there is something to do about it.
func report(a *app, err error) {
	problems := problemsOf(err)
	if a.options.JSON {
		a.printJSON(struct {
			Error  problem   `json:"error"`
			Others []problem `json:"others,omitempty"`
		}{problems[0], problems[1:]})
	}
	for _, p := range problems {
		line := "tandem: "
		if p.Place != "" {
			line += p.Place + ": "
		}
		a.notef("%s", line+p.Message)
		if p.Hint != "" {
			a.notef("  hint: %s", p.Hint)
		}
		if p.ID != "" {
			a.log.Error("internal error", "id", p.ID, "error", err)
		}
	}
}

// problem is an error as it is shown.
type problem struct {
	Code    tandem.Code `json:"code"`
	Message string      `json:"message"`
	Place   string      `json:"place,omitempty"`
	Hint    string      `json:"hint,omitempty"`
	ID      string      `json:"id,omitempty"` // of an internal error, in the log
}

func problemsOf(err error) []problem {
	if all, ok := errors.AsType[setup.Problems](err); ok {
		list := make([]problem, len(all))
		for i, e := range all {
			list[i] = problemOf(e)
		}
		return list
	}
	return []problem{problemOf(err)}
}

// problemOf words one error. What has no code of ours is a bug: its text goes
// to the log, and people get an id by which it is found there.
func problemOf(err error) problem {
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok || e.Code == tandem.Internal {
		id := strings.ToLower(rand.Text()[:8])
		return problem{Code: tandem.Internal, Message: "internal error " + id, ID: id, Hint: "the log has the details under that id; -v shows it"}
	}
	return problem{Code: e.Code, Message: e.Message, Place: e.Place, Hint: e.Hint}
}
