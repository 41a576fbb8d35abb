package people

import (
	"context"
	"time"

	"tandem"
)

// Store is what the room needs kept, a small interface for each noun.
type Store interface {
	Persons
	Proofs
	Memberships
	Sessions
	Passes
	Tokens
	Log
}

// Persons are everybody who may sign in.
type Persons interface {
	HasPeople(ctx context.Context) (bool, error)
	Person(ctx context.Context, id int64) (*tandem.Person, error)
	PersonByEmail(ctx context.Context, email string) (*tandem.Person, error)
	PersonBySubject(ctx context.Context, subject string) (*tandem.Person, error)
	SavePerson(ctx context.Context, p *tandem.Person) error
}

// Proofs are what people prove to be themselves with.
type Proofs interface {
	Credentials(ctx context.Context, person int64) (tandem.Credentials, error)
	SetPassword(ctx context.Context, person int64, hash string, keep []byte) error
	SetSecret(ctx context.Context, person int64, sealed string, step int64, codes [][]byte) error
	TakeStep(ctx context.Context, person, step int64) (bool, error)
	TakeRecoveryCode(ctx context.Context, person int64, hash []byte) (bool, error)
	RecoveryCodes(ctx context.Context, person int64) (int64, error)
}

// Memberships say who works where, and what they may do there.
type Memberships interface {
	Members(ctx context.Context, account int64) ([]tandem.Member, error)
	Memberships(ctx context.Context, person int64) ([]tandem.Member, error)
	Member(ctx context.Context, account, person int64) (*tandem.Member, error)
	SetRole(ctx context.Context, account, person int64, role tandem.Role, entry *tandem.AuditEntry) error
	RemoveMember(ctx context.Context, account, person int64, entry *tandem.AuditEntry) error
	AcceptInvitations(ctx context.Context, person int64) error
	LinkOperator(ctx context.Context, account, person, operator int64) error
	CreateAccount(ctx context.Context, m *tandem.Member, entry *tandem.AuditEntry) error
}

// Sessions are who is signed in where.
type Sessions interface {
	CreateSession(ctx context.Context, x *tandem.Session) error
	Session(ctx context.Context, hash []byte) (*tandem.Session, error)
	Sessions(ctx context.Context, person int64) ([]tandem.Session, error)
	TouchSession(ctx context.Context, hash []byte, seen time.Time) error
	RenewSession(ctx context.Context, old []byte, x *tandem.Session) error
	EndSession(ctx context.Context, person int64, hash []byte) error
	EndSessions(ctx context.Context, person int64, keep []byte) (int64, error)
}

// Passes are the ways in that work once.
type Passes interface {
	Invite(ctx context.Context, m *tandem.Member, pass *tandem.Pass, entry *tandem.AuditEntry) error
	SavePass(ctx context.Context, p *tandem.Pass, entry *tandem.AuditEntry) error
	Pass(ctx context.Context, hash []byte) (*tandem.Pass, error)
	Redeem(ctx context.Context, hash []byte, r tandem.Redemption, entry *tandem.AuditEntry) (person, account int64, err error)
}

// Tokens are what programs sign in with.
type Tokens interface {
	SaveToken(ctx context.Context, t *tandem.Token, hash []byte, entry *tandem.AuditEntry) error
	Token(ctx context.Context, hash []byte) (*tandem.Token, error)
	Tokens(ctx context.Context, account int64) ([]tandem.Token, error)
	TouchToken(ctx context.Context, account int64, name string, used time.Time) error
	RemoveToken(ctx context.Context, account int64, name string, entry *tandem.AuditEntry) error
}

// Log is what remains of what was done and tried, and the rules on fields.
type Log interface {
	Attempt(ctx context.Context, name string, limit int64, window time.Duration) error
	ForgetAttempt(ctx context.Context, name string) error
	Audit(ctx context.Context, entry *tandem.AuditEntry) error
	AuditPerson(ctx context.Context, person int64, entry *tandem.AuditEntry) error
	FieldRights(ctx context.Context, account int64) ([]tandem.FieldRight, error)
	SaveFieldRights(ctx context.Context, account int64, object string, rules []tandem.FieldRight, entry *tandem.AuditEntry) error
	RenameAccount(ctx context.Context, account int64, name string, entry *tandem.AuditEntry) error
}
