package sqldb

import (
	"context"
	"errors"
	"iter"

	"tandem"
)

// ahead reads one page while the page before it is being worked on: the two
// databases a run has to do with then work at the same time. read is given a
// yield that returns once the page before is done with, so two pages' memory is
// enough. Its goroutine ends with the sequence.
func ahead(ctx context.Context, read func(context.Context, func(*tandem.Page) bool) error) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		pages := make(chan *tandem.Page)
		var failed error
		go func() {
			defer close(pages)
			failed = read(ctx, func(page *tandem.Page) bool {
				select {
				case pages <- page:
					return true
				case <-ctx.Done():
					return false
				}
			})
		}()
		defer func() {
			cancel()
			for range pages { // waits for the reader to end
			}
		}()
		for page := range pages {
			if !yield(page, nil) {
				return
			}
		}
		if failed != nil && !errors.Is(failed, errStop) {
			yield(nil, failed)
		} else if ctx.Err() != nil {
			yield(nil, ctx.Err())
		}
	}
}
