package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tandem/soap"
	"tandem/soap/server"
	"tandem/soap/xmltree"
	"tandem/soap/xmltree/xmltest"
)

func envelope(v soap.Version, header, body string) string {
	return `<s:Envelope xmlns:s="` + v.Envelope() + `" xmlns:t="` + shopNamespace + `"><s:Header>` + header + `</s:Header><s:Body>` + body + `</s:Body></s:Envelope>`
}

func post(h http.Handler, message string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/soap", strings.NewReader(message))
	r.Header.Set("Content-Type", "text/xml; charset=utf-8")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func parse(t *testing.T, data []byte) *xmltree.Element {
	t.Helper()
	e, err := xmltree.Parse(data, "", xmltree.MessageLimits())
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return e
}

const orderMessage = `<t:OrderCreate><customer xmlns="urn:wrong">7 &amp; Co</customer><t:note xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>` +
	`<t:line xsi:type="namesp4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><t:sku>A</t:sku><t:quantity>1.5</t:quantity></t:line></t:OrderCreate>`

func TestCallsInBothVersions(t *testing.T) {
	s := newShop(t, server.Options{})
	for _, v := range []soap.Version{soap.V11, soap.V12} {
		w := post(s, envelope(v, "", orderMessage))
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), strings.SplitN(v.ContentType(""), ";", 2)[0]) {
			t.Errorf("%s: status %d, type %s", v, w.Code, w.Header().Get("Content-Type"))
		}
		want := parse(t, []byte(`<s:Envelope xmlns:s="`+v.Envelope()+`"><s:Body><OrderCreateResponse xmlns="`+shopNamespace+`"><id>SO-7 &amp; Co</id>`+
			`<line><sku>A</sku><quantity>1.5</quantity></line></OrderCreateResponse></s:Body></s:Envelope>`))
		if d := xmltest.Diff(want, parse(t, w.Body.Bytes())); d != "" {
			t.Errorf("%s: %s\n%s", v, d, w.Body)
		}
	}
}

func TestFaultsAreTyped(t *testing.T) {
	s := newShop(t, server.Options{})
	for v, status := range map[soap.Version]int{soap.V11: 500, soap.V12: 400} {
		w := post(s, envelope(v, "", "<t:OrderCreate/>"))
		e, err := soap.ReadEnvelope(parse(t, w.Body.Bytes()))
		if err != nil || e.Fault() == nil {
			t.Fatalf("%s: %v\n%s", v, err, w.Body)
		}
		f := e.Fault()
		if w.Code != status || f.Code != soap.Sender || f.Reason != "an order needs a customer" || len(f.Detail) != 1 {
			t.Errorf("%s: status %d, fault %+v", v, w.Code, f)
		}
		want := parse(t, []byte(`<ServiceFault xmlns="`+shopNamespace+`"><code>invalid</code><message>an order needs a customer</message><requestId>r1</requestId>`+
			`<fieldError><field>customer</field><message>is missing</message></fieldError></ServiceFault>`))
		if d := xmltest.Diff(want, f.Detail[0]); d != "" {
			t.Errorf("%s: %s", v, d)
		}
	}
}

func TestInternalErrorsStayInside(t *testing.T) {
	var heard error
	s := newShop(t, server.Options{Failed: func(_ context.Context, _ *server.Call, err error) { heard = err }})
	w := post(s, envelope(soap.V12, "", "<t:Break/>"))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || heard == nil || heard.Error() != "secret" {
		t.Errorf("status %d, heard %v\n%s", w.Code, heard, w.Body)
	}
}

func TestRefusals(t *testing.T) {
	s := newShop(t, server.Options{})
	for name, c := range map[string]struct {
		message string
		header  []string
		status  int
		want    string
	}{
		"no such operation":  {message: envelope(soap.V11, "", "<t:Nothing/>"), status: 500, want: "there is no operation {" + shopNamespace + "}Nothing"},
		"no body":            {message: envelope(soap.V12, "", ""), status: 400, want: "the body is empty"},
		"no envelope":        {message: "<a/>", status: 500, want: "no SOAP message"},
		"unknown version":    {message: `<Envelope xmlns="urn:x"/>`, status: 500, want: "VersionMismatch"},
		"bad XML":            {message: "<a", status: 500, want: "line 1"},
		"entity bomb":        {message: `<!DOCTYPE a [<!ENTITY b "c">]>` + envelope(soap.V11, "", "<t:Ping/>"), status: 500, want: "DTD"},
		"nested too deep":    {message: strings.Repeat("<a>", 200_000), status: 500, want: "more than 100 levels"},
		"too large":          {message: "<a>" + strings.Repeat("x", 11<<20) + "</a>", status: 413, want: "bytes"},
		"must understand":    {message: envelope(soap.V11, `<t:X s:mustUnderstand="1"/>`, "<t:Ping/>"), status: 500, want: "MustUnderstand"},
		"not XML":            {message: "{}", header: []string{"Content-Type", "application/json"}, status: 415, want: "text/xml"},
		"not packed at all":  {message: "<a/>", header: []string{"Content-Encoding", "gzip"}, status: 500, want: "not packed"},
		"parts without form": {message: "x", header: []string{"Content-Type", "multipart/related; boundary=b"}, status: 500, want: "parts"},
	} {
		w := post(s, c.message, c.header...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: status %d, want %d with %q\n%s", name, w.Code, c.status, c.want, w.Body)
		}
	}
	if w := httptest.NewRecorder(); true {
		s.ServeHTTP(w, httptest.NewRequest(http.MethodDelete, "/soap", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("DELETE: status %d", w.Code)
		}
	}
}

func TestPackedAndAttached(t *testing.T) {
	s := newShop(t, server.Options{})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(envelope(soap.V11, "", "<t:Ping/>")))
	_ = z.Close()
	if w := post(s, packed.String(), "Content-Encoding", "gzip"); w.Code != 200 {
		t.Errorf("gzip: status %d\n%s", w.Code, w.Body)
	}
	parts := "--b\r\nContent-ID: <doc>\r\nContent-Type: application/xop+xml\r\n\r\n" +
		envelope(soap.V12, "", `<t:OrderCreate><t:customer><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:a%40b"/></t:customer></t:OrderCreate>`) +
		"\r\n--b\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: binary\r\n\r\n\x00\xff\r\n--b--"
	w := post(s, parts, "Content-Type", `multipart/related; boundary=b; start="<doc>"; type="application/xop+xml"`)
	if want := "<id>SO-" + base64.StdEncoding.EncodeToString([]byte("\x00\xff")) + "</id>"; w.Code != 200 || !strings.Contains(w.Body.String(), want) {
		t.Errorf("MTOM: status %d, want %s\n%s", w.Code, want, w.Body)
	}
}

