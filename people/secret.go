package people

import (
	"crypto/rand"
	"crypto/sha256"
)

// newSecret makes what stands in a cookie or a link: 130 bits by chance.
func newSecret() string { return rand.Text() }

// hashOf is what is kept of a secret. It is random and long: no salt and no slow
// hash would make it harder to guess.
func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
