package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var static embed.FS

// assets are the files beside the pages. Their names hold a hash of their
// content, so that browsers keep them for ever and never use an old one.
type assets struct {
	urls  map[string]string // by plain name
	files map[string][]byte // by name with hash
}

func loadAssets() assets {
	a := assets{urls: map[string]string{}, files: map[string][]byte{}}
	a.add("app.css", joined("static/css"))
	a.add("app.js", joined("static/js"))
	a.add("icon.svg", joined("static/icon"))
	return a
}

func (a assets) add(name string, content []byte) {
	hashed := withHash(name, content)
	a.urls[name] = "/static/" + hashed
	a.files[hashed] = content
}

// joined is what a browser is given as one file and people keep as several, in
// the order of their names.
func joined(folder string) []byte {
	var all bytes.Buffer
	entries, err := fs.ReadDir(static, folder)
	if err != nil {
		return nil // they are part of the program; a test reads each
	}
	for _, e := range entries {
		content, err := static.ReadFile(path.Join(folder, e.Name()))
		if err == nil {
			all.Write(content)
		}
	}
	return all.Bytes()
}

// withHash makes app.1f2e3d4c5b6a.css of app.css.
func withHash(name string, content []byte) string {
	sum := sha256.Sum256(content)
	extension := path.Ext(name)
	return strings.TrimSuffix(name, extension) + "." + hex.EncodeToString(sum[:6]) + extension
}

// ServeHTTP answers with a file.
func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	content, ok := a.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(content) //nolint:errcheck // the browser left; there is nobody to tell
}

// contentType does not ask the machine, whose list of types may be odd.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	default:
		return "image/svg+xml"
	}
}
