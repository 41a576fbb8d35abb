package sqldb

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"tandem"
)

// trouble is what kind of thing went wrong, in terms of any database.
type trouble uint8

const (
	otherTrouble trouble = iota
	loginRefused
	notReached    // no connection, or it broke
	schemaMissing // table or column is not there, or of another type
	notAllowed    // the user lacks a right
	duplicate     // unique violation
	rowRefused    // not null, too long, foreign key, check, conversion, trigger
	mayRetry      // deadlock, serialization, lock time-out, busy
	tooSlow       // statement time-out
	noRoom        // disk full
)

// verdict is what a dialect reads out of an error.
type verdict struct {
	trouble trouble
	message string // what the database said, for people; "" = the error's own text
}

var errRolledBack = errors.New("the database rolled the transaction back")

// judgeCommon recognises what is the same for every driver.
func judgeCommon(err error) (verdict, bool) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return verdict{notReached, "the connection broke"}, true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return verdict{trouble: notReached}, true
	}
	return verdict{}, false
}

// code is what the engine is to do about it.
func (t trouble) code() tandem.Code {
	switch t {
	case loginRefused:
		return tandem.Denied
	case notReached, tooSlow:
		return tandem.Unreached
	case schemaMissing:
		return tandem.Schema
	case notAllowed:
		return tandem.Forbidden
	case duplicate:
		return tandem.Conflict
	case mayRetry:
		return tandem.Throttled
	case noRoom:
		return tandem.Full
	default:
		return tandem.Invalid
	}
}

// hint is what a person can do about it.
func (t trouble) hint() string {
	switch t {
	case loginRefused:
		return "check user and password of the connection"
	case notReached:
		return "check the address and whether the database runs"
	case schemaMissing:
		return "describe the connection again and adapt the mapping"
	case notAllowed:
		return "grant the right to the connection's database user"
	case tooSlow:
		return "raise the statement time-out, or give the table an index over key and cursor"
	default:
		return ""
	}
}

// retryAfter is how long to stay away from a database whose locks were taken.
const retryAfter = 2 * time.Second

// fail makes an error for people out of one of a driver. It never contains a secret (Promise 11).
func (c *Conn) fail(ctx context.Context, place string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*tandem.Error](err); ok {
		if e.Place == "" && place != "" {
			return e.At(place)
		}
		return e
	}
	if ctx.Err() != nil && errors.Is(ctx.Err(), context.Canceled) && !errors.Is(context.Cause(ctx), errTooSlow) {
		return tandem.Errorf(tandem.Cancelled, "stopped on request").At(place).Because(ctx.Err())
	}
	v := c.judge(ctx, err)
	message := v.message
	if message == "" {
		message = err.Error()
	}
	e := tandem.Errorf(v.trouble.code(), "%s: %s", c.dialect.traits().name, c.cfg.redact(oneLine(message))).WithHint(v.trouble.hint())
	if v.trouble == mayRetry {
		e.Until = time.Now().Add(retryAfter)
	}
	return e.At(place)
}

func (c *Conn) judge(ctx context.Context, err error) verdict {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(context.Cause(ctx), context.DeadlineExceeded) || errors.Is(context.Cause(ctx), errTooSlow) {
		return verdict{tooSlow, "the statement took too long"}
	}
	if v := c.dialect.judge(err); v.trouble != otherTrouble {
		return v
	}
	if v, ok := judgeCommon(err); ok {
		return v
	}
	return c.dialect.judge(err)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// errTooSlow is the cause of a context that ended because the database took too long.
var errTooSlow = errors.New("the database took too long")