func TestCredentials(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	var nonces soap.Nonces
	s := newShop(t, server.Options{Authenticate: onlyAda(&nonces, func() time.Time { return now })})
	header := func(token *soap.UsernameToken) string {
		var w xmltree.Writer
		w.WriteElement(token.Header(soap.V11))
		return string(w.Bytes())
	}
	basic := func(userinfo string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(userinfo)) }
	digest := header(soap.NewUsernameToken("ada", "žluť", []byte("nonce"), now))
	for _, c := range []struct {
		name, authorization, header string
		status                      int
	}{
		{name: "none", status: 401},
		{name: "basic", authorization: basic("ada:žluť"), status: 200},
		{name: "basic wrong", authorization: basic("ada:x"), status: 401},
		{name: "bearer", authorization: "bearer ada-token", status: 200},
		{name: "text", header: header(soap.NewUsernameToken("ada", "žluť", nil, now)), status: 200},
		{name: "text wrong", header: header(soap.NewUsernameToken("ada", "x", nil, now)), status: 401},
		{name: "digest", header: digest, status: 200},
		{name: "digest again", header: digest, status: 401},
		{name: "digest wrong", header: header(soap.NewUsernameToken("ada", "x", []byte("n"), now)), status: 401},
		{name: "digest old", header: header(soap.NewUsernameToken("ada", "žluť", []byte("o"), now.Add(-6*time.Minute))), status: 401},
		{name: "digest early", header: header(soap.NewUsernameToken("ada", "žluť", []byte("p"), now.Add(6*time.Minute))), status: 401},
	} {
		w := post(s, envelope(soap.V11, c.header, "<t:Ping/>"), "Authorization", c.authorization)
		if w.Code != c.status || (c.status == 401) != (w.Header().Get("WWW-Authenticate") == `Basic realm="Shop", charset="UTF-8"`) {
			t.Errorf("%s: status %d, want %d, %v\n%s", c.name, w.Code, c.status, w.Header(), w.Body)
		}
	}
	// A name that .NET sends in Latin-1 is read as well.
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Header.Set("Authorization", basic("ada:\xfcber"))
	c, err := server.ReadCredentials(r, &soap.Envelope{})
	if err != nil || len(c.Basic) != 2 || c.Basic[1].Password != "über" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestServiceIsChecked(t *testing.T) {
	s := shop()
	s.Name = ""
	s.Types = append(s.Types, server.Type{Name: "LINE", Fields: []server.Field{{Name: "a", Type: "Missing"}, {Name: "A", Type: "xs:int"}, {Name: "1", Type: "xs:int"}}})
	s.Operations = append(s.Operations, server.Operation{Name: "ServiceFault"})
	_, err := server.New(s, server.Options{})
	for _, want := range []string{
		"a service needs a name", "the types Line and LINE differ in case", `unknown type "Missing"`, "a and A differ in case", `"1" is no name`,
		"operation ServiceFault does nothing", "ServiceFault and ServiceFault differ",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no word of %q in: %v", want, err)
		}
	}
}

func BenchmarkCall(b *testing.B) {
	s := newShop(b, server.Options{})
	message := envelope(soap.V11, "", orderMessage)
	b.ReportAllocs()
	for b.Loop() {
		if w := post(s, message); w.Code != 200 {
			b.Fatal(w.Body)
		}
	}
}

func ExampleServer() {
	s, err := server.New(&server.Service{
		Name: "Shop", Namespace: "http://example.com/shop/v1",
		Operations: []server.Operation{{
			Name: "PriceGet",
			In:   []server.Field{{Name: "code", Type: "xs:string"}},
			Out:  []server.Field{{Name: "price", Type: "xs:decimal"}},
			Handle: func(_ context.Context, call *server.Call) error {
				if call.In.Child("code").Content() != "A-1" {
					return &server.Fault{Code: "not_found", Message: "there is no such product"}
				}
				call.Out.Leaf("price", "19.90")
				return nil
			},
		}},
	}, server.Options{})
	if err != nil {
		panic(err)
	}
	w := post(s, `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>`+
		`<PriceGet xmlns="http://example.com/shop/v1"><code>A-1</code></PriceGet></Body></Envelope>`)
	fmt.Println(w.Body)
	// Output: <?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><PriceGetResponse xmlns="http://example.com/shop/v1"><price>19.90</price></PriceGetResponse></soap:Body></soap:Envelope>
}
