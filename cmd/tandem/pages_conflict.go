package main

import (
	"context"

	"tandem"
	"tandem/engine"
)

// serverConflicts are the rows that wait for a person as pages see them: what
// is decided is carried out at once.
type serverConflicts struct {
	*engine.Engine

	server *server
}

// Resolve settles a conflict and wakes who carries the decision out.
func (c serverConflicts) Resolve(ctx context.Context, account int64, actor tandem.Actor, sync, point string, key tandem.Key, id int64, choices []engine.Choice) (*tandem.Run, error) {
	run, err := c.Engine.Resolve(ctx, account, actor, sync, point, key, id, choices)
	return c.woken(account, run, err)
}

// SendAgain lets a lost creation be sent once more and wakes who sends it.
func (c serverConflicts) SendAgain(ctx context.Context, account int64, sync, point string, id int64) (*tandem.Run, error) {
	run, err := c.Engine.SendAgain(ctx, account, sync, point, id)
	return c.woken(account, run, err)
}

func (c serverConflicts) woken(account int64, run *tandem.Run, err error) (*tandem.Run, error) {
	if err != nil {
		return nil, err
	}
	c.server.crew.look(account)
	return run, nil
}
