package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/internal/secret"
	"tandem/setup"
	"tandem/store"
)

// inbox is a receiver that follows the versions of each record. It holds the
// program to its word: nothing is skipped, nothing comes out of order.
type inbox struct {
	*httptest.Server

	mu       sync.Mutex
	last     map[string]int // by receiver and record
	total    int            // different deliveries
	repeated int
	wrong    []string
	slow     time.Duration
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	r := &inbox{last: map[string]int{}}
	r.Server = httptest.NewServer(r)
	r.Config.Handler = http.HandlerFunc(r.take)
	t.Cleanup(r.Close)
	return r
}

// ServeHTTP is replaced by take once the server is there.
func (r *inbox) ServeHTTP(http.ResponseWriter, *http.Request) {}

func (r *inbox) take(_ http.ResponseWriter, req *http.Request) {
	time.Sleep(r.slow)
	key := req.URL.Path + "/" + req.URL.Query().Get("id")
	version, _ := strconv.Atoi(req.URL.Query().Get("version"))
	r.mu.Lock()
	defer r.mu.Unlock()
	switch last := r.last[key]; version {
	case last + 1:
		r.last[key] = version
		r.total++
	case last:
		r.repeated++
	default:
		r.wrong = append(r.wrong, fmt.Sprintf("version %d of %s comes after %d", version, key, last))
	}
}

func (r *inbox) count() (total, repeated int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.total, r.repeated
}

