package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Files fetches from a set of files, such as an upload. Names that differ in
// case alone are found, because those who wrote them did not have to care.
func Files(files fs.FS) Fetch {
	return func(_ context.Context, address string, limit int64) ([]byte, error) {
		if isURL(address) {
			return nil, fmt.Errorf("%s is not among the files", address)
		}
		f, err := open(files, path.Clean(address))
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // it was only read
		return readAll(f, limit)
	}
}

func open(files fs.FS, name string) (fs.File, error) {
	f, err := files.Open(name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	dir, base := path.Split(name)
	entries, dirErr := fs.ReadDir(files, path.Clean("./"+dir))
	if dirErr != nil {
		return nil, err
	}
	for _, e := range entries {
		if strings.EqualFold(e.Name(), base) && !e.IsDir() {
			return files.Open(path.Join(dir, e.Name()))
		}
	}
	return nil, err
}

// readAll reads at most limit bytes and refuses what is longer.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: a document of more than %d bytes", ErrLimit, limit)
	}
	return data, err
}
