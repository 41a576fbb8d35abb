package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem"
	"tandem/access"
	"tandem/api"
	"tandem/internal/testdb"
	"tandem/routine"
	"tandem/store"
)

// feed is a change feed over a real store.
type feed struct {
	*httptest.Server

	t       *testing.T
	store   *store.Store
	account int64
	role    tandem.Role
}

func eachFeed(t *testing.T, test func(t *testing.T, f *feed)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := store.Options{}
			if name == "postgres" {
				o.URL = testdb.Postgres(t)
			} else {
				o.Dir = t.TempDir()
			}
			s, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			account, err := s.EnsureAccount(t.Context(), "acme")
			if err != nil {
				t.Fatal(err)
			}
			f := &feed{t: t, store: s, account: account.ID, role: tandem.Owner}
			f.Server = httptest.NewServer(api.NewChangeFeed(api.FeedOptions{
				Source: s,
				Caller: func(r *http.Request) (*routine.Caller, error) {
					if r.Header.Get("Authorization") != "Bearer t" {
						return nil, tandem.Errorf(tandem.Denied, "who are you?")
					}
					return &routine.Caller{Account: *account, Actor: tandem.Actor{Name: "t", Role: f.role}}, nil
				},
				Rules: func(context.Context, int64) (*access.Rules, error) {
					return access.New([]tandem.FieldRight{{Role: tandem.Agent, Object: "customer", Field: "credit_limit", Level: tandem.Hidden}}), nil
				},
				Listen: func(account int64, fn func()) func() {
					return s.Subscribe(func(e store.Event) {
						if e.Account == account {
							fn()
						}
					})
				},
				Fail: func(w http.ResponseWriter, _ *http.Request, err error) {
					http.Error(w, string(tandem.CodeOf(err)), http.StatusTeapot)
				},
			}))
			t.Cleanup(func() {
				f.Close()
				_ = s.Close()
			})
			test(t, f)
		})
	}
}

// write creates customers, or edits one where a version is given.
func (f *feed) write(n int, id, version int64, values map[string]tandem.Value) int64 {
	f.t.Helper()
	first, op := id, tandem.Update
	var err error
	if version == 0 {
		op = tandem.Create
		if first, err = f.store.NextIDs(f.t.Context(), "customer", n); err != nil {
			f.t.Error(err)
			return 0
		}
	}
	b := &tandem.Batch{Account: f.account, Actor: tandem.Actor{Origin: tandem.ByPerson, Name: "nina"}, Lane: tandem.Lane{Account: f.account}, Shape: &tandem.Shape{Object: "customer"}, Group: n < 3}
	var record tandem.Record
	for name, v := range values {
		b.Shape.Fields = append(b.Shape.Fields, name)
		record = append(record, v)
	}
	for i := range n {
		b.Rows = append(b.Rows, tandem.Row{Write: tandem.RecordWrite{Op: op, ID: first + int64(i), Version: version, Set: tandem.AllFields(len(record)), Values: record}})
	}
	if err := f.store.Commit(f.t.Context(), b); err != nil {
		f.t.Error(err)
	}
	return first
}

type answer struct {
	Changes []struct {
		Cursor    string `json:"cursor"`
		Object    string `json:"object"`
		Operation string `json:"operation"`
		By        string `json:"by"`
		From      string `json:"from"`
		ID        int64  `json:"id"`
		Version   int64  `json:"version"`
		Fields    map[string]struct {
			Before any `json:"before"`
			After  any `json:"after"`
		} `json:"fields"`
	} `json:"changes"`
	Next string `json:"next"`
	More bool   `json:"more"`
}

