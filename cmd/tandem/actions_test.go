package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"tandem/routine"
)

// How each command that changes something can be done by programs: as an
// operation of SOAP and REST, or why it is the machine's own affair.
var actions = map[string]string{
	"demo": local, "serve": local, "apply": local, "token create": ofPeople,
	"trigger test": notYet, "trigger resume": notYet, "delivery resend": notYet, "delivery replay": notYet,
	"account create": local, "operator invite": ofPeople, "operator disable": ofPeople, "operator reset": ofPeople,
	"field add": "FieldAdd", "field remove": "FieldRemove",
	"sync plan": "SyncPreview", "sync run": "SyncStart", "sync confirm": "SyncConfirm", "sync pause": "SyncPause", "sync resume": "SyncResume",
	"sync cancel": "RunCancel", "sync compare": "SyncStart", "sync repair": "SyncStart", "run undo": "RunUndo",
	"record create": "CustomerCreate", "record update": "CustomerUpdate", "record delete": "CustomerDelete",
	"conflict resolve": "ConflictResolve", "link add": "LinkAdd", "link remove": "LinkRemove", "routine run": "WhoAmI",
}

const (
	local    = "" // of whoever runs the server: it reads this machine's files, settings and environment
	notYet   = "" // deliveries are sent again by the command line alone so far
	ofPeople = "" // who may come in is for people who signed in to say, never for a token
)

// reading are the commands that change nothing.
var reading = []string{
	"config", "describe", "field list", "run list", "run show", "run why", "record get", "record list", "conflict list", "routine list", "doctor", "account list", "operator list",
	"trigger list", "delivery list", "delivery show",
}

// A command that changes something and cannot be called by programs fails here.
func TestEveryActionIsAnOperation(t *testing.T) {
	parser, err := kong.New(&cli{}, kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	operations := []string{"CustomerCreate", "CustomerUpdate", "CustomerDelete"} // of every object; the api room holds REST and WSDL to each other
	list := routine.New(routine.Options{}).List()
	for i := range list {
		operations = append(operations, list[i].TypeName())
	}
	for _, command := range parser.Model.Leaves(true) {
		name := strings.TrimSpace(strings.TrimPrefix(command.Path(), parser.Model.Name))
		operation, changes := actions[name]
		switch {
		case slices.Contains(reading, name) == changes:
			t.Errorf("tandem %s: does it change something, and how do programs do that?", name)
		case changes && operation != "" && !slices.Contains(operations, operation):
			t.Errorf("tandem %s: there is no operation %s", name, operation)
		}
	}
}
