package tandem

import "time"

// AuditEntry is something that somebody did beside the records, whose changes
// have a log of their own.
type AuditEntry struct {
	Seq     int64
	Account int64
	At      time.Time
	Who     string      // a person's address, a token's name, "command line"
	Action  AuditAction // what was done ...
	Subject string      // ... to whom or what
	Detail  string      // from what to what; never a secret
	Address string      // from where; "" = on the server itself
}

// AuditAction names what was done.
type AuditAction string

// The actions. Pages have a text for each.
const (
	SignedIn          AuditAction = "sign_in"
	SignInFailed      AuditAction = "sign_in_failed"
	SignedOut         AuditAction = "sign_out"
	PasswordSet       AuditAction = "password_set"
	TwoStepOn         AuditAction = "two_step_on"
	TwoStepOff        AuditAction = "two_step_off"
	SessionsEnded     AuditAction = "sessions_ended"
	PersonInvited     AuditAction = "person_invited"
	PersonJoined      AuditAction = "person_joined"
	PersonChanged     AuditAction = "person_changed"
	PersonRemoved     AuditAction = "person_removed"
	PasswordReset     AuditAction = "password_reset"
	RoleChanged       AuditAction = "role_changed"
	FieldRightsSet    AuditAction = "field_rights_changed"
	TokenCreated      AuditAction = "token_created"
	TokenRevoked      AuditAction = "token_revoked"
	AccountCreated    AuditAction = "account_created"
	AccountChanged    AuditAction = "account_changed"
	SettingsChanged   AuditAction = "settings_changed"
	ConnectionChanged AuditAction = "connection_changed"
	SyncChanged       AuditAction = "sync_changed"
	GuardReleased     AuditAction = "guard_released"
	RunUndone         AuditAction = "run_undone"
	PersonErased      AuditAction = "person_erased"
	PersonExported    AuditAction = "person_exported"
)

// AuditActions lists the actions in the order of a filter's choices.
func AuditActions() []AuditAction {
	return []AuditAction{
		SignedIn, SignInFailed, SignedOut, PasswordSet, PasswordReset, TwoStepOn, TwoStepOff, SessionsEnded,
		PersonInvited, PersonJoined, PersonChanged, PersonRemoved, RoleChanged, FieldRightsSet, TokenCreated, TokenRevoked,
		AccountCreated, AccountChanged, SettingsChanged, ConnectionChanged, SyncChanged, GuardReleased, RunUndone, PersonErased, PersonExported,
	}
}

// AuditQuery picks entries, newest first.
type AuditQuery struct {
	Who    string      // part of it; "" = anybody
	Action AuditAction // "" = any
	Since  time.Time
	Until  time.Time // before that; zero = now
	Before int64     // only older than the entry with this Seq; 0 = from the newest
	Limit  int
}
