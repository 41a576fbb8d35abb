package e2e

import (
	"net/url"
	"os"
	"strings"
	"testing"
)

// A login that is refused is told as such and pauses the sync, so that no
// account gets locked by trying again. Nothing is deleted meanwhile.
func TestRefusedLogin(t *testing.T) {
	for _, k := range []kind{postgres, mariadb} {
		t.Run(string(k), func(t *testing.T) {
			address := newDatabase(t, k)
			makeShop(t, address)
			fillShop(t, address, 1, 5)
			dir := t.TempDir()
			with := func(erp string) program {
				return program{binary: os.Getenv(binaryVariable), env: []string{"HOME=" + dir, "TANDEM_DATA=" + dir + "/data", "ERP=" + erp}}
			}
			p, refused := with(address), with(stranger(t, address))

			r := refused.run(t, "apply", "-f", "testdata/shop/shop.yaml")
			if r.code != 1 || !strings.Contains(r.stderr, "shop.yaml:6:") {
				t.Errorf("exit status %d\n%s", r.code, r.stderr)
			}
			p.must(t, "apply", "-f", "testdata/shop/shop.yaml")
			p.must(t, "sync", "run", "erp", "--bulk")

			refused.must(t, "apply", "--offline", "-f", "testdata/shop/shop.yaml")
			r = p.run(t, "sync", "run", "erp", "--bulk", "--json")
			if run := report(t, r.stdout); r.code != 1 || run.State != "failed" || run.Code != "denied" {
				t.Errorf("exit status %d, run %+v\n%s", r.code, run, r.stderr)
			}
			t.Log(r.stderr)
			again := p.run(t, "sync", "run", "erp", "--bulk")
			if again.code != 1 || !strings.Contains(again.stderr, "paused") {
				t.Errorf("it was tried again: exit status %d\n%s", again.code, again.stderr)
			}
			for _, text := range []string{r.stdout, r.stderr, again.stderr} {
				if strings.Contains(text, strangersPassword) {
					t.Errorf("the password is shown (Promise 11):\n%s", text)
				}
			}

			p.must(t, "apply", "-f", "testdata/shop/shop.yaml")
			p.must(t, "sync", "resume", "erp")
			last := report(t, p.must(t, "sync", "run", "erp", "--bulk", "--json"))
			if got := last.DataPoints[0].Outcomes["unchanged"]; got != 5 {
				t.Errorf("the last run: %v", last.DataPoints[0].Outcomes)
			}
		})
	}
}

const strangersPassword = "s0me-passw0rd"

// stranger is the address with a user the server does not know.
func stranger(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("nobody_here", strangersPassword)
	return u.String()
}
