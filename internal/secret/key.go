package secret

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// A key is written as one line, so that it can stand in a file as well as in
// the environment. The file's mode and the environment are what protects it.

func formatKey(handle *keyset.Handle) (string, error) {
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&b)); err != nil {
		return "", fmt.Errorf("write key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

func parseKey(text string) (*keyset.Handle, error) {
	octets, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(octets)))
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	return handle, nil
}
