// Package cmcom sends messages to phones through CM.com.
package cmcom

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// CM.com's own addresses.
const (
	gateway = "https://gw.messaging.cm.com"
	balance = "https://api.cmtelecom.com"
)

// settingList describes the settings once; dialog, checks, masking and
// documentation are made from it.
func settingList() []connector.Setting {
	return []connector.Setting{
		{Name: "account_id", Label: "Account ID", Kind: connector.SettingText, Required: true, Identifies: true,
			Help: "from the customer's own CM.com account: its settings show the account ID"},
		{Name: "product_token", Label: "Product token", Kind: connector.SettingPassword, Required: true, Secret: true,
			Help: "from the customer's own CM.com account: the messaging gateway's page shows the product token"},
		{Name: "sender", Label: "Sender", Kind: connector.SettingText, Advanced: true, Default: "Tandem",
			Help: "whom messages seem to come from: at most 11 letters and digits, or a number of at most 16 digits"},
		{Name: "server", Label: "Server", Kind: connector.SettingAddress, Advanced: true, Identifies: true,
			Help: "empty: CM.com's own. Another address is for trials against a stand-in"},
	}
}

// Conn is a connection to one account of CM.com. It is safe for concurrent use.
type Conn struct {
	account, token, sender string
	gateway, balance       string
	client                 *http.Client
}

var (
	_ connector.Connector = (*Conn)(nil)
	_ connector.Sender    = (*Conn)(nil)
)

// Type is the connector's entry in the catalogue.
func Type() connector.Type {
	return connector.Type{
		Name:     "cmcom",
		Label:    "CM.com",
		Doc:      "Text messages to customers' phones through a CM.com account of the customer's own.",
		Settings: settingList(),
		Open: func(settings connector.Settings, _ *slog.Logger) (connector.Connector, error) {
			return Open(settings)
		},
	}
}

// Open makes a connection of its settings. Nothing is sent yet.
func Open(s connector.Settings) (*Conn, error) {
	c := &Conn{account: strings.TrimSpace(s["account_id"]), token: strings.TrimSpace(s["product_token"]), sender: s["sender"], gateway: gateway, balance: balance, client: newClient()}
	switch {
	case c.account == "":
		return nil, tandem.Errorf(tandem.Config, "the account ID is missing").At("account_id")
	case c.token == "":
		return nil, tandem.Errorf(tandem.Config, "the product token is missing").At("product_token")
	case c.sender == "":
		c.sender = "Tandem"
	case !isSender(c.sender):
		return nil, tandem.Errorf(tandem.Config, "%q cannot be a sender", c.sender).At("sender").WithHint("at most 11 letters and digits, or at most 16 digits")
	}
	if server := s["server"]; server != "" {
		u, err := url.Parse(server)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
			return nil, tandem.Errorf(tandem.Config, "this is no address of a server").At("server").WithHint("https://host")
		}
		c.gateway = strings.TrimSuffix(u.String(), "/")
		c.balance = c.gateway
	}
	return c, nil
}

// isSender reports whether CM.com takes a sender: a word of 11 or a number of 16.
func isSender(s string) bool {
	most := 16
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == ' ':
			most = 11
		default:
			return false
		}
	}
	return len(s) <= most
}

// Check asks for the account's balance, which takes account id and token together.
func (c *Conn) Check(ctx context.Context) error { return c.askBalance(ctx) }

// Describe tells that there are no objects.
func (c *Conn) Describe(context.Context, ...string) (*dictionary.Dictionary, error) {
	return &dictionary.Dictionary{}, nil
}

// List refuses: an empty list would say that everything is gone (Promise 4).
func (c *Conn) List(context.Context, *connector.View, string) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) { yield(nil, noRecords()) }
}

// Write refuses: messages are sent, not written.
func (c *Conn) Write(context.Context, *connector.View, []connector.Write) ([]connector.Result, error) {
	return nil, noRecords()
}

func noRecords() *tandem.Error {
	return tandem.Errorf(tandem.Schema, "CM.com holds no records, it sends messages")
}

// Close ends the connection.
func (c *Conn) Close() error {
	c.client.CloseIdleConnections()
	return nil
}
