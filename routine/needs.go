package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/expr"
)

// Records reads what routines work on.
type Records interface {
	Dictionary(ctx context.Context, account int64) (*dictionary.Dictionary, error)
	Records(ctx context.Context, account int64, shape *tandem.Shape, ids []int64, dst *tandem.Rows) error
	Find(ctx context.Context, account int64, shape *tandem.Shape, filter expr.Filter, after int64, limit int, dst *tandem.Rows) error
	History(ctx context.Context, account int64, object string, id int64, limit int) ([]tandem.Change, error)
}

// Writer is the one door for writes.
type Writer interface {
	WriteTogether(ctx context.Context, account int64, actor tandem.Actor, t *engine.Together) ([]engine.Written, error)
	Owned(ctx context.Context, account int64, object string, id int64) ([]string, error)
	LinkAdd(ctx context.Context, account int64, sync, point, key string, id int64) error
	LinkRemove(ctx context.Context, account int64, sync, point string, id int64) error
	Resolve(ctx context.Context, account int64, actor tandem.Actor, sync, point string, key tandem.Key, id int64, choices []engine.Choice) (*tandem.Run, error)
	SendAgain(ctx context.Context, account int64, sync, point string, id int64) (*tandem.Run, error)
}

// Runs files runs and asks them to stop or go on.
type Runs interface {
	File(ctx context.Context, r engine.Request) (*tandem.Run, error)
	Want(ctx context.Context, account, id int64, state tandem.RunState) error
	Preview(ctx context.Context, account int64, sync string, kind tandem.RunKind) (*tandem.Plan, error)
	PreviewUndo(ctx context.Context, account, run int64) (*tandem.Plan, error)
	Conflicts(ctx context.Context, account int64, sync string) ([]engine.Conflict, error)
	Run(ctx context.Context, account, id int64) (*tandem.Run, error)
	ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error)
	Plan(ctx context.Context, account int64, hash string) (*tandem.Plan, error)
}

// Syncs pauses syncs and confirms what they may write.
type Syncs interface {
	Syncs(ctx context.Context, account int64) ([]*engine.Sync, error)
	Pause(ctx context.Context, account int64, sync, why string) error
	Resume(ctx context.Context, account int64, sync string) error
	Confirm(ctx context.Context, account int64, sync, by string) (tables []string, err error)
}

// Fields adds fields of the account's own, and takes them away.
type Fields interface {
	AddField(ctx context.Context, account int64, f dictionary.CustomField) error
	RemoveField(ctx context.Context, account int64, object, name string) error
}
