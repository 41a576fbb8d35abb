package e2e

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
	"golang.org/x/sys/unix"
)

// A source that dies in the middle of a page: a run that gets on page by page
// survives it; one that cannot get on ends with a clear state. What was not
// read is not taken for deleted (Promise 4), and the next run does the rest.
func TestSourceDiesInTheMiddle(t *testing.T) {
	for _, k := range []kind{postgres, mariadb} {
		t.Run(string(k), func(t *testing.T) {
			address := newDatabase(t, k)
			t.Parallel() // most of it is waiting between tries
			makeShop(t, address)
			fillShop(t, address, 1, 3000)
			p, proxy := behindProxy(t, address)

			// Each connection dies after a few pages.
			applyShop(t, p, "250")
			cut(t, proxy, 100_000)
			first := report(t, p.must(t, "sync", "run", "erp", "--bulk", "--json"))
			if got := first.DataPoints[0]; got.Outcomes["created"] != 3000 || got.Rows != 3000 {
				t.Errorf("a run that was cut off again and again: %v", got)
			}
			if n := count(t, p); n != 3000 {
				t.Errorf("%d records, wanted 3000", n)
			}

			// Each connection dies in the middle of the only page.
			applyShop(t, p, "5000")
			r := p.run(t, "sync", "run", "erp", "--bulk", "--json")
			run := report(t, r.stdout)
			if r.code != 1 || run.State != "failed" || run.Code != "unreached" || run.Message == "" {
				t.Errorf("exit status %d, run %+v\n%s", r.code, run, r.stderr)
			}
			t.Log(run.Message)
			if n := count(t, p); n != 3000 {
				t.Errorf("%d records after half a read, wanted 3000: false deletes", n)
			}
			mend(t, proxy)
			last := report(t, p.must(t, "sync", "run", "erp", "--bulk", "--json"))
			if last.DataPoints[0].Outcomes["unchanged"] != 3000 {
				t.Errorf("the last run: %v", last.DataPoints[0].Outcomes)
			}
		})
	}
}

// applyShop sets the shop up with pages of a size.
func applyShop(t *testing.T, p program, pageRows string) {
	t.Helper()
	text, err := os.ReadFile("testdata/shop/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := strings.Replace(string(text), `url: "${ERP}"`, `url: "${ERP}", page_rows: "`+pageRows+`"`, 1)
	file := filepath.Join(t.TempDir(), "shop.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	p.must(t, "apply", "-f", file)
}

// behindProxy returns the program with the address of the source behind a
// proxy that can cut it off.
func behindProxy(t *testing.T, address string) (program, *toxiproxy.Proxy) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "source", "127.0.0.1:0", u.Host)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	u.Host = proxy.Listen
	dir := t.TempDir()
	return program{binary: os.Getenv(binaryVariable), env: []string{"HOME=" + dir, "TANDEM_DATA=" + dir + "/data", "ERP=" + u.String()}}, proxy
}

// cut lets every connection die after so many octets.
func cut(t *testing.T, proxy *toxiproxy.Proxy, octets int) {
	t.Helper()
	toxic := fmt.Sprintf(`{"name": "cut", "type": "limit_data", "stream": "downstream", "attributes": {"bytes": %d}}`, octets)
	if _, err := proxy.Toxics.AddToxicJson(bytes.NewReader([]byte(toxic))); err != nil {
		t.Fatal(err)
	}
}

func mend(t *testing.T, proxy *toxiproxy.Proxy) {
	t.Helper()
	if err := proxy.Toxics.RemoveToxic(t.Context(), "cut"); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, p program) int {
	t.Helper()
	return len(listRecords(t, p))
}

// A full disk ends the run with a clear state. Nothing half is stored, and
// with room again the next run does the rest.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a disk: not with -short")
	}
	for name, scarce := range map[string]func(*testing.T) (dir string, tight func(*testing.T, program) (program, func())){
		"file system": smallDisk, "file size": sizeLimit,
	} {
		t.Run(name, func(t *testing.T) {
			dir, tight := scarce(t)
			address := newDatabase(t, sqlite)
			makeShop(t, address)
			fillShop(t, address, 1, 20_000)
			p := program{binary: os.Getenv(binaryVariable), env: []string{"HOME=" + t.TempDir(), "TANDEM_DATA=" + dir + "/data", "ERP=" + address}}
			p.must(t, "apply", "-f", "testdata/shop/shop.yaml")
			cramped, makeRoom := tight(t, p)

			r := cramped.run(t, "sync", "run", "erp", "--bulk", "--json")
			if r.code != 1 || !strings.Contains(r.stderr, "no room left") {
				t.Errorf("exit status %d\n%s\n%s", r.code, r.stdout, r.stderr)
			}
			t.Logf("\n%s%s", r.stdout, r.stderr)
			makeRoom()
			// What was stored is whole: every link has its record and its log.
			last := report(t, p.must(t, "sync", "run", "erp", "--bulk", "--json"))
			if got := last.DataPoints[0]; got.Outcomes["failed"] != 0 || got.Rows != 20_000 {
				t.Errorf("the last run: %v", got)
			}
			if n := count(t, p); n != 20_000 {
				t.Errorf("%d records, wanted 20000", n)
			}
			if plan := report(t, p.must(t, "sync", "plan", "erp", "--bulk", "--json")); plan.Rows != 0 {
				t.Errorf("a further run plans %d rows", plan.Rows)
			}
		})
	}
}

// smallDisk is a file system of its own, filled but for a little.
func smallDisk(t *testing.T) (dir string, tight func(*testing.T, program) (program, func())) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "small")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := mount(t, "mount", "-t", "tmpfs", "-o", "size=128m", "tandem-test", dir); err != nil {
		t.Skipf("a limit on the size of files alone is tried: a small file system takes the right to mount one (%v: %s)", err, out)
	}
	t.Cleanup(func() {
		if out, err := mount(t, "umount", dir); err != nil {
			t.Errorf("unmount: %v: %s", err, out)
		}
	})
	return dir, func(t *testing.T, p program) (program, func()) {
		t.Helper()
		ballast := leave(t, dir, 2<<20)
		return p, func() {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// sizeLimit lets the program write no file of more than a few MiB, which anybody may ask for.
func sizeLimit(t *testing.T) (dir string, tight func(*testing.T, program) (program, func())) {
	t.Helper()
	return t.TempDir(), func(_ *testing.T, p program) (program, func()) {
		p.before = []string{"sh", "-c", `ulimit -f 4096; exec "$@"`, "sh"}
		return p, func() {}
	}
}

// leave fills a file system with a file until only so many octets are free.
func leave(t *testing.T, dir string, octets int) (ballast string) {
	t.Helper()
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		t.Fatal(err)
	}
	ballast = filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, int(disk.Bavail)*int(disk.Bsize)-octets), 0o600); err != nil {
		t.Fatal(err)
	}
	return ballast
}

func mount(t *testing.T, name string, args ...string) ([]byte, error) {
	t.Helper()
	return exec.CommandContext(context.WithoutCancel(t.Context()), name, args...).CombinedOutput()
}
