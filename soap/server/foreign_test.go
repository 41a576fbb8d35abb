package server_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"tandem/soap"
	"tandem/soap/server"
)

// TestPHPClient has PHP's SoapClient read the description and call, with a
// list, null, an enumeration, a typed fault and an empty answer.
func TestPHPClient(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts a foreign client")
	}
	if _, err := exec.LookPath("php"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("php is not installed; on Debian: apt-get install php-cli php-soap")
		}
		t.Skip("NOT RUN: php is not installed; on Debian: apt-get install php-cli php-soap")
	}
	var nonces soap.Nonces
	h := httptest.NewServer(newShop(t, server.Options{Authenticate: onlyAda(&nonces, time.Now)}))
	defer h.Close()
	out, err := exec.Command("php", "testdata/client.php", h.URL+"/soap?wsdl").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const want = `{"id":"SO-Ž & Co","line":[{"sku":"A","quantity":"1.5","unit":"2 pieces"}]}
an order needs a customer: {"code":"invalid","message":"an order needs a customer","requestId":"r1","fieldError":{"field":"customer","message":"is missing"}}
{}
`
	if got := string(out); got != strings.Repeat(want, 2) {
		t.Errorf("got\n%s\nwant twice\n%s", got, want)
	}
}
