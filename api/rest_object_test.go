package api_test

import (
	"fmt"
	"strings"
	"testing"

	"tandem"
	"tandem/dictionary"
)

func TestRecordsByREST(t *testing.T) {
	everywhere(t, func(p *place) {
		custom := dictionary.CustomField{Object: "customer", Field: dictionary.Field{Name: "segment", Type: dictionary.Enum, Values: []string{"small", "large"}}}
		p.check(p.store.AddCustomField(p.Context(), p.account.ID, custom))

		made := p.gets(201, "POST", "/customers", `{"name":"Alfa \"s.r.o.\"","credit_limit":1234567.89,"payment_days":14,"segment":"small","notes":""}`)
		at := strings.TrimPrefix(made.header.Get("Location"), "/api/v1")
		p.wants(made, "credit_limit", "1234567.89")
		p.wants(made, "name", `"Alfa \"s.r.o.\""`)
		p.wants(made, "status", `"active"`)
		p.wants(made, "notes", `""`)
		p.wants(made, "email", "null")
		if made.header.Get("ETag") != `"1"` {
			p.Errorf("the ETag is %s", made.header.Get("ETag"))
		}

		// Absent stays, null empties, an empty text is an empty text.
		changed := p.gets(200, "PATCH", at, `{"credit_limit":null,"notes":"x","version":1}`)
		p.wants(changed, "credit_limit", "null")
		p.wants(changed, "payment_days", "14")
		p.wants(changed, "version", "2")

		p.refused(tandem.Stale, "PATCH", at, `{"notes":"y"}`, `If-Match: "1"`)
		p.refused(tandem.Stale, "PATCH", at, `{"notes":"y","version":1}`)
		p.gets(200, "PATCH", at, `{"notes":"y"}`, `If-Match: "2"`)
		p.refused(tandem.Stale, "DELETE", at, "", `If-Match: "2"`)
		if a := p.ask("GET", at, "", `If-None-Match: "3"`); a.status != 304 {
			p.Errorf("an unchanged record: %d", a.status)
		}
		short := p.gets(200, "GET", at+"?fields=name,segment", "")
		if len(short.body) != 4 {
			p.Errorf("two fields, id and version: %s", short.text)
		}

		for body, place := range map[string]string{
			`{"nmae":"x"}`: "customer.nmae", `{"segment":"tiny"}`: "customer.segment", `{"payment_days":"soon"}`: "customer.payment_days",
			`{"name":null}`: "customer.name", `{"name":5}`: "customer.name", `{"created_at":"2026-01-01T00:00:00Z"}`: "customer.created_at", `{"payment_days":""}`: "customer.payment_days",
		} {
			if a := p.refused(tandem.Invalid, "PATCH", at, body); a.body["place"] != place {
				p.Errorf("%s: the place is %v, not %s", body, a.body["place"], place)
			}
		}
		p.refused(tandem.Usage, "PATCH", at, `[1]`)
		p.refused(tandem.Usage, "PATCH", at, "{\"name\":\"\xff\"}")
		p.refused(tandem.NotFound, "GET", "/customers/999999", "")
		p.refused(tandem.NotFound, "GET", "/costumers", "")
		p.refused(tandem.Usage, "GET", "/customers?fliter=x", "")

		p.gets(204, "DELETE", at, "", `If-Match: "3"`)
		p.refused(tandem.NotFound, "GET", at, "")
		history := p.gets(200, "GET", at+"/history", "")
		if ops := fmt.Sprint(history.items("op")); ops != "[delete update update create]" {
			p.Errorf("the history is %s", ops)
		}
	})
}