func (f *feed) open(query string, headers ...string) *http.Response {
	f.t.Helper()
	req, err := http.NewRequestWithContext(f.t.Context(), http.MethodGet, f.URL+"/api/v1/changes?"+query, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer t")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	response, err := f.Client().Do(req)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func (f *feed) status(query string, headers ...string) int {
	f.t.Helper()
	response := f.open(query, headers...)
	_ = response.Body.Close()
	return response.StatusCode
}

func (f *feed) get(query string) answer {
	f.t.Helper()
	response := f.open(query)
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	var a answer
	if err != nil || response.StatusCode != http.StatusOK || json.Unmarshal(body, &a) != nil {
		f.t.Fatalf("%s: %d %s, %v", query, response.StatusCode, body, err)
	}
	return a
}

func name(s string) map[string]tandem.Value {
	return map[string]tandem.Value{"name": tandem.TextValue(s), "credit_limit": tandem.DecimalValue(int64(len(s)), 0)}
}

func TestChangesArePolled(t *testing.T) {
	eachFeed(t, func(t *testing.T, f *feed) {
		if a := f.get("wait=0"); len(a.Changes) != 0 || a.Next != "0" || a.More {
			t.Errorf("an empty log gives %+v", a)
		}
		id := f.write(1, 0, 0, name("Alfa"))
		f.write(1, id, 1, name("Beta s.r.o."))
		a := f.get("after=0&limit=1")
		if len(a.Changes) != 1 || a.Changes[0].Operation != "create" || a.Changes[0].ID != id || a.Changes[0].By != "nina" || a.Changes[0].From != "person" || !a.More || a.Next != a.Changes[0].Cursor {
			t.Errorf("first %+v", a)
		}
		a = f.get("after=" + a.Next)
		if len(a.Changes) != 1 || a.Changes[0].Operation != "edit" || a.Changes[0].Version != 2 || a.Changes[0].Fields["name"].Before != "Alfa" || a.Changes[0].Fields["credit_limit"].After != 11. {
			t.Errorf("then %+v", a)
		}
		f.role = tandem.Agent
		if hidden := f.get("after=1"); len(hidden.Changes[0].Fields) != 1 {
			t.Errorf("an agent is told %+v", hidden.Changes[0].Fields)
		}
		if other := f.get("object=task&wait=0"); len(other.Changes) != 0 || other.Next != a.Next {
			t.Errorf("of tasks %+v", other)
		}
		if latest := f.get("after=latest&wait=0"); len(latest.Changes) != 0 || latest.Next != a.Next {
			t.Errorf("from now on %+v", latest)
		}

		// Somebody who waits is answered at once.
		go func() {
			time.Sleep(100 * time.Millisecond)
			f.write(1, 0, 0, name("Gamma"))
		}()
		begin := time.Now()
		if late := f.get("after=" + a.Next + "&wait=10"); len(late.Changes) != 1 || time.Since(begin) < 90*time.Millisecond || time.Since(begin) > 3*time.Second {
			t.Errorf("after %v: %+v", time.Since(begin), late)
		}
		for _, bad := range []string{"after=x", "after=-1", "limit=0", "limit=9999999", "wait=-1"} {
			if status := f.status(bad); status != http.StatusTeapot {
				t.Errorf("%s gives %d", bad, status)
			}
		}
		if status := f.status("", "Authorization", "Bearer other"); status != http.StatusTeapot {
			t.Errorf("a stranger gets %d", status)
		}
		f.role = ""
		if status := f.status(""); status != http.StatusTeapot {
			t.Errorf("somebody without a role gets %d", status)
		}
	})
}

// Promise 7 from outside: a stream that breaks and is opened again, while
// transactions of all sizes commit in any order, gets every change once and in order.
func TestStreamMissesNothing(t *testing.T) {
	const writers, commits = 6, 30
	eachFeed(t, func(t *testing.T, f *feed) {
		var group sync.WaitGroup
		total := 0
		for w := range writers {
			size := []int{1, 1, 2, 30}[w%4]
			total += size * commits
			group.Go(func() {
				for range commits {
					f.write(size, 0, 0, name("x"))
				}
			})
		}
		seen, last := map[int64]bool{}, int64(0)
		for begin := time.Now(); len(seen) < total && time.Since(begin) < 60*time.Second; {
			response := f.open("", "Accept", "text/event-stream", "Last-Event-ID", strconv.FormatInt(last, 10))
			scanner := bufio.NewScanner(response.Body)
			for read := 0; read < 200 && len(seen) < total && scanner.Scan(); {
				line := scanner.Text()
				if id, ok := strings.CutPrefix(line, "id: "); ok {
					n, _ := strconv.ParseInt(id, 10, 64)
					if n <= last {
						t.Fatalf("%d comes after %d", n, last)
					}
					last = n
				}
				if data, ok := strings.CutPrefix(line, "data: "); ok {
					var c struct {
						ID int64 `json:"id"`
					}
					if err := json.Unmarshal([]byte(data), &c); err != nil || seen[c.ID] {
						t.Fatalf("%s: %v, seen before: %v", data, err, seen[c.ID])
					}
					seen[c.ID] = true
					read++
				}
			}
			_ = response.Body.Close()
		}
		group.Wait()
		if len(seen) != total {
			t.Errorf("%d of %d changes came", len(seen), total)
		}
	})
}