func (r *inbox) await(t *testing.T, total int, within time.Duration) time.Duration {
	t.Helper()
	begin := time.Now()
	for {
		n, _ := r.count()
		if n >= total {
			return time.Since(begin)
		}
		if time.Since(begin) > within {
			t.Fatalf("%d of %d deliveries arrived within %s", n, total, within)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (r *inbox) inOrder(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, wrong := range r.wrong {
		if i == 10 {
			t.Errorf("and %d more", len(r.wrong)-i)
			break
		}
		t.Error(wrong)
	}
}

// hooked is a program whose changes are announced to an inbox.
type hooked struct {
	program

	t       *testing.T
	options store.Options
}

// newHooked applies a configuration with so many triggers, each calling the inbox at a path of its own.
func newHooked(t *testing.T, r *inbox, database string, triggers int) *hooked {
	t.Helper()
	dir := t.TempDir()
	h := &hooked{t: t, program: program{
		binary: os.Getenv(binaryVariable), env: []string{"HOME=" + dir, "TANDEM_DATA=" + dir + "/data"},
	}}
	h.options = store.Options{Dir: filepath.Join(dir, "data"), URL: database, Triggers: func(d *dictionary.Dictionary, stored []tandem.Definition, receivers map[string]int64) (store.Triggers, error) {
		return setup.Rules(d, stored, receivers)
	}}
	if database != "" {
		key, err := secret.GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		h.env = append(h.env, "TANDEM_DATABASE="+database, "TANDEM_KEY="+key)
	}
	var text strings.Builder
	text.WriteString("account: acme\nsettings: {allow_networks: [\"127.0.0.0/8\"]}\ntriggers:\n")
	for i := range triggers {
		fmt.Fprintf(&text, "  - {name: hook%d, object: customer, on: [create, edit], form: template, url: \"%s/%d?id={{ change.id }}&version={{ change.version }}\"}\n", i, r.URL, i)
	}
	file := filepath.Join(dir, "hooks.yaml")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	h.must(t, "apply", "-f", file)
	return h
}

// change makes customers and edits each, many in a transaction, as a program that is not here would.
func (h *hooked) change(records, versions int) {
	h.t.Helper()
	ctx := h.t.Context()
	s, err := store.Open(ctx, h.options)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	account, err := s.Account(ctx, "acme")
	if err != nil {
		h.t.Fatal(err)
	}
	first, err := s.NextIDs(ctx, "customer", records)
	if err != nil {
		h.t.Fatal(err)
	}
	for version := range versions {
		b := &tandem.Batch{
			Account: account.ID, Actor: tandem.Actor{Origin: tandem.ByPerson, Name: "nina"}, Lane: tandem.Lane{Account: account.ID},
			Shape: &tandem.Shape{Object: "customer", Fields: []string{"name"}},
		}
		for i := range int64(records) {
			w := tandem.RecordWrite{Op: tandem.Update, ID: first + i, Version: int64(version), Set: tandem.AllFields(1), Values: tandem.Record{tandem.TextValue("name " + strconv.Itoa(version))}}
			if version == 0 {
				w.Op = tandem.Create
			}
			b.Rows = append(b.Rows, tandem.Row{Write: w})
		}
		if err := s.Commit(ctx, b); err != nil {
			h.t.Fatal(err)
		}
	}
}

// killServer ends a server with SIGKILL.
func killServer(r *running) {
	_ = r.cmd.Process.Signal(syscall.SIGKILL)
	_ = r.cmd.Wait() // it was killed
}

// Promise 7 under fire: servers are killed while they deliver. Everything
// arrives, in order record by record, and what is repeated was under way.
func TestKilledDeliveries(t *testing.T) {
	if testing.Short() {
		t.Skip("delivers 20,000 times and is killed: not with -short")
	}
	const records, versions = 2000, 10
	const mostUnsettled = 1024 // see package delivery
	r := newInbox(t)
	r.slow = time.Millisecond
	h := newHooked(t, r, "", 1)
	h.change(records, versions)
	kills := 0
	for {
		server := h.start(t, "serve", "--listen", "127.0.0.1:0")
		time.Sleep(400 * time.Millisecond)
		killServer(server)
		if n, _ := r.count(); n == records*versions {
			break
		}
		if kills++; kills == 12 {
			break
		}
	}
	server := h.start(t, "serve", "--listen", "127.0.0.1:0")
	r.await(t, records*versions, 2*time.Minute)
	_ = server.cmd.Process.Signal(syscall.SIGINT)
	server.wait(t)
	total, repeated := r.count()
	t.Logf("%d deliveries, %d kills, %d repeated", total, kills, repeated)
	r.inOrder(t)
	if kills == 0 {
		t.Error("nothing was killed")
	}
	if repeated > kills*mostUnsettled {
		t.Errorf("%d were repeated after %d kills", repeated, kills)
	}
	left := h.must(t, "delivery", "list", "--state", "due", "--json")
	if strings.TrimSpace(left) != "[]" {
		t.Errorf("still due: %s", left)
	}
}

// Several nodes on one database share the receivers, deliver nothing twice, and
// take over from one that dies.
func TestNodesShareDeliveries(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers and a database: not with -short")
	}
	const triggers, records, versions = 8, 200, 5
	database := newDatabase(t, postgres)
	r := newInbox(t)
	h := newHooked(t, r, database, triggers)
	nodes := []*running{h.start(t, "serve", "--listen", "127.0.0.1:0"), h.start(t, "serve", "--listen", "127.0.0.1:0")}
	owners := func() map[string]int {
		table, err := query(context.WithoutCancel(t.Context()), database, "select owner from receiver where owner <> ''")
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, owner := range lines(table) {
			n[owner]++
		}
		return n
	}
	for begin := time.Now(); len(owners()) < 2; time.Sleep(100 * time.Millisecond) {
		if time.Since(begin) > 20*time.Second {
			t.Fatalf("the receivers belong to %v", owners())
		}
	}
	h.change(records, versions)
	r.await(t, triggers*records*versions, time.Minute)
	if _, repeated := r.count(); repeated > 0 {
		t.Errorf("%d were delivered twice although nobody died", repeated)
	}
	t.Logf("shared as %v", owners())

	killServer(nodes[0])
	died := time.Now()
	h.change(records, 1)
	r.await(t, triggers*records*(versions+1), 30*time.Second)
	if took := time.Since(died); took > 10*time.Second {
		t.Errorf("taken over after %s", took)
	} else {
		t.Logf("taken over after %s", took)
	}
	r.inOrder(t)
	_ = nodes[1].cmd.Process.Signal(syscall.SIGINT)
	nodes[1].wait(t)
}
