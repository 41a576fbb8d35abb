package sqldb

import (
	"maps"
	"strings"
	"testing"
	"time"

	"tandem"
	"tandem/connector"
)

func TestSettingsAreChecked(t *testing.T) {
	good := connector.Settings{"url": "postgres://me@db.example.com/erp"}
	cases := []struct {
		change connector.Settings
		place  string // "" = nothing is wrong
	}{
		{nil, ""},
		{connector.Settings{"url": ""}, "url"},
		{connector.Settings{"url": "http://example.com"}, "url"},
		{connector.Settings{"url": "sqlite://relative.db"}, "url"},
		{connector.Settings{"url": "postgres://host:99999/db"}, "url"},
		{connector.Settings{"url": "postgres://host/db?sslrootcert=/etc/passwd"}, "url"},
		{connector.Settings{"url": "postgres://host/db?sslmode=sometimes"}, "url"},
		{connector.Settings{"url": "mysql://host/db?allowAllFiles=true"}, "url"},
		{connector.Settings{"connections": "many"}, "connections"},
		{connector.Settings{"connections": "0"}, "connections"},
		{connector.Settings{"page_rows": "0"}, "page_rows"},
		{connector.Settings{"time_zone": "Europe/Prague"}, ""},
		{connector.Settings{"time_zone": "Local"}, "time_zone"},
		{connector.Settings{"time_zone": "Middle-earth"}, "time_zone"},
		{connector.Settings{"hours": "20:00-06:00"}, ""},
		{connector.Settings{"hours": "20-6"}, "hours"},
		{connector.Settings{"tls": "maybe"}, "tls"},
		{connector.Settings{"tls_ca": "no PEM"}, "tls_ca"},
		{connector.Settings{"tls_certificate": "no PEM"}, "tls_certificate"},
		{connector.Settings{"ssh_host": "gate", "ssh_user": "me", "ssh_key": "no PEM"}, "ssh_key"},
		{connector.Settings{"profiles": "m2m[data"}, "profiles"},
	}
	for _, tc := range cases {
		s := maps.Clone(good)
		maps.Copy(s, tc.change)
		_, err := readSettings(s)
		switch {
		case tc.place == "" && err != nil:
			t.Errorf("%v: %v", tc.change, err)
		case tc.place != "" && (tandem.CodeOf(err) != tandem.Config || !strings.HasPrefix(err.Error(), tc.place+":")):
			t.Errorf("%v: got %v, want an error about %s", tc.change, err, tc.place)
		}
	}
}

// Whoever says nothing of encryption gets it, except where nobody else can listen.
func TestEncryptionUnlessNobodyCanListen(t *testing.T) {
	for url, mode := range map[string]string{
		"postgres://db.example.com/erp":                 tlsVerify,
		"postgres://db.example.com/erp?sslmode=require": tlsRequire,
		"postgres://db.example.com/erp?sslmode=disable": tlsOff,
		"postgres://127.0.0.1/erp":                      tlsOff,
		"mysql://localhost/erp":                         tlsOff,
		"mysql://192.168.1.7/erp":                       tlsVerify,
		"sqlite:///data/erp.db":                         tlsOff,
	} {
		a, err := parseAddress(url)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tlsMode(connector.Settings{}, &a, false); got != mode || err != nil {
			t.Errorf("%s: %s, %v; want %s", url, got, err, mode)
		}
	}
}

func TestAllowedHours(t *testing.T) {
	prague, err := time.LoadLocation("Europe/Prague")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ hours, now, opens string }{
		{"", "2026-11-21 12:00", ""},
		{"08:00-17:00", "2026-11-21 12:00", ""},
		{"08:00-17:00", "2026-11-21 07:59", "2026-11-21 08:00"},
		{"08:00-17:00", "2026-11-21 17:00", "2026-11-22 08:00"},
		{"20:00-06:00", "2026-11-21 23:00", ""},
		{"20:00-06:00", "2026-11-21 05:59", ""},
		{"20:00-06:00", "2026-11-21 06:00", "2026-11-21 20:00"},
		{"20:00-24:00", "2026-11-21 23:59", ""},
		{"02:30-03:30", "2026-03-29 00:00", "2026-03-29 03:30"}, // half past two does not exist that day
		{"08:00-17:00", "2026-10-24 18:00", "2026-10-25 08:00"}, // and this night is an hour longer
	} {
		h, ok := parseHours(tc.hours, prague)
		if !ok {
			t.Fatalf("%q is refused", tc.hours)
		}
		now, err := time.ParseInLocation("2006-01-02 15:04", tc.now, prague)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if opens := h.opens(now); !opens.IsZero() {
			got = opens.Format("2006-01-02 15:04")
		}
		if got != tc.opens {
			t.Errorf("%q at %s opens %q, want %q", tc.hours, tc.now, got, tc.opens)
		}
	}
}

func TestTransactionsInTheStatusOfInnoDB(t *testing.T) {
	status := func(s string) [][]byte { return [][]byte{nil, nil, []byte(s)} }
	const head = "=====\n------------\nTRANSACTIONS\n------------\nTrx id counter 4711\nPurge done for trx's n:o < 4700\n"
	for text, want := range map[string]horizon{
		head + "---TRANSACTION (0x7f), not started\n--------\nFILE I/O\n--------\n":                                                      {4711, 4711},
		head + "---TRANSACTION 4705, ACTIVE 3 sec\n1 lock\n---TRANSACTION 4702, ACTIVE (PREPARED) 9 sec\n--------\nFILE I/O\n--------\n": {4702, 4711},
		head + "---TRANSACTION 421939482, ACTIVE 3 sec\n--------\nFILE I/O\n--------\n":                                                  {4711, 4711},
		head + "---TRANSACTION 4690, not started\n--------\nFILE I/O\n--------\n":                                                        {4711, 4711},
		head + "---TRANSACTION 4705, ACTIVE 3 sec\n... truncated...\n":                                                                   {},
		"nothing": {},
	} {
		if got, _ := (mysqlDialect{}).readHorizon(status(text)); got != want {
			t.Errorf("%s\nread as %v, want %v", text, got, want)
		}
	}
}
