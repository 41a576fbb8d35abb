package people

import (
	"context"
	"crypto/rand"
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"tandem"
)

// slow is about a tenth of a second and 64 MiB for each try.
func slow() *argon2id.Params {
	return &argon2id.Params{Memory: 64 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// atOnce is how many passwords are hashed at the same time. More would let
// strangers fill the memory by trying to sign in.
const atOnce = 2

// The bounds of passwords, in characters.
const (
	minPassword = 10
	maxPassword = 200
)

// checkPassword refuses what is too easy to guess. Length is what counts; rules
// on kinds of characters make passwords that people write down.
func checkPassword(password, email string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		return tandem.Errorf(tandem.Invalid, "the password needs at least %d characters", minPassword)
	case n > maxPassword:
		return tandem.Errorf(tandem.Invalid, "the password has more than %d characters", maxPassword)
	case strings.EqualFold(password, email), strings.Trim(password, password[:1]) == "":
		return tandem.Errorf(tandem.Invalid, "the password is too easy to guess")
	}
	return nil
}

// hash makes the slow hash of a password.
func (p *People) hash(ctx context.Context, password string) (string, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	hash, err := argon2id.CreateHash(normal(password), p.Params)
	if err != nil {
		return "", tandem.Errorf(tandem.Internal, "the password cannot be hashed").Because(err)
	}
	return hash, nil
}

// matches compares a password with a hash. Nobody's hash takes as long as
// somebody's, so that the time of the answer does not tell who is known here.
func (p *People) matches(ctx context.Context, password, hash string) (bool, error) {
	decoy := p.decoy() // before the queue: making it stands in line itself
	leave, err := p.queue(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if utf8.RuneCountInString(password) > maxPassword {
		password = "" // nobody has one
	}
	known := hash != ""
	if !known {
		hash = decoy
	}
	same, err := argon2id.ComparePasswordAndHash(normal(password), hash)
	if err != nil {
		return false, tandem.Errorf(tandem.Internal, "the stored password cannot be read").Because(err)
	}
	return same && known, nil
}

// queue waits for one's turn.
func (p *People) queue(ctx context.Context) (leave func(), err error) {
	select {
	case p.hashing <- struct{}{}:
		return func() { <-p.hashing }, nil
	case <-ctx.Done():
		return nil, tandem.Errorf(tandem.Cancelled, "the request was given up").Because(ctx.Err())
	}
}

// normal makes the same password of what two keyboards send differently.
func normal(password string) string { return norm.NFKC.String(password) }

func (p *People) makeDecoy() string {
	hash, err := argon2id.CreateHash(rand.Text(), p.Params)
	if err != nil {
		p.Log.Error("no decoy for unknown people", "error", err)
	}
	return hash
}
