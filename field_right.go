package tandem

// Level is how far a right on a field goes.
type Level string

// The levels of a field's rights, each including those below it.
const (
	MayWrite Level = "write"
	MayRead  Level = "read"
	Hidden   Level = "hidden"
)

// FieldRight is a rule of an account: what a role may do with a field. Where
// there is no rule, a role may do what it may do with records at large.
type FieldRight struct {
	Role   Role
	Object string // also what the lines of a document are called: "quote_line"
	Field  string
	Level  Level
}
