package source

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// HTTP fetches by a client, which decides what may be reached. Prepare, if it
// is not nil, may add to each request (credentials, for the hosts they are for).
func HTTP(client *http.Client, prepare func(*http.Request)) Fetch {
	return func(ctx context.Context, address string, limit int64) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		if r.URL.Scheme != "http" && r.URL.Scheme != "https" {
			return nil, fmt.Errorf("only http and https are fetched, not %q", r.URL.Scheme)
		}
		if prepare != nil {
			prepare(r)
		}
		answer, err := client.Do(r)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("the server answers %s", answer.Status)
		}
		return readAll(answer.Body, limit)
	}
}