func TestLinesByREST(t *testing.T) {
	everywhere(t, func(p *place) {
		buyer := p.gets(201, "POST", "/customers", `{"name":"Alfa"}`)
		order := p.gets(201, "POST", "/sales-orders", fmt.Sprintf(`{"customer":%v,"date":"2026-11-29","lines":[{"position":1,"code":"A1","quantity":2.5},{"position":2}]}`, buyer.body["id"]))
		lines, _ := order.body["lines"].([]any)
		if len(lines) != 2 || fmt.Sprint(lines[0].(map[string]any)["quantity"]) != "2.5" {
			p.Errorf("the lines are %v", lines)
		}
		at := "/sales-orders/" + fmt.Sprint(order.body["id"])
		p.refused(tandem.Invalid, "PATCH", at, `{"lines":[{"position":1},{"position":1}]}`)
		p.refused(tandem.Invalid, "PATCH", at, `{"lines":[{"positoin":1}]}`)
		p.wants(p.gets(200, "PATCH", at, `{"lines":null}`), "lines", "[]")
	})
}

func TestListsByREST(t *testing.T) {
	everywhere(t, func(p *place) {
		for i := range 25 {
			city := []string{`"Brno"`, `"Praha"`, "null"}[i%3]
			p.gets(201, "POST", "/customers", fmt.Sprintf(`{"name":"C%02d","city":%s}`, i, city))
		}
		for _, order := range []string{"", "city", "-city", "-id", "name"} {
			seen, cursor := map[string]bool{}, ""
			for pages := 0; ; pages++ {
				a := p.gets(200, "GET", "/customers?limit=4&fields=name&total=true&order="+order+"&cursor="+cursor, "")
				p.wants(a, "total", "25")
				for _, name := range a.items("name") {
					if seen[name] {
						p.Errorf("ordered by %q, %s comes twice", order, name)
					}
					seen[name] = true
				}
				next, more := a.body["next"].(string)
				if !more {
					break
				}
				if cursor = next; pages > 10 {
					p.Fatal("there is no end of it")
				}
			}
			if len(seen) != 25 {
				p.Errorf("ordered by %q there are %d, not 25", order, len(seen))
			}
		}
		a := p.gets(200, "GET", `/customers?filter=city%20%3D%3D%20%22Brno%22%20and%20name%20%3E%20%22C10%22&order=-name&fields=name`, "")
		if got := fmt.Sprint(a.items("name")); got != "[C24 C21 C18 C15 C12]" {
			p.Errorf("the filter finds %s", got)
		}
		p.refused(tandem.Config, "GET", "/customers?filter=ctiy%3D%3D1", "")
		first := p.gets(200, "GET", "/customers?limit=2&order=name", "")
		p.refused(tandem.Usage, "GET", "/customers?limit=2&order=city&cursor="+fmt.Sprint(first.body["next"]), "")
		p.refused(tandem.Usage, "GET", "/customers?limit=5000", "")
	})
}

func TestUpsertByREST(t *testing.T) {
	everywhere(t, func(p *place) {
		at := "/customers/by/external_number/E-1"
		made := p.gets(201, "PUT", at, `{"name":"Alfa"}`)
		p.wants(p.gets(200, "PUT", at, `{"name":"Alfa","city":"Brno"}`), "id", fmt.Sprint(made.body["id"]))

		bulk := p.gets(200, "POST", "/bulk/customers", `{"by":"external_number","records":[
			{"external_number":"E-1","city":"Praha"},{"external_number":"E-2","name":"Beta"},{"external_number":"E-3"},{"name":"nobody"},{"external_number":"E-2","name":"twin"}]}`)
		p.wants(bulk, "failed", "3")
		if got := fmt.Sprint(bulk.items("created")); got != "[false true <nil> <nil> <nil>]" {
			p.Errorf("created: %s in %s", got, bulk.text)
		}
		p.gets(201, "POST", "/customers", `{"name":"Other","external_number":"E-1"}`)
		p.refused(tandem.Conflict, "PUT", at, `{"name":"Alfa"}`)
	})
}

