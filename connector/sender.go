package connector

import (
	"context"

	"tandem"
)

// Message is one message to a person's phone.
type Message struct {
	Reference string // ours, of 1 to 32 letters, digits and dashes: it comes back with what is told of the message
	From      string // whom it seems to come from; "" = as the connection is set up
	To        string // the number, with its country code: +420777123456
	Text      string
}

// Sent is what became of one message.
type Sent struct {
	Reference string
	Parts     int   // how many the message took
	Err       error // codes: Invalid (it will never be taken), Throttled, Denied
}

// Sender sends messages. It answers one Sent per message, in order; the error is
// for what befell the call as a whole, as with Write.
type Sender interface {
	Send(ctx context.Context, messages []Message) ([]Sent, error)
}

// Send sends messages through a connection that can.
func Send(ctx context.Context, c Connector, messages []Message) ([]Sent, error) {
	if s, ok := c.(Sender); ok {
		if sent, err := s.Send(ctx, messages); !lacks(err) {
			return sent, err
		}
	}
	return nil, tandem.Errorf(tandem.Usage, "this connection sends no messages")
}
