package tandem

import "time"

// Token is what a program signs in with.
type Token struct {
	Account int64
	Name    string // what it is for
	Role    Role   // what it may
	Created time.Time
	By      string    // who made it
	Expires time.Time // zero = never
	Used    time.Time // about when it was used last; zero = never
}

// Actor is the token as the author of changes.
func (t *Token) Actor() Actor { return Actor{Origin: ByAPI, Name: t.Name, Role: t.Role} }
