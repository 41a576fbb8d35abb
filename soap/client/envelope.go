package client

import (
	"encoding/hex"

	"tandem/soap"
	"tandem/soap/message"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
)

const (
	addressing = "http://www.w3.org/2005/08/addressing"
	mask       = "********"
)

// envelope writes the message, once to be sent and once to be shown.
func (c *Client) envelope(o *wsdl.Operation, r *message.Request) (sent, masked []byte) {
	var header []*xmltree.Element
	var token *soap.UsernameToken
	if c.settings.Username != "" && c.settings.Login != Basic {
		var nonce []byte
		if c.settings.Login == Digest {
			nonce = c.settings.Nonce()
		}
		token = soap.NewUsernameToken(c.settings.Username, c.settings.Password, nonce, c.settings.Now())
	}
	if c.settings.Addressing {
		header = c.addressing(o)
	}
	header = append(header, r.Header...)
	sent = write(o.Version, withToken(header, token, o.Version), r.Body)
	if token == nil {
		return sent, sent
	}
	hidden := *token
	hidden.Password = mask
	return sent, write(o.Version, withToken(header, &hidden, o.Version), r.Body)
}

func withToken(header []*xmltree.Element, token *soap.UsernameToken, v soap.Version) []*xmltree.Element {
	if token == nil {
		return header
	}
	return append([]*xmltree.Element{token.Header(v)}, header...)
}

func (c *Client) addressing(o *wsdl.Operation) []*xmltree.Element {
	id := hex.EncodeToString(c.settings.Nonce())
	return []*xmltree.Element{
		xmltree.New(addressing, "Action", o.Action),
		xmltree.New(addressing, "To", c.endpoint),
		xmltree.New(addressing, "MessageID", "urn:message:"+id),
	}
}

func write(v soap.Version, header, body []*xmltree.Element) []byte {
	var w xmltree.Writer
	w.Prefer("xsi", soap.XSI)
	w.Prefer("xsd", soap.XSD)
	w.Prefer("enc", v.Encoding())
	w.Declaration()
	w.Start("soap:Envelope")
	w.Declare("soap", v.Envelope())
	w.Declare("xsi", soap.XSI)
	if len(header) > 0 {
		w.Start("soap:Header")
		for _, e := range header {
			w.WriteElement(e)
		}
		w.End()
	}
	w.Start("soap:Body")
	for _, e := range body {
		w.WriteElement(e)
	}
	w.End()
	w.End()
	return w.Bytes()
}
