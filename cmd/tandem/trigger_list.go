package main

import (
	"context"
	"strings"
	"time"

	"tandem"
	"tandem/internal/remote"
	"tandem/trigger"
)

type triggerListCommand struct{}

// triggerLine is a trigger for programs.
type triggerLine struct {
	Name     string     `json:"name"`
	Object   string     `json:"object"`
	On       []string   `json:"on"`
	Form     string     `json:"form"`
	URL      string     `json:"url"`
	State    string     `json:"state"` // off, or that of the receiver
	Due      int64      `json:"due"`
	Oldest   *time.Time `json:"oldest,omitempty"`
	Failures int        `json:"failures"`
	Since    *time.Time `json:"since,omitempty"`
	Probe    *time.Time `json:"probe,omitempty"`
	Message  string     `json:"message,omitempty"`
	Answered *time.Time `json:"answered,omitempty"`
}

// Run lists the triggers and how their receivers fare.
func (c *triggerListCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	triggers, err := a.config.Triggers(ctx, account.ID)
	if err != nil {
		return err
	}
	receivers, err := a.store.Receivers(ctx, account.ID)
	if err != nil {
		return err
	}
	byID := map[int64]*tandem.Receiver{}
	for i := range receivers {
		byID[receivers[i].ID] = &receivers[i]
	}
	lines := make([]triggerLine, len(triggers))
	for i := range triggers {
		lines[i] = triggerLineOf(&triggers[i], byID[triggers[i].Receiver])
	}
	if a.options.JSON {
		a.printJSON(lines)
		return nil
	}
	g := newGrid("trigger", "object", "on", "form", "state", ">due", "answered", "url", "message")
	for i := range lines {
		l := &lines[i]
		g.add(l.Name, l.Object, strings.Join(l.On, " "), l.Form, l.State, dot(l.Due), clockOf(l.Answered), l.URL, l.Message)
	}
	g.write(a.main.Stdout)
	return nil
}

func triggerLineOf(t *trigger.Trigger, r *tandem.Receiver) triggerLine {
	l := triggerLine{Name: t.Name, Object: t.Object, On: []string{}, Form: string(t.Call.Form), URL: remote.Mask(t.Call.Shown)}
	for _, op := range t.On {
		l.On = append(l.On, trigger.Operation(op))
	}
	if r != nil {
		l.State, l.Due, l.Failures, l.Message = string(r.Health.State), r.Due, r.Health.Failures, r.Health.Message
		l.Oldest, l.Since, l.Probe, l.Answered = moment(r.Oldest), moment(r.Health.Since), moment(r.Health.Probe), moment(r.Health.Answered)
	}
	if t.Off {
		l.State = "off"
	}
	return l
}

func clockOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return clock(*t)
}
