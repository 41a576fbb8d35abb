package server_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tandem/soap"
	"tandem/soap/server"
)

func TestDescriptionIsPinned(t *testing.T) {
	s := newShop(t, server.Options{})
	for name, c := range map[string]struct {
		query         string
		with, without []string
		operations    int
	}{
		"all":        {query: "wsdl", with: []string{`<wsdl:port name="ShopSoap" `, `<wsdl:port name="ShopSoap12" `, `name="OrderCreate"`, `Prices &amp; &lt;orders&gt;.`}, without: []string{`"Unused"`}, operations: 3},
		"1.1 only":   {query: "wsdl&soap=1.1", with: []string{`<soap:address location="http://shop.example/soap"/>`}, without: []string{"soap12"}, operations: 3},
		"1.2 only":   {query: "wsdl&soap=1.2", with: []string{`<soap12:address location="http://shop.example/soap"/>`}, without: []string{"<soap:address"}, operations: 3},
		"one group":  {query: "wsdl&groups=Trouble", with: []string{`name="Break"`, `name="Ping"`}, without: []string{"OrderCreate", `"Line"`, `"Unit"`}, operations: 2},
		"two groups": {query: "WSDL&groups=Trouble,Order", with: []string{`"Line"`, `"Unit"`}, operations: 3},
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://shop.example/soap?"+c.query, nil))
		text := w.Body.String()
		parse(t, w.Body.Bytes())
		for _, want := range c.with {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %s in\n%s", name, want, text)
			}
		}
		for _, not := range c.without {
			if strings.Contains(text, not) {
				t.Errorf("%s: there is %s in\n%s", name, not, text)
			}
		}
		if n := strings.Count(text[strings.Index(text, "<wsdl:portType"):strings.Index(text, "</wsdl:portType")], "<wsdl:operation"); n != c.operations {
			t.Errorf("%s: %d operations, want %d", name, n, c.operations)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/soap", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET without a question: status %d", w.Code)
	}
}

// large is a service over 200 objects of 30 fields with five operations each.
func large() *server.Service {
	s := &server.Service{Name: "Large", Namespace: "http://example.com/large/v1"}
	nothing := func(context.Context, *server.Call) error { return nil }
	for i := range 200 {
		object := fmt.Sprintf("Object%d", i)
		t := server.Type{Name: object}
		for f := range 30 {
			t.Fields = append(t.Fields, server.Field{Name: fmt.Sprintf("field%d", f), Type: "xs:string", Optional: true, Doc: "What the field says."})
		}
		s.Types = append(s.Types, t)
		for _, verb := range []string{"Get", "Create", "Update", "Delete", "List"} {
			s.Operations = append(s.Operations, server.Operation{
				Name: object + verb, Group: object, Handle: nothing,
				In: []server.Field{{Name: "record", Type: object}}, Out: []server.Field{{Name: "record", Type: object, Many: true}},
			})
		}
	}
	return s
}

func TestLargeDescriptionIsQuick(t *testing.T) {
	s, err := server.New(large(), server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	data := s.WSDL(server.Description{Address: "http://example.com/soap"})
	if took := time.Since(begin); took > time.Second {
		t.Errorf("%d bytes took %v", len(data), took)
	} else {
		t.Logf("%d bytes took %v", len(data), took)
	}
	if small := s.WSDL(server.Description{Groups: []string{"Object7"}, Only: soap.V11}); len(small) > len(data)/100 {
		t.Errorf("one object of 200 takes %d of %d bytes", len(small), len(data))
	}
}
