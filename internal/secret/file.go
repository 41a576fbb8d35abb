package secret

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tandem"
)

// Variable is the name in the environment that a key may be given by.
const Variable = "TANDEM_KEY"

// Load takes the key from the environment's value if there is one, otherwise
// from the file, which it makes when it is not there.
func Load(fromEnvironment, file string) (*Box, error) {
	if fromEnvironment != "" {
		return New(fromEnvironment, Variable)
	}
	key, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeFile(file); err == nil {
			key, err = readFile(file)
		}
	}
	if err != nil {
		return nil, keyFileError(file, err)
	}
	return New(key, file)
}

// readFile reads a key file that nobody else can read.
func readFile(file string) (string, error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", err //nolint:wrapcheck // Load says what it means
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", tandem.Errorf(tandem.Config, "the key may be read by other users").At(file).WithHint("chmod 600 " + file)
	}
	text, err := os.ReadFile(file)
	return string(text), err //nolint:wrapcheck // Load says what it means
}

// makeFile writes a new key and puts it in place whole. Where two processes do
// so at once, the first one's key stays.
func makeFile(file string) error {
	key, err := GenerateKey()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".key-*")
	if err != nil {
		return err //nolint:wrapcheck // Load says what it means
	}
	_, err = f.WriteString(key + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		if err = os.Link(f.Name(), file); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	return errors.Join(err, os.Remove(f.Name()))
}

func keyFileError(file string, err error) error {
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		return e
	}
	return tandem.Errorf(tandem.Config, "the key file cannot be used").At(file).Because(err)
}
