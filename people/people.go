package people

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"tandem"
)

// Sealer keeps what must be read again from being read in the store.
type Sealer interface {
	Seal(plain, place string) (string, error)
	Open(sealed, place string) (string, error)
}

// Operators are the records of the people who work in an account. They are
// written through the engine's door, like any record.
type Operators interface {
	// FindOperator returns the record with that address; NotFound when there is none.
	FindOperator(ctx context.Context, account int64, email string) (*Operator, error)

	// SaveOperator creates a record (ID 0) or changes one, and returns its id.
	SaveOperator(ctx context.Context, account int64, actor tandem.Actor, o *Operator) (int64, error)
}

// Operator is the record of a person in an account.
type Operator struct {
	ID     int64
	Name   string
	Email  string
	Role   tandem.Role
	Active bool
}

// Options are what the room works with.
type Options struct {
	Store     Store
	Sealer    Sealer
	Operators Operators
	OpenID    *OpenID          // nil = there is no provider
	Params    *argon2id.Params // how slow the hash of passwords is; nil = as slow as is right
	Log       *slog.Logger
	Clock     func() time.Time
}

// People lets people and programs in. Its methods may be called concurrently.
type People struct {
	Options

	hashing chan struct{} // so many passwords are hashed at once: each takes its memory
	decoy   func() string // the hash of nobody's password
	rules   rulesCache
}

// New makes a People.
func New(o Options) *People {
	if o.Params == nil {
		o.Params = slow()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	p := &People{Options: o, hashing: make(chan struct{}, atOnce)}
	p.decoy = sync.OnceValue(p.makeDecoy)
	return p
}

// Device is what a person sits at.
type Device struct {
	Address string // from where; "" = on the server itself
	Agent   string // what the browser says it is
}

// By is who asks for a change in an account, and from where. The role of the
// actor is the one they have there.
type By struct {
	tandem.Actor

	Account int64
	Person  int64 // 0 = a token, or the command line
	Address string
	Local   bool // at the command line: whoever may use the data directory
}

// entry is a row of the audit log for what is asked for.
func (b *By) entry(action tandem.AuditAction, subject, detail string) *tandem.AuditEntry {
	return &tandem.AuditEntry{Account: b.Account, Who: b.Name, Action: action, Subject: subject, Detail: detail, Address: b.Address}
}

// need refuses who lacks a right.
func (b *By) need(right tandem.Right) error {
	if !b.Role.May(right) {
		return notAllowed()
	}
	return nil
}

func notAllowed() error {
	return tandem.Errorf(tandem.Forbidden, "your role does not allow this").WithHint("an administrator of the account can change your role")
}
