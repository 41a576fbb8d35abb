package store

// Whose rows a connection sees. PostgreSQL holds statements to it by row-level
// security (Promise 10); on SQLite, which has no roles, only their conditions do.
const (
	noAccount = 0 // nobody's: for what belongs to no account, such as leases

	// allAccounts is the narrow way past row-level security, for what cannot know
	// an account or is about all of them. A test lists who takes it.
	allAccounts = -1
)
