package cmcom

import (
	"strings"
	"time"

	"tandem"
	"tandem/connector"
)

// outgoingOf brings a message into their form: numbers begin with 00.
func (c *Conn) outgoingOf(m *connector.Message) outgoing {
	from := m.From
	if from == "" {
		from = c.sender
	}
	to := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -/().", r) {
			return -1
		}
		return r
	}, m.To)
	if rest, ok := strings.CutPrefix(to, "+"); ok {
		to = "00" + rest
	}
	const mostParts = 8
	return outgoing{
		From: from, To: []number{{to}}, Body: body{Type: "auto", Content: m.Text}, Reference: m.Reference,
		MinParts: 1, MaxParts: mostParts, Channels: []string{"SMS"},
	}
}

// faultOf is what a code of theirs means for us; nil where the message was taken.
func faultOf(code int, details string) error {
	switch code {
	case codeSent:
		return nil
	case codeNoToken, codeWrongToken:
		return refused()
	case codeNoBalance:
		return &tandem.Error{
			Code: tandem.Throttled, Message: "the balance of the CM.com account is used up", Hint: "top it up at CM.com", Until: time.Now().Add(time.Hour),
		}
	case codeServerFailed, codeUnknown:
		return tandem.Errorf(tandem.InDoubt, "CM.com had trouble with the message, and it is unknown whether it was sent")
	default:
		return tandem.Errorf(tandem.Invalid, "CM.com refuses the message: %s (%d)", strings.TrimSpace(details), code)
	}
}

func refused() *tandem.Error {
	return tandem.Errorf(tandem.Denied, "CM.com refuses the product token, or it belongs to another account").
		At("product_token").WithHint("copy it once more from the customer's CM.com account")
}
