package store

import (
	"context"
	"errors"
	"io"

	"github.com/jackc/pgx/v5/pgconn"
)

// copyChunk is how many octets go to a COPY at once, at least. The driver sends
// them in messages of this size.
const copyChunk = 64<<10 - 5

// copyStream feeds a COPY while its rows are being encoded: the server stores
// the first while the last are made, and few of them lie in memory.
type copyStream struct {
	full  chan []byte // for the server
	spare chan []byte // emptied
	done  chan struct{}
	chunk []byte // being read
	rest  []byte // of chunk
	tag   pgconn.CommandTag
	err   error // of the COPY; set before done is closed
	given bool  // up; set before full is closed
}

func newChunk() []byte { return make([]byte, 0, copyChunk+copyChunk/8) }

// startCopy begins a COPY. The connection belongs to it until end is called.
func startCopy(ctx context.Context, conn *pgconn.PgConn, sql string) *copyStream {
	s := &copyStream{full: make(chan []byte, 2), spare: make(chan []byte, 3), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		s.tag, s.err = conn.CopyFrom(ctx, s, sql)
	}()
	return s
}

// send hands a chunk over and returns an empty one in its place. A COPY that
// failed takes no more; end tells why.
func (s *copyStream) send(chunk []byte) []byte {
	select {
	case s.full <- chunk:
	case <-s.done:
		return chunk[:0]
	}
	select {
	case chunk = <-s.spare:
		return chunk[:0]
	default:
		return newChunk()
	}
}

// end waits for the COPY to be carried out.
func (s *copyStream) end() (int64, error) {
	close(s.full)
	<-s.done
	return s.tag.RowsAffected(), s.err
}

// abort takes the COPY back.
func (s *copyStream) abort() {
	s.given = true
	_, _ = s.end() // the error is our own
}

var errAborted = errors.New("store: the load was given up")

// Read is the driver asking for more.
func (s *copyStream) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		if s.chunk != nil {
			select {
			case s.spare <- s.chunk:
			default:
			}
		}
		var more bool
		if s.chunk, more = <-s.full; !more {
			if s.given {
				return 0, errAborted
			}
			return 0, io.EOF
		}
		s.rest = s.chunk
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}
