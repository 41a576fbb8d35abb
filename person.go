package tandem

import "time"

// Person is somebody who may sign in. A person belongs to no account:
// memberships say where they work, and as what.
type Person struct {
	ID       int64
	Email    string // folded to lower case; no two persons share one
	Name     string
	Language string // of the pages; "" = as the browser asks
	Zone     string // IANA name; "" = the server's
	Theme    string // "light", "dark"; "" = as the system
	Disabled bool   // may not sign in anywhere
	Created  time.Time

	HasPassword bool
	TwoStep     bool   // a code from a second device is asked for
	Subject     string // who they are to the OpenID provider; "" = not known there
}

// Credentials are what a person proves to be themselves with. They stay apart
// from the person, so that whoever shows a person cannot show these (Promise 11).
type Credentials struct {
	Password string // a slow hash; "" = has none
	Secret   string // of the two-step codes, sealed; "" = they are off
	Step     int64  // the last code's moment: none is taken twice
}

// Member is a person in an account.
type Member struct {
	Account  Account
	Person   Person
	Operator int64 // the person's record in the account
	Role     Role
	Created  time.Time
	Accepted time.Time // zero = invited and has not come yet
	Active   bool      // the account lets them in
	Seen     time.Time // when one of their sessions was last used
}

// Session is somebody signed in on one device.
type Session struct {
	Hash    []byte // of the cookie, which is never kept
	Person  int64
	Account int64 // where they work at present; 0 = nowhere yet
	Half    bool  // the password was right, the two-step code is still to come
	Created time.Time
	Seen    time.Time
	Expires time.Time // whatever they do
	Address string
	Agent   string // what the browser says it is
	Places  int64  // in how many accounts the person is a member
}

// Purpose says what a pass is for.
type Purpose string

// The purposes of passes.
const (
	FirstOwner Purpose = "first_owner" // makes the first person of all
	Invitation Purpose = "invitation"  // lets a person into an account
	Reset      Purpose = "reset"       // sets a new password
)

// Pass is a way in that works once: the end of an address that is printed or
// mailed. Only its hash is kept.
type Pass struct {
	Hash    []byte
	Purpose Purpose
	Account int64 // Invitation: to where
	Person  int64 // whose it is; 0 for the first owner
	Expires time.Time
}

// Redemption is what the holder of a pass chose.
type Redemption struct {
	Email    string // FirstOwner
	Account  string // FirstOwner: what the account is called that is made when there is none
	Name     string
	Language string
	Password string // the hash
	SignedIn int64  // Invitation: who has signed in; 0 = nobody
}
