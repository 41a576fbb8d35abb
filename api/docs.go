package api

import (
	"net/http"

	"github.com/swaggest/swgui/v5emb"
)

// docsPolicy lets the page run what comes with it and nothing else; its own
// first lines of script stand in the page.
const docsPolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// docs is a page to read the description in and to try operations. It holds
// nothing of an account: a browser asks for a token before it loads the description.
func docs() http.Handler {
	page := v5emb.New("Tandem API", prefix+"/openapi.json", prefix+"/docs/")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", docsPolicy)
		w.Header().Set("Referrer-Policy", "same-origin")
		page.ServeHTTP(w, r)
	})
}
