package api

import (
	"context"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/expr"
	"tandem/routine"
)

// Records reads an account's records.
type Records interface {
	// Dictionary is the same pointer as long as nothing changes in it.
	Dictionary(ctx context.Context, account int64) (*dictionary.Dictionary, error)
	Records(ctx context.Context, account int64, shape *tandem.Shape, ids []int64, dst *tandem.Rows) error
	List(ctx context.Context, account int64, shape *tandem.Shape, query *ListQuery, dst *tandem.Rows) error
	Count(ctx context.Context, account int64, object string, filter expr.Filter) (int64, error)
	Changes(ctx context.Context, account, after int64, limit int) (changes []tandem.Change, upTo int64, err error)
	History(ctx context.Context, account int64, object string, id int64, limit int) ([]tandem.Change, error)
	RecordLinks(ctx context.Context, account int64, object string, id int64) ([]tandem.RecordLink, error)
}

// ListQuery picks records of an object for a page of a list.
type ListQuery struct {
	Filter expr.Filter // nil = all
	Order  string      // a field; "" = id
	Desc   bool
	Value  tandem.Value // where the page before ended: the value of the field ...
	ID     int64        // ... and the id; 0 = at the beginning
	Limit  int
}

// Writer is the one door for writes.
type Writer interface {
	Write(ctx context.Context, account int64, actor tandem.Actor, object string, edits []engine.Edit) ([]engine.Written, error)
}

// Runs tells what runs did and what waits for a person.
type Runs interface {
	Syncs(ctx context.Context, account int64) ([]*engine.Sync, error)
	ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error)
	Run(ctx context.Context, account, id int64) (*tandem.Run, error)
	Outcomes(ctx context.Context, account, run int64, q tandem.OutcomeQuery) ([]tandem.OutcomeRow, error)
	Conflicts(ctx context.Context, account int64, sync string) ([]engine.Conflict, error)
}

// Answers keeps the answers to requests that a program may send again.
type Answers interface {
	ReserveAnswer(ctx context.Context, account int64, actor, key string, request []byte) (*tandem.Answer, error)
	KeepAnswer(ctx context.Context, account int64, actor, key string, a *tandem.Answer) error
	DropAnswer(ctx context.Context, account int64, actor, key string) error
}

// Callers tells who brings a secret: in which account, under which name, and
// what they may do. The user is what came with it, "" with a bearer token.
type Callers interface {
	Caller(ctx context.Context, user, secret string) (*routine.Caller, error)
}

// Limits keep one program from taking everything.
type Limits struct {
	Body     int64 // octets of a request; 0 = 10 MiB
	Requests int   // of one caller in a minute; 0 = no limit
	Failures int   // refused secrets from one address in a minute; 0 = 30
}

// The limits that hold unless others are set.
const (
	defaultBody     = 10 << 20
	defaultFailures = 30
	callerKept      = time.Second // how long a token that was taken away may still be good
)
