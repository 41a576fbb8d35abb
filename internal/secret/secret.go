// Package secret seals what must not be read by whoever gets hold of the
// store: settings of connections, tokens of other systems (Promise 11). The
// key lies in a file of the data directory, or comes from the environment.
//
// Sealing is authenticated encryption (AES-256-GCM). What is sealed is bound to
// the place it belongs to: moved to another account or connection, it does not open.
package secret

import (
	"encoding/base64"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"tandem"
)

// Box seals and opens with one key. It may be used by any number of goroutines.
type Box struct {
	aead  tink.AEAD
	place string // where the key comes from, for messages
}

// prefix tells sealed text from other text, and this way of sealing from later ones.
const prefix = "sealed1:"

// New makes a box of a key as GenerateKey wrote it. place says where the key
// comes from: a file, a variable of the environment.
func New(key, place string) (*Box, error) {
	handle, err := parseKey(key)
	if err != nil {
		return nil, (&tandem.Error{
			Code: tandem.Config, Message: "this is not a key of Tandem's", Place: place,
			Hint: "put back the key this data directory was made with; without it what is sealed cannot be opened",
		}).Because(err)
	}
	a, err := aead.New(handle)
	if err != nil {
		return nil, tandem.Errorf(tandem.Config, "the key cannot seal").At(place).Because(err)
	}
	return &Box{aead: a, place: place}, nil
}

// Seal closes plain for a place.
func (b *Box) Seal(plain, place string) (string, error) {
	octets, err := b.aead.Encrypt([]byte(plain), []byte(place))
	if err != nil {
		return "", tandem.Errorf(tandem.Internal, "cannot seal").Because(err)
	}
	return prefix + base64.StdEncoding.EncodeToString(octets), nil
}

// Open gives back what was sealed for that place. Code Denied when the key is another one.
func (b *Box) Open(sealed, place string) (string, error) {
	text, ok := strings.CutPrefix(sealed, prefix)
	if !ok {
		return "", tandem.Errorf(tandem.Internal, "what should be sealed is not").At(place)
	}
	octets, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", tandem.Errorf(tandem.Internal, "what was sealed is damaged").At(place).Because(err)
	}
	plain, err := b.aead.Decrypt(octets, []byte(place))
	if err != nil {
		return "", &tandem.Error{
			Code: tandem.Denied, Place: place, Message: "the secrets were sealed with another key than the one in " + b.place,
			Hint: "put back the key that was in use, or apply the configuration again with this one",
		}
	}
	return string(plain), nil
}

// GenerateKey makes a new key as one line of text.
func GenerateKey() (string, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return "", tandem.Errorf(tandem.Internal, "cannot make a key").Because(err)
	}
	return formatKey(handle)
}
