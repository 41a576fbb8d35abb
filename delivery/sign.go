package delivery

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"tandem"
	"tandem/trigger"
)

// signer signs with one secret.
type signer = *standardwebhooks.Webhook

// secretPrefix marks a secret as the specification writes it.
const secretPrefix = "whsec_"

// signersOf prepares the secrets: the present one, and the one before it for as
// long as receivers change over. A secret is base64, with or without whsec_
// before it; any other text stands for its own octets.
func signersOf(secrets []string) ([]signer, error) {
	signers := make([]signer, 0, len(secrets))
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
		if err != nil {
			if strings.HasPrefix(secret, secretPrefix) {
				return nil, tandem.Errorf(tandem.Config, "the secret begins with %s but is not base64", secretPrefix)
			}
			key = []byte(secret)
		}
		s, err := standardwebhooks.NewWebhookRaw(key)
		if err != nil {
			return nil, tandem.Errorf(tandem.Config, "the secret cannot sign").Because(err)
		}
		signers = append(signers, s)
	}
	return signers, nil
}

// messageID names a delivery to its receiver: the same each time it is called for.
func messageID(d *tandem.Delivery) string {
	if d.ID < 0 {
		return "msg_test_" + strconv.FormatInt(-d.ID, 10)
	}
	return "msg_" + strconv.FormatInt(d.ID, 10)
}

// sign makes the body of a message and signs it, as the Standard Webhooks
// specification says: id, time and body, with each secret.
func (c *Call) sign(req *http.Request, d *tandem.Delivery, told *tandem.Told, now time.Time) []byte {
	req.Method = http.MethodPost
	body, mediaType := message(d, told), "application/json"
	if c.trigger.Call.Form == trigger.CloudEvents {
		body, mediaType = cloudEvent(d, told), "application/cloudevents+json"
	}
	req.Header.Set("Content-Type", mediaType)
	if len(c.signers) == 0 {
		return body
	}
	id := messageID(d)
	signatures := make([]string, 0, len(c.signers))
	for _, s := range c.signers {
		if signature, err := s.Sign(id, now, body); err == nil {
			signatures = append(signatures, signature)
		}
	}
	req.Header.Set(standardwebhooks.HeaderWebhookID, id)
	req.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	req.Header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(signatures, " "))
	return body
}
