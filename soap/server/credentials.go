package server

import (
	"encoding/base64"
	"net/http"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"tandem/soap"
)

// Credentials are all that a request brought to prove who sent it.
type Credentials struct {
	Basic  []Basic // the readings of one header: clients do not agree how to encode what is not ASCII
	Bearer string
	Token  *soap.UsernameToken // of WS-Security
}

// Basic is a name with a password.
type Basic struct {
	Username, Password string
}

// ReadCredentials reads the credentials of a request and its envelope.
func ReadCredentials(r *http.Request, e *soap.Envelope) (*Credentials, error) {
	c := &Credentials{}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	value = strings.TrimSpace(value)
	switch strings.ToLower(scheme) {
	case "bearer":
		c.Bearer = value
	case "basic":
		c.Basic = readBasic(value)
	}
	var err error
	c.Token, err = e.UsernameToken()
	return c, err
}

func readBasic(value string) []Basic {
	data, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil
	}
	var readings []Basic
	latin, _ := charmap.ISO8859_1.NewDecoder().Bytes(data)
	for _, text := range []string{string(data), string(latin)} {
		name, password, found := strings.Cut(text, ":")
		if reading := (Basic{name, password}); found && (len(readings) == 0 || readings[0] != reading) {
			readings = append(readings, reading)
		}
	}
	return readings
}
