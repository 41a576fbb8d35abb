package cmcom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tandem"
	"tandem/connector"
)

const (
	callTimeout = 30 * time.Second
	mostAnswer  = 4 << 20
	mostEach    = 1000                // messages a call carries
	tokenHeader = "X-Cm-Producttoken" //nolint:gosec // the name of a header, which they write in capitals
)

// newClient makes a client that follows nobody elsewhere: the token goes along.
func newClient() *http.Client {
	return &http.Client{Timeout: callTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// askBalance asks for the balance of the account.
func (c *Conn) askBalance(ctx context.Context) error {
	status, _, err := c.call(ctx, http.MethodGet, c.balance+"/accountbalance/v1.0/accountbalance/"+url.PathEscape(c.account), nil)
	switch {
	case err != nil:
		return err
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return refused()
	case status == http.StatusNotFound, status == http.StatusBadRequest:
		return tandem.Errorf(tandem.Config, "CM.com knows no account %s", c.account).At("account_id").WithHint("copy it once more from the customer's CM.com account")
	case status == http.StatusTooManyRequests:
		return tooMany()
	case status != http.StatusOK:
		return tandem.Errorf(tandem.Unreached, "CM.com answers with HTTP status %d", status)
	}
	return nil
}

// Send sends messages, a thousand at a call.
func (c *Conn) Send(ctx context.Context, messages []connector.Message) ([]connector.Sent, error) {
	var all []connector.Sent
	for len(messages) > 0 {
		n := min(len(messages), mostEach)
		sent, err := c.send(ctx, messages[:n])
		all = append(all, sent...)
		if err != nil {
			return all, err
		}
		messages = messages[n:]
	}
	return all, nil
}

func (c *Conn) send(ctx context.Context, messages []connector.Message) ([]connector.Sent, error) {
	var request sending
	for i := range messages {
		request.Messages.Msg = append(request.Messages.Msg, c.outgoingOf(&messages[i]))
	}
	octets, err := json.Marshal(request)
	if err != nil {
		return nil, tandem.Errorf(tandem.Internal, "the messages cannot be written").Because(err)
	}
	status, text, err := c.call(ctx, http.MethodPost, c.gateway+"/v1.0/message", octets)
	if err != nil {
		if tandem.CodeOf(err) == tandem.Unreached {
			return nil, err
		}
		return nil, tandem.Errorf(tandem.InDoubt, "CM.com's answer was lost, and it is unknown which messages were sent").Because(err)
	}
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return nil, refused()
	case http.StatusTooManyRequests:
		return nil, tooMany()
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, tandem.Errorf(tandem.InDoubt, "CM.com's answer (HTTP status %d) cannot be read, and it is unknown which messages were sent", status)
	}
	if a.ErrorCode != codeSent && a.ErrorCode != codeSomeFailed {
		return nil, faultOf(a.ErrorCode, a.Details)
	}
	if len(a.Messages) != len(messages) {
		return nil, tandem.Errorf(tandem.InDoubt, "CM.com answered for %s of %s messages", strconv.Itoa(len(a.Messages)), strconv.Itoa(len(messages)))
	}
	sent := make([]connector.Sent, len(messages))
	for i := range messages {
		sent[i] = connector.Sent{Reference: messages[i].Reference, Parts: a.Messages[i].Parts, Err: faultOf(a.Messages[i].ErrorCode, a.Messages[i].Details)}
	}
	return sent, nil
}

// call makes one call. Its errors never hold the token, which stands in a header.
func (c *Conn) call(ctx context.Context, method, address string, octets []byte) (status int, text []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(octets))
	if err != nil {
		return 0, nil, tandem.Errorf(tandem.Config, "this is no address of a server").At("server")
	}
	request.Header.Set(tokenHeader, c.token)
	request.Header.Set("Accept", "application/json")
	if octets != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.client.Do(request)
	if err != nil {
		return 0, nil, lost(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err = io.ReadAll(io.LimitReader(response.Body, mostAnswer))
	return response.StatusCode, text, err
}

// lost tells a call that was never made from one whose answer did not come.
func lost(err error) error {
	e, isURL := errors.AsType[*url.Error](err)
	if isURL && isDialing(e) {
		return tandem.Errorf(tandem.Unreached, "CM.com cannot be reached").Because(e.Err)
	}
	return err
}

func tooMany() *tandem.Error {
	return &tandem.Error{Code: tandem.Throttled, Message: "CM.com asks for a pause", Until: time.Now().Add(time.Minute)}
}

// isDialing reports whether a call failed before anything was sent.
func isDialing(e *url.Error) bool {
	op, ok := errors.AsType[*net.OpError](e.Err)
	return ok && op.Op == "dial"
}