func TestChangesByREST(t *testing.T) {
	everywhere(t, func(p *place) {
		made := p.gets(201, "POST", "/customers", `{"name":"Alfa"}`)
		p.gets(201, "POST", "/products", `{"code":"P1","name":"Pump"}`)
		at := "/customers/" + fmt.Sprint(made.body["id"])
		p.gets(200, "PATCH", at, `{"city":"Brno"}`)
		first := p.gets(200, "GET", "/changes/customers?since=0&limit=1&records=true", "")
		if got := fmt.Sprint(first.items("op")); got != "[create]" || first.body["more"] != true || !strings.Contains(first.text, `"city":"Brno"`) {
			p.Errorf("first: %s", first.text)
		}
		p.gets(204, "DELETE", at, "")
		rest := p.gets(200, "GET", fmt.Sprintf("/changes/customers?records=true&since=%v", first.body["next"]), "")
		if got := fmt.Sprint(rest.items("op")); got != "[update delete]" || rest.body["more"] != false {
			p.Errorf("rest: %s", rest.text)
		}
	})
}

func TestTheSameRequestTwice(t *testing.T) {
	everywhere(t, func(p *place) {
		once := p.gets(201, "POST", "/customers", `{"name":"Alfa"}`, "Idempotency-Key: k1")
		again := p.gets(201, "POST", "/customers", `{"name":"Alfa"}`, "Idempotency-Key: k1")
		if once.text != again.text || again.header.Get("ETag") != once.header.Get("ETag") || again.header.Get("Location") != once.header.Get("Location") || again.header.Get("Idempotency-Replayed") != "true" {
			p.Errorf("again: %v %s", again.header, again.text)
		}
		p.refused(tandem.Invalid, "POST", "/customers", `{"name":"Beta"}`, "Idempotency-Key: k1")
		p.refused(tandem.Invalid, "POST", "/products", `{"name":"Alfa"}`, "Idempotency-Key: k1")
		if a := p.gets(200, "GET", "/customers", ""); len(a.items("id")) != 1 {
			p.Errorf("there are %v", a.items("id"))
		}
	})
}

func TestWhoMayAsk(t *testing.T) {
	everywhere(t, func(p *place) {
		p.refused(tandem.Denied, "GET", "/customers", "", "Authorization: Bearer other")
		p.refused(tandem.Denied, "GET", "/customers", "", "Authorization: ")
		p.gets(200, "GET", "/customers", "", "Authorization: Basic "+"YW55Ym9keTpzZWNyZXQ=")
		p.refused(tandem.Forbidden, "POST", "/customers", `{"name":"x"}`, "Sec-Fetch-Site: cross-site", "Origin: http://evil.example")
		if a := p.gets(200, "POST", "/routines/who_am_i", ""); a.body["name"] != "shop" || a.body["account"] != "acme" {
			p.Errorf("who am I: %s", a.text)
		}
		task := p.gets(201, "POST", "/tasks", `{"subject":"Call"}`)
		done := p.gets(200, "POST", "/routines/task_complete", fmt.Sprintf(`{"task":%v}`, task.body["id"]))
		p.wants(done, "changed", "true")
		p.refused(tandem.Invalid, "POST", "/routines/task_complete", `{"tsak":1}`)
	})
}

func TestLimits(t *testing.T) {
	p := newPlace(t, storeIn(t), apiLimits(100, 3, 2))
	p.refused(tandem.Usage, "POST", "/customers", `{"name":"`+strings.Repeat("x", 200)+`"}`)
	p.gets(200, "GET", "/customers", "")
	p.gets(200, "GET", "/customers", "")
	if a := p.refused(tandem.Throttled, "GET", "/customers", ""); a.status != 429 || a.header.Get("Retry-After") == "" {
		p.Errorf("the fourth request: %d %v", a.status, a.header)
	}
	q := newPlace(t, storeIn(t), apiLimits(0, 0, 2))
	for range 3 {
		q.ask("GET", "/customers", "", "Authorization: Bearer guess")
	}
	q.refused(tandem.Throttled, "GET", "/customers", "")
}
